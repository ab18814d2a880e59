package fields

import (
	"strings"
	"testing"

	"github.com/spindle-receipts/spindle/api/server"
	"github.com/spindle-receipts/spindle/internal/reader/text"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

func TestDatesThatCannotBe(t *testing.T) {
	for _, c := range []struct {
		name, receipt, day, doubt string
	}{
		{"the weekday tells day and month apart", `
Corner Lamp Shop
Tuesday 03/09/2024
Bulb        4.00
TOTAL       4.00
`, "2024-09-03", ""},
		{"a nought for a letter of the month", `
Corner Lamp Shop
29 0ct 2024 10:15
Bulb        4.00
TOTAL       4.00
`, "2024-10-29", ""},
		{"and the other way round", `
Corner Lamp Shop
Sat 03/09/2024
Bulb        4.00
TOTAL       4.00
`, "2024-03-09", ""},
		{"the weekday is another", `
Lampen Huber GmbH
Hauptstraße 4, 80331 München
Montag, 13.02.2024 10:12
Glühbirne        4,00
Summe EUR        4,00
`, "2024-02-13", "the weekday printed beside it is another"},
		{"a tax that was not due then", `
LAMPU TERANG SDN BHD
12 Jalan Ampang, Kuala Lumpur
Date: 04-05-2013 16:07
Bulb        RM4.00
TOTAL       RM4.00
PRICE INCLUSIVE 6% GST
`, "2013-05-04", "a tax of 6% was not due on that day"},
		{"two dates that differ in a digit", `
LAMPU TERANG SDN BHD
12 Jalan Ampang, Kuala Lumpur
Date: 04-05-2018 16:07
Bulb        RM4.00
TOTAL       RM4.00
Printed: 04-05-2013
`, "2018-05-04", "2013-05-04 is printed too, and one of the two may be misread"},
	} {
		r := Understand([]text.Page{pageOf(c.receipt)}, server.Hints{})
		if !strings.HasPrefix(r.Date.Text, c.day) || r.Date.Doubt != c.doubt || (r.Date.Score >= receipt.SureScore) != (c.doubt == "") {
			t.Errorf("%s: %s (%.2f), doubt %q; want %s, %q", c.name, r.Date.Text, r.Date.Score, r.Date.Doubt, c.day, c.doubt)
		}
	}
}
