package fields

import (
	"testing"

	"github.com/spindle-receipts/spindle/api/server"
	"github.com/spindle-receipts/spindle/internal/reader/text"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// A total of which one digit is hardly read is taken as the other figures
// prove it, and a person is asked; one that is read well is left as it is.
func TestTheFiguresDecideBetweenDigitsThatLookAlike(t *testing.T) {
	page := func(certain float64) text.Page {
		p := pageOf(`
Corner Lamp Shop
12 High Street, London
07/03/2024 10:15
Bulb          4.50
Lamp         14.00
TOTAL        £13.50
CASH         £20.00
CHANGE        £1.50
`)
		for i := range p.Lines {
			if p.Lines[i].Text == "£13.50" {
				p.Lines[i].Score = certain
			}
		}
		return p
	}
	r := Understand([]text.Page{page(0.94)}, server.Hints{})
	if r.Total.Text != "18.50" || r.Total.Score >= receipt.SureScore || r.Total.Doubt != "it reads as 13.50, and the other figures come to 18.50" {
		t.Errorf("hardly read: %q (%.2f), %q", r.Total.Text, r.Total.Score, r.Total.Doubt)
	}
	if r := Understand([]text.Page{page(0.999)}, server.Hints{}); r.Total.Text == "18.50" {
		t.Errorf("a figure that is not printed: %q", r.Total.Text)
	}
}
