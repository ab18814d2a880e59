package desk

import (
	"fmt"
	"sync"

	"github.com/shopspring/decimal"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// record puts what the engine read into r, but for what a person corrected,
// and says whether it proves.
func (d *Desk) record(r *receipt.Receipt, document api.Document) {
	fields, evidence := readFields(document)
	for name := range r.Corrected {
		// Set takes what Get gave.
		_ = fields.Set(name, r.Fields.Get(name))
		delete(evidence, name)
	}
	fields.Notes = r.Fields.Notes
	r.Fields, r.Evidence = fields, evidence
	d.prove(r)
	if document.TotalPages > document.ProcessedPages && document.ProcessedPages > 0 {
		doubt(r, fmt.Sprintf("Only %d of its %d pages were read", document.ProcessedPages, document.TotalPages))
	}
	if other := d.sales.other(*r); other != 0 {
		doubt(r, fmt.Sprintf("Looks like receipt %d again: the same vendor, day and total", other))
	} else if document.Duplicate {
		doubt(r, "The service believes that it has read this receipt before")
	}
}

func doubt(r *receipt.Receipt, reason string) {
	r.Status, r.Reasons = receipt.Review, append(r.Reasons, reason)
}

// prove sets the status of a read receipt by its arithmetic.
func (d *Desk) prove(r *receipt.Receipt) {
	proof := receipt.Prove(r.Fields, r.Evidence, r.Corrected, receipt.DateOf(d.now()))
	r.Status, r.Reasons = receipt.Ready, nil
	if !proof.Ready() {
		r.Status, r.Reasons = receipt.Review, proof.Reasons()
	}
}

// readFields turns a document into fields and where they were read.
func readFields(doc api.Document) (receipt.Fields, map[receipt.Field]receipt.Evidence) {
	evidence := make(map[receipt.Field]receipt.Evidence)
	text := func(name receipt.Field, from ...api.Field) string {
		for _, f := range from {
			if f.Known() {
				note(evidence, name, f)
				return f.Text
			}
		}
		return ""
	}
	money := func(name receipt.Field, f api.Field) receipt.Amount {
		a := amount(f)
		if a.Known() {
			note(evidence, name, f)
		}
		return a
	}
	fields := receipt.Fields{
		Vendor:        text(receipt.FieldVendor, doc.Vendor.Name, doc.Vendor.RawName),
		Currency:      text(receipt.FieldCurrency, doc.Currency),
		Subtotal:      money(receipt.FieldSubtotal, doc.Subtotal),
		Tax:           money(receipt.FieldTax, doc.Tax),
		Tip:           money(receipt.FieldTip, doc.Tip),
		Discount:      money(receipt.FieldDiscount, doc.Discount).Abs(),
		Fees:          money(receipt.FieldFees, doc.Shipping),
		Rounding:      money(receipt.FieldRounding, doc.Rounding),
		Total:         money(receipt.FieldTotal, doc.Total),
		Category:      text(receipt.FieldCategory, doc.Category),
		InvoiceNumber: text(receipt.FieldInvoiceNumber, doc.InvoiceNumber, doc.ReceiptNumber),
		PaymentType:   text(receipt.FieldPaymentType, doc.PaymentType),
		PaymentDigits: text(receipt.FieldPaymentDigits, doc.CardNumber),
	}
	if date, err := receipt.ParseDate(doc.Date.Text); err == nil && date.Known() {
		fields.Date = date
		note(evidence, receipt.FieldDate, doc.Date)
	}
	for _, l := range doc.TaxLines {
		fields.TaxLines = append(fields.TaxLines, receipt.TaxLine{
			Name: l.Name.Text, Rate: amount(l.Rate), Base: amount(l.Base), Total: amount(l.Total), Inclusive: l.Inclusive.Text == "true",
		})
	}
	for _, item := range doc.LineItems {
		fields.LineItems = append(fields.LineItems, receipt.LineItem{
			Description: item.Description.Text, Quantity: amount(item.Quantity), Price: amount(item.Price), Total: amount(item.Total),
		})
	}
	return fields, evidence
}

func note(evidence map[receipt.Field]receipt.Evidence, name receipt.Field, f api.Field) {
	e := receipt.Evidence{Page: f.Page, Score: f.Score}
	if len(f.Box) == 4 {
		e.Box = [4]float64(f.Box)
	}
	if e.HasBox() || e.Score != nil {
		evidence[name] = e
	}
}

// amount reads a number of a document as the exact decimal that was sent. What
// is no number is unknown, and the proof will say that it is missing.
func amount(f api.Field) receipt.Amount {
	a, err := receipt.ParseAmount(f.Text)
	if err == nil {
		return a
	}
	exact, err := decimal.NewFromString(f.Text) // 1e3, 12.
	if err != nil {
		return receipt.Amount{}
	}
	a, _ = receipt.ParseAmount(exact.String())
	return a
}

// sales knows the read receipts by what was sold, to find the same sale twice.
type sales struct {
	mu    sync.Mutex
	byKey map[string]map[int64]bool
	keys  map[int64]string
}

// add notes r as it now is.
func (s *sales) add(r receipt.Receipt) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.byKey == nil {
		s.byKey, s.keys = make(map[string]map[int64]bool), make(map[int64]string)
	}
	if old, ok := s.keys[r.ID]; ok {
		delete(s.byKey[old], r.ID)
		delete(s.keys, r.ID)
	}
	key := receipt.SaleKey(r.Fields)
	if key == "" || !r.Status.Read() || !r.Trashed.IsZero() {
		return
	}
	if s.byKey[key] == nil {
		s.byKey[key] = make(map[int64]bool)
	}
	s.byKey[key][r.ID], s.keys[r.ID] = true, key
}

// other is the first other receipt of the same sale, or 0.
func (s *sales) other(r receipt.Receipt) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	first := int64(0)
	for id := range s.byKey[receipt.SaleKey(r.Fields)] {
		if id != r.ID && (first == 0 || id < first) {
			first = id
		}
	}
	return first
}
