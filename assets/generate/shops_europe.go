package main

import (
	"time"
)

func cafe() *receipt {
	s := &receipt{File: "gbp-cafe-crumpled.jpg", Vendor: "Thistle & Tide Café", Date: on(2026, time.May, 17, 11, 36),
		Currency: "GBP", Country: "GB", Category: "Meals & Entertainment", Number: "002918", Payment: "contactless 5520", TaxIncluded: true}
	s.add("Flat White", "2", "3.60", "A")
	s.add("Smoked Haddock Pie", "1", "13.95", "A")
	s.add("Leek & Potato Soup", "1", "7.80", "A")
	s.add("Treacle Tart", "2", "5.25", "A")
	s.taxIn("VAT", "A", "20")
	s.settle()
	s.render = func() ([]byte, error) {
		p := thermal(580, 26)
		p.gap(0.4)
		p.centre(face{font: caps, size: 46, width: 1}, "Thistle & Tide")
		p.centre(face{font: caps, size: 32, width: 1}, "Café")
		p.gap(0.3)
		p.centre(p.plain, "3 Shore Street", "Anstruther KY10 3EA", "VAT No. GB 000 0000 00")
		p.rule("-")
		p.pair(p.plain, "17/05/2026 11:36", "No. 002918")
		p.pair(p.plain, "Table 6", "Ailsa")
		p.rule("-")
		for _, it := range s.Items {
			p.row(p.plain, from(0, it.Qty.String()+" x "+it.Text), upTo(1, s.point(it.Total)))
		}
		p.rule("-")
		p.pair(p.bold.times(1.4), "TOTAL", "£"+s.point(s.Total))
		p.pair(p.plain, "Contactless **** 5520", "£"+s.point(s.Total))
		p.gap(0.4)
		p.pair(p.plain, "VAT @ 20% included", "£"+s.point(s.Tax))
		p.pair(p.plain, "Net", "£"+s.point(s.Total.Sub(s.Tax)))
		p.gap(0.6)
		p.centre(p.plain, "Haste ye back!")
		return photo(p, 0.3, 80, shot{width: 1080, height: 1440, turn: -9, tiltX: 10, tiltY: 8, fill: 0.84, table: walnut, paper: thermalWhite,
			ink: black, crumple: 1, folds: 16, shade: 0.3, light: lamplight, blur: 0.85, grain: 3.6, seed: 201})
	}
	s.NoSubtotal = true
	return s
}

