package export

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"hash"
	"io"
	"iter"
	"slices"

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
	return p.text(ctx, i, w)
}

// text writes a file that is text.
func (p *Plan) text(ctx context.Context, i int, w io.Writer) error {
	s, out := newScribe(&p.Profile, p.Choices), newMeasure(&p.Profile)
	out.w = w
	l := s.layout()
	var b bytes.Buffer
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
	return out.same(&p.Files[i])
}

// entries are the receipts of file i, from its first to its last.
func (p *Plan) entries(ctx context.Context, i int, s *scribe) iter.Seq2[[]entry, error] {
	return func(yield func([]entry, error) bool) {
		left := p.Files[i].Receipts
		if left == 0 {
			return
		}
		rows, n := p.rows, 0
		if p.Skip != nil {
			n = slices.IndexFunc(p.places, func(place Place) bool { return place.File == i })
			rows = p.Skip(n)
		}
		numbers := numbers{}
		for row, err := range rows {
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
				if left--; left == 0 {
					return
				}
				s.found, s.changes = s.found[:0], s.changes[:0]
			}
			n++
		}
		yield(nil, ErrChanged) // one is gone
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
