package server

import "context"

// A Reader turns the pages of one receipt into a Reading. It is the engine
// behind the protocol: the server knows HTTP, the reader knows receipts.
//
// Read must return promptly when ctx ends. An error that is meant for the
// person who sent the receipt is a *Refusal; any other error is a fault of
// the reader.
type Reader interface {
	Read(ctx context.Context, sources []Source, hints Hints) (Reading, error)
}

// Source is one file of a submission, spooled to disk, in page order.
type Source struct {
	Name string // as it was called in the zip or the upload; never a path to open
	Path string // where its bytes are
}

// Hints is what the sender said about a submission.
type Hints struct {
	Categories []string // candidates for the category; empty means the reader's own
	Country    string   // ISO 3166 alpha-2, or empty
	MaxPages   int      // pages beyond are ignored; 0 means the service's limit
}

// Refusal says in words why a receipt could not be read.
type Refusal struct{ Reason string }

func (r *Refusal) Error() string { return r.Reason }

// Value is one field as it was read. The zero Value means: not on the receipt.
type Value struct {
	Text  string     // money and numbers as decimal literals with a point, dates as YYYY-MM-DD[ HH:MM:SS]
	Score float64    // the probability that Text is right, 0 to 1
	Page  int        // from 0
	Box   [4]float64 // x1, y1, x2, y2 as fractions of the page, all 0 when nothing is printed
	Doubt string     // why Text may be wrong, as the end of a sentence for people; "" for no reason of its own
}

// Known tells whether the receipt carries the field.
func (v Value) Known() bool { return v.Text != "" }

// Reading is what a Reader found on one receipt, in the terms of the Veryfi
// document (https://docs.veryfi.com/api/receipts-invoices/).
type Reading struct {
	Vendor        Vendor
	Date          Value
	Currency      Value // ISO 4217
	Subtotal      Value
	Tax           Value
	Tip           Value
	Discount      Value // positive: what was taken off
	Shipping      Value
	Rounding      Value // signed: what cash rounding added
	Total         Value // negative on a refund
	Category      Value
	InvoiceNumber Value
	DocumentType  Value // "receipt", "invoice", "credit_note"
	CountryCode   Value // ISO 3166 alpha-2
	PaymentType   Value // "cash", "visa", "mastercard", ...
	CardNumber    Value // the last digits printed
	TaxLines      []TaxLine
	LineItems     []LineItem
	Text          string // everything read, a line per row
	Words         []Word // everything read, in the order of pages and lines
	Pages         []PageSize
	TotalPages    int // of all sources, also those beyond Hints.MaxPages; 0 means as many as Pages
}

// Word is a run of characters without blanks, where it was read.
type Word struct {
	Text string
	Page int        // from 0
	Line int        // words of one number and page stand side by side, with no wide gap
	Box  [4]float64 // x1, y1, x2, y2 as fractions of the page
}

// Vendor is who sold.
type Vendor struct {
	Name, Address, Phone, VATNumber, RegNumber, Email, Web Value
}

// TaxLine is one printed rate of tax.
type TaxLine struct {
	Name, Rate, Base, Total Value // Rate in percent
	Inclusive               bool  // the tax is part of the prices
}

// LineItem is one thing bought.
type LineItem struct {
	Description, Quantity, Price, Total, TaxCode Value // Price per unit, Total of the line
}

// PageSize is the size of a page in pixels.
type PageSize struct{ Width, Height int }
