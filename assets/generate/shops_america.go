package main

import (
	"image"
	"time"
)

func diner() *receipt {
	s := &receipt{File: "usd-diner-tip.jpg", Vendor: "Juniper & Rye Kitchen", Date: on(2026, time.March, 14, 20, 41),
		Currency: "USD", Country: "US", Category: "Meals & Entertainment", Number: "4471", Payment: "visa 7373"}
	s.add("Beet & Goat Cheese Salad", "1", "13.50", "")
	s.add("Roast Half Chicken", "2", "26.00", "")
	s.add("Skillet Cornbread", "1", "7.00", "")
	s.add("House Lemonade", "3", "4.75", "")
	s.add("Olive Oil Cake", "1", "9.50", "")
	s.taxOn("Sales Tax", "", "8.875")
	s.Tip = d("19.25")
	s.settle()
	s.render = func() ([]byte, error) {
		p := thermal(600, 25)
		p.gap(0.6)
		p.centre(p.bold.times(1.5), "JUNIPER & RYE", "KITCHEN")
		p.gap(0.4)
		p.centre(p.plain, "218 Alder Street", "Brooklyn, NY 11201", "(718) 555-0142")
		p.gap(0.7)
		p.pair(p.plain, "Check #4471", "Table 12")
		p.pair(p.plain, "Server: Imani", "Guests 3")
		p.pair(p.plain, "03/14/2026", "8:41 PM")
		p.rule("-")
		for _, it := range s.Items {
			p.row(p.plain, from(0, it.Qty.String()), from(0.07, it.Text), upTo(1, s.point(it.Total)))
		}
		p.rule("-")
		p.pair(p.plain, "Subtotal", s.point(s.Subtotal))
		p.pair(p.plain, "Sales Tax 8.875%", s.point(s.Tax))
		p.pair(p.plain, "Tip", s.point(s.Tip))
		p.gap(0.2)
		p.pair(p.bold.times(1.35), "TOTAL", "$"+s.point(s.Total))
		p.gap(0.5)
		p.pair(p.plain, "VISA ************7373", s.point(s.Total))
		p.pair(p.plain, "Auth 092214", "Chip Read")
		p.gap(0.6)
		p.centre(p.plain, "Thank you, come back soon!")
		return photo(p, 0.25, 82, shot{width: 1080, height: 1440, turn: -4, tiltX: -11, tiltY: 6, fill: 0.86, table: oak, paper: thermalWhite,
			ink: black, crumple: 0.35, folds: 3, shade: 0.28, light: lamplight, blur: 0.8, grain: 3.2, seed: 101})
	}
	return s
}

func hardware() *receipt {
	s := &receipt{File: "usd-hardware.png", Vendor: "Copperline Hardware", Date: on(2026, time.January, 9, 10, 5),
		Currency: "USD", Country: "US", Category: "Job Supplies", Number: "118-20417", Payment: "mastercard 0199"}
	s.add("DECK SCREW 3IN 5LB", "2", "31.98", "T")
	s.add("PRESSURE TREATED 2X6X8", "14", "9.47", "T")
	s.add("JOIST HANGER 2X6", "20", "1.29", "T")
	s.add("WORK GLOVE LEATHER L", "1", "17.49", "T")
	s.add("DRINKING WATER 24PK", "1", "5.99", "F")
	s.taxOn("SALES TAX", "T", "7.25")
	s.settle()
	s.render = func() ([]byte, error) {
		p := narrow(560, 25)
		p.centre(p.bold.times(1.6), "COPPERLINE HARDWARE")
		p.centre(p.plain, "4090 FOUNDRY ROAD, BOISE ID 83702", "STORE 118   (208) 555-0177")
		p.gap(0.5)
		p.pair(p.plain, "SALE  118-20417", "01/09/26 10:05")
		p.left(p.plain, "CASHIER 07 DEVON")
		p.rule("=")
		for _, it := range s.Items {
			p.pair(p.plain, it.Text, s.point(it.Total)+" "+it.Code)
			if !it.Qty.Equal(d("1")) {
				p.left(p.plain, "    "+it.Qty.String()+" @ "+s.point(it.Price)+" EA")
			}
		}
		p.rule("=")
		p.pair(p.plain, "SUBTOTAL", s.point(s.Subtotal)+"  ")
		p.pair(p.plain, "ID SALES TAX 7.250%", s.point(s.Tax)+"  ")
		p.pair(p.bold.times(1.3), "TOTAL", "$"+s.point(s.Total)+" ")
		p.gap(0.3)
		p.pair(p.plain, "MASTERCARD  XXXXXXXX0199", s.point(s.Total)+"  ")
		p.left(p.plain, "APPROVED 553910   REF 0041882")
		p.gap(0.4)
		p.centre(p.plain, "ITEMS SOLD 38")
		p.gap(0.3)
		p.bars("118 20417 010926 07", 62)
		p.gap(0.3)
		p.centre(p.plain, "RETURNS WITHIN 90 DAYS", "WITH THIS RECEIPT")
		return asPNG(flat(p, 0.15, scan{turn: 0.7, border: 22, grey: 0.02, levels: 16, seed: 102}))
	}
	return s
}

