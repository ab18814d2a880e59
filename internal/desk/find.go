package desk

import (
	"context"
	"errors"
	"time"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// errNotSearchable tells that nobody can say whether a submission arrived.
var errNotSearchable = errors.New("the answer to the submission was lost, and the service does not search by the number that it was sent under. " +
	"It is not sent again by itself. Look for it in the account: if it is not there, put this row into the trash and add the file again")

const (
	findTries = 4
	findPages = 20
)

// find asks the service for a submission that may have arrived; "" when it did
// not. The service's index may lag behind, so a miss is asked again before it
// is believed. Any error leaves the doubt.
func (d *Desk) find(ctx context.Context, service Service, r receipt.Receipt) (api.ID, error) {
	wait := d.pace.find
	for try := 1; ; try++ {
		id, err := findOnce(ctx, service, r.ExternalID)
		if err != nil || id != "" || r.Engine == receipt.Local || try == findTries {
			return id, err
		}
		timer := time.NewTimer(jitter(wait))
		select {
		case <-ctx.Done():
			timer.Stop()
			return "", ctx.Err()
		case <-timer.C:
		}
		wait *= 2
	}
}

// findOnce looks through the answer to a search. A service that overlooks the
// question answers with other documents: ours may be among them, on any page,
// and that it is not proves nothing.
func findOnce(ctx context.Context, service Service, externalID string) (api.ID, error) {
	overlooked := false
	for page := 1; page <= findPages; page++ {
		found, err := service.Search(ctx, api.Query{ExternalID: externalID, Page: page})
		if err != nil {
			return "", err
		}
		if len(found.Documents) > 0 {
			return found.Documents[0].ID, nil
		}
		if found.Unmatched == 0 || (found.TotalPages > 0 && page >= found.TotalPages) {
			overlooked = overlooked || found.Unmatched > 0
			break
		}
		overlooked = true
	}
	if overlooked {
		return "", errNotSearchable
	}
	return "", nil
}
