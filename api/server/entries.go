package server

import (
	"encoding/json"
	"maps"
	"slices"
)

// entryKind is what line items and tax lines differ in.
type entryKind struct {
	member         string // of the document's JSON
	texts, numbers []string
	blank          func() map[string]any
	list           func(*document) *[]*entry
	gone, allGone  string
}

var (
	lineItems = entryKind{
		member: "line_items", texts: lineItemText, numbers: lineItemNumbers, blank: blankLineItem,
		list: func(d *document) *[]*entry { return &d.lines },
		gone: "Line item has been deleted", allGone: "Line items have been deleted",
	}
	taxLines = entryKind{
		member: "tax_lines", texts: taxLineText, numbers: taxLineNumbers, blank: blankTaxLine,
		list: func(d *document) *[]*entry { return &d.taxes },
		gone: "Tax line has been deleted", allGone: "Tax lines have been deleted",
	}
)

func (s *Server) getLineItems(c *call) (answer, error)    { return s.getEntries(c, lineItems) }
func (s *Server) addLineItem(c *call) (answer, error)     { return s.addEntry(c, lineItems) }
func (s *Server) deleteLineItems(c *call) (answer, error) { return s.deleteEntries(c, lineItems) }
func (s *Server) getLineItem(c *call) (answer, error)     { return s.getEntry(c, lineItems) }
func (s *Server) updateLineItem(c *call) (answer, error)  { return s.updateEntry(c, lineItems) }
func (s *Server) deleteLineItem(c *call) (answer, error)  { return s.deleteEntry(c, lineItems) }
func (s *Server) getTaxLines(c *call) (answer, error)     { return s.getEntries(c, taxLines) }
func (s *Server) addTaxLine(c *call) (answer, error)      { return s.addEntry(c, taxLines) }
func (s *Server) deleteTaxLines(c *call) (answer, error)  { return s.deleteEntries(c, taxLines) }
func (s *Server) getTaxLine(c *call) (answer, error)      { return s.getEntry(c, taxLines) }
func (s *Server) updateTaxLine(c *call) (answer, error)   { return s.updateEntry(c, taxLines) }
func (s *Server) deleteTaxLine(c *call) (answer, error)   { return s.deleteEntry(c, taxLines) }

func (s *Server) getEntries(c *call, k entryKind) (answer, error) {
	s.catalog.mu.Lock()
	defer s.catalog.mu.Unlock()
	d, err := s.find(c)
	if err != nil {
		return answer{}, err
	}
	return ok(encode(map[string]any{k.member: plainEntries(*k.list(d), k.blank)}))
}

func (s *Server) getEntry(c *call, k entryKind) (answer, error) {
	s.catalog.mu.Lock()
	defer s.catalog.mu.Unlock()
	d, err := s.find(c)
	if err != nil {
		return answer{}, err
	}
	i := k.index(d, c.ids[1])
	if i < 0 {
		return answer{}, notFound()
	}
	return ok(encode((*k.list(d))[i].plain(k.blank)))
}

func (s *Server) addEntry(c *call, k entryKind) (answer, error) {
	fields, err := s.jsonBody(c)
	if err != nil {
		return answer{}, err
	}
	a, err := s.change(c, func(d *document) (any, error) {
		list := k.list(d)
		e := newEntry(0, len(*list))
		if err := k.write(e, fields); err != nil {
			return nil, err
		}
		e.id = s.catalog.nextID()
		*list = append(*list, e)
		return encode(e.plain(k.blank)), nil
	})
	if err != nil {
		return answer{}, err
	}
	return created(a.body)
}

func (s *Server) updateEntry(c *call, k entryKind) (answer, error) {
	fields, err := s.jsonBody(c)
	if err != nil {
		return answer{}, err
	}
	return s.change(c, func(d *document) (any, error) {
		i := k.index(d, c.ids[1])
		if i < 0 {
			return nil, notFound()
		}
		e := (*k.list(d))[i]
		if err := k.write(e, fields); err != nil {
			return nil, err
		}
		return encode(e.plain(k.blank)), nil
	})
}

func (s *Server) deleteEntry(c *call, k entryKind) (answer, error) {
	return s.change(c, func(d *document) (any, error) {
		i := k.index(d, c.ids[1])
		if i < 0 {
			return nil, notFound()
		}
		list := k.list(d)
		*list = slices.Delete(slices.Clone(*list), i, i+1)
		return map[string]any{"status": "ok", "message": k.gone}, nil
	})
}

func (s *Server) deleteEntries(c *call, k entryKind) (answer, error) {
	return s.change(c, func(d *document) (any, error) {
		*k.list(d) = nil
		return map[string]any{"status": "ok", "message": k.allGone}, nil
	})
}

func (k entryKind) index(d *document, id int64) int {
	return slices.IndexFunc(*k.list(d), func(e *entry) bool { return e.id == id })
}

// write changes an entry's fields: all of them or, on an error, none.
func (k entryKind) write(e *entry, f form) error {
	fresh, err := f.pick(k.texts, k.numbers)
	if err != nil {
		return err
	}
	maps.Copy(e.fields, fresh)
	for name := range fresh {
		if _, read := e.values[name]; read {
			e.values[name] = Value{Score: 1}
		}
	}
	return nil
}

// replaceEntries makes the list that a PUT of the whole document asks for. An
// entry with the id of an old one keeps what it does not mention. Old entries
// are not touched, so that a later error changes nothing.
func (s *Server) replaceEntries(f form, name string, k entryKind, old []*entry) ([]*entry, error) {
	given, isList := f[name].([]any)
	if !isList {
		return old, nil
	}
	out := make([]*entry, 0, len(given))
	for i, item := range given {
		fields, isMap := item.(map[string]any)
		if !isMap {
			return nil, badField(name, "%s is a list of objects", name)
		}
		e := newEntry(0, i)
		if before := entryWithID(old, fields["id"]); before != nil {
			e = &entry{id: before.id, fields: maps.Clone(before.fields), values: maps.Clone(before.values)}
		}
		if err := k.write(e, fields); err != nil {
			return nil, err
		}
		if e.id == 0 {
			e.id = s.catalog.nextID()
		}
		out = append(out, e)
	}
	return out, nil
}

func entryWithID(entries []*entry, id any) *entry {
	number, _ := id.(json.Number)
	n, err := number.Int64()
	if err != nil {
		return nil
	}
	if i := slices.IndexFunc(entries, func(e *entry) bool { return e.id == n }); i >= 0 {
		return entries[i]
	}
	return nil
}
