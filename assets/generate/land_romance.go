package main

func french() *words {
	return &words{
		subtotal: []string{"Sous-total", "SOUS TOTAL"}, total: []string{"TOTAL TTC", "TOTAL", "Net à payer", "TOTAL A PAYER", "Total EUR"}, cash: []string{"Espèces", "ESPECES"}, change: []string{"Rendu", "A rendre", "Monnaie rendue"},
		card: []string{"CB", "Carte bancaire", "VISA"}, discount: []string{"Remise", "Bon d'achat"}, off: []string{"Remise immédiate", "Promo", "Réduction"}, tip: []string{"Pourboire"}, service: []string{"Service"},
		rounding: []string{"Arrondi"}, number: []string{"Ticket n°", "Facture", "Ticket"}, served: []string{"Servi par Léa", "Caisse 04", "Vendeur 12"}, thanks: []string{"Merci de votre visite", "A bientôt", "Conservez votre ticket"},
		refund: []string{"Remboursement"}, count: []string{"Nb articles", "Nombre d'articles"}, date: []string{"Date", "Le", ""}, included: []string{"dont", "incluse"}, table: []string{"Taux", "HT", "TVA", "TTC"}, times: []string{"x", " x "}, kilo: "kg",
		goods: map[string][]good{
			"grocer": {{"Baguette tradition", 95, 160, 1, false}, {"Beurre doux 250g", 220, 390, 1, false}, {"Comté 18 mois", 1890, 2890, 1, true}, {"Tomates grappe", 199, 449, 1, true}, {"Yaourt nature x4", 120, 290, 1, false},
				{"Café moulu", 299, 690, 1, false}, {"Lessive liquide", 590, 1290, 0, false}, {"Eponges x3", 150, 390, 0, false}, {"Vin rouge 75cl", 450, 1690, 0, false}, {"Sac cabas", 50, 150, 0, false}},
			"meal": {{"Formule midi", 1450, 2290, 1, false}, {"Entrecôte frites", 1690, 2690, 1, false}, {"Quiche lorraine", 850, 1350, 1, false}, {"Verre de Chablis", 550, 950, 0, false}, {"Café gourmand", 690, 1090, 1, false},
				{"Carafe citron", 250, 490, 1, false}, {"Crème brûlée", 650, 990, 1, false}, {"Pression 25cl", 350, 590, 0, false}},
			"hardware": {{"Ampoule LED E27", 390, 1190, 0, false}, {"Vis à bois 4x50", 290, 890, 0, false}, {"Peinture mate 2,5L", 1990, 4590, 0, false}, {"Ruban adhésif", 190, 590, 0, false}, {"Perceuse 750W", 5990, 14900, 0, false}, {"Tondeuse thermique", 29900, 129900, 0, false}},
			"pharmacy": {{"Sérum physio 40", 290, 690, 0, false}, {"Crème mains 50ml", 390, 1090, 0, false}, {"Dentifrice", 250, 590, 0, false}, {"Pansements x20", 290, 650, 0, false}, {"Gel douche", 290, 790, 0, false}},
		},
	}
}

func italian() *words {
	return &words{
		subtotal: []string{"SUBTOTALE", "Subtotale"}, total: []string{"TOTALE COMPLESSIVO", "TOTALE EURO", "Totale", "TOTALE"}, cash: []string{"Contanti", "Pagamento contante", "CONTANTE"}, change: []string{"Resto", "RESTO"},
		card: []string{"Pagamento elettronico", "BANCOMAT", "Carta"}, discount: []string{"Sconto", "Buono sconto"}, off: []string{"Sconto", "Offerta", "Sconto articolo"}, tip: []string{"Mancia"}, service: []string{"Coperto"}, rounding: []string{"Arrotondamento"},
		number: []string{"Documento n.", "DOC. N.", "Scontrino"}, served: []string{"Operatore 2", "Cassa 1", "Tavolo 8"}, thanks: []string{"Grazie e arrivederci", "Arrivederci"}, refund: []string{"Rimborso"}, count: []string{"Numero pezzi", "N. articoli"},
		date: []string{"Data", "", ""}, included: []string{"di cui", "di cui"}, table: []string{"Aliquota", "Imponibile", "IVA", "Totale"}, times: []string{"x", " x "}, kilo: "kg",
		goods: map[string][]good{
			"grocer": {{"Pane casereccio", 150, 390, 1, false}, {"Mozzarella bufala", 290, 590, 1, false}, {"Prosciutto crudo", 1990, 3490, 1, true}, {"Pelati 400g", 79, 159, 1, false}, {"Zucchine", 149, 349, 1, true}, {"Olio extravergine", 690, 1290, 1, false},
				{"Detersivo piatti", 120, 290, 0, false}, {"Birra 66cl", 119, 249, 0, false}, {"Acqua 6x1,5L", 149, 349, 0, false}},
			"meal":     {{"Spaghetti vongole", 1200, 1900, 0, false}, {"Tagliata rucola", 1600, 2500, 0, false}, {"Insalata mista", 450, 800, 0, false}, {"Vino della casa", 600, 1200, 0, false}, {"Tiramisù", 500, 850, 0, false}, {"Caffè", 110, 250, 0, false}, {"Acqua naturale", 200, 350, 0, false}},
			"hardware": {{"Trapano 650W", 3990, 9990, 0, false}, {"Viti 4x40 conf.", 250, 790, 0, false}, {"Idropittura 4L", 1490, 3990, 0, false}, {"Lampadina LED", 290, 990, 0, false}, {"Cacciavite PH2", 290, 890, 0, false}},
			"pharmacy": {{"Cerotti misti", 290, 690, 0, false}, {"Crema mani", 390, 1190, 0, false}, {"Collirio", 590, 1490, 0, false}, {"Dentifricio", 190, 590, 0, false}},
		},
	}
}