func foodhall() *receipt {
	s := &receipt{File: "gbp-long-roll.png", Vendor: "Marrow & Sons Foodhall", Date: on(2026, time.August, 8, 16, 12),
		Currency: "GBP", Country: "GB", Category: "Food and Groceries", Number: "4 0117 2266", Payment: "debit 3306", TaxIncluded: true, NoTax: false}
	for _, it := range []struct{ text, qty, price, code string }{
		{"SOURDOUGH LARGE", "1", "3.95", "Z"}, {"RYE LOAF", "1", "3.40", "Z"}, {"UNSALTED BUTTER", "2", "2.65", "Z"}, {"WHOLE MILK 2L", "3", "1.85", "Z"},
		{"OAT DRINK", "2", "2.10", "Z"}, {"EGGS FREE RANGE 12", "2", "3.75", "Z"}, {"CHEDDAR MATURE", "1", "6.40", "Z"}, {"STILTON", "0.248", "19.50", "Z"},
		{"BRIE DE PAYS", "0.315", "17.20", "Z"}, {"HAM OFF BONE", "0.402", "21.00", "Z"}, {"SALAMI FENNEL", "1", "4.85", "Z"}, {"CHICKEN WHOLE", "1.642", "6.90", "Z"},
		{"BEEF MINCE 5%", "2", "5.30", "Z"}, {"LAMB SHOULDER", "1.275", "14.80", "Z"}, {"SALMON FILLET", "0.536", "24.00", "Z"}, {"KIPPERS PAIR", "1", "4.20", "Z"},
		{"POTATOES MARIS 2.5KG", "1", "2.95", "Z"}, {"CARROTS", "0.905", "1.20", "Z"}, {"LEEKS", "0.612", "2.80", "Z"}, {"CHESTNUT MUSHROOMS", "2", "1.75", "Z"},
		{"SPINACH", "2", "1.90", "Z"}, {"VINE TOMATOES", "0.488", "3.60", "Z"}, {"CUCUMBER", "1", "0.95", "Z"}, {"LEMONS", "4", "0.35", "Z"},
		{"BRAMLEY APPLES", "1.120", "2.40", "Z"}, {"BANANAS", "0.874", "1.15", "Z"}, {"STRAWBERRIES", "2", "3.25", "Z"}, {"BLUEBERRIES", "1", "2.95", "Z"},
		{"PORRIDGE OATS", "1", "1.85", "Z"}, {"PLAIN FLOUR 1.5KG", "2", "1.45", "Z"}, {"CASTER SUGAR", "1", "1.60", "Z"}, {"BASMATI RICE", "1", "4.10", "Z"},
		{"LINGUINE", "3", "1.95", "Z"}, {"PASSATA", "4", "1.25", "Z"}, {"OLIVE OIL 750ML", "1", "9.80", "Z"}, {"MARMALADE", "1", "3.10", "Z"},
		{"ORANGE JUICE 1L", "2", "2.85", "S"}, {"SPARKLING WATER", "6", "0.80", "S"}, {"GINGER BEER 4PK", "1", "4.60", "S"}, {"DARK CHOCOLATE", "3", "2.40", "S"},
		{"CRISPS SEA SALT", "2", "1.95", "S"}, {"VANILLA ICE CREAM", "1", "5.20", "S"}, {"PALE ALE 440ML", "4", "2.75", "S"}, {"RIOJA CRIANZA", "1", "11.50", "S"},
		{"WASHING UP LIQUID", "1", "1.80", "S"}, {"KITCHEN ROLL 2PK", "1", "3.30", "S"}, {"BIN LINERS", "1", "2.60", "S"}, {"BEESWAX CANDLE", "2", "6.25", "S"},
	} {
		s.add(it.text, it.qty, it.price, it.code)
	}
	s.taxIn("VAT", "S", "20")
	s.taxIn("VAT", "Z", "0")
	s.printBases()
	s.Discount = d("5.00")
	s.settle()
	s.render = func() ([]byte, error) {
		p := narrow(500, 24)
		p.centre(p.bold.times(1.45), "MARROW & SONS", "FOODHALL")
		p.centre(p.plain, "Market Hall, Ludlow SY8 1AB", "01632 960114", "VAT GB 000 0000 00")
		p.gap(0.5)
		p.pair(p.plain, "08 AUG 2026 16:12", "4 0117 2266")
		p.rule("-")
		for _, it := range s.Items {
			p.pair(p.plain, it.Text, s.point(it.Total)+" "+it.Code)
			switch {
			case !it.Qty.Equal(it.Qty.Truncate(0)):
				p.left(p.plain, "  "+it.Qty.StringFixed(3)+" kg @ £"+s.point(it.Price)+"/kg")
			case !it.Qty.Equal(d("1")):
				p.left(p.plain, "  "+it.Qty.String()+" @ £"+s.point(it.Price))
			}
		}
		p.rule("-")
		p.pair(p.plain, "SUBTOTAL", s.point(s.Subtotal)+"  ")
		p.pair(p.plain, "LOYALTY DISCOUNT", "-"+s.point(s.Discount)+"  ")
		p.pair(p.bold.times(1.4), "TOTAL", "£"+s.point(s.Total)+" ")
		p.pair(p.plain, "DEBIT CARD ****3306", s.point(s.Total)+"  ")
		p.gap(0.4)
		p.row(p.plain, from(0, "VAT"), upTo(0.45, "RATE"), upTo(0.7, "NET"), upTo(1, "VAT"))
		t := s.Taxes[0]
		p.row(p.plain, from(0, "S"), upTo(0.45, "20.0%"), upTo(0.7, s.point(t.Base)), upTo(1, s.point(t.Amount)))
		p.row(p.plain, from(0, "Z"), upTo(0.45, "0.0%"), upTo(0.7, s.point(s.items("Z"))), upTo(1, "0.00"))
		p.gap(0.5)
		p.bars("40117226608082026", 54)
		p.centre(p.plain, "THANK YOU FOR SHOPPING", "WITH A FAMILY GROCER")
		return asPNG(flat(p, 0.2, scan{turn: -0.25, border: 14, grey: 0.02, levels: 8, seed: 202}))
	}
	return s
}

