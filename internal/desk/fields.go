package desk

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

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
		PaymentDigits: lastDigits(text(receipt.FieldPaymentDigits, doc.CardNumber)),
	}
	if date, err := receipt.ParseDate(doc.Date.Text); err == nil && date.Known() {
		fields.Date = date
		note(evidence, receipt.FieldDate, doc.Date)
	}
	for _, l := range doc.TaxLines {
		fields.TaxLines = append(fields.TaxLines, receipt.TaxLine{
			Name: l.Name.Text, Rate: amount(l.Rate), Base: amount(l.Base), Total: amount(l.Total), Inclusive: yes(l.Inclusive),
		})
	}
	for _, item := range doc.LineItems {
		fields.LineItems = append(fields.LineItems, receipt.LineItem{
			Description: item.Description.Text, Quantity: amount(item.Quantity), Price: amount(item.Price), Total: amount(item.Total),
		})
	}
	return fields, evidence
}

// yes reads true, and 1 as old accounts have it.
func yes(f api.Field) bool { return strings.EqualFold(f.Text, "true") || f.Text == "1" }

// lastDigits is the end of a card's number. A whole number, should an engine
// ever tell one, is nobody's business: it goes into no table and no export.
func lastDigits(number string) string {
	digits := strings.Map(func(c rune) rune {
		if c < '0' || c > '9' {
			return -1
		}
		return c
	}, number)
	return digits[max(0, len(digits)-4):]
}

func note(evidence map[receipt.Field]receipt.Evidence, name receipt.Field, f api.Field) {
	e := receipt.Evidence{Page: f.Page, Score: f.Score, Doubt: f.Doubt}
	if len(f.Box) == 4 {
		e.Box = [4]float64(f.Box)
	}
	if e.HasBox() || e.Score != nil {
		evidence[name] = e
	}
}

// longestNumber is how many characters, and how large a power of ten, a number
// of a document may have.
const longestNumber = 40

// unreadable says which amounts a document tells in a way that is no number, or
// has more digits than money has: the row lacks them.
func unreadable(doc api.Document) []string {
	var doubts []string
	for _, f := range []struct {
		name receipt.Field
		told api.Field
	}{
		{receipt.FieldTotal, doc.Total}, {receipt.FieldSubtotal, doc.Subtotal}, {receipt.FieldTax, doc.Tax}, {receipt.FieldTip, doc.Tip},
		{receipt.FieldDiscount, doc.Discount}, {receipt.FieldFees, doc.Shipping}, {receipt.FieldRounding, doc.Rounding},
	} {
		if text := strings.TrimSpace(f.told.Text); text != "" && !amount(f.told).Known() {
			doubts = append(doubts, fmt.Sprintf("The service gave %.40q as the %s, which is no amount of money. Please fill it in from the picture", text, f.name.Words()))
		}
	}
	return doubts
}

// amount reads a number of a document as the exact decimal that was sent. What
// is no number is unknown, and the proof will say that it is missing.
func amount(f api.Field) receipt.Amount {
	a, err := receipt.ParseAmount(f.Text)
	if err == nil {
		return a
	}
	if len(f.Text) > longestNumber {
		return receipt.Amount{}
	}
	exact, err := decimal.NewFromString(f.Text)                                              // 1e3, 12.
	if err != nil || exact.Exponent() > longestNumber || exact.Exponent() < -longestNumber { // written out, 1e999999999 fills the memory
		return receipt.Amount{}
	}
	a, _ = receipt.ParseAmount(exact.String())
	return a
}
