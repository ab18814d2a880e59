package reader

import (
	"github.com/spindle-receipts/spindle/api/server"
	"github.com/spindle-receipts/spindle/internal/reader/text"
)

// sheets are the pages of one receipt as they were read.
type sheets struct {
	pages []text.Page
	sizes []server.PageSize // of the pages in full, upright as their files say
	total int               // pages of all files, also those that were not read
}

func (s *sheets) anyText() bool {
	for _, p := range s.pages {
		if len(p.Lines) > 0 {
			return true
		}
	}
	return false
}

// upright gives the pages with their text upright, also those that were
// photographed on their side.
func (s *sheets) upright() []text.Page {
	pages := make([]text.Page, len(s.pages))
	for i, p := range s.pages {
		pages[i] = p.Upright()
	}
	return pages
}

// place puts a reading of the upright pages back onto the pages as they are in
// their files, where people see them.
func (s *sheets) place(reading *server.Reading) {
	reading.Pages, reading.TotalPages = s.sizes, s.total
	for _, v := range values(reading) {
		if v.Page >= 0 && v.Page < len(s.pages) && v.Box != [4]float64{} {
			v.Box = unturn(v.Box, s.pages[v.Page].Turned)
		}
	}
	for i := range reading.Words {
		if w := &reading.Words[i]; w.Page >= 0 && w.Page < len(s.pages) {
			w.Box = unturn(w.Box, s.pages[w.Page].Turned)
		}
	}
}

// unturn gives where a box, as fractions of a page that was turned clockwise by
// degrees, is on the page before.
func unturn(b [4]float64, degrees int) [4]float64 {
	x1, y1, x2, y2 := b[0], b[1], b[2], b[3]
	switch degrees {
	case 90:
		return [4]float64{y1, 1 - x2, y2, 1 - x1}
	case 180:
		return [4]float64{1 - x2, 1 - y2, 1 - x1, 1 - y1}
	case 270:
		return [4]float64{1 - y2, x1, 1 - y1, x2}
	}
	return b
}

// values lists every value of a reading.
func values(r *server.Reading) []*server.Value {
	v := &r.Vendor
	all := []*server.Value{
		&v.Name, &v.Address, &v.Phone, &v.VATNumber, &v.RegNumber, &v.Email, &v.Web,
		&r.Date, &r.Currency, &r.Subtotal, &r.Tax, &r.Tip, &r.Discount, &r.Shipping, &r.Rounding, &r.Total,
		&r.Category, &r.InvoiceNumber, &r.DocumentType, &r.CountryCode, &r.PaymentType, &r.CardNumber,
	}
	for i := range r.TaxLines {
		t := &r.TaxLines[i]
		all = append(all, &t.Name, &t.Rate, &t.Base, &t.Total)
	}
	for i := range r.LineItems {
		t := &r.LineItems[i]
		all = append(all, &t.Description, &t.Quantity, &t.Price, &t.Total, &t.TaxCode)
	}
	return all
}