func bakery() *receipt {
	s := &receipt{File: "eur-german-bakery.jpg", Vendor: "Bäckerei Morgenrot", Date: on(2026, time.September, 12, 8, 3),
		Currency: "EUR", Country: "DE", Category: "Food and Groceries", Number: "B-10482", Payment: "girocard"}
	s.add("Roggenmischbrot 1kg", "1", "4.90", "B")
	s.add("Laugenbrezel", "4", "0.95", "B")
	s.add("Käsekuchen Stück", "2", "3.20", "B")
	s.add("Filterkaffee groß", "2", "3.10", "A")
	s.add("Apfelschorle 0,5l", "1", "2.80", "A")
	s.taxIn("MwSt", "A", "19")
	s.taxIn("MwSt", "B", "7")
	s.printBases()
	s.settleNet()
	s.render = func() ([]byte, error) {
		p := thermal(590, 25)
		cx := float64(p.width) / 2
		p.shape(disc(cx, p.y+44, 38))
		p.erase(disc(cx, p.y+58, 36))
		p.box(cx-70, p.y+52, 140, 6)
		p.y += 62
		p.centre(p.bold.times(1.35), "Bäckerei Morgenrot")
		p.centre(p.plain, "Inh. Lotte Ahrens", "Lange Reihe 27, 20099 Hamburg", "St.-Nr. 00/000/00000")
		p.gap(0.5)
		p.pair(p.plain, "12.09.2026  08:03", "Bon B-10482")
		p.rule("-")
		p.pair(p.plain, "", "EUR   ")
		for _, it := range s.Items {
			p.pair(p.plain, it.Text, s.comma(it.Total)+" "+it.Code)
			if !it.Qty.Equal(d("1")) {
				p.left(p.plain, "  "+it.Qty.String()+" Stk x "+s.comma(it.Price))
			}
		}
		p.rule("-")
		p.pair(p.bold.times(1.35), "SUMME EUR", s.comma(s.Total)+" ")
		p.pair(p.plain, "girocard", s.comma(s.Total)+"  ")
		p.rule("-")
		p.row(p.plain, from(0, "MwSt"), upTo(0.46, "Netto"), upTo(0.72, "Steuer"), upTo(1, "Brutto"))
		for _, t := range s.Taxes {
			p.row(p.plain, from(0, t.Code+" "+qty(t.Rate, ",")+"%"), upTo(0.46, s.comma(t.Base)), upTo(0.72, s.comma(t.Amount)), upTo(1, s.comma(t.Base.Add(t.Amount))))
		}
		p.row(p.plain, from(0, "Summe"), upTo(0.46, s.comma(s.Subtotal)), upTo(0.72, s.comma(s.Tax)), upTo(1, s.comma(s.Total)))
		p.gap(0.6)
		p.centre(p.plain, "Es bediente Sie Frau Petersen", "Vielen Dank für Ihren Einkauf!")
		p.gap(0.4)
		p.square("B-10482 12.09.2026", 5)
		return photo(p, 0.2, 82, shot{width: 1080, height: 1440, turn: 3, tiltX: -7, tiltY: 3, fill: 0.9, table: oak, paper: thermalWhite,
			ink: black, crumple: 0.3, folds: 4, shade: 0.15, light: daylight, blur: 0.7, grain: 2.8, seed: 203})
	}
	return s
}

