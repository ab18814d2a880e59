package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/shopspring/decimal"

	"github.com/spindle-receipts/spindle/internal/reader/text"
)

// A receipt is what stands on one sample, and how its picture is made.
type receipt struct {
	File     string
	Vendor   string
	Date     time.Time
	Currency string
	Country  string
	Category string
	Number   string // receipt or invoice number as printed, empty when there is none
	Payment  string // the type and the last digits, as the CSV export writes it

	Items []item
	Taxes []tax

	Subtotal, Tax, Tip, Fees, Discount, Rounding, Total decimal.Decimal

	TaxIncluded bool // the printed subtotal already holds the tax
	NoSubtotal  bool // no subtotal is printed
	NoTax       bool // no tax is printed
	codeless    bool // the codes of taxes are not printed beside the items

	Pages  int
	render func() ([]byte, error)
	lines  func() text.Page // what is printed, of random receipts
}

// An item is one printed line. Total is what is printed at its end.
type item struct {
	Text       string
	Qty, Price decimal.Decimal
	Total      decimal.Decimal
	Code       string // the tax code printed beside it, if any
	hidden     bool   // the price of one is not printed
}

// A tax is one rate: on Base (net of tax) Amount is due.
type tax struct {
	Name, Code   string
	Rate         decimal.Decimal // per cent
	Base, Amount decimal.Decimal
	noBase       bool // the base is not printed
}

