package export

import (
	"slices"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// Profile is an export format as data: which lines a file has, in which bytes,
// and what the program that takes it in insists on. Profiles are small TOML
// files; a person copies one and changes it.
type Profile struct {
	Name   string `toml:"name"`   // what --format takes
	Title  string `toml:"title"`  // what people see
	About  string `toml:"about"`  // what it is for, in words
	Import string `toml:"import"` // how to take the file in there, in words
	Trust  string `toml:"trust"`  // how the layout is known, and what nobody has tried

	Layout string `toml:"layout"` // table, workbook, json, journal, beancount or iif
	Grain  string `toml:"grain"`  // what a line is: receipts, taxes, items or postings

	File       Encoding        `toml:"file"`
	Limits     Limits          `toml:"limits"`
	Rules      Rules           `toml:"rules"`
	Type       Types           `toml:"type"`
	Needs      map[string]Need `toml:"needs"` // account, tax, vendor, payment: what the person's books call them
	Asks       []Ask           `toml:"ask"`
	Columns    []Column        `toml:"column"`
	Postings   Postings        `toml:"postings"`
	Companions []Companion     `toml:"companion"`

	Own bool `toml:"-"` // from the person's folder, not built in

	numbered bool // writes the made-up number where none is printed
}

// Encoding is how text becomes bytes.
type Encoding struct {
	Extension string `toml:"extension"`
	Encoding  string `toml:"encoding"`  // utf-8, utf-8-bom or windows-1252
	EOL       string `toml:"eol"`       // crlf or lf
	Delimiter string `toml:"delimiter"` // one character, "tab", or "locale": ; where people write a decimal comma
	Quote     string `toml:"quote"`     // needed, always or never
	NoHeader  bool   `toml:"no-header"`
	Decimal   string `toml:"decimal"`  // ".", "," or "locale"
	Date      string `toml:"date"`     // such as DD/MM/YYYY, or a choice: {choice.date-order}
	Decimals  int    `toml:"decimals"` // so many, also where a currency has fewer
}

// Limits are what one file may hold; 0 is no limit. What goes beyond goes into
// another numbered file.
type Limits struct {
	Lines    int   `toml:"lines"` // without the header
	Bytes    int64 `toml:"bytes"`
	Receipts int   `toml:"receipts"`
}

// Rules are what the other program insists on.
type Rules struct {
	Take         string `toml:"take"`          // all, read (with fields), or ready (proved)
	Text         string `toml:"text"`          // people: an apostrophe before what would run as a formula; importer: such a beginning goes; plain
	Forbid       string `toml:"forbid"`        // characters that no text may have
	Refunds      string `toml:"refunds"`       // same, separate (a file of their own), type, or stop
	Currencies   string `toml:"currencies"`    // many, separate (a file for each), or one
	UniqueNumber string `toml:"unique-number"` // vendor: a vendor's number twice would become one bill; file: anybody's
	WorksOutTax  bool   `toml:"works-out-tax"` // the other program multiplies by the rate itself
	Latin        bool   `toml:"latin"`         // only letters of Windows-1252, whatever the encoding
}

// Types are the words for a purchase and for a refund, where a column or a
// record says which it is. Refunds gives the refund's word by the purchase's.
type Types struct {
	Purchase string            `toml:"purchase"`
	Refund   string            `toml:"refund"`
	Refunds  map[string]string `toml:"refunds"`
}

// Need is a thing that the person's books have a name or a number for.
type Need struct {
	Title    string   `toml:"title"`
	Help     string   `toml:"help"`
	Default  string   `toml:"default"`
	Optional bool     `toml:"optional"`
	For      string   `toml:"default-for"` // the word of a purchase that the default is for; "" is all
	Accept   []string `toml:"accept"`      // the only values that the program takes
	Pattern  string   `toml:"pattern"`     // a regular expression of the values that it takes

	UntaxedBlank bool `toml:"untaxed-blank"` // of a tax: what is not taxed has none
}

// Ask is a choice that a person makes once for their books.
type Ask struct {
	Name    string   `toml:"name"`
	Title   string   `toml:"title"`
	Help    string   `toml:"help"`
	Default string   `toml:"default"`
	Accept  []string `toml:"accept"` // "" or any text when empty
	Blank   bool     `toml:"blank"`  // may stay empty
}

// Column is one column of a table.
type Column struct {
	Name     string   `toml:"name"`     // the heading, exactly
	Value    string   `toml:"value"`    // text with {fields}; a single {field} keeps its kind
	Sign     string   `toml:"sign"`     // "": spent is positive; out: money out is negative; type: the type carries the sign
	Blank    string   `toml:"blank"`    // what stands for an unknown value
	Date     string   `toml:"date"`     // a layout of its own
	Max      int      `toml:"max"`      // characters
	Required bool     `toml:"required"` // a line without it is refused
	Accept   []string `toml:"accept"`
	NoDigits bool     `toml:"no-digits"`  // the program would rather have none
	Positive bool     `toml:"positive"`   // never below zero
	NoZero   bool     `toml:"zero-blank"` // zero is written as nothing
	Width    float64  `toml:"width"`      // in a workbook, characters
	Sum      bool     `toml:"sum"`        // in a workbook: added up by currency below

	value template
}

// Postings are the accounts and texts of a journal, as templates.
type Postings struct {
	Paid     string `toml:"paid"` // the account that the money came from, or that is owed
	Tax      string `toml:"tax"`
	Tip      string `toml:"tip"`      // "" is the expense account
	Fees     string `toml:"fees"`     // "" is the expense account
	Discount string `toml:"discount"` // "" is the expense account
	Rounding string `toml:"rounding"`
	Payee    string `toml:"payee"`
	Code     string `toml:"code"`
	Memo     string `toml:"memo"`
	Comment  string `toml:"comment"`
	Due      string `toml:"due"` // a date

	paid, tax, tip, fees, discount, rounding, payee, code, memo, comment, due template
}

// Companion is a file that goes beside the export, such as rules to read it by.
type Companion struct {
	Name string `toml:"name"` // {file} is the name of the file that it belongs to
	Text string `toml:"text"`

	text template
}

// Choices are what a person's books call things, and how their country writes.
type Choices struct {
	Accounts     map[string]string  `json:"accounts,omitempty"`      // by category; "" is for all others
	Taxes        map[string]string  `json:"taxes,omitempty"`         // by rate in percent, "20"; "none" is for what is not taxed, "unknown" for a rate that is not printed
	Vendors      map[string]string  `json:"vendors,omitempty"`       // numbers or codes by the vendor's name; "" is for all others
	Payments     map[string]string  `json:"payments,omitempty"`      // accounts by how it was paid, in small letters: "cash", "visa"; "" is for all others
	Values       map[string]string  `json:"values,omitempty"`        // by Ask.Name
	DecimalComma bool               `json:"decimal_comma,omitempty"` // the person's country writes 1,50
	Review       bool               `json:"review,omitempty"`        // also take receipts that still need a look
	Today        receipt.Date       `json:"-"`                       // finds dates in the future; nothing of it is written
	Picture      func(Row) string   `json:"-"`                       // the name of the picture beside the export; nil for PictureName
	Given        map[int64]Numbered `json:"-"`                       // by receipt: what earlier exports by the profile wrote
}

// Ask is the profile's question of that name.
func (p Profile) Ask(name string) (Ask, bool) {
	i := slices.IndexFunc(p.Asks, func(a Ask) bool { return a.Name == name })
	if i < 0 {
		return Ask{}, false
	}
	return p.Asks[i], true
}

// Numbered tells whether receipts are known by a number in the other program.
func (p Profile) Numbered() bool { return p.numbered }

// NeedsDocument tells whether Row.Document is written: it need not be loaded
// for any other profile.
func (p Profile) NeedsDocument() bool { return p.Layout == "json" }

// Tabular tells whether the file is lines of cells that can be shown as a table.
func (p Profile) Tabular() bool { return p.Layout == "table" || p.Layout == "workbook" }

// value is what the person chose, or the default; ok is false when a choice
// that the profile needs was not made or is none of those that it accepts.
func (a Ask) value(c Choices) (value string, ok bool) {
	value = c.Values[a.Name]
	if value == "" {
		value = a.Default
	}
	if value == "" {
		if !a.Blank && len(a.Accept) > 0 {
			return a.Accept[0], false // so that there is something to look at
		}
		return "", a.Blank
	}
	return value, len(a.Accept) == 0 || slices.Contains(a.Accept, value)
}
