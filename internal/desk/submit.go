package desk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/google/uuid"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/internal/intake"
	"github.com/spindle-receipts/spindle/internal/receipt"
	"github.com/spindle-receipts/spindle/internal/store"
)

// submit sends one receipt, unless its engine must not be asked just now. Only
// a fault of this computer's own history is an error.
func (d *Desk) submit(ctx context.Context, id int64) error {
	r, err := d.store.Receipt(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	} else if err != nil {
		return err
	}
	if (r.Status != receipt.Waiting && r.Status != receipt.Sending) || !r.Trashed.IsZero() || !safe(r) {
		return nil
	}
	again := func() { d.sending.put(id) }
	if d.gate.park(r.Engine, again) {
		return nil
	}
	if wait := d.gate.wait(r.Engine, d.now()); wait > 0 {
		d.sending.later(ctx, id, jitter(wait))
		return nil
	}
	service, err := d.connect(ctx, r.Engine)
	if err != nil {
		d.shut(r.Engine, err)
		d.gate.park(r.Engine, again)
		return nil
	}
	select {
	case d.slots <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	sent, err := d.send(ctx, service, r)
	if err == nil && sent.Status == receipt.Reading {
		d.polls.add(sent, d.now(), true)
		return nil
	}
	<-d.slots
	return err
}

// send stores that r is being sent, and sends it; when an earlier attempt may
// have arrived it asks the service first. It returns r as it then is.
func (d *Desk) send(ctx context.Context, service Service, r receipt.Receipt) (receipt.Receipt, error) {
	inDoubt := r.Status == receipt.Sending
	o, err := d.batchOptions(ctx, r.Batch)
	if err != nil {
		return r, err
	}
	if !inDoubt {
		r, err = d.change(ctx, r.ID, store.Edit{By: store.Program, What: "sending"}, func(r *receipt.Receipt) error {
			if r.Status != receipt.Waiting || !r.Trashed.IsZero() {
				return errMoved
			}
			r.Status, r.Reasons = receipt.Sending, nil
			if r.ExternalID == "" {
				r.ExternalID = uuid.NewString()
			}
			return nil
		})
		if errors.Is(err, errMoved) {
			return r, nil
		} else if err != nil {
			return r, err
		}
	}
	var documentID api.ID
	if inDoubt {
		documentID, err = d.find(ctx, service, r)
	}
	if err == nil && documentID == "" {
		documentID, err = service.Submit(ctx, d.submission(r, o))
	}
	if err != nil {
		return d.notSent(ctx, r, err)
	}
	d.tries.clear(r.ID)
	return d.change(ctx, r.ID, store.Edit{By: store.Program, What: "sent"}, func(r *receipt.Receipt) error {
		r.Status, r.DocumentID, r.Reasons = receipt.Reading, string(documentID), nil
		return nil
	})
}

// find asks the service for a submission that may have arrived. The service's
// index may lag behind, so a miss is asked again before it is believed.
func (d *Desk) find(ctx context.Context, service Service, r receipt.Receipt) (api.ID, error) {
	for wait := time.Second; ; wait *= 2 {
		found, err := service.Search(ctx, api.Query{ExternalID: r.ExternalID})
		if err != nil {
			return "", err
		}
		if len(found.Documents) > 0 {
			return found.Documents[0].ID, nil
		}
		if r.Engine == receipt.Local || wait > 4*time.Second {
			return "", nil
		}
		select {
		case <-ctx.Done():
			return "", ctx.Err()
		case <-time.After(jitter(wait)):
		}
	}
}

// notSent decides what becomes of a receipt whose submission failed.
func (d *Desk) notSent(ctx context.Context, r receipt.Receipt, err error) (receipt.Receipt, error) {
	if ctx.Err() != nil {
		return r, ctx.Err() // it stays in doubt; the next run asks
	}
	d.log.Info("not sent", "receipt", r.ID, "error", err)
	status, reasons := receipt.Sending, []string{Words(err)}
	var e *api.Error
	known := errors.As(err, &e) && !e.InDoubt()
	switch {
	case errors.Is(err, api.ErrAuth):
		d.shut(r.Engine, err)
		status = receipt.Waiting
		d.gate.park(r.Engine, func() { d.sending.put(r.ID) })
	case errors.Is(err, api.ErrRateLimited):
		wait := max(e.RetryAfter, d.tries.next(r.ID))
		d.gate.pause(r.Engine, d.now().Add(wait))
		status = receipt.Waiting
		d.sending.later(ctx, r.ID, wait)
	case errors.Is(err, api.ErrRefused), errors.Is(err, api.ErrTooLarge), errors.Is(err, api.ErrFile), errors.Is(err, api.ErrNotFound):
		status = receipt.Failed
	case errors.Is(err, api.ErrAddress):
		d.shut(r.Engine, err)
		status = receipt.Waiting
		d.gate.park(r.Engine, func() { d.sending.put(r.ID) })
	default:
		if known {
			status = receipt.Waiting
		}
		d.sending.later(ctx, r.ID, d.tries.next(r.ID))
	}
	return d.change(ctx, r.ID, store.Edit{By: store.Program, What: "not sent"}, func(r *receipt.Receipt) error {
		r.Status, r.Reasons = status, reasons
		return nil
	})
}

// shut stops asking an engine until a person has done something.
func (d *Desk) shut(engine receipt.Engine, err error) {
	if d.gate.close(engine, err) {
		d.notice(Words(err), true)
	}
	d.listeners.tell(Event{}) // whoever waits looks again
}

// submission is what travels for one receipt.
func (d *Desk) submission(r receipt.Receipt, o Options) api.Submission {
	return api.Submission{
		Name: fmt.Sprintf("receipt-%d.zip", r.ID), Files: d.members(r.Originals), ExternalID: r.ExternalID,
		Categories: o.Categories, Tags: o.Tags, Country: o.Country, Details: true,
	}
}

// members are the originals as they lie in the zip: numbered, because the
// service puts pages in the alphabetical order of their names.
func (d *Desk) members(originals []receipt.Original) []api.File {
	files := make([]api.File, len(originals))
	for i, o := range originals {
		path := d.store.OriginalPath(o.SHA256)
		files[i] = api.File{Name: memberName(i, o), Size: o.Size, Open: func() (io.ReadCloser, error) { return os.Open(path) }}
	}
	return files
}

// memberName is unique in its zip and in plain letters, so that no unzip
// program stumbles over the name a person gave. The ending tells the kind by
// the bytes, whatever the person's name for the file says.
func memberName(i int, o receipt.Original) string {
	base := filepath.Base(filepath.ToSlash(o.Path))
	base = base[:len(base)-len(filepath.Ext(base))]
	plain := make([]rune, 0, 40)
	for _, c := range base {
		if len(plain) == 40 {
			break
		}
		if (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' {
			plain = append(plain, c)
		} else {
			plain = append(plain, '_')
		}
	}
	return fmt.Sprintf("%03d_%s%s", i+1, string(plain), extension(o.Kind))
}

// zipSize is the length of the zip in which originals would travel.
func zipSize(originals []receipt.Original) int64 {
	files := make([]api.File, len(originals))
	for i, o := range originals {
		files[i] = api.File{Name: memberName(i, o), Size: o.Size}
	}
	return api.ZipSize(files)
}

// extension is the usual ending of a kind of file.
func extension(kind string) string {
	if ext := intake.Kind(kind).Ext(); ext != "" {
		return ext
	}
	return ".bin"
}