func spanish() *words {
	return &words{
		subtotal: []string{"Subtotal", "SUBTOTAL"}, total: []string{"TOTAL", "TOTAL EUR", "Total a pagar", "IMPORTE TOTAL", "TOTAL (€)"}, cash: []string{"Efectivo", "EFECTIVO", "Entregado"}, change: []string{"Cambio", "Su cambio", "CAMBIO"},
		card: []string{"Tarjeta", "VISA", "TARJETA BANCARIA"}, discount: []string{"Descuento", "Dto."}, off: []string{"Descuento", "Promoción", "Oferta"}, tip: []string{"Propina"}, service: []string{"Servicio"}, rounding: []string{"Redondeo"},
		number: []string{"Factura simplificada", "Ticket", "Nº ticket"}, served: []string{"Le atendió Marta", "Caja 3", "Camarero 5"}, thanks: []string{"Gracias por su compra", "Gracias por su visita"}, refund: []string{"Devolución"}, count: []string{"Artículos", "Nº artículos"},
		date: []string{"Fecha", "", "Fecha"}, included: []string{"incluido", "incl."}, table: []string{"IVA", "Base", "Cuota", "Total"}, times: []string{"x", " x "}, kilo: "kg",
		goods: map[string][]good{
			"grocer": {{"Pan de molde", 99, 249, 2, false}, {"Leche entera", 79, 149, 2, false}, {"Jamón serrano", 1290, 2990, 1, true}, {"Naranjas mesa", 119, 289, 2, true}, {"Aceite oliva 1L", 590, 1190, 1, false}, {"Galletas maría", 120, 290, 1, false},
				{"Detergente", 390, 990, 0, false}, {"Cerveza lata", 59, 129, 0, false}, {"Vino tinto", 290, 990, 0, false}},
			"meal":     {{"Menú del día", 1150, 1690, 1, false}, {"Tortilla española", 650, 1190, 1, false}, {"Croquetas jamón", 690, 1190, 1, false}, {"Caña", 150, 290, 1, false}, {"Café con leche", 140, 260, 1, false}, {"Flan casero", 350, 590, 1, false}, {"Pulpo gallega", 1490, 2290, 1, false}},
			"hardware": {{"Taladro 700W", 3990, 10990, 0, false}, {"Tornillos 4x40", 220, 690, 0, false}, {"Pintura blanca 4L", 1290, 3590, 0, false}, {"Bombilla LED", 250, 890, 0, false}, {"Cinta métrica 5m", 390, 1190, 0, false}, {"Cortacésped", 24900, 119900, 0, false}},
			"pharmacy": {{"Tiritas surtidas", 250, 590, 0, false}, {"Crema solar 50", 990, 1990, 0, false}, {"Pasta dental", 190, 490, 0, false}, {"Champú suave", 290, 790, 0, false}},
		},
	}
}