func bookshop() *receipt {
	s := &receipt{File: "eur-french-books.png", Vendor: "Librairie du Vieux Port", Date: on(2026, time.July, 2, 14, 48),
		Currency: "EUR", Country: "FR", Category: "Office Supplies & Software", Number: "F26-3317", Payment: "cb 6142"}
	s.add("Atlas des côtes bretonnes", "1", "34.90", "1")
	s.add("Cahier d'été, broché", "3", "11.50", "1")
	s.add("Carnet à spirale A5", "5", "4.80", "2")
	s.add("Stylo plume, encre noire", "1", "27.00", "2")
	s.taxIn("TVA", "1", "5.5")
	s.taxIn("TVA", "2", "20")
	s.printBases()
	s.settleNet()
	s.render = func() ([]byte, error) {
		p := office(640, 23)
		p.centre(face{font: caps, size: 40, width: 1}, "Librairie du Vieux Port")
		p.centre(p.plain, "12, quai des Sardiniers - 29900 Concarneau", "SIRET 000 000 000 00000 - TVA FR00 000000000")
		p.line(2)
		p.pair(p.plain, "Ticket n° F26-3317", "le 02/07/2026 à 14:48")
		p.line(2)
		p.row(p.bold, from(0, "Article"), upTo(0.62, "Qté"), upTo(0.8, "P.U."), upTo(1, "Montant"))
		for _, it := range s.Items {
			p.row(p.plain, from(0, it.Text), upTo(0.62, it.Qty.String()), upTo(0.8, s.blank(it.Price)), upTo(1, s.blank(it.Total)))
		}
		p.line(2)
		p.pair(p.plain, "Total HT", s.blank(s.Subtotal)+" €")
		p.pair(p.plain, "TVA 5,5 %  sur "+s.blank(s.Taxes[0].Base), s.blank(s.Taxes[0].Amount)+" €")
		p.pair(p.plain, "TVA 20 %  sur "+s.blank(s.Taxes[1].Base), s.blank(s.Taxes[1].Amount)+" €")
		p.pair(p.bold.times(1.3), "TOTAL TTC", s.blank(s.Total)+" €")
		p.gap(0.4)
		p.pair(p.plain, "Carte bancaire  **** 6142", s.blank(s.Total)+" €")
		p.gap(0.7)
		p.centre(p.plain, "Échange sous 15 jours avec ce ticket", "Merci de votre visite")
		return asPNG(flat(p, 0, scan{turn: 1.3, border: 30, grey: 0.04, levels: 16, seed: 204}))
	}
	return s
}

func trattoria() *receipt {
	s := &receipt{File: "eur-italian-trattoria.jpg", Vendor: "Trattoria Belvedere", Date: on(2026, time.October, 4, 21, 20),
		Currency: "EUR", Country: "IT", Category: "Meals & Entertainment", Number: "0412-0039", Payment: "cash", TaxIncluded: true, NoSubtotal: true}
	s.add("COPERTO", "4", "2.50", "A")
	s.add("TAGLIATELLE AI FUNGHI", "2", "14.00", "A")
	s.add("GNOCCHI AL PESTO", "1", "12.50", "A")
	s.add("BRANZINO AL FORNO", "1", "22.00", "A")
	s.add("VINO DELLA CASA 1L", "1", "15.00", "A")
	s.add("ACQUA NATURALE", "2", "3.00", "A")
	s.add("CAFFÈ", "4", "1.50", "A")
	s.taxIn("IVA", "A", "10")
	s.settle()
	s.render = func() ([]byte, error) {
		p := needle(540, 25)
		p.gap(0.5)
		p.centre(p.plain.times(1.3), "TRATTORIA", "BELVEDERE")
		p.centre(p.plain, "di Rinaldi Chiara", "Via del Molo 8", "17021 Alassio (SV)", "P.IVA 00000000000")
		p.gap(0.5)
		p.centre(p.plain, "DOCUMENTO COMMERCIALE", "di vendita o prestazione")
		p.gap(0.5)
		p.row(p.plain, from(0, "DESCRIZIONE"), upTo(0.74, "IVA"), upTo(1, "Prezzo"))
		for _, it := range s.Items {
			if !it.Qty.Equal(d("1")) {
				p.left(p.plain, it.Qty.String()+" x "+s.comma(it.Price))
			}
			p.row(p.plain, from(0, it.Text), upTo(0.79, "10%"), upTo(1, s.comma(it.Total)))
		}
		p.gap(0.4)
		p.pair(p.plain.times(1.2), "TOTALE EURO", s.comma(s.Total))
		p.pair(p.plain, "di cui IVA", s.comma(s.Tax))
		p.gap(0.4)
		p.pair(p.plain, "Pagamento contanti", s.comma(d("100.00")))
		p.pair(p.plain, "Resto", s.comma(d("100.00").Sub(s.Total)))
		p.gap(0.5)
		p.centre(p.plain, "04-10-2026 21:20", "DOC. N. 0412-0039", "ARRIVEDERCI E GRAZIE")
		return photo(p, 0.35, 80, shot{width: 1080, height: 1440, turn: 11, tiltX: 14, tiltY: -12, fill: 0.88, table: linen, paper: oldWhite,
			ink: violet, crumple: 0.45, folds: 6, shade: 0.34, light: lamplight, blur: 0.9, grain: 4.2, seed: 205})
	}
	return s
}

