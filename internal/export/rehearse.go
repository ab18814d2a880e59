package export

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
)

const (
	mostKept    = 10_000  // problems and changes that a plan lists
	mostPreview = 1 << 16 // bytes
)

// Rehearse goes through the receipts as an export would, writes nothing, and
// says what would be written and what the other program would refuse. Problems
// are no error: the error is one of reading the receipts.
func Rehearse(ctx context.Context, p Profile, c Choices, rows Rows) (*Plan, error) {
	r := rehearsal{
		plan: &Plan{Profile: p, Choices: c, rows: rows, numbers: map[int]string{}},
		open: map[group]*opened{},
		seen: newNumbers(p.Rules.UniqueNumber == "file", c.Given),
	}
	r.s = newScribe(&r.plan.Profile, c)
	r.layout = r.s.layout()
	r.asks()
	r.layout.begin(&r.b)
	r.header = int64(r.b.Len())
	for row, err := range rows {
		if err == nil {
			err = ctx.Err()
		}
		if err == nil {
			err = r.take(&row)
		}
		if err != nil {
			return nil, fmt.Errorf("rehearsing %s: %w", p.Name, err)
		}
	}
	if err := r.finish(); err != nil {
		return nil, fmt.Errorf("rehearsing %s: %w", p.Name, err)
	}
	return r.plan, nil
}

// rehearsal is a plan while it is made.
type rehearsal struct {
	plan   *Plan
	s      *scribe
	layout layout
	open   map[group]*opened
	order  []*opened
	seen   numbers
	sums   sums
	header int64 // bytes before the first receipt of a file
	b      bytes.Buffer
}

// group is receipts that share a file.
type group struct {
	currency string
	refunds  bool
}

// opened is a file of a group that still takes receipts.
type opened struct {
	group group
	index int // in the plan's files
	n     int // of the group's files, from 1
	out   *measure
}

// take finds the place of one receipt.
func (r *rehearsal) take(row *Row) error {
	plan, s := r.plan, r.s
	s.found, s.changes = s.found[:0], s.changes[:0]
	position := len(plan.places)
	place := Place{Receipt: row.Receipt.ID, Updated: row.Receipt.Updated, File: -1}
	number, made, twin := r.seen.of(&row.Receipt)
	entries := s.entries(row, number, made)
	lines := 0
	var err error
	if s.check(&entries[0], twin) {
		r.b.Reset()
		if lines, err = r.layout.receipt(&r.b, entries); err != nil {
			return err
		}
		r.tooBig(&entries[0], lines)
	}
	if !slices.ContainsFunc(s.found, func(p Problem) bool { return p.Stops }) {
		if place.File, err = r.place(row, lines); err != nil {
			return err
		}
		plan.Receipts++
		r.seen.keep(&row.Receipt, number)
		if plan.Profile.numbered {
			place.Numbered = Numbered{number, flat(row.Receipt.Fields.Vendor)}
		}
		r.sums.add(&row.Receipt.Fields)
		plan.ChangeCount += len(s.changes)
		plan.Changes = append(plan.Changes, s.changes[:min(len(s.changes), max(0, mostKept-len(plan.Changes)))]...)
		if plain, _ := r.seen.plain(&row.Receipt); plain != number {
			plan.numbers[position] = number
		}
	} else {
		plan.Excluded++
	}
	plan.ProblemCount += len(s.found)
	plan.Problems = append(plan.Problems, s.found[:min(len(s.found), max(0, mostKept-len(plan.Problems)))]...)
	plan.places = append(plan.places, place)
	return nil
}

// tooBig says so where one receipt alone is more than a file may hold.
func (r *rehearsal) tooBig(e *entry, lines int) {
	limits := &r.plan.Profile.Limits
	if limits.Lines > 0 && lines > limits.Lines || limits.Bytes > 0 && r.header+int64(r.b.Len()) > limits.Bytes {
		r.s.problem(e, "size", true, "It has %d lines, more than one file for %s may have", lines, r.plan.Profile.Title)
	}
}

