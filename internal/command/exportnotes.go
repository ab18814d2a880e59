package command

import (
	"context"
	"errors"

	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/store"
)

// history opens the history to write in it. While the window has it, or for a
// rehearsal, it is to be read, and there are notes for what is exported. It is
// nil when there is none yet. The caller closes both.
func (x *exporting) history(ctx context.Context) (*store.Store, *notes, error) {
	s, err := x.look(ctx)
	if s == nil && err == nil {
		return nil, nil, nil
	}
	if x.check {
		if err != nil {
			return nil, nil, err
		}
		known, err := desk.ReadNotes(s.Home())
		return s, &notes{known, true}, err
	}
	if s != nil {
		_ = s.Close()
	}
	home, err := x.place()
	if err != nil {
		return nil, nil, err
	}
	known, err := desk.OpenNotes(ctx, home)
	if err != nil {
		return nil, nil, err
	}
	s, err = store.Open(ctx, home)
	shared := errors.Is(err, store.ErrInUse)
	if shared {
		s, err = store.OpenShared(ctx, home)
	} else if err == nil {
		err = desk.FinishExport(ctx, s)
	}
	if err != nil {
		if s != nil {
			err = errors.Join(err, s.Close())
		}
		return nil, nil, errors.Join(err, known.Close())
	}
	return s, &notes{known, shared}, nil
}

// notes keep others from exporting meanwhile; they are of use where another
// program has the history.
type notes struct {
	*desk.Notes
	shared bool
}

func (n *notes) use() *desk.Notes {
	if n.shared {
		return n.Notes
	}
	return nil
}
