package desk

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// The reasons to look at a receipt that are not in its figures.
const (
	fileUnknown    = "The service returned this receipt, but which file it was read from is not certain"
	matchedByOrder = "Another file of the same zip has the same size in pixels and bytes, so it is by the order alone that this receipt is taken to be the one on this picture. Compare the two"
	readBefore     = "The service believes that it has read this receipt before"
	sameSaleStart  = "Looks like receipt "
)

// fill puts what the engine read into r, but for what a person corrected, and
// says whether it proves.
func (d *Desk) fill(r *receipt.Receipt, document api.Document, doubts ...string) {
	if len(r.Originals) == 0 {
		doubts = append(doubts, fileUnknown)
	}
	if document.Failed() {
		r.Status, r.Reasons = receipt.Failed, append([]string{reasonOf(document)}, doubts...)
		return
	}
	fields, evidence := readFields(document)
	doubts = append(doubts, unreadable(document)...)
	for name := range r.Corrected {
		// Set takes what Get gave.
		_ = fields.Set(name, r.Fields.Get(name))
		delete(evidence, name)
	}
	fields.Notes = r.Fields.Notes
	r.Fields, r.Evidence = fields, evidence
	d.rules.use(r)
	if document.TotalPages > document.ProcessedPages && document.ProcessedPages > 0 {
		doubts = append(doubts, fmt.Sprintf("Only %d of its %d pages were read", document.ProcessedPages, document.TotalPages))
	}
	if doubt := kindDoubt(document, fields.Total); doubt != "" {
		doubts = append(doubts, doubt)
	}
	if document.Duplicate && d.sales.other(*r) == 0 && !d.sales.settled(*r) {
		doubts = append(doubts, readBefore)
	}
	d.prove(r, doubts)
}

// kindDoubt says why a document of this kind may not be the expense that its
// total makes of it; "" when it is a receipt or an invoice.
func kindDoubt(document api.Document, total receipt.Amount) string {
	switch kind := strings.ToLower(document.DocumentType.Text); kind {
	case "", "receipt", "long_receipt", "invoice", "other":
		if document.MoneyIn && total.Sign() > 0 {
			return "The service takes it for money that came in. If it is a refund, its amounts need a minus"
		}
		return ""
	case "credit_note":
		if total.Sign() < 0 {
			return ""
		}
		return "It looks like a credit note. If money came back, its amounts need a minus"
	default:
		return fmt.Sprintf("The service takes it for another document (%s), not for a receipt or an invoice", strings.ReplaceAll(kind, "_", " "))
	}
}

// prove sets the status of a read receipt by its arithmetic, by the other
// receipts, and by doubts that neither can settle.
func (d *Desk) prove(r *receipt.Receipt, doubts []string) {
	reasons := d.figures(*r)
	if other := d.sales.other(*r); other != 0 {
		reasons = append(reasons, sameSale(other))
	}
	reasons = append(reasons, doubts...)
	r.Status, r.Reasons = receipt.Ready, nil
	if len(reasons) > 0 {
		r.Status, r.Reasons = receipt.Review, reasons
	}
}

// figures are the reasons that lie in what a receipt says.
func (d *Desk) figures(r receipt.Receipt) []string {
	return receipt.Prove(r.Fields, r.Evidence, r.Corrected, receipt.DateOf(d.now())).Reasons()
}

// standing are the reasons of r that a correction of a field does not settle.
func (d *Desk) standing(r receipt.Receipt) []string {
	figures := d.figures(r)
	return slices.DeleteFunc(slices.Clone(r.Reasons), func(reason string) bool {
		return saysSameSale(reason) || slices.Contains(figures, reason)
	})
}
