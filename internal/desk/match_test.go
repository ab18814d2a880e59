package desk

import (
	"slices"
	"testing"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

func TestMatch(t *testing.T) {
	t.Parallel()
	file := func(w, h int, size int64) receipt.Receipt {
		return receipt.Receipt{Originals: []receipt.Original{{Kind: "jpeg", Width: w, Height: h, Size: size}}}
	}
	pdf := func(size int64) receipt.Receipt {
		return receipt.Receipt{Originals: []receipt.Original{{Kind: "pdf", Width: 1654, Height: 2339, Size: size}}}
	}
	seen := func(w, h, kb int) api.Document {
		return api.Document{SourceDocuments: []api.SourceDocument{{Width: w, Height: h, SizeKB: kb}}}
	}
	for _, c := range []struct {
		name      string
		documents []api.Document
		files     []receipt.Receipt
		want      []int
		byOrder   bool
	}{
		{"by size in any order", []api.Document{seen(30, 40, 5), seen(10, 20, 9)}, []receipt.Receipt{file(10, 20, 9216), file(30, 40, 5120)}, []int{1, 0}, false},
		{"told before they are turned", []api.Document{seen(40, 30, 5), seen(20, 10, 9)}, []receipt.Receipt{file(10, 20, 9216), file(30, 40, 5120)}, []int{1, 0}, false},
		{"twins by order", []api.Document{seen(10, 20, 9), seen(10, 20, 9)}, []receipt.Receipt{file(10, 20, 9216), file(10, 20, 9220)}, []int{0, 1}, true},
		{"neighbours in thousands", []api.Document{seen(10, 20, 42), seen(10, 20, 41)}, []receipt.Receipt{file(10, 20, 41_200), file(10, 20, 42_100)}, []int{1, 0}, false},
		{"one more than files of its looks", []api.Document{seen(10, 20, 9), seen(10, 20, 9)}, []receipt.Receipt{file(10, 20, 9216), file(30, 40, 9216)}, []int{-1, -1}, false},
		{"a PDF by its size alone", []api.Document{seen(0, 0, 77), seen(10, 20, 9)}, []receipt.Receipt{file(10, 20, 9216), pdf(77 * 1024)}, []int{1, 0}, false},
		{"nothing is known", []api.Document{{}, seen(10, 20, 9)}, []receipt.Receipt{file(10, 20, 9216), file(30, 40, 512)}, []int{-1, 0}, false},
		{"all of one file", []api.Document{{}, {}}, []receipt.Receipt{pdf(1000)}, []int{0, -1}, false},
		{"no documents", nil, []receipt.Receipt{pdf(1000)}, []int{}, false},
	} {
		got, byOrder := match(c.documents, c.files)
		if !slices.Equal(got, c.want) || slices.Contains(byOrder, true) != c.byOrder {
			t.Errorf("%s: got %v, by order %v, want %v", c.name, got, byOrder, c.want)
		}
	}
}
