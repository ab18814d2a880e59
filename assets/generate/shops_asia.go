package main

import (
	"time"
)

func roastery() *receipt {
	s := &receipt{File: "jpy-roastery.jpg", Vendor: "Komorebi Coffee Roasters", Date: on(2026, time.April, 3, 10, 17),
		Currency: "JPY", Country: "JP", Category: "Food and Groceries", Number: "R0015-2231", Payment: "cash", TaxIncluded: true, NoSubtotal: false}
	s.add("Ethiopia Guji 200g", "2", "1620", "8")
	s.add("House Blend 500g", "1", "2700", "8")
	s.add("Baumkuchen", "1", "864", "8")
	s.add("Ceramic Dripper 02", "1", "3850", "10")
	s.add("Paper Filter 100", "3", "440", "10")
	s.taxIn("Tax", "8", "8")
	s.taxIn("Tax", "10", "10")
	s.settle()
	s.render = func() ([]byte, error) {
		p := modern(560, 23)
		cx := float64(p.width) / 2
		for i := range 5 {
			p.box(cx-52+float64(i)*22, p.y+float64(abs(i-2))*9, 10, 62-float64(abs(i-2))*18)
		}
		p.y += 72
		p.centre(p.bold.times(1.3), "Komorebi Coffee Roasters")
		p.centre(p.plain.times(0.9), "2-11 Nakameguro, Meguro-ku, Tokyo", "Reg. No. T0000000000000")
		p.line(2)
		p.pair(p.plain, "2026/04/03 10:17", "R0015-2231")
		p.line(2)
		for _, it := range s.Items {
			mark := "  "
			if it.Code == "8" {
				mark = " *"
			}
			p.row(p.plain, from(0, it.Text+mark), upTo(0.72, "×"+it.Qty.String()), upTo(1, "¥"+s.point(it.Total)))
		}
		p.line(2)
		p.pair(p.plain, "Subtotal", "¥"+s.point(s.Subtotal))
		p.pair(p.bold.times(1.3), "TOTAL", "¥"+s.point(s.Total))
		for _, t := range s.Taxes {
			p.row(p.plain.times(0.88), from(0.04, "("+t.Rate.String()+"% incl. ¥"+s.point(t.Base.Add(t.Amount))), upTo(1, "tax ¥"+s.point(t.Amount)+")"))
		}
		p.row(p.plain.times(0.88), from(0.04, "(Consumption tax"), upTo(1, "¥"+s.point(s.Tax)+")"))
		p.gap(0.4)
		p.pair(p.plain, "Cash", "¥"+s.point(d("15000")))
		p.pair(p.plain, "Change", "¥"+s.point(d("15000").Sub(s.Total)))
		p.gap(0.5)
		p.centre(p.plain.times(0.88), "* reduced rate item")
		return photo(p, 0.1, 82, shot{width: 960, height: 1280, turn: -2, tiltX: -9, tiltY: 4, fill: 0.88, table: walnut, paper: coolWhite,
			ink: black, crumple: 0.15, folds: 2, shade: 0.25, light: lamplight, blur: 0.7, grain: 2.6, seed: 301})
	}
	return s
}

func spices() *receipt {
	s := &receipt{File: "kwd-spices.jpg", Vendor: "Al Nakheel Spices", Date: on(2026, time.February, 19, 19, 30),
		Currency: "KWD", Country: "KW", Category: "Food and Groceries", Number: "INV 33092", Payment: "knet 2215", NoTax: true}
	s.add("Saffron 5 g", "2", "7.250", "")
	s.add("Green cardamom 250 g", "1", "4.875", "")
	s.add("Dried lime", "0.640", "2.350", "")
	s.add("Basmati rice 5 kg", "3", "3.425", "")
	s.settle()
	s.render = func() ([]byte, error) {
		p := thermal(540, 25)
		cx := float64(p.width) / 2
		p.box(cx-4, p.y+24, 8, 46)
		for i := range 5 {
			a := float64(i-2) * 22
			p.shape([]point{{cx, p.y + 28}, {cx + a - 6, p.y + float64(abs(i-2))*7}, {cx + a*1.5, p.y + 8 + float64(abs(i-2))*12}})
		}
		p.y += 76
		p.centre(p.bold.times(1.3), "Al Nakheel Spices")
		p.centre(p.plain, "Souk Al-Mubarakiya, Block 4", "Kuwait City   Tel 2200 0000")
		p.gap(0.4)
		p.pair(p.plain, "INV 33092", "19/02/2026 19:30")
		p.rule("=")
		for _, it := range s.Items {
			p.left(p.plain, it.Text)
			p.pair(p.plain, "   "+it.Qty.String()+" x "+s.point(it.Price), s.point(it.Total))
		}
		p.rule("=")
		p.pair(p.plain, "Sub Total", s.point(s.Subtotal))
		p.pair(p.bold.times(1.3), "TOTAL KWD", s.point(s.Total))
		p.gap(0.3)
		p.pair(p.plain, "K-NET **** 2215", s.point(s.Total))
		p.gap(0.6)
		p.centre(p.plain, "Shukran - Thank you")
		p.gap(0.3)
		p.bars("33092190226", 52)
		return photo(p, 0.3, 80, shot{width: 960, height: 1280, turn: 5, tiltX: 7, tiltY: 7, fill: 0.86, table: marble, paper: thermalWhite,
			ink: black, crumple: 0.7, folds: 9, shade: 0.24, light: daylight, blur: 0.8, grain: 3.2, seed: 302})
	}
	return s
}

