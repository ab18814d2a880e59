package export

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"hash"
	"io"
	"iter"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
)

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
	switch {
	case file.Beside:
		_, err := w.Write(file.text)
		return err
	case p.Profile.Layout == "workbook":
		s, out := newScribe(&p.Profile, p.Choices), newMeasure(&p.Profile)
		if err := writeBook(ctx, w, p.sheets(ctx, i, s, out)); err != nil {
			return err
		}
		return out.same(file)
	}
	return p.pass(ctx, i, func(int) (io.Writer, error) { return w, nil })
}

// WriteAll writes all files, going once through the receipts however many
// files there are. open gives the writer of a file, which is its caller's to
// close when WriteAll is done; what was written before an error must not be
// used.
func (p *Plan) WriteAll(ctx context.Context, open func(i int) (io.Writer, error)) error {
	if err := p.writeAll(ctx, open); err != nil {
		return fmt.Errorf("writing %s: %w", p.Profile.Name, err)
	}
	return nil
}

func (p *Plan) writeAll(ctx context.Context, open func(i int) (io.Writer, error)) error {
	if err := p.Blocked(); err != nil {
		return err
	}
	if p.Profile.Layout != "workbook" {
		if err := p.pass(ctx, -1, open); err != nil {
			return err
		}
	}
	for i := range p.Files {
		if p.Profile.Layout != "workbook" && !p.Files[i].Beside {
			continue
		}
		w, err := open(i)
		if err == nil {
			err = p.write(ctx, i, w)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// growing is a file while it is written.
type growing struct {
	file  *PlanFile
	out   *measure
	begun int // receipts
}

// pass goes once through the receipts and writes file only, or all of them
// where that is -1.
func (p *Plan) pass(ctx context.Context, only int, open func(int) (io.Writer, error)) error {
	s := newScribe(&p.Profile, p.Choices)
	l := s.layout()
	var b bytes.Buffer
	underway := map[int]*growing{} // as many as there are groups
	start := func(i int) (*growing, error) {
		w, err := open(i)
		if err != nil {
			return nil, err
		}
		d := &growing{file: &p.Files[i], out: newMeasure(&p.Profile)}
		d.out.w = w
		underway[i] = d
		l.begin(&b)
		return d, d.out.add(&b)
	}
	end := func(i int) error {
		d := underway[i]
		delete(underway, i)
		l.end(&b, d.begun == 0)
		if err := d.out.add(&b); err != nil {
			return err
		}
		return d.out.same(d.file)
	}
	for entries, err := range p.entries(ctx, only, s) {
		if err != nil {
			return err
		}
		i := entries.place.File
		d := underway[i]
		if d == nil {
			if d, err = start(i); err != nil {
				return err
			}
		} else {
			b.WriteString(l.between())
		}
		d.begun++
		if _, err := l.receipt(&b, entries.list); err != nil {
			return err
		}
		if err := d.out.add(&b); err != nil {
			return err
		}
		if d.begun == d.file.Receipts {
			if err := end(i); err != nil {
				return err
			}
		}
	}
	for i := range p.Files { // one without receipts
		if f := &p.Files[i]; f.Receipts == 0 && !f.Beside && (only < 0 || only == i) {
			if _, err := start(i); err != nil {
				return err
			}
			if err := end(i); err != nil {
				return err
			}
		}
	}
	if len(underway) > 0 {
		return ErrChanged
	}
	return nil
}

// placed is a receipt's lines and its place.
type placed struct {
	list  []entry
	place Place
}

// entries are the receipts of file only, or of all files where that is -1.
// It ends with the last of them.
func (p *Plan) entries(ctx context.Context, only int, s *scribe) iter.Seq2[placed, error] {
	return func(yield func(placed, error) bool) {
		n, left := 0, p.Receipts
		if only >= 0 {
			left = p.Files[only].Receipts
		}
		numbers := numbers{}
		for row, err := range p.rows {
			if left == 0 {
				return
			}
			if err == nil {
				err = ctx.Err()
			}
			if err == nil && (n >= len(p.places) || p.places[n].Receipt != row.Receipt.ID) {
				err = ErrChanged
			}
			if err != nil {
				yield(placed{}, err)
				return
			}
			if place := p.places[n]; place.File >= 0 && (only < 0 || place.File == only) {
				number, made := numbers.plain(&row.Receipt)
				if other, ok := p.numbers[n]; ok {
					number = other
				}
				if !yield(placed{s.entries(&row, number, made), place}, nil) {
					return
				}
				left--
				s.found, s.changes = s.found[:0], s.changes[:0]
			}
			n++
		}
		if left > 0 {
			yield(placed{}, ErrChanged)
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
