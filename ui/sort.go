package ui

import (
	"cmp"
	"slices"
	"strings"
)

// sortKey is what an entry is sorted by, worked out once: a hundred thousand
// entries are compared nearly two million times.
type sortKey struct {
	text   string
	number int64
	kind   keyKind
	first  int64
	id     int64
	entry  *entry
}

type keyKind uint8

const (
	keyBlank keyKind = iota // not known: it comes last, whichever way round
	keyText
	keyNumber
	keyOther // to be compared by itself
)

// sort sorts entries.
func (o order) sort(all []*entry) {
	keys := make([]sortKey, len(all))
	for i, e := range all {
		keys[i] = o.column.key(e)
	}
	slices.SortFunc(keys, func(a, b sortKey) int {
		c := 0
		switch {
		case a.kind == keyBlank || b.kind == keyBlank:
			if a.kind != b.kind {
				return cmp.Compare(b.kind, a.kind)
			}
		case a.kind == keyNumber && b.kind == keyNumber:
			c = cmp.Compare(a.number, b.number)
		case a.kind == keyText && b.kind == keyText && a.text != b.text:
			c = cmp.Compare(a.text, b.text)
		default:
			return o.compare(a.entry, b.entry)
		}
		if o.descending {
			c = -c
		}
		return cmp.Or(c, cmp.Compare(b.first, a.first), cmp.Compare(a.id, b.id))
	})
	for i, k := range keys {
		all[i] = k.entry
	}
}

// key is what a column sorts an entry by.
func (c columnName) key(e *entry) sortKey {
	k := sortKey{kind: keyOther, first: e.first, id: e.id(), entry: e}
	switch c {
	case "":
		k.kind, k.number = keyNumber, -e.first
	case columnState:
		k.kind, k.number = keyNumber, int64(e.state.rank)
	case columnTotal:
		if c.blank(e) {
			k.kind = keyBlank
		} else if e.places >= 0 && e.places <= 4 {
			k.kind, k.number = keyNumber, e.units
			for range 4 - e.places {
				k.number *= 10
			}
		}
	case columnDate:
		d := e.receipt.Fields.Date
		k.kind, k.number = keyNumber, int64(d.Year)*10000+int64(d.Month)*100+int64(d.Day)
		if !d.Known() {
			k.kind = keyBlank
		}
	case columnVendor, columnCategory, columnCurrency, columnFile, columnNumber, columnTags, columnPaid, columnNotes:
		k.kind, k.text = keyText, strings.ToLower(e.text(c))
		if k.text == "" {
			k.kind = keyBlank
		}
	}
	return k
}