func d(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func on(year int, month time.Month, day, hour, minute int) time.Time {
	return time.Date(year, month, day, hour, minute, 0, 0, time.UTC)
}

// digits is the number of decimals of the currency, by ISO 4217.
func (r *receipt) digits() int32 {
	switch r.Currency {
	case "JPY":
		return 0
	case "KWD":
		return 3
	}
	return 2
}

// add puts an item on the receipt: qty pieces at price.
func (r *receipt) add(text, qty, price, code string) {
	q, p := d(qty), d(price)
	r.Items = append(r.Items, item{Text: text, Qty: q, Price: p, Total: q.Mul(p).Round(r.digits()), Code: code})
}

// items is the sum of the items with the code, or of all when it is empty.
func (r *receipt) items(code string) decimal.Decimal {
	var sum decimal.Decimal
	for _, it := range r.Items {
		if code == "" || it.Code == code {
			sum = sum.Add(it.Total)
		}
	}
	return sum
}

var hundred = decimal.NewFromInt(100)

// taxOn adds a tax on top of the items with the code.
func (r *receipt) taxOn(name, code, rate string) {
	base := r.items(code)
	amount := base.Mul(d(rate)).Div(hundred).Round(r.digits())
	r.Taxes = append(r.Taxes, tax{Name: name, Code: code, Rate: d(rate), Base: base, Amount: amount, noBase: true})
	r.Tax = r.Tax.Add(amount)
}

// taxIn works out the tax that the prices with the code already hold.
func (r *receipt) taxIn(name, code, rate string) {
	gross := r.items(code)
	net := gross.Mul(hundred).DivRound(hundred.Add(d(rate)), r.digits())
	r.Taxes = append(r.Taxes, tax{Name: name, Code: code, Rate: d(rate), Base: net, Amount: gross.Sub(net), noBase: true})
	r.Tax = r.Tax.Add(gross.Sub(net))
}

// printBases notes that what the taxes are due on is printed.
func (r *receipt) printBases() {
	for i := range r.Taxes {
		r.Taxes[i].noBase = false
	}
}

// settle works out the subtotal and the total once items, taxes and the rest
// are known.
func (r *receipt) settle() {
	r.Subtotal = r.items("")
	r.Total = r.Subtotal.Add(r.Tip).Add(r.Fees).Sub(r.Discount).Add(r.Rounding)
	if !r.TaxIncluded {
		r.Total = r.Total.Add(r.Tax)
	}
}

// settleNet is settle for prices that hold the tax on a receipt that prints
// the net sum: that is its subtotal.
func (r *receipt) settleNet() {
	r.Subtotal = r.items("").Sub(r.Tax)
	r.Total = r.Subtotal.Add(r.Tax).Add(r.Tip).Add(r.Fees).Sub(r.Discount).Add(r.Rounding)
}

// toFive rounds the total to the nearest 0.05, as where the small coins are gone.
func (r *receipt) toFive() {
	twenty := decimal.NewFromInt(20)
	r.Rounding = r.Total.Mul(twenty).Round(0).Div(twenty).Sub(r.Total)
	r.Total = r.Total.Add(r.Rounding)
}

// prove checks the arithmetic of what is printed, to the last digit.
func (r *receipt) prove() error {
	for _, it := range r.Items {
		if !it.Qty.Mul(it.Price).Round(r.digits()).Equal(it.Total) {
			return fmt.Errorf("%s: %s x %s is not %s", it.Text, it.Qty, it.Price, it.Total)
		}
	}
	var taxes decimal.Decimal
	for _, t := range r.Taxes {
		taxes = taxes.Add(t.Amount)
	}
	if !taxes.Equal(r.Tax) {
		return fmt.Errorf("the tax lines are %s, the tax is %s", taxes, r.Tax)
	}
	gross := r.items("")
	if !gross.Equal(r.Subtotal) && !gross.Equal(r.Subtotal.Add(r.Tax)) {
		return fmt.Errorf("the items are %s, the subtotal is %s and the tax %s", gross, r.Subtotal, r.Tax)
	}
	sum := r.Subtotal.Add(r.Tip).Add(r.Fees).Sub(r.Discount).Add(r.Rounding)
	if !r.TaxIncluded {
		sum = sum.Add(r.Tax)
	}
	if !sum.Equal(r.Total) {
		return fmt.Errorf("the parts are %s, the total is %s", sum, r.Total)
	}
	if r.Vendor == "" || r.File == "" || r.Date.IsZero() || r.Category == "" {
		return errors.New("a name, a date or a category is missing")
	}
	return nil
}

// money writes an amount with the digits of the currency, '.' as mark.
func (r *receipt) money(v decimal.Decimal) string { return v.StringFixed(r.digits()) }

// some is money, or empty when the amount is zero.
func (r *receipt) some(v decimal.Decimal) string {
	if v.IsZero() {
		return ""
	}
	return r.money(v)
}

var truthHeader = []string{"file", "vendor", "date", "currency", "subtotal", "tax", "tip", "total", "category", "invoice_number", "payment",
	"fees", "discount", "rounding", "tax_included", "country", "pages", "items"}

func writeTruth(b *bytes.Buffer, all []*receipt) error {
	w := csv.NewWriter(b)
	rows := [][]string{truthHeader}
	for _, r := range all {
		subtotal, tax := r.money(r.Subtotal), r.money(r.Tax)
		if r.NoSubtotal {
			subtotal = ""
		}
		if r.NoTax {
			tax = ""
		}
		rows = append(rows, []string{r.File, r.Vendor, r.Date.Format(time.DateOnly), r.Currency, subtotal, tax, r.some(r.Tip), r.money(r.Total),
			r.Category, r.Number, r.Payment, r.some(r.Fees), r.some(r.Discount), r.some(r.Rounding), strconv.FormatBool(r.TaxIncluded), r.Country,
			strconv.Itoa(max(r.Pages, 1)), strconv.Itoa(len(r.Items))})
	}
	return w.WriteAll(rows)
}

func writeItems(b *bytes.Buffer, all []*receipt) error {
	w := csv.NewWriter(b)
	rows := [][]string{{"file", "line", "description", "quantity", "price", "total", "tax_code"}}
	for _, r := range all {
		for i, it := range r.Items {
			price, code := it.Price.String(), it.Code
			if it.hidden {
				price = ""
			}
			if r.codeless {
				code = ""
			}
			rows = append(rows, []string{r.File, strconv.Itoa(i + 1), it.Text, it.Qty.String(), price, r.money(it.Total), code})
		}
	}
	return w.WriteAll(rows)
}

// writeTaxes writes the tax lines as they are printed: a base that is not
// printed is empty.
func writeTaxes(b *bytes.Buffer, all []*receipt) error {
	w := csv.NewWriter(b)
	rows := [][]string{{"file", "line", "name", "rate", "base", "amount"}}
	for _, r := range all {
		if r.NoTax {
			continue
		}
		for i, t := range r.Taxes {
			base := r.money(t.Base)
			if t.noBase {
				base = ""
			}
			rows = append(rows, []string{r.File, strconv.Itoa(i + 1), t.Name, t.Rate.String(), base, r.money(t.Amount)})
		}
	}
	return w.WriteAll(rows)
}
