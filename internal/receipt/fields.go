package receipt

import (
	"fmt"
	"strings"
)

// Field names one of the fields that a person can see and correct.
type Field string

// The fields, in the order in which the window shows them.
const (
	FieldVendor        Field = "vendor"
	FieldDate          Field = "date"
	FieldCurrency      Field = "currency"
	FieldSubtotal      Field = "subtotal"
	FieldTax           Field = "tax"
	FieldTip           Field = "tip"
	FieldDiscount      Field = "discount"
	FieldFees          Field = "fees"
	FieldRounding      Field = "rounding"
	FieldTotal         Field = "total"
	FieldCategory      Field = "category"
	FieldInvoiceNumber Field = "invoice_number"
	FieldPaymentType   Field = "payment_type"
	FieldPaymentDigits Field = "payment_digits"
	FieldNotes         Field = "notes"
)

// AllFields lists the fields in the order in which the window shows them.
func AllFields() []Field {
	return []Field{FieldVendor, FieldDate, FieldCurrency, FieldSubtotal, FieldTax, FieldTip, FieldDiscount, FieldFees,
		FieldRounding, FieldTotal, FieldCategory, FieldInvoiceNumber, FieldPaymentType, FieldPaymentDigits, FieldNotes}
}

// Money tells whether the field is an amount.
func (f Field) Money() bool {
	switch f {
	case FieldSubtotal, FieldTax, FieldTip, FieldDiscount, FieldFees, FieldRounding, FieldTotal:
		return true
	}
	return false
}

// Fields is what a receipt says.
type Fields struct {
	Vendor        string     `json:"vendor,omitempty"`
	Date          Date       `json:"date"`
	Currency      string     `json:"currency,omitempty"` // ISO 4217
	Subtotal      Amount     `json:"subtotal"`
	Tax           Amount     `json:"tax"`
	Tip           Amount     `json:"tip"`
	Discount      Amount     `json:"discount"` // positive: what was taken off
	Fees          Amount     `json:"fees"`     // shipping, service, delivery
	Rounding      Amount     `json:"rounding"` // signed: what cash rounding added
	Total         Amount     `json:"total"`    // negative on a refund
	Category      string     `json:"category,omitempty"`
	InvoiceNumber string     `json:"invoice_number,omitempty"`
	PaymentType   string     `json:"payment_type,omitempty"`   // "visa", "cash", ...
	PaymentDigits string     `json:"payment_digits,omitempty"` // the last digits of a card
	Notes         string     `json:"notes,omitempty"`
	TaxLines      []TaxLine  `json:"tax_lines,omitempty"`
	LineItems     []LineItem `json:"line_items,omitempty"`
}

// TaxLine is one rate of tax.
type TaxLine struct {
	Name      string `json:"name,omitempty"`
	Rate      Amount `json:"rate"` // percent
	Base      Amount `json:"base"`
	Total     Amount `json:"total"`
	Inclusive bool   `json:"inclusive,omitempty"` // the tax is part of the prices
}

// LineItem is one thing bought.
type LineItem struct {
	Description string `json:"description,omitempty"`
	Quantity    Amount `json:"quantity"`
	Price       Amount `json:"price"` // per unit
	Total       Amount `json:"total"`
}

// Payment is the type and the last digits as the CSV shows them ("visa 7373").
func (f Fields) Payment() string {
	return strings.TrimSpace(f.PaymentType + " " + f.PaymentDigits)
}

// text and amount give the place of a field, or nil when it is of the other kind.
func (f *Fields) text(name Field) *string {
	switch name {
	case FieldVendor:
		return &f.Vendor
	case FieldCurrency:
		return &f.Currency
	case FieldCategory:
		return &f.Category
	case FieldInvoiceNumber:
		return &f.InvoiceNumber
	case FieldPaymentType:
		return &f.PaymentType
	case FieldPaymentDigits:
		return &f.PaymentDigits
	case FieldNotes:
		return &f.Notes
	}
	return nil
}

func (f *Fields) amount(name Field) *Amount {
	switch name {
	case FieldSubtotal:
		return &f.Subtotal
	case FieldTax:
		return &f.Tax
	case FieldTip:
		return &f.Tip
	case FieldDiscount:
		return &f.Discount
	case FieldFees:
		return &f.Fees
	case FieldRounding:
		return &f.Rounding
	case FieldTotal:
		return &f.Total
	}
	return nil
}

// Amount is the value of a money field; unknown for any other field.
func (f Fields) Amount(name Field) Amount {
	if a := f.amount(name); a != nil {
		return *a
	}
	return Amount{}
}

// Get is the field as plain text: amounts as literals, dates as YYYY-MM-DD,
// "" for unknown. Set(name, Get(name)) changes nothing.
func (f Fields) Get(name Field) string {
	if p := f.text(name); p != nil {
		return *p
	}
	if p := f.amount(name); p != nil {
		return p.String()
	}
	if name == FieldDate {
		return f.Date.String()
	}
	return ""
}

// Set gives the field a new value from plain text, as Get writes it; blank
// text makes it unknown. The error says in words what is wrong with the text.
func (f *Fields) Set(name Field, text string) error {
	text = strings.TrimSpace(text)
	if name == FieldCurrency {
		text = strings.ToUpper(text)
		if text != "" && !ValidCurrency(text) {
			return fmt.Errorf("%q is not a currency code such as EUR", text)
		}
	}
	if p := f.text(name); p != nil {
		*p = text
		return nil
	}
	if p := f.amount(name); p != nil {
		a, err := ParseAmount(text)
		if err != nil {
			return err
		}
		*p = a
		return nil
	}
	if name == FieldDate {
		d, err := ParseDate(text)
		if err != nil {
			return err
		}
		f.Date = d
		return nil
	}
	return fmt.Errorf("there is no field %q", name)
}