func dutch() *words {
	return &words{
		subtotal: []string{"Subtotaal", "SUBTOTAAL"}, total: []string{"TOTAAL", "Te betalen", "Totaal", "TOTAAL EUR"}, cash: []string{"Contant", "CONTANT"}, change: []string{"Wisselgeld", "Terug"}, card: []string{"PIN", "Pinbetaling", "Maestro"},
		discount: []string{"Korting", "Tegoedbon"}, off: []string{"Bonuskorting", "Actie", "Korting"}, tip: []string{"Fooi"}, service: []string{"Bediening"}, rounding: []string{"Afronding"}, number: []string{"Bonnummer", "Bon", "Factuurnr."},
		served: []string{"Geholpen door Sanne", "Kassa 5", "Tafel 12"}, thanks: []string{"Bedankt en tot ziens", "Bewaar uw bon"}, refund: []string{"Retour totaal"}, count: []string{"Aantal artikelen", "Artikelen"}, date: []string{"Datum", "", ""},
		included: []string{"incl.", "waarvan"}, table: []string{"BTW%", "Over", "BTW", "Totaal"}, times: []string{"x", " x "}, kilo: "kg",
		goods: map[string][]good{
			"grocer": {{"Volkoren brood", 149, 329, 1, false}, {"Halfvolle melk", 99, 179, 1, false}, {"Jong belegen", 890, 1590, 1, true}, {"Bananen", 149, 239, 1, true}, {"Hagelslag puur", 199, 349, 1, false}, {"Koffie snelfilter", 499, 899, 1, false},
				{"Afwasmiddel", 119, 329, 0, false}, {"Toiletpapier 8", 349, 799, 0, false}, {"Witbier 6x30cl", 499, 899, 0, false}},
			"meal":     {{"Bitterballen 8st", 650, 990, 1, false}, {"Uitsmijter ham", 850, 1250, 1, false}, {"Appeltaart", 390, 590, 1, false}, {"Koffie verkeerd", 290, 450, 1, false}, {"Pilsener 25cl", 290, 420, 0, false}, {"Huiswijn wit", 450, 690, 0, false}, {"Saté met friet", 1450, 2190, 1, false}},
			"hardware": {{"Spaanplaatschroef", 299, 899, 0, false}, {"Muurverf wit 10L", 2490, 5490, 0, false}, {"Kwast rond 10", 249, 749, 0, false}, {"Ledlamp E14", 299, 999, 0, false}, {"Boormachine", 4990, 13990, 0, false}, {"Grasmaaier accu", 19900, 119900, 0, false}},
			"pharmacy": {{"Hoestdrank", 399, 899, 1, false}, {"Handcrème", 249, 799, 0, false}, {"Tandpasta", 149, 449, 0, false}, {"Pleisters", 199, 499, 0, false}},
		},
	}
}

func romanceLands() []land {
	clock := []string{"15:04", "15:04:05"}
	return []land{
		{code: "FR", currency: "EUR", words: french(), amount: (*receipt).blank, after: " €", dates: []string{"02/01/2006", "02/01/06", "02-01-2006"}, clocks: append(clock, "15h04"), included: true,
			rates: []rate{{"1", "TVA", "20"}, {"2", "TVA", "5.5"}}, register: "SIRET %s", shops: []shop{
				{"Brasserie du Marché", "4 place Gambetta", "33000 Bordeaux", "05 55 50 12 34", "", "meal"}, {"Epicerie Les Halles SARL", "18 rue Victor Hugo", "69002 Lyon", "04 55 50 98 76", "www.epicerie-leshalles.fr", "grocer"},
				{"Quincaillerie Morel", "52 avenue Foch", "54000 Nancy", "03 55 50 11 00", "", "hardware"}, {"Pharmacie de la Gare", "1 bd Carnot", "59800 Lille", "03 55 50 22 33", "", "pharmacy"}}},
		{code: "IT", currency: "EUR", words: italian(), amount: (*receipt).comma, before: "", dates: []string{"02/01/2006", "02-01-2006", "02/01/06"}, clocks: clock, included: true,
			rates: []rate{{"22%", "IVA", "22"}, {"4%", "IVA", "4"}}, register: "P.IVA %s", shops: []shop{
				{"Trattoria da Nonna Pina", "Via Garibaldi 21", "40121 Bologna BO", "051 5550123", "", "meal"}, {"Alimentari Fratelli Rossi S.r.l.", "Corso Italia 7", "20122 Milano MI", "02 55501234", "", "grocer"},
				{"Ferramenta San Marco S.n.c.", "Via Roma 118", "35122 Padova PD", "049 5550456", "ferramentasanmarco.it", "hardware"}}},
		{code: "ES", currency: "EUR", words: spanish(), amount: (*receipt).comma, after: " €", dates: []string{"02/01/2006", "02-01-2006", "02/01/06"}, clocks: clock, included: true,
			rates: []rate{{"C", "IVA", "21"}, {"B", "IVA", "10"}, {"A", "IVA", "4"}}, register: "NIF: %s", shops: []shop{
				{"Mesón El Olivo", "Calle Mayor 12", "28013 Madrid", "915 550 123", "", "meal"}, {"Ultramarinos Vega S.L.", "Avda. Libertad 45", "30009 Murcia", "968 555 044", "", "grocer"},
				{"Suministros Ebro S.A.", "Polígono Malpica 8", "50016 Zaragoza", "976 555 077", "www.suministrosebro.es", "hardware"}}},
		{code: "NL", currency: "EUR", words: dutch(), amount: (*receipt).comma, before: "€ ", dates: []string{"02-01-2006", "02-01-06", "02/01/2006"}, clocks: clock, included: true, step: "0.05",
			rates: []rate{{"H", "BTW", "21"}, {"L", "BTW", "9"}}, register: "BTW %s", shops: []shop{
				{"Eetcafé De Zwaan", "Oudegracht 155", "3511 AJ Utrecht", "030-5550123", "", "meal"}, {"Buurtsuper Vermeulen B.V.", "Kerkstraat 9", "2311 GH Leiden", "071-5550456", "", "grocer"},
				{"IJzerwaren Jansen", "Havenweg 31", "8011 XZ Zwolle", "038-5550789", "www.ijzerwarenjansen.nl", "hardware"}}},
	}
}