// place writes the receipt, whose text is in the buffer, to the file of its
// group, or to the next one where that is full.
func (r *rehearsal) place(row *Row, lines int) (int, error) {
	plan, f := r.plan, &row.Receipt.Fields
	g := group{}
	if plan.Profile.Rules.Currencies == "separate" {
		g.currency = f.Currency
	}
	g.refunds = plan.Profile.Rules.Refunds == "separate" && refund(f)
	o := r.open[g]
	if o != nil && r.full(o, lines) {
		if err := r.close(o); err != nil {
			return 0, err
		}
		next, err := r.start(g, o.n+1)
		if err != nil {
			return 0, err
		}
		o = next
	}
	if o == nil {
		first, err := r.start(g, 1)
		if err != nil {
			return 0, err
		}
		o = first
	}
	file := &plan.Files[o.index]
	if file.Receipts > 0 {
		between := bytes.NewBufferString(r.layout.between())
		if err := o.out.add(between); err != nil {
			return 0, err
		}
	}
	if err := r.out(o); err != nil {
		return 0, err
	}
	file.Receipts++
	file.Lines += lines
	return o.index, nil
}

// full tells whether a file cannot take what is in the buffer.
func (r *rehearsal) full(o *opened, lines int) bool {
	limits, file := &r.plan.Profile.Limits, &r.plan.Files[o.index]
	return limits.Lines > 0 && file.Lines+lines > limits.Lines ||
		limits.Receipts > 0 && file.Receipts+1 > limits.Receipts ||
		limits.Bytes > 0 && o.out.bytes+int64(len(r.layout.between())+r.b.Len()) > limits.Bytes
}

func (r *rehearsal) start(g group, n int) (*opened, error) {
	o := &opened{group: g, index: len(r.plan.Files), n: n, out: newMeasure(&r.plan.Profile)}
	if o.index == 0 {
		o.out.w = &preview{plan: r.plan}
	}
	r.plan.Files = append(r.plan.Files, PlanFile{})
	r.open[g] = o
	r.order = append(r.order, o)
	held := bytes.Clone(r.b.Bytes())
	r.b.Reset()
	r.layout.begin(&r.b)
	err := r.out(o)
	r.b.Write(held)
	return o, err
}

// out moves the buffer to the file.
func (r *rehearsal) out(o *opened) error { return o.out.add(&r.b) }

func (r *rehearsal) close(o *opened) error {
	file := &r.plan.Files[o.index]
	held := bytes.Clone(r.b.Bytes())
	r.b.Reset()
	r.layout.end(&r.b, file.Receipts == 0)
	if err := r.out(o); err != nil {
		return err
	}
	r.b.Write(held)
	file.hash = [sha256.Size]byte(o.out.hash.Sum(nil))
	if r.plan.Profile.Layout != "workbook" {
		file.Bytes = o.out.bytes
	}
	return nil
}

// finish closes the files and names them.
func (r *rehearsal) finish() error {
	plan := r.plan
	r.b.Reset()
	if len(r.order) == 0 && plan.Profile.Rules.Take == "all" { // an empty file is an answer, too
		if _, err := r.start(group{}, 1); err != nil {
			return err
		}
	}
	several := map[group]bool{}
	currencies := map[string]bool{}
	for _, o := range r.order {
		several[o.group] = several[o.group] || o.n > 1
		currencies[o.group.currency] = true
		if r.open[o.group] == o {
			if err := r.close(o); err != nil {
				return err
			}
		}
	}
	for _, o := range r.order {
		file := &plan.Files[o.index]
		if o.group.refunds {
			file.Suffix = "-refunds"
		}
		if len(currencies) > 1 {
			file.Suffix += "-" + o.group.currency
		}
		if several[o.group] {
			file.Suffix += fmt.Sprintf("-%d", o.n)
		}
		file.Name = plan.Profile.Name + file.Suffix + "." + plan.Profile.File.Extension
	}
	r.whole(currencies)
	r.companions()
	plan.Sums, plan.Taxes = r.sums.list()
	plan.Unnamed = r.s.unnamedList()
	return nil
}

// companions puts the files that belong to another one behind them all, so
// that no place of a receipt moves.
func (r *rehearsal) companions() {
	plan := r.plan
	for _, o := range r.order {
		for i := range plan.Profile.Companions {
			c := &plan.Profile.Companions[i]
			name := strings.ReplaceAll(c.Name, "{file}", plan.Files[o.index].Name)
			data := []byte(c.text.fixed(r.s))
			plan.Files = append(plan.Files, PlanFile{Name: name, Suffix: plan.Files[o.index].Suffix, Bytes: int64(len(data)), Beside: true, text: data})
		}
	}
}

// preview keeps the beginning of a file for people to see.
type preview struct{ plan *Plan }

func (p *preview) Write(data []byte) (int, error) {
	if room := mostPreview - len(p.plan.preview); room > 0 {
		p.plan.preview = append(p.plan.preview, data[:min(room, len(data))]...)
	}
	return len(data), nil
}
