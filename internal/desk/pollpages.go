package desk

import (
	"context"
	"errors"
	"time"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// askPages looks for documents on the pages of a search and records those that
// are read. A page is believed where it shows a whole document of ours, and
// where it says that one is still in progress; whatever else it says or leaves
// out proves nothing, and the document is asked for by itself.
func (d *Desk) askPages(ctx context.Context, engine receipt.Engine, items []*pollItem) error {
	service, err := d.mayAsk(ctx, engine, func() {
		for _, item := range items {
			d.polls.again(item, d.now(), d.pace, 0)
		}
	})
	if service == nil || err != nil {
		d.polls.paged(engine, true)
		return err
	}
	wanted := make(map[api.ID]*pollItem, len(items))
	for _, item := range items {
		wanted[item.documentID] = item
	}
	var fault error
	err = readPages(ctx, service, d.sentSince(items), len(items), func(document api.Document) (more bool) {
		if item := wanted[document.ID]; item != nil {
			delete(wanted, document.ID)
			fault = d.onPage(ctx, item, document)
		}
		return fault == nil && len(wanted) > 0
	})
	rest := make([]*pollItem, 0, len(wanted))
	for _, item := range wanted {
		rest = append(rest, item)
	}
	switch {
	case fault != nil:
		return fault
	case err != nil:
		return d.notPaged(ctx, engine, rest, err)
	}
	for _, item := range rest {
		d.onNoPage(item)
	}
	d.polls.paged(engine, true)
	return nil
}

// sentSince is a time by the service's clock before which it has none of the
// documents.
func (d *Desk) sentSince(items []*pollItem) time.Time {
	var since time.Time
	for _, item := range items {
		at := item.accepted.Add(-clockSkew)
		if !item.created.IsZero() {
			at = item.created.Add(-2 * time.Second)
		}
		if since.IsZero() || at.Before(since) {
			since = at
		}
	}
	return since
}

// readPages shows see the documents since a time, the newest first, until it
// has what it wants, or looking for n documents has cost a tenth of what asking
// for each would. A service that overlooks the time, or the number of the page,
// costs no more.
func readPages(ctx context.Context, service Service, since time.Time, n int, see func(api.Document) (more bool)) error {
	seen := make(map[api.ID]bool)
	for page := 1; page <= 1+n/10; page++ {
		found, err := service.Search(ctx, api.Query{CreatedAfter: since, Page: page, Details: true})
		if err != nil {
			return err
		}
		before := len(seen)
		for _, document := range found.Documents {
			if seen[document.ID] {
				continue
			}
			seen[document.ID] = true
			if !see(document) {
				return nil
			}
		}
		if len(seen) == before || (found.TotalPages > 0 && page >= found.TotalPages) {
			return nil
		}
	}
	return nil
}

// onPage does with a document of ours what a page allows.
func (d *Desk) onPage(ctx context.Context, item *pollItem, document api.Document) error {
	ours := document.ExternalID == "" || item.externalID == "" || document.ExternalID == item.externalID
	switch {
	case ours && document.Status != "" && document.Pending() && !item.urgent:
		return d.stillRead(ctx, item, document)
	case ours && whole(document):
		return d.record(ctx, item, document)
	}
	d.polls.alone(item, d.now(), 0)
	return nil
}

// onNoPage is for a document that no page has. A service's index may lag
// behind, so that is borne with once.
func (d *Desk) onNoPage(item *pollItem) {
	if item.missed++; item.missed == 1 && !item.urgent {
		d.askAgain(item, 0)
		return
	}
	d.polls.alone(item, d.now(), 0)
}

// whole tells whether a document is read, and comes with all that asking for it
// alone would bring: some services list them without the details.
func whole(document api.Document) bool {
	if document.Pending() || document.Failed() || document.Status == "" {
		return false
	}
	for _, f := range []api.Field{document.Vendor.Name, document.Total, document.Date, document.Subtotal, document.Currency} {
		if f.Score != nil || f.Box != nil {
			return true
		}
	}
	return false
}

// notPaged decides how to go on when the pages cannot be had.
func (d *Desk) notPaged(ctx context.Context, engine receipt.Engine, items []*pollItem, err error) error {
	failed := d.polls.paged(engine, false)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	d.log.Info("no page of documents", "engine", engine, "error", err)
	var e *api.Error
	limited := errors.Is(err, api.ErrRateLimited)
	passes := errors.As(err, &e) && e.Temporary()
	asked := time.Duration(0)
	switch {
	case limited:
		asked = d.pause(engine, e.RetryAfter, jitter(d.pace.firstPoll))
	case passes:
		if fault := d.tellTrouble(ctx, items, err); fault != nil {
			return fault
		}
	}
	for _, item := range items {
		if limited || passes && failed == 1 {
			d.askAgain(item, asked)
		} else { // perhaps it is the search alone that does not work
			d.polls.alone(item, d.now(), 0)
		}
	}
	return nil
}