func fuel() *receipt {
	s := &receipt{File: "usd-fuel.jpg", Vendor: "Mesa Verde Fuel & Go", Date: on(2026, time.June, 27, 6, 52),
		Currency: "USD", Country: "US", Category: "Automotive", Number: "0083316", Payment: "visa 4028", NoTax: true, NoSubtotal: true}
	s.add("UNLEADED", "11.482", "3.459", "")
	s.TaxIncluded = true
	s.settle()
	s.render = func() ([]byte, error) {
		p := needle(500, 26)
		p.gap(0.5)
		p.centre(p.plain.times(1.25), "MESA VERDE", "FUEL & GO")
		p.centre(p.plain, "US-550 MILE 16", "BERNALILLO NM 87004")
		p.gap(0.6)
		p.left(p.plain, "06/27/2026  06:52:19 AM", "TRANS# 0083316")
		p.gap(0.5)
		p.pair(p.plain, "PUMP#", "04")
		p.pair(p.plain, "UNLEADED", "")
		p.pair(p.plain, "GALLONS", "11.482")
		p.pair(p.plain, "PRICE/GAL", "$3.459")
		p.pair(p.plain, "FUEL SALE", "$"+s.point(s.Total))
		p.rule("-")
		p.pair(p.plain, "TOTAL", "$"+s.point(s.Total))
		p.gap(0.5)
		p.pair(p.plain, "VISA", "XXXX4028")
		p.left(p.plain, "AUTH 771245")
		p.gap(0.5)
		p.centre(p.plain, "DRIVE SAFELY")
		return photo(p, 0.5, 80, shot{width: 960, height: 1280, turn: 7, tiltX: 8, tiltY: -9, fill: 0.8, table: slate, paper: oldWhite,
			ink: violet, crumple: 0.5, folds: 5, shade: 0.3, light: daylight, blur: 0.9, grain: 4, seed: 103})
	}
	return s
}

func outdoor() *receipt {
	s := &receipt{File: "usd-refund.jpg", Vendor: "Larkspur Outdoor", Date: on(2026, time.February, 3, 15, 27),
		Currency: "USD", Country: "US", Category: "Clothing & Shoes", Number: "R-60218", Payment: "amex 1006"}
	s.add("Trail Shoe Ridgeline 9.5", "-1", "129.00", "")
	s.add("Merino Sock Medium", "-2", "18.50", "")
	s.taxOn("Sales tax", "", "6.5")
	s.settle()
	s.render = func() ([]byte, error) {
		p := modern(620, 23)
		cx, top := float64(p.width)/2, p.y
		p.shape([]point{{cx - 60, top + 62}, {cx - 16, top}, {cx + 8, top + 34}, {cx + 24, top + 14}, {cx + 60, top + 62}})
		p.y += 70
		p.centre(p.bold.times(1.45), "Larkspur Outdoor")
		p.centre(p.plain.times(0.9), "77 Pioneer Square, Seattle, WA 98104", "larkspur-outdoor.example")
		p.line(2)
		p.centre(p.bold.times(1.2), "REFUND")
		p.pair(p.plain, "Refund no.", "R-60218")
		p.pair(p.plain, "Original sale", "S-59874 (01/28/2026)")
		p.pair(p.plain, "Date", "Feb 3, 2026  3:27 PM")
		p.line(2)
		for _, it := range s.Items {
			p.pair(p.plain, it.Text, s.point(it.Total))
			p.left(p.plain.times(0.85), it.Qty.String()+" × $"+s.point(it.Price))
		}
		p.line(2)
		p.pair(p.plain, "Subtotal", s.point(s.Subtotal))
		p.pair(p.plain, "Sales tax (6.5%)", s.point(s.Tax))
		p.pair(p.bold.times(1.2), "Refund total", "-$"+s.point(s.Total.Neg()))
		p.gap(0.5)
		p.pair(p.plain, "Refunded to American Express", "•••• 1006")
		p.gap(0.6)
		p.square("R-60218", 5)
		p.centre(p.plain.times(0.85), "Refunds reach your card in 3 to 5 days")
		return photo(p, 0.1, 82, shot{width: 1080, height: 1440, turn: 2, tiltX: -5, tiltY: -4, fill: 0.88, table: linen, paper: coolWhite,
			ink: black, crumple: 0.2, folds: 2, shade: 0.2, light: daylight, blur: 0.7, grain: 2.5, seed: 104})
	}
	return s
}

