package export

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// ErrChanged is the error of writing receipts that are not any more as they
// were rehearsed.
var ErrChanged = errors.New("the receipts changed since the rehearsal: rehearse again")

// ErrStopped is the error of writing what the rehearsal says cannot be written.
var ErrStopped = errors.New("nothing can be written yet")

// Rows are receipts, in the order in which they are written. They are gone
// through more than once, and must be the same each time; they need not all
// be in memory.
type Rows = iter.Seq2[Row, error]

// Plan is what a rehearsal found: the files that would be written, and what
// speaks against them. It stands for as long as the receipts do not change.
type Plan struct {
	Profile  Profile
	Choices  Choices
	Files    []PlanFile
	Receipts int          // in the files
	Excluded int          // receipts that problems keep out
	Sums     []Sum        // of what is in the files
	Taxes    []TaxSum     // of what is in the files
	Problems []Problem    // the first 10,000, in the order of the receipts; those about the whole export first
	Changes  []TextChange // the first 10,000 changes of text
	Unnamed  []Unnamed    // what the books have no name for yet

	ProblemCount int // all problems
	ChangeCount  int // all changes of text

	// Skip, where it is not nil, gives the receipts without the first n of them
	// quicker than going through them would: a file that is not the first is
	// written from its own first receipt.
	Skip func(n int) Rows

	rows    Rows
	places  []Place
	numbers map[int]string // by the row's position, where two had the same
	preview []byte
}

// PlanFile is one file of a plan.
type PlanFile struct {
	Suffix   string // of its name before the extension: "", "-2", "-refunds-GBP"
	Name     string // "xero-bills-2.csv"
	Receipts int
	Lines    int   // without the header
	Bytes    int64 // 0 for a workbook: it is not made before it is written
	Beside   bool  // belongs to the file before it, such as its rules

	text []byte // of a companion
	hash [sha256.Size]byte
}

// Place is where a receipt is written.
type Place struct {
	Receipt int64
	Updated time.Time // of the receipt as it is written
	File    int       // -1 for none
	Numbered
}

// Sum is what the receipts of one currency come to.
type Sum struct {
	Currency string
	Receipts int
	Refunds  int
	Total    receipt.Amount
	Tax      receipt.Amount
}

// TaxSum is what the receipts of one currency come to at one rate.
type TaxSum struct {
	Currency string
	Rate     string // percent; "" where it is not printed, "none" for what is not taxed
	Net, Tax receipt.Amount
}

// Written are the receipts that are in the plan's files.
func (p *Plan) Written() iter.Seq[Place] {
	return func(yield func(Place) bool) {
		for _, place := range p.places {
			if place.File >= 0 && !yield(place) {
				return
			}
		}
	}
}

// LeftOut are the receipts that problems keep out of the files.
func (p *Plan) LeftOut() iter.Seq[int64] {
	return func(yield func(int64) bool) {
		for _, place := range p.places {
			if place.File < 0 && !yield(place.Receipt) {
				return
			}
		}
	}
}

// First is the beginning of the first file, at most n lines of it, with the
// bytes that it has. Of a workbook it is its text, with tabs.
func (p *Plan) First(n int) []byte {
	end := 0
	for range n {
		i := bytes.IndexByte(p.preview[end:], '\n')
		if i < 0 {
			return p.preview
		}
		end += i + 1
	}
	return p.preview[:end]
}

// Blocked is what keeps the whole export from being written, or nil. It is not
// about single receipts: those are left out.
func (p *Plan) Blocked() error {
	for _, problem := range p.Problems {
		if problem.Receipt == 0 && problem.Stops {
			return fmt.Errorf("%w: %s", ErrStopped, problem.Words)
		}
	}
	return nil
}
