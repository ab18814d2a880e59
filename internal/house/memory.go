package house

import (
	"context"
	"fmt"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/api/server"
	"github.com/spindle-receipts/spindle/internal/reader/fields"
	"github.com/spindle-receipts/spindle/internal/store"
)

// memory is what the history knows of shops, shared with the reader on this
// computer.
type memory struct {
	store *store.Store
	shops *fields.Memory
}

// recalling is the reader on this computer as one history has it: it knows the
// shops of this one and of no other.
type recalling struct {
	Reader
	shops *fields.Memory
}

// Read reads the pages of one receipt, and puts in what is known of the shop.
func (r recalling) Read(ctx context.Context, sources []server.Source, hints server.Hints) (server.Reading, error) {
	reading, err := r.Reader.Read(ctx, sources, hints)
	if err == nil {
		r.shops.Recall(&reading)
	}
	return reading, err
}

// newMemory loads what is known.
func newMemory(ctx context.Context, s *store.Store) (*memory, error) {
	kept, err := s.Lessons(ctx)
	if err != nil {
		return nil, err
	}
	lessons := make([]fields.Lesson, len(kept))
	for i, l := range kept {
		lessons[i] = fields.Lesson{Trace: l.Trace, Shop: fields.Shop{Vendor: l.Vendor}}
	}
	return &memory{store: s, shops: fields.NewMemory(lessons)}, nil
}

func traces(d api.Document) []string {
	v := d.Vendor
	return fields.TracesOf(v.VATNumber.Text, v.RegNumber.Text, v.Phone.Text, v.Web.Text, v.Email.Text, d.Text)
}

// Learn remembers that documents like this one are of the vendor.
func (m *memory) Learn(ctx context.Context, d api.Document, vendor string) error {
	lessons := m.shops.Learn(traces(d), fields.Shop{Vendor: vendor})
	kept := make([]store.Lesson, len(lessons))
	for i, l := range lessons {
		kept[i] = store.Lesson{Trace: l.Trace, Vendor: l.Shop.Vendor}
	}
	if err := m.store.AddLessons(ctx, kept); err != nil {
		return fmt.Errorf("remembering the shop %s: %w", vendor, err)
	}
	return nil
}

// Forget takes back that documents like this one are of the vendor.
func (m *memory) Forget(ctx context.Context, d api.Document, vendor string) error {
	from := traces(d)
	m.shops.Forget(from, vendor)
	if err := m.store.ForgetLessons(ctx, from, vendor); err != nil {
		return fmt.Errorf("forgetting the shop %s: %w", vendor, err)
	}
	return nil
}