func pharmacy() *receipt {
	s := &receipt{File: "cad-pharmacy-turned.jpg", Vendor: "Maple Court Pharmacy", Date: on(2026, time.April, 22, 17, 8),
		Currency: "CAD", Country: "CA", Category: "Healthcare", Number: "27-009154", Payment: "debit 8841"}
	s.add("Bandage assorted 60", "1", "8.49", "T")
	s.add("Hand cream 200 ml", "2", "11.99", "T")
	s.add("Vitamin D 1000 IU", "1", "14.29", "T")
	s.add("Saline nasal spray", "1", "9.79", "T")
	s.taxOn("GST", "T", "5")
	s.taxOn("PST", "T", "7")
	s.settle()
	s.render = func() ([]byte, error) {
		p := thermal(580, 25)
		p.shape(disc(290, p.y+32, 34))
		p.erase([]point{{283, p.y + 12}, {297, p.y + 12}, {297, p.y + 52}, {283, p.y + 52}})
		p.erase([]point{{270, p.y + 25}, {310, p.y + 25}, {310, p.y + 39}, {270, p.y + 39}})
		p.y += 74
		p.centre(p.bold.times(1.2), "Maple Court Pharmacy")
		p.centre(p.plain, "1450 Granville Mews", "Vancouver BC  V6Z 0A1", "604-555-0163", "GST# 00000 0000 RT0001")
		p.gap(0.5)
		p.pair(p.plain, "2026-04-22 17:08", "Trn 27-009154")
		p.rule("-")
		for _, it := range s.Items {
			if !it.Qty.Equal(d("1")) {
				p.left(p.plain, it.Text)
				p.pair(p.plain, "  "+it.Qty.String()+" @ "+s.point(it.Price), s.point(it.Total)+" GP")
				continue
			}
			p.pair(p.plain, it.Text, s.point(it.Total)+" GP")
		}
		p.rule("-")
		p.pair(p.plain, "SUBTOTAL", s.point(s.Subtotal)+"   ")
		p.pair(p.plain, "GST 5%", s.point(s.Taxes[0].Amount)+"   ")
		p.pair(p.plain, "PST 7%", s.point(s.Taxes[1].Amount)+"   ")
		p.pair(p.bold.times(1.25), "TOTAL CAD", s.point(s.Total)+"  ")
		p.gap(0.4)
		p.pair(p.plain, "DEBIT CHEQUING **8841", s.point(s.Total)+"   ")
		p.left(p.plain, "APPROVED 00-001")
		p.gap(0.5)
		p.bars("27009154220426", 56)
		p.centre(p.plain, "Merci - Thank you")
		ink := p.torn()
		fade(ink, 0.2, 105)
		m := shot{width: 1080, height: 1440, turn: 3, tiltX: 6, tiltY: 5, fill: 0.88, table: marble, paper: thermalWhite,
			ink: blueBlack, crumple: 0.3, folds: 3, shade: 0.22, light: tube, blur: 0.8, grain: 3, seed: 105}.take(ink)
		return asTurnedJPEG(m, 82)
	}
	return s
}

