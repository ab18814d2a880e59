package export

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"iter"
	"time"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"

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

// Write writes file i. The bytes are those that were rehearsed, or the error
// is ErrChanged and what was written must not be used.
func (p *Plan) Write(ctx context.Context, i int, w io.Writer) error {
	if err := p.write(ctx, i, w); err != nil {
		return fmt.Errorf("writing %s: %w", p.Profile.Name, err)
	}
	return nil
}

func (p *Plan) write(ctx context.Context, i int, w io.Writer) error {
	if err := p.Blocked(); err != nil {
		return err
	}
	file := &p.Files[i]
	if file.Beside {
		_, err := w.Write(file.text)
		return err
	}
	s := newScribe(&p.Profile, p.Choices)
	out := newMeasure(&p.Profile)
	if p.Profile.Layout == "workbook" {
		if err := writeBook(ctx, w, p.sheets(ctx, i, s, out)); err != nil {
			return err
		}
		return out.same(file)
	}
	out.w = w
	var b bytes.Buffer
	l := s.layout()
	l.begin(&b)
	first := true
	for entries, err := range p.entries(ctx, i, s) {
		if err != nil {
			return err
		}
		if !first {
			b.WriteString(l.between())
		}
		first = false
		if _, err := l.receipt(&b, entries); err != nil {
			return err
		}
		if err := out.add(&b); err != nil {
			return err
		}
	}
	l.end(&b, first)
	if err := out.add(&b); err != nil {
		return err
	}
	return out.same(file)
}

// entries are the receipts of file i.
func (p *Plan) entries(ctx context.Context, i int, s *scribe) iter.Seq2[[]entry, error] {
	return func(yield func([]entry, error) bool) {
		n := 0
		numbers := numbers{}
		for row, err := range p.rows {
			if err == nil {
				err = ctx.Err()
			}
			if err == nil && (n >= len(p.places) || p.places[n].Receipt != row.Receipt.ID) {
				err = ErrChanged
			}
			if err != nil {
				yield(nil, err)
				return
			}
			if p.places[n].File == i {
				number, made := numbers.plain(&row.Receipt)
				if other, ok := p.numbers[n]; ok {
					number = other
				}
				if !yield(s.entries(&row, number, made), nil) {
					return
				}
				s.found, s.changes = s.found[:0], s.changes[:0]
			}
			n++
		}
	}
}

// measure takes the text of a file as it comes, makes it the file's bytes,
// and counts and hashes them.
type measure struct {
	encoder *encoding.Encoder // nil for UTF-8
	bom     bool
	hash    hash.Hash
	bytes   int64
	w       io.Writer // nil to write nothing
}

func newMeasure(p *Profile) *measure {
	m := &measure{hash: sha256.New()}
	switch p.File.Encoding {
	case "windows-1252":
		m.encoder = encoding.ReplaceUnsupported(charmap.Windows1252.NewEncoder())
	case "utf-8-bom":
		m.bom = p.Layout != "workbook"
	}
	return m
}

// encode makes the text the file's bytes.
func (m *measure) encode(data []byte, first bool) ([]byte, error) {
	if m.encoder != nil {
		return m.encoder.Bytes(data)
	}
	if m.bom && first {
		return append([]byte("\uFEFF"), data...), nil
	}
	return data, nil
}

// add takes what is in the buffer and empties it.
func (m *measure) add(b *bytes.Buffer) error {
	if b.Len() == 0 {
		return nil
	}
	data, err := m.encode(b.Bytes(), m.bytes == 0)
	if err != nil {
		return err
	}
	b.Reset()
	m.bytes += int64(len(data))
	m.hash.Write(data)
	if m.w == nil {
		return nil
	}
	_, err = m.w.Write(data)
	return err
}

// same tells whether the file is the one that was rehearsed.
func (m *measure) same(file *PlanFile) error {
	if [sha256.Size]byte(m.hash.Sum(nil)) != file.hash {
		return ErrChanged
	}
	return nil
}