func ironmonger() *receipt {
	s := &receipt{File: "eur-spanish-hardware.gif", Vendor: "Ferretería El Clavo", Date: on(2026, time.November, 5, 12, 31),
		Currency: "EUR", Country: "ES", Category: "Repairs & Maintenance", Number: "FS-2026/01877", Payment: "visa 9034"}
	s.add("Taladro percutor 750W", "1", "74.38", "")
	s.add("Juego brocas pared 8 pzs", "1", "15.62", "")
	s.add("Taco nylon 8mm (100 uds)", "3", "4.09", "")
	s.add("Cinta aislante negra", "5", "1.28", "")
	s.taxOn("IVA", "", "21")
	s.settle()
	s.render = func() ([]byte, error) {
		p := narrow(580, 26)
		p.centre(p.bold.times(1.4), "Ferretería El Clavo")
		p.centre(p.plain, "C/ de los Herreros 19, 46002 Valencia", "NIF B00000000   Tel. 960 000 000")
		p.gap(0.5)
		p.centre(p.bold, "FACTURA SIMPLIFICADA")
		p.pair(p.plain, "Nº FS-2026/01877", "05/11/2026 12:31")
		p.rule("-")
		p.row(p.plain, from(0, "Ud."), from(0.09, "Artículo"), upTo(0.8, "Precio"), upTo(1, "Importe"))
		for _, it := range s.Items {
			p.row(p.plain, from(0.02, it.Qty.String()), from(0.09, it.Text), upTo(0.8, s.comma(it.Price)), upTo(1, s.comma(it.Total)))
		}
		p.rule("-")
		p.pair(p.plain, "Base imponible", s.comma(s.Subtotal)+" €")
		p.pair(p.plain, "IVA 21%", s.comma(s.Tax)+" €")
		p.pair(p.bold.times(1.35), "TOTAL", s.comma(s.Total)+" €")
		p.gap(0.3)
		p.pair(p.plain, "Tarjeta VISA ****9034", s.comma(s.Total)+" €")
		p.gap(0.6)
		p.centre(p.plain, "Cambios en 15 días con este ticket", "¡Gracias por su compra!")
		return asGIF(flat(p, 0.3, scan{turn: -1.1, border: 24, grey: 0.05, levels: 16, seed: 206}))
	}
	return s
}

func bicycles() *receipt {
	s := &receipt{File: "eur-dutch-bicycles.tiff", Vendor: "Fietsenmaker De Ketting", Date: on(2026, time.March, 28, 13, 55),
		Currency: "EUR", Country: "NL", Category: "Repairs & Maintenance", Number: "260328-14", Payment: "pin 7718"}
	s.add("Arbeid, band vervangen", "1", "22.50", "L")
	s.add("Arbeid, versnelling stellen", "1", "18.00", "L")
	s.add("Buitenband 28 inch", "2", "32.95", "H")
	s.add("Binnenband 28 inch", "2", "9.95", "H")
	s.add("Remblokjes set", "1", "14.75", "H")
	s.taxIn("BTW", "L", "9")
	s.taxIn("BTW", "H", "21")
	s.printBases()
	s.settleNet()
	s.render = func() ([]byte, error) {
		p := modern(680, 23)
		y := p.y + 40
		for _, x := range []float64{300, 380} {
			p.shape(disc(x, y, 34))
			p.erase(disc(x, y, 27))
			p.shape(disc(x, y, 5))
		}
		p.y += 76
		p.centre(p.bold.times(1.4), "Fietsenmaker De Ketting")
		p.centre(p.plain.times(0.92), "Oudegracht 311, 3511 PB Utrecht", "KvK 00000000 · BTW NL000000000B00")
		p.line(2)
		p.pair(p.plain, "Bonnummer 260328-14", "28-03-2026 13:55")
		p.line(2)
		for _, it := range s.Items {
			p.row(p.plain, from(0, it.Qty.String()+"×"), from(0.08, it.Text), upTo(0.94, s.comma(it.Total)), upTo(1, it.Code))
		}
		p.line(2)
		p.row(p.bold.times(1.25), from(0, "Totaal"), upTo(0.94, "€ "+s.comma(s.Total)))
		p.row(p.plain, from(0, "PIN  •••• 7718"), upTo(0.94, "€ "+s.comma(s.Total)))
		p.gap(0.6)
		p.row(p.bold.times(0.9), from(0, "BTW"), upTo(0.4, "Excl."), upTo(0.66, "BTW"), upTo(0.94, "Incl."))
		for _, t := range s.Taxes {
			p.row(p.plain.times(0.9), from(0, t.Code+"  "+qty(t.Rate, ",")+"%"), upTo(0.4, s.comma(t.Base)), upTo(0.66, s.comma(t.Amount)), upTo(0.94, s.comma(t.Base.Add(t.Amount))))
		}
		p.row(p.plain.times(0.9), from(0, "Samen"), upTo(0.4, s.comma(s.Subtotal)), upTo(0.66, s.comma(s.Tax)), upTo(0.94, s.comma(s.Total)))
		p.gap(0.7)
		p.centre(p.plain.times(0.92), "Fijne rit en tot ziens")
		return asTIFF(flat(p, 0, scan{turn: 0.4, border: 26, grey: 0.03, levels: 16, seed: 207}))
	}
	return s
}

