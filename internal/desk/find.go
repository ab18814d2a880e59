package desk

import (
	"context"
	"errors"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// findPages is how many pages of a search are looked through for a submission.
const findPages = 20

// find asks the service for a submission that may have arrived. "" tells that
// it is to be sent: the reader on this computer does not have it, or a person
// who knows what that may cost has said so. That the Veryfi service does not
// show it is no proof that it did not arrive, however long it lasts; that is an
// unseenError. Any error leaves the doubt.
func (d *Desk) find(ctx context.Context, service Service, r receipt.Receipt) (api.ID, error) {
	id, err := findOnce(ctx, service, r.ExternalID)
	if id == "" && (err == nil || errors.Is(err, errNotSearchable)) && r.Engine != receipt.Local {
		var fault error
		if id, fault = d.findRecent(ctx, service, r); fault != nil {
			return "", fault
		}
	}
	switch {
	case id != "":
		d.doubts.forget(r.ExternalID)
		return id, nil
	case err != nil && !errors.Is(err, errNotSearchable):
		return "", err
	case d.doubts.toldToSend(r.ExternalID):
		return "", nil
	case r.Engine == receipt.Local:
		return "", err
	}
	return "", d.doubts.miss(r.ExternalID, d.pace, err)
}

// findRecent looks for a submission among all that was created since it was
// made: a service may list what its search by number does not know yet.
func (d *Desk) findRecent(ctx context.Context, service Service, r receipt.Receipt) (found api.ID, err error) {
	since := r.Created
	if since.IsZero() {
		since = r.Updated
	}
	err = readPages(ctx, service, since.Add(-clockSkew), senders*10, func(document api.Document) (more bool) {
		if document.ExternalID == r.ExternalID {
			found = document.ID
		}
		return found == ""
	})
	return found, err
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
