package fields

import "strings"

// punish takes away for everything that a name is not.
func (d *document) punish(h *header, i int) {
	r := d.rows[i]
	addresses, titled, person := 0, 0, 0
	all := 0
	for _, g := range r.signs {
		if g.letter {
			all++
		}
	}
	for _, m := range d.v.heads.find(r.text, r.signs, false) {
		share := float64(m.length) / float64(max(all, 1))
		meanings := map[string]bool{}
		for _, e := range m.entries {
			if d.speaks(e.lang) || e.lang == "en" {
				meanings[e.meaning] = true
			}
		}
		if meanings["address"] {
			addresses++
		}
		if meanings["title"] && (share > 0.55 || m.lo < 3 && share > 0.4) {
			titled++
		}
		if meanings["notvendor"] && m.lo < 3 {
			person++
		}
	}
	if strings.HasPrefix(strings.TrimSpace(r.text), `"`) || strings.HasPrefix(r.text, "“") {
		h.score -= 2 // a slogan
		h.strange = true
	}
	numbers := strings.ContainsAny(h.name, "0123456789")
	switch {
	case addresses >= 2, addresses == 1 && (numbers || strings.Contains(h.name, ",")):
		h.score -= 3
		h.strange = true
	case reHouse.MatchString(h.name) && !h.legal:
		h.score -= 2
		h.strange = true
	case addresses == 1 && !h.legal && i > 0: // at the top it is rather "Court Stores"
		h.score -= 0.8
	}
	if titled > 0 {
		h.score -= 4.5
		h.strange, h.title = true, true
	}
	if person > 0 {
		h.score -= 3
		h.strange = true
	}
	if !h.legal && i > 0 && reTown.MatchString(r.text) {
		h.score -= 2
		h.strange = true
	} else if rePost.MatchString(h.name) || strings.HasSuffix(strings.TrimSpace(r.text), ",") {
		h.score -= 2
		h.strange = true
	}
	if !h.legal && strings.Contains(h.name, ",") {
		h.score -= 1.5
	}
	if !h.legal && numbers {
		h.score -= 0.7
	}
	if !h.legal && len(d.v.places.find(r.text, r.signs, false)) > 0 {
		h.score -= 0.7
	}
	for _, m := range d.v.ids.find(r.text, r.signs, false) {
		if m.lo < 6 && (m.length >= 5 || strings.ContainsAny(r.text, "0123456789")) {
			h.score -= 3.5
			h.strange = true
			break
		}
	}
	if reWebsite.MatchString(r.line()) && !h.legal {
		h.score -= 1.5
	}
	if d.dated(i) {
		h.score -= 4
		h.strange = true
	}
	for _, n := range d.numerals[i] {
		if n.shape == money {
			h.score -= 2.5
			h.strange = true
			break
		}
	}
}
