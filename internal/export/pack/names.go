package pack

import (
	"fmt"
	"path"
	"strings"

	"github.com/spindle-receipts/spindle/internal/export"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// Names gives the pictures of a pack their names. No two are the same, also
// where capitals do not count.
type Names struct {
	taken  map[string]int // how many receipts have the name, in small letters
	number map[int64]int  // of a receipt among those of the same name, from 1
}

// NewNames names the pictures of all rows, in their order.
func NewNames(rows export.Rows) (*Names, error) {
	n := newNames()
	for row, err := range rows {
		if err != nil {
			return nil, err
		}
		n.add(row.Receipt)
	}
	return n, nil
}

func newNames() *Names { return &Names{taken: map[string]int{}, number: map[int64]int{}} }

func (n *Names) add(r receipt.Receipt) {
	if len(kept(r)) == 0 {
		return
	}
	key := strings.ToLower(stem(r))
	n.taken[key]++
	n.number[r.ID] = n.taken[key]
}

// Of is the picture of a receipt, its first page, as a path in the pack; ""
// when it has none.
func (n *Names) Of(row export.Row) string {
	if pages := n.pages(row.Receipt); len(pages) > 0 {
		return pages[0]
	}
	return ""
}

// pages are the paths of all that is kept of a receipt:
// 2026-03-15_Office-World_60.00_GBP.jpg, for the second of that name
// 2026-03-15_Office-World_60.00_GBP-2.jpg, and with _1, _2 and so on behind it
// when there are several pages.
func (n *Names) pages(r receipt.Receipt) []string {
	number, ok := n.number[r.ID]
	if !ok {
		return nil
	}
	list := kept(r)
	name := stem(r)
	if number > 1 {
		name = fmt.Sprintf("%s-%d", name, number)
	}
	paths := make([]string, len(list))
	for i, o := range list {
		page := ""
		if len(list) > 1 {
			page = fmt.Sprintf("_%d", i+1)
		}
		paths[i] = pictures + name + page + path.Ext(export.PictureName(receipt.Receipt{Originals: []receipt.Original{o}}))
	}
	return paths
}

// stem is the name without what tells the kind of the file.
func stem(r receipt.Receipt) string {
	name := export.PictureName(r)
	return strings.TrimSuffix(name, path.Ext(name))
}

// kept are the originals of a receipt whose bytes are kept.
func kept(r receipt.Receipt) []receipt.Original {
	var list []receipt.Original
	for _, o := range r.Originals {
		if o.SHA256 != "" {
			list = append(list, o)
		}
	}
	return list
}