func grocer() *receipt {
	s := &receipt{File: "aud-grocer-rounding.jpg", Vendor: "Wattle Lane Grocers", Date: on(2026, time.June, 11, 9, 26),
		Currency: "AUD", Country: "AU", Category: "Food and Groceries", Number: "10-77341", Payment: "cash", TaxIncluded: true}
	s.add("Full Cream Milk 2L", "1", "3.39", "")
	s.add("Sourdough Vienna", "1", "6.49", "")
	s.add("Kangaroo Mince 500g", "2", "8.52", "")
	s.add("#Dishwashing Tabs 40", "1", "16.99", "G")
	s.add("#Lamington 6pk", "1", "5.83", "G")
	s.taxIn("GST", "G", "10")
	s.settle()
	s.toFive()
	s.render = func() ([]byte, error) {
		p := narrow(520, 27)
		p.centre(p.bold.times(1.45), "Wattle Lane Grocers")
		p.centre(p.plain, "14 Wattle Lane, Fitzroy VIC 3065", "ABN 00 000 000 000   (03) 5550 0188")
		p.gap(0.4)
		p.centre(p.bold, "TAX INVOICE")
		p.pair(p.plain, "11/06/2026 9:26 AM", "10-77341")
		p.rule("-")
		for _, it := range s.Items {
			if !it.Qty.Equal(d("1")) {
				p.left(p.plain, it.Text)
				p.pair(p.plain, "   Qty "+it.Qty.String()+" @ $"+s.point(it.Price)+" each", s.point(it.Total))
				continue
			}
			p.pair(p.plain, it.Text, s.point(it.Total))
		}
		p.rule("-")
		p.pair(p.plain, "6 SUBTOTAL", "$"+s.point(s.Subtotal))
		p.pair(p.plain, "ROUNDING", s.point(s.Rounding))
		p.pair(p.bold.times(1.4), "TOTAL", "$"+s.point(s.Total))
		p.pair(p.plain, "CASH", "$"+s.point(d("50.00")))
		p.pair(p.plain, "CHANGE", "$"+s.point(d("50.00").Sub(s.Total)))
		p.gap(0.3)
		p.pair(p.plain, "GST INCLUDED IN TOTAL", "$"+s.point(s.Tax))
		p.left(p.plain, "# denotes taxable item")
		p.gap(0.5)
		p.bars("1077341110626", 52)
		return photo(p, 0.35, 80, shot{width: 960, height: 1280, turn: -13, tiltX: -9, tiltY: -8, fill: 0.88, table: oak, paper: thermalWhite,
			ink: black, crumple: 0.8, folds: 12, shade: 0.32, light: daylight, blur: 0.85, grain: 3.5, seed: 303})
	}
	return s
}

func minimart() *receipt {
	s := &receipt{File: "myr-minimart-rounding.jpg", Vendor: "Kedai Runcit Seri Melati Sdn Bhd", Date: on(2026, time.July, 30, 20, 9),
		Currency: "MYR", Country: "MY", Category: "Food and Groceries", Number: "CS00081742", Payment: "cash"}
	s.add("BERAS WANGI 5KG", "1", "28.90", "")
	s.add("TELUR GRED B 30", "1", "14.73", "")
	s.add("KICAP MANIS 650ML", "2", "6.45", "")
	s.add("BISKUT KELAPA", "3", "3.99", "")
	s.taxOn("SST", "", "6")
	s.settle()
	s.toFive()
	s.render = func() ([]byte, error) {
		p := narrow(540, 26)
		p.centre(p.bold.times(1.15), "KEDAI RUNCIT SERI MELATI", "SDN BHD")
		p.centre(p.plain, "(000000-A)  SST ID: A00-0000-00000000", "No. 21, Jalan Melati 3/2, Taman Melati", "53100 Kuala Lumpur")
		p.gap(0.4)
		p.pair(p.plain, "Bill: CS00081742", "30-07-2026 20:09")
		p.pair(p.plain, "Cashier: AINA", "Counter: 02")
		p.rule("-")
		p.row(p.plain, from(0, "Description"), upTo(0.6, "Qty"), upTo(0.78, "Price"), upTo(1, "RM"))
		for _, it := range s.Items {
			p.row(p.plain, from(0, it.Text), upTo(0.58, it.Qty.String()), upTo(0.78, s.point(it.Price)), upTo(1, s.point(it.Total)))
		}
		p.rule("-")
		p.pair(p.plain, "Sub Total", s.point(s.Subtotal))
		p.pair(p.plain, "SST 6%", s.point(s.Tax))
		p.pair(p.plain, "Rounding Adj", s.point(s.Rounding))
		p.pair(p.bold.times(1.35), "TOTAL RM", s.point(s.Total))
		p.pair(p.plain, "Cash", s.point(d("80.00")))
		p.pair(p.plain, "Change", s.point(d("80.00").Sub(s.Total)))
		p.gap(0.5)
		p.centre(p.plain, "TERIMA KASIH, SILA DATANG LAGI", "GOODS SOLD ARE NOT RETURNABLE")
		return photo(p, 0.55, 80, shot{width: 960, height: 1280, turn: 4, tiltX: 12, tiltY: 3, fill: 0.9, table: slate, paper: oldWhite,
			ink: blueBlack, crumple: 0.5, folds: 7, shade: 0.3, light: tube, blur: 0.9, grain: 4, seed: 304})
	}
	return s
}

