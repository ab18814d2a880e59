package ui

import (
	"path/filepath"
	"strings"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// entry is a receipt with what the list needs of it, made once per change.
type entry struct {
	receipt receipt.Receipt
	state   state
	first   int64 // the first receipt of its batch, which is its place in the list
	text    map[columnName]string
	doubts  map[receipt.Field]string // what is doubtful, in words
	proof   receipt.Proof
	search  string // what a search looks through, in small letters
}

func (e *entry) id() int64     { return e.receipt.ID }
func (e *entry) trashed() bool { return !e.receipt.Trashed.IsZero() }

// file is the name of the first file of a receipt.
func file(r receipt.Receipt) string {
	if len(r.Originals) == 0 {
		return ""
	}
	return filepath.Base(filepath.FromSlash(strings.ReplaceAll(r.Originals[0].Path, `\`, "/")))
}

// book holds all receipts of the history. It belongs to Fyne's goroutine.
type book struct {
	entries map[int64]*entry
	batches map[string]int64 // the first receipt of each batch
	writing writing
	today   func() receipt.Date
	loaded  bool
}

func newBook(w writing, today func() receipt.Date) *book {
	return &book{entries: make(map[int64]*entry), batches: make(map[string]int64), writing: w, today: today}
}

// put takes receipts in, new ones and changed ones. News that is older than
// what the book holds is left out.
func (b *book) put(receipts []receipt.Receipt) {
	for _, r := range receipts {
		if old, ok := b.entries[r.ID]; ok && old.receipt.Updated.After(r.Updated) {
			continue
		}
		if first, ok := b.batches[r.Batch]; r.Batch != "" && (!ok || r.ID < first) {
			b.batches[r.Batch] = r.ID
		}
		b.entries[r.ID] = b.entry(r)
	}
}

func (b *book) remove(ids []int64) {
	for _, id := range ids {
		delete(b.entries, id)
	}
}

func (b *book) get(id int64) *entry { return b.entries[id] }

func (b *book) entry(r receipt.Receipt) *entry {
	e := &entry{receipt: r, state: stateOf(r), first: r.ID}
	if first, ok := b.batches[r.Batch]; ok && r.Batch != "" {
		e.first = first
	}
	f := r.Fields
	e.text = map[columnName]string{
		columnState: e.state.word, columnVendor: f.Vendor, columnDate: f.Date.String(),
		columnTotal: b.writing.amount(f.Total, f.Currency), columnCurrency: f.Currency,
		columnTax: b.writing.amount(f.Tax, f.Currency), columnCategory: f.Category, columnFile: file(r),
	}
	if r.Status.Read() {
		e.proof = receipt.Prove(f, r.Evidence, r.Corrected, b.today())
		if r.Status == receipt.Review {
			e.doubts = make(map[receipt.Field]string)
			for _, d := range e.proof.Doubts {
				if _, ok := e.doubts[d.Field]; !ok {
					e.doubts[d.Field] = d.Words
				}
			}
		}
	}
	e.search = strings.ToLower(strings.Join([]string{f.Vendor, f.InvoiceNumber, f.Date.String(), f.Total.In(f.Currency), e.text[columnTotal],
		e.text[columnTax], f.Currency, f.Category, e.text[columnFile], f.Notes, e.state.word}, "\n"))
	return e
}

// batchWork is how far the batches that are still being worked on have come.
type batchWork struct{ done, all, needs int }

// work counts the receipts of every batch that has an open one.
func (b *book) work() batchWork {
	open := make(map[string]bool)
	for _, e := range b.entries {
		if e.receipt.Status.Open() && !e.trashed() {
			open[e.receipt.Batch] = true
		}
	}
	var w batchWork
	if len(open) == 0 {
		return w
	}
	for _, e := range b.entries {
		if !open[e.receipt.Batch] || e.trashed() {
			continue
		}
		w.all++
		if !e.receipt.Status.Open() {
			w.done++
		}
		if s := e.receipt.Status; s == receipt.Review || s == receipt.Failed || s == receipt.Held {
			w.needs++
		}
	}
	return w
}