func studio() *receipt {
	s := &receipt{File: "usd-invoice-two-pages.pdf", Vendor: "Northlight Studio LLC", Date: on(2026, time.May, 6, 0, 0), Pages: 2,
		Currency: "USD", Country: "US", Category: "Advertising & Marketing", Number: "NL-2026-0087", Payment: ""}
	s.add("Brand workshop, half day", "1", "1450.00", "")
	s.add("Logo design, three routes", "1", "2800.00", "")
	s.add("Packaging layout, per flavor", "6", "385.00", "")
	s.add("Product photography, per shot", "18", "72.50", "")
	s.add("Photo retouching, per shot", "18", "21.75", "")
	s.add("Print supervision, hours", "3.5", "95.00", "")
	s.add("Courier, proofs", "2", "34.60", "")
	s.Discount = d("250.00")
	s.taxOn("Sales tax", "", "0")
	s.Taxes[0].Rate, s.Taxes[0].Amount = d("4.5"), s.items("").Sub(s.Discount).Mul(d("0.045")).Round(2)
	s.Tax = s.Taxes[0].Amount
	s.Taxes[0].Base = s.items("").Sub(s.Discount)
	s.settle()
	s.render = func() ([]byte, error) {
		first, second := invoicePages(s)
		return asPDF(78, first, second)
	}
	return s
}

func invoicePages(s *receipt) (first, second *image.Gray) {
	sheet := func() *paper { p := office(1240, 26); p.margin, p.y = 110, 120; return p }
	a4 := func(p *paper, n uint64) *image.Gray {
		p.y = 1754 - p.margin
		return scan{turn: 0.25, grey: 0.015, grain: 1.2, levels: 256, seed: n}.take(p.torn())
	}
	table := func(p *paper, items []item) {
		p.line(3)
		p.row(p.bold, from(0, "Description"), upTo(0.68, "Quantity"), upTo(0.84, "Unit price"), upTo(1, "Amount"))
		p.line(1.5)
		for _, it := range items {
			p.row(p.plain, from(0, it.Text), upTo(0.68, qty(it.Qty, ".")), upTo(0.84, s.point(it.Price)), upTo(1, s.point(it.Total)))
			p.gap(0.35)
		}
		p.line(1.5)
	}
	p := sheet()
	p.shape([]point{{110, 182}, {146, 110}, {182, 182}})
	p.erase([]point{{133, 171}, {146, 145}, {159, 171}})
	p.y = 118
	p.pair(p.bold.times(1.9), "      Northlight Studio LLC", "INVOICE")
	p.gap(1)
	p.pair(p.plain, "61 Harbor Lane, Suite 4", "Invoice number  NL-2026-0087")
	p.pair(p.plain, "Portland, ME 04101", "Invoice date  May 6, 2026")
	p.pair(p.plain, "billing@northlight-studio.example", "Due date  June 5, 2026")
	p.gap(1.2)
	p.left(p.bold, "Bill to")
	p.left(p.plain, "Saltbox Preserves Inc.", "9 Cannery Row", "Rockland, ME 04841")
	p.gap(1)
	table(p, s.Items[:4])
	p.gap(0.4)
	p.pair(p.plain, "Page 1 of 2", "continued on page 2")
	first = a4(p, 106)

	p = sheet()
	p.pair(p.bold.times(1.2), "Northlight Studio LLC", "Invoice NL-2026-0087")
	p.gap(1.2)
	table(p, s.Items[4:])
	p.gap(0.5)
	sum := func(f face, name, value string) { p.row(f, from(0.56, name), upTo(1, value)); p.gap(0.2) }
	sum(p.plain, "Subtotal", s.point(s.Subtotal))
	sum(p.plain, "Discount, returning client", "-"+s.point(s.Discount))
	sum(p.plain, "Sales tax 4.5%", s.point(s.Tax))
	sum(p.bold.times(1.25), "Total due", "USD "+s.point(s.Total))
	p.gap(2)
	p.left(p.bold, "Payment")
	p.left(p.plain, "Within 30 days, by bank transfer or check, quoting the invoice number.", "Thank you for your business.")
	p.gap(1)
	p.left(p.plain, "Page 2 of 2")
	return first, a4(p, 107)
}