func drugstore() *receipt {
	s := &receipt{File: "chf-drugstore.jpg", Vendor: "Alpenhof Drogerie AG", Date: on(2026, time.January, 31, 18, 44),
		Currency: "CHF", Country: "CH", Category: "Healthcare", Number: "07-55102", Payment: "cash", TaxIncluded: true}
	s.add("Arnika Gel 100g", "1", "14.90", "1")
	s.add("Sonnencreme LSF50", "1", "22.45", "1")
	s.add("Lippenpflege", "2", "4.83", "1")
	s.add("Kräutertee Alpen", "3", "6.27", "2")
	s.taxIn("MWST", "1", "8.1")
	s.taxIn("MWST", "2", "2.6")
	s.settle()
	s.toFive()
	s.render = func() ([]byte, error) {
		p := thermal(560, 25)
		p.shape([]point{{200, p.y + 60}, {255, p.y + 4}, {285, p.y + 34}, {310, p.y + 12}, {360, p.y + 60}})
		p.y += 66
		p.centre(p.bold.times(1.2), "Alpenhof Drogerie AG")
		p.centre(p.plain, "Dorfstrasse 5, 3818 Grindelwald", "CHE-000.000.000 MWST")
		p.gap(0.4)
		p.pair(p.plain, "31.01.2026 18:44", "Nr. 07-55102")
		p.rule("-")
		for _, it := range s.Items {
			p.row(p.plain, from(0, it.Qty.String()+" "+it.Text), upTo(0.93, s.point(it.Total)), upTo(1, it.Code))
		}
		p.rule("-")
		p.row(p.plain, from(0, "Zwischentotal"), upTo(0.93, s.point(s.Subtotal)))
		p.row(p.plain, from(0, "Rundung"), upTo(0.93, s.point(s.Rounding)))
		p.row(p.bold.times(1.3), from(0, "TOTAL CHF"), upTo(0.95, s.point(s.Total)))
		p.row(p.plain, from(0, "Bar"), upTo(0.93, s.point(d("70.00"))))
		p.row(p.plain, from(0, "Rückgeld"), upTo(0.93, s.point(d("70.00").Sub(s.Total))))
		p.rule("-")
		p.left(p.plain, "MWST im Preis enthalten")
		for _, t := range s.Taxes {
			p.row(p.plain, from(0, t.Code+"  "+qty(t.Rate, ".")+"%"), upTo(0.6, s.point(t.Base.Add(t.Amount))), upTo(0.93, s.point(t.Amount)))
		}
		p.gap(0.5)
		p.centre(p.plain, "Uf Wiederluege!")
		return photo(p, 0.65, 80, shot{width: 960, height: 1280, turn: -6, tiltX: 5, tiltY: -6, fill: 0.88, table: desk, paper: thermalWhite,
			ink: blueBlack, crumple: 0.4, folds: 5, shade: 0.2, light: tube, blur: 0.8, grain: 3.4, seed: 208})
	}
	return s
}
