package main

func german() *words {
	return &words{
		subtotal: []string{"Zwischensumme", "ZW-Summe", "Zw. Summe"}, total: []string{"Summe", "SUMME EUR", "Gesamtbetrag", "Zu zahlen", "Total", "GESAMT"},
		cash: []string{"Bar", "BAR", "Gegeben BAR"}, change: []string{"Rückgeld", "Zurück", "Rückgeld BAR"}, card: []string{"girocard", "VISA", "Mastercard", "Kartenzahlung"},
		discount: []string{"Rabatt", "Gutschein", "Kundenkarte"}, off: []string{"Preisnachlass", "Rabatt", "Aktion", "Sofortrabatt"}, tip: []string{"Trinkgeld"}, service: []string{"Bedienung"},
		rounding: []string{"Rundung", "Rundungsdifferenz"}, number: []string{"Beleg-Nr.", "Bon", "Rechnung Nr.", "Bon-Nr"}, served: []string{"Es bediente Sie Frau Keil", "Bediener 7", "Kasse 2", "Kellner: Jonas"},
		thanks: []string{"Vielen Dank für Ihren Besuch", "Auf Wiedersehen", "Umtausch nur mit Bon", "Einen schönen Tag noch"}, refund: []string{"Erstattung", "AUSZAHLUNG"}, count: []string{"Posten", "Anzahl Artikel"},
		date: []string{"Datum", "", ""}, included: []string{"inkl.", "enthalten", "darin"}, table: []string{"Satz", "Netto", "MwSt", "Brutto"}, times: []string{"x", " x ", "Stk x"}, kilo: "kg",
		goods: map[string][]good{
			"grocer": {{"Dinkelbrot 750g", 290, 490, 1, false}, {"Bergkäse", 1490, 2390, 1, true}, {"Kartoffeln fest", 149, 399, 1, false}, {"Vollmilch 3,5%", 99, 169, 1, false}, {"Eier Freiland 10", 269, 399, 1, false},
				{"Möhren", 120, 290, 1, true}, {"Nudeln Penne", 89, 229, 1, false}, {"Rapsöl", 199, 429, 1, false}, {"Spülmittel", 95, 245, 0, false}, {"Küchenrolle", 195, 399, 0, false}, {"Pils 0,5l", 85, 149, 0, false},
				{"Apfelsaft klar", 129, 249, 0, false}, {"Teelichter 50", 199, 449, 0, false}},
			"meal": {{"Wiener Schnitzel", 1690, 2490, 0, false}, {"Käsespätzle", 1090, 1490, 0, false}, {"Gulaschsuppe", 590, 890, 0, false}, {"Helles 0,5", 390, 560, 0, false}, {"Grüner Veltliner", 420, 690, 0, false},
				{"Espresso", 220, 360, 0, false}, {"Kaiserschmarrn", 890, 1390, 0, false}, {"Gemischter Salat", 490, 890, 0, false}, {"Mineralwasser 0,7", 420, 690, 0, false}},
			"hardware": {{"Dübel S8 50er", 399, 899, 0, false}, {"Wandfarbe weiß 10L", 2999, 6999, 0, false}, {"Holzschraube 5x60", 349, 999, 0, false}, {"Pinsel flach 50", 299, 799, 0, false}, {"Kabel NYM 10m", 1290, 2990, 0, false},
				{"Steckdose 3fach", 799, 1990, 0, false}, {"Akkuschrauber 18V", 8990, 21900, 0, false}, {"Blumenerde 40l", 499, 999, 0, false}, {"Standbohrmaschine", 99900, 149900, 0, false}},
			"pharmacy": {{"Hustenbonbons", 195, 495, 0, false}, {"Handcreme", 245, 895, 0, false}, {"Pflaster Set", 295, 695, 0, false}, {"Zahnbürste mittel", 145, 445, 0, false}, {"Duschgel Minze", 95, 395, 0, false}, {"Magnesium 300", 345, 995, 0, false}},
		},
	}
}

func germanLands() []land {
	de := german()
	swiss := german()
	swiss.total, swiss.table, swiss.count = []string{"Total CHF", "TOTAL", "Gesamtbetrag CHF", "Zu bezahlen"}, []string{"MWST", "Netto", "Betrag", "Total"}, []string{"Anzahl Artikel"}
	clock := []string{"15:04", "15:04:05", "15:04 Uhr"}
	return []land{
		{code: "DE", currency: "EUR", words: de, amount: (*receipt).comma, after: " €", dates: []string{"02.01.2006", "02.01.06", "2.1.2006"}, clocks: clock, included: true, tips: true,
			rates: []rate{{"A", "MwSt", "19"}, {"B", "MwSt", "7"}}, register: "USt-IdNr. %s", shops: []shop{
				{"Gasthaus Zur Linde", "Dorfplatz 3", "83209 Prien", "Tel. 08051 555012", "", "meal"}, {"Feinkost Aumüller GmbH", "Kantstraße 88", "10627 Berlin", "030 55501234", "www.feinkost-aumueller.de", "grocer"},
				{"Eisenhandel Brockmann KG", "Industrieweg 14", "48155 Münster", "0251 5550188", "", "hardware"}, {"Drogerie Lavendel e.K.", "Marktgasse 5", "96047 Bamberg", "0951 555077", "", "pharmacy"}}},
		{code: "AT", currency: "EUR", words: de, amount: (*receipt).comma, before: "€ ", dates: []string{"02.01.2006", "02.01.06"}, clocks: clock, included: true, tips: true,
			rates: []rate{{"A", "MwSt", "20"}, {"B", "MwSt", "10"}}, register: "UID: %s", shops: []shop{
				{"Beisl am Naschmarkt", "Linke Wienzeile 40", "1060 Wien", "+43 1 5550123", "", "meal"}, {"Greißlerei Hofstätter", "Hauptplatz 9", "8010 Graz", "+43 316 555044", "greisslerei-hofstaetter.at", "grocer"},
				{"Farben Pichler GmbH", "Innrain 71", "6020 Innsbruck", "+43 512 555088", "", "hardware"}}},
		{code: "CH", currency: "CHF", words: swiss, amount: (*receipt).apostrophe, dates: []string{"02.01.2006", "02.01.06"}, clocks: clock, included: true, step: "0.05",
			rates: []rate{{"1", "MWST", "8.1"}, {"2", "MWST", "2.6"}}, register: "%s MWST", shops: []shop{
				{"Restaurant Sternen", "Seestrasse 17", "8820 Wädenswil", "044 555 01 23", "", "meal"}, {"Dorfladen Emmental AG", "Bahnhofstrasse 2", "3550 Langnau", "034 555 04 56", "www.dorfladen-emmental.ch", "grocer"},
				{"Werkstatt Meier & Söhne AG", "Gewerbestrasse 8", "6003 Luzern", "041 555 07 89", "", "hardware"}}},
	}
}