func stationer() *receipt {
	s := &receipt{File: "inr-stationer.png", Vendor: "Banyan Stationers", Date: on(2026, time.August, 25, 12, 54),
		Currency: "INR", Country: "IN", Category: "Office Supplies & Software", Number: "BS/26-27/1140", Payment: "upi"}
	s.add("A4 Copier Paper 500", "4", "289.00", "")
	s.add("Ledger Book 200 pg", "3", "145.50", "")
	s.add("Gel Pen Blue, box of 10", "2", "118.00", "")
	s.add("Box File Lever Arch", "6", "96.75", "")
	s.taxOn("CGST", "", "9")
	s.taxOn("SGST", "", "9")
	s.settle()
	s.render = func() ([]byte, error) {
		p := office(660, 23)
		p.centre(p.bold.times(1.6), "Banyan Stationers")
		p.centre(p.plain, "18, Commercial Street, Bengaluru 560001", "GSTIN 00AAAAA0000A0Z0")
		p.line(2)
		p.centre(p.bold, "TAX INVOICE")
		p.pair(p.plain, "Invoice No. BS/26-27/1140", "Date 25-Aug-2026")
		p.line(2)
		p.row(p.bold, from(0, "Item"), upTo(0.56, "Qty"), upTo(0.78, "Rate"), upTo(1, "Amount"))
		for _, it := range s.Items {
			p.row(p.plain, from(0, it.Text), upTo(0.56, it.Qty.String()), upTo(0.78, s.point(it.Price)), upTo(1, s.point(it.Total)))
		}
		p.line(2)
		p.pair(p.plain, "Taxable value", s.point(s.Subtotal))
		p.pair(p.plain, "CGST 9%", s.point(s.Taxes[0].Amount))
		p.pair(p.plain, "SGST 9%", s.point(s.Taxes[1].Amount))
		p.pair(p.bold.times(1.25), "Grand Total", "Rs. "+s.point(s.Total))
		p.gap(0.4)
		p.pair(p.plain, "Paid by UPI", "Ref 623700118842")
		p.gap(0.7)
		p.centre(p.plain, "Thank you. Goods once sold are exchanged within 7 days.")
		return asPNG(flat(p, 0, scan{turn: -0.8, border: 28, grey: 0.05, levels: 16, seed: 305}))
	}
	return s
}

func taxi() *receipt {
	s := &receipt{File: "sgd-taxi-dark.jpg", Vendor: "Merlion Bay Cabs", Date: on(2026, time.October, 21, 23, 58),
		Currency: "SGD", Country: "SG", Category: "Transportation", Number: "SHC 4410 / 0927", Payment: "mastercard 6650", NoTax: true, NoSubtotal: true}
	s.add("METERED FARE", "1", "18.64", "")
	s.add("NIGHT SURCHARGE", "1", "9.32", "")
	s.add("AIRPORT FEE", "1", "6.00", "")
	s.settle()
	s.render = func() ([]byte, error) {
		p := needle(440, 27)
		p.gap(0.5)
		p.centre(p.plain.times(1.15), "MERLION BAY CABS")
		p.centre(p.plain, "TEL 6500 0000")
		p.gap(0.5)
		p.left(p.plain, "CAB/TRIP SHC 4410 / 0927", "START 21/10/2026 23:24", "END   21/10/2026 23:58")
		p.pair(p.plain, "DISTANCE", "22.7 KM")
		p.gap(0.4)
		for _, it := range s.Items {
			p.pair(p.plain, it.Text, s.point(it.Total))
		}
		p.rule("-")
		p.pair(p.plain.times(1.1), "TOTAL S$", s.point(s.Total))
		p.pair(p.plain, "MASTERCARD", "*6650")
		p.gap(0.5)
		p.centre(p.plain, "THANK YOU")
		return photo(p, 0.3, 80, shot{width: 960, height: 1280, turn: -17, tiltX: 6, tiltY: 10, fill: 0.84, table: desk, paper: oldWhite,
			ink: violet, crumple: 0.4, folds: 4, shade: 0.55, light: lamplight, blur: 1.1, grain: 6, seed: 306})
	}
	return s
}
