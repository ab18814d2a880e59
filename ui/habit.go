package ui

import (
	"cmp"
	"slices"
	"strings"
)

// habits is what was entered before and how often, to complete what is being
// typed. The key is the text in small letters.
type habits map[string]*habit

type habit struct {
	texts map[string]int // how often, by its way of writing
	times int
	with  map[string]int // how often, by vendor
}

// count takes a use of a text in by 1, or out by -1; with is the vendor that
// it was used with, "" for none.
func (h habits) count(text, with string, by int) {
	if text == "" {
		return
	}
	key := strings.ToLower(text)
	one := h[key]
	if one == nil {
		one = &habit{texts: make(map[string]int, 1)}
		h[key] = one
	}
	if one.texts[text] += by; one.texts[text] <= 0 {
		delete(one.texts, text)
	}
	if one.times += by; one.times <= 0 {
		delete(h, key)
		return
	}
	if with == "" {
		return
	}
	if one.with == nil {
		one.with = make(map[string]int)
	}
	if one.with[with] += by; one.with[with] <= 0 {
		delete(one.with, with)
	}
}

// usual is the way of writing that was used most.
func (h *habit) usual() string {
	best := ""
	for text, n := range h.texts {
		if best == "" || n > h.texts[best] || n == h.texts[best] && text < best {
			best = text
		}
	}
	return best
}

// complete is the text that begins like this and was used most; with the
// vendor it was used with before all others. "" when there is none.
func (h habits) complete(begin, with string) string {
	begin = strings.ToLower(begin)
	best, found := "", (*habit)(nil)
	for key, one := range h {
		if len(key) <= len(begin) || !strings.HasPrefix(key, begin) {
			continue
		}
		if begin == "" && one.with[with] == 0 { // nothing is typed yet: only what this vendor had
			continue
		}
		better := found == nil
		if !better {
			better = cmp.Or(cmp.Compare(one.with[with], found.with[with]), cmp.Compare(one.times, found.times), -cmp.Compare(key, best)) > 0
		}
		if better {
			best, found = key, one
		}
	}
	if found == nil {
		return ""
	}
	return found.usual()
}

// top are the texts that were used most, at most n, the most used first.
func (h habits) top(n int) []string {
	keys := make([]string, 0, len(h))
	for key := range h {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(a, b string) int {
		return cmp.Or(cmp.Compare(h[b].times, h[a].times), cmp.Compare(a, b))
	})
	texts := make([]string, 0, n)
	for _, key := range keys[:min(n, len(keys))] {
		texts = append(texts, h[key].usual())
	}
	return texts
}
