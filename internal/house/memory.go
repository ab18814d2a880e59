package house

import (
	"context"
	"fmt"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/internal/reader/fields"
	"github.com/spindle-receipts/spindle/internal/store"
)

// memory is what the history knows of shops, shared with the reader on this
// computer.
type memory struct {
	store *store.Store
	shops *fields.Memory
}

// recaller is a reader that makes use of what is known of shops.
type recaller interface{ Recall(*fields.Memory) }

// newMemory loads what is known, and gives it to a reader that can use it.
func newMemory(ctx context.Context, s *store.Store, reader Reader) (*memory, error) {
	kept, err := s.Lessons(ctx)
	if err != nil {
		return nil, err
	}
	lessons := make([]fields.Lesson, len(kept))
	for i, l := range kept {
		lessons[i] = fields.Lesson{Trace: l.Trace, Shop: fields.Shop{Vendor: l.Vendor}}
	}
	m := &memory{store: s, shops: fields.NewMemory(lessons)}
	if r, ok := reader.(recaller); ok {
		r.Recall(m.shops)
	}
	return m, nil
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
