package ui

import "slices"

// selection is which receipts are selected. It follows the receipts, not
// their places: sorting or news do not change it.
type selection struct {
	ids     map[int64]bool
	current int64 // the receipt in the side panel; 0 for none
	anchor  int64 // where a range by Shift begins
}

func newSelection() *selection { return &selection{ids: make(map[int64]bool)} }

func (s *selection) clear() {
	clear(s.ids)
	s.current, s.anchor = 0, 0
}

// only selects one receipt.
func (s *selection) only(id int64) {
	clear(s.ids)
	s.ids[id] = true
	s.current, s.anchor = id, id
}

// toggle adds a receipt or takes it out.
func (s *selection) toggle(id int64) {
	if s.ids[id] && len(s.ids) > 1 {
		delete(s.ids, id)
		if s.current == id {
			for other := range s.ids {
				if s.current == id || other < s.current {
					s.current = other
				}
			}
		}
	} else {
		s.ids[id] = true
		s.current = id
	}
	s.anchor = id
}

// extend selects everything between the anchor and a receipt.
func (s *selection) extend(shown []int64, id int64) {
	from, to := slices.Index(shown, s.anchor), slices.Index(shown, id)
	if to < 0 {
		return
	}
	if from < 0 {
		s.only(id)
		return
	}
	if from > to {
		from, to = to, from
	}
	clear(s.ids)
	for _, other := range shown[from : to+1] {
		s.ids[other] = true
	}
	s.current = id
}

func (s *selection) all(shown []int64) {
	clear(s.ids)
	for _, id := range shown {
		s.ids[id] = true
	}
	if !s.ids[s.current] && len(shown) > 0 {
		s.current, s.anchor = shown[0], shown[0]
	}
}

// keep drops what is not shown any more.
func (s *selection) keep(shown []int64) {
	if len(s.ids) == 0 {
		return
	}
	if len(s.ids) == 1 && s.ids[s.current] {
		if !slices.Contains(shown, s.current) {
			clear(s.ids)
			s.current = 0
		}
		return
	}
	there := make(map[int64]bool, len(s.ids))
	for _, id := range shown {
		if s.ids[id] {
			there[id] = true
		}
	}
	s.ids = there
	if !there[s.current] {
		s.current = 0
		for _, id := range shown {
			if there[id] {
				s.current = id
				break
			}
		}
	}
}
