package main

func english() *words {
	return &words{
		subtotal: []string{"Subtotal", "SUB-TOTAL", "Sub Total", "SUBTOTAL"},
		total:    []string{"TOTAL", "Total", "Total Due", "TOTAL TO PAY", "Amount Due", "BALANCE DUE"},
		cash:     []string{"Cash", "CASH", "Cash Tendered"}, change: []string{"Change", "CHANGE", "Change Due"},
		card:     []string{"VISA", "MASTERCARD", "Visa Debit"},
		discount: []string{"Discount", "Voucher", "Loyalty discount"}, off: []string{"Promotion", "Multibuy saving", "Price cut", "Staff discount"},
		tip: []string{"Tip", "Gratuity"}, service: []string{"Service charge", "Service Charge 10%"}, rounding: []string{"Rounding", "Cash rounding", "Rounding Adj"},
		number: []string{"Receipt No", "Invoice #", "Trans", "Receipt"}, served: []string{"Served by Nia", "Cashier: Tom", "Operator 14", "Till 3  Grace"},
		thanks: []string{"Thank you for your custom", "Please come again", "Keep this slip for returns", "Have a lovely day"},
		refund: []string{"REFUND TOTAL", "Refund"}, count: []string{"Items sold", "No. of items", "Item count"}, date: []string{"Date", "", "", "Date/Time"},
		included: []string{"incl.", "included"}, table: []string{"Rate", "Net", "Tax", "Gross"}, times: []string{"x", "@", " x "}, kilo: "kg",
		goods: map[string][]good{
			"grocer": {{"Brown bread loaf", 150, 480, 1, false}, {"Semi skimmed 2L", 120, 390, 1, false}, {"Gala apples", 180, 590, 1, true}, {"Baby spinach", 150, 400, 1, false},
				{"Cheddar block", 300, 900, 1, false}, {"Ground beef", 700, 1800, 1, true}, {"Rolled oats 1kg", 150, 500, 1, false}, {"Peanut butter", 250, 650, 1, false},
				{"Dish soap lemon", 120, 450, 0, false}, {"Paper napkins", 90, 320, 0, false}, {"Cola 6 pack", 250, 700, 0, false}, {"Potato chips", 120, 450, 0, false}, {"Candle vanilla", 300, 1200, 0, false}},
			"meal": {{"Margherita", 900, 1700, 0, false}, {"Chicken curry", 950, 2100, 0, false}, {"Garden salad", 550, 1200, 0, false}, {"Soup of the day", 450, 900, 0, false}, {"Flat white", 280, 520, 0, false},
				{"House red glass", 500, 1100, 0, false}, {"Sticky pudding", 550, 1000, 0, false}, {"Sparkling 330ml", 180, 400, 0, false}, {"Lamb chops", 1600, 3200, 0, false}, {"Kids pasta", 500, 900, 0, false}},
			"hardware": {{"Masonry bit 6mm", 250, 900, 0, false}, {"Wall plugs 100", 180, 600, 0, false}, {"Emulsion white 5L", 1800, 5900, 0, false}, {"Roller set", 600, 1900, 0, false}, {"LED bulb E27", 300, 1100, 0, false},
				{"Extension lead 3m", 700, 2400, 0, false}, {"Wood screws 4x40", 250, 900, 0, false}, {"Work gloves L", 400, 1700, 0, false}, {"Silicone clear", 350, 1100, 0, false}, {"Generator 3kW", 90000, 189900, 0, false}},
			"pharmacy": {{"Paracetamol 16s", 80, 450, 0, false}, {"Hand cream 75ml", 250, 900, 0, false}, {"Plasters assorted", 150, 600, 0, false}, {"Cough syrup", 350, 1200, 0, false}, {"Toothpaste mint", 180, 600, 0, false},
				{"Sun lotion SPF30", 600, 1900, 0, false}, {"Vitamin C 60", 400, 1600, 0, false}},
		},
	}
}

func englishLands() []land {
	en := english()
	clock24, clock12 := []string{"15:04", "15:04:05"}, []string{"3:04 PM", "03:04:05 PM", "3:04pm"}
	return []land{
		{code: "US", currency: "USD", words: en, amount: (*receipt).point, before: "$", dates: []string{"01/02/2006", "1/2/06", "Jan 2, 2006", "01-02-2006"}, clocks: clock12, tips: true,
			rates: []rate{{"T", "Sales Tax", "8.25"}, {"", "", "0"}}, register: "Store %s", shops: []shop{
				{"Cedar Hollow Grill", "2207 Burnet Rd", "Austin, TX 78756", "(512) 555-0147", "cedarhollowgrill.com", "meal"}, {"Pinewood Provisions", "88 Main St", "Bozeman, MT 59715", "406-555-0110", "", "grocer"},
				{"Harbor Tool & Supply Inc", "41 Dock Ave", "Portland, ME 04101", "(207) 555-0199", "www.harbortool.com", "hardware"}, {"Sunny Side Pharmacy", "910 Lake Blvd", "Tampa, FL 33602", "813.555.0162", "", "pharmacy"}}},
		{code: "GB", currency: "GBP", words: en, amount: (*receipt).point, before: "£", dates: []string{"02/01/2006", "02/01/06", "02 Jan 2006", "2-Jan-06"}, clocks: clock24, included: true,
			rates: []rate{{"A", "VAT", "20"}, {"Z", "VAT", "0"}}, service: "12.5", register: "VAT No. %s", shops: []shop{
				{"The Crooked Spire", "14 Knifesmith Gate", "Chesterfield S40 1RQ", "01632 960881", "", "meal"}, {"Bramble & Oat Stores Ltd", "6 High Street", "Ludlow SY8 1BS", "01632 960077", "brambleandoat.co.uk", "grocer"},
				{"Dales Ironworks", "Unit 3 Mill Lane", "Skipton BD23 2QR", "01632 960455", "", "hardware"}, {"Kestrel Chemists", "101 Queens Road", "Brighton BN1 3XF", "01632 960232", "www.kestrelchemists.co.uk", "pharmacy"}}},
		{code: "AU", currency: "AUD", words: en, amount: (*receipt).point, before: "$", dates: []string{"02/01/2006", "02/01/06", "2 Jan 2006"}, clocks: append(clock12, clock24...), included: true,
			rates: []rate{{"*", "GST", "10"}, {"", "GST", "0"}}, step: "0.05", register: "ABN %s", shops: []shop{
				{"Banksia Street Deli", "55 Banksia St", "Heidelberg VIC 3084", "(03) 5550 1234", "", "meal"}, {"Coastal Pantry Pty Ltd", "2/18 Ocean Dr", "Port Macquarie NSW 2444", "02 5550 8765", "coastalpantry.com.au", "grocer"},
				{"Ironbark Trade Centre", "210 Gympie Rd", "Strathpine QLD 4500", "07 5550 1100", "", "hardware"}}},
		{code: "MY", currency: "MYR", words: en, amount: (*receipt).point, before: "RM ", dates: []string{"02/01/2006", "02-01-2006", "2/1/2006", "02/01/06"}, clocks: append(clock12, clock24...), step: "0.05",
			rates: []rate{{"S", "SST", "6"}, {"S", "SST", "6"}}, service: "10", register: "Co. Reg: %s", shops: []shop{
				{"Restoran Bunga Tanjung", "12 Jalan Ampang 3", "55000 Kuala Lumpur", "03-5550 1212", "", "meal"}, {"Syarikat Perkakas Setia Sdn Bhd", "Lot 8, Jalan Kilang 2", "47300 Petaling Jaya", "03-5550 9876", "", "hardware"},
				{"Farmasi Sinar Pagi Sdn Bhd", "G-5, Jalan Damai", "81100 Johor Bahru", "07-5550 333", "sinarpagi.com.my", "pharmacy"}, {"Pasar Mini Warisan Enterprise", "3 Lorong Melur", "11900 Bayan Lepas", "04-555 0101", "", "grocer"}}},
		{code: "ZA", currency: "ZAR", words: en, amount: (*receipt).point, before: "R", dates: []string{"2006/01/02", "02/01/2006", "2006-01-02", "02 Jan 2006"}, clocks: clock24, included: true,
			rates: []rate{{"", "VAT", "15"}, {"#", "VAT", "0"}}, step: "0.10", register: "VAT Reg: %s", shops: []shop{
				{"Karoo Kitchen", "7 Church Street", "Graaff-Reinet 6280", "049 555 0123", "", "meal"}, {"Blue Crane Foods (Pty) Ltd", "Shop 12 Garden Centre", "Pretoria 0181", "012 555 0188", "bluecranefoods.co.za", "grocer"},
				{"Overberg Bou & Hardware", "33 Main Road", "Caledon 7230", "028 555 0177", "", "hardware"}}},
		{code: "IN", currency: "INR", words: en, amount: (*receipt).point, before: "Rs. ", dates: []string{"02/01/2006", "02-01-2006", "02-Jan-2006", "02/01/06"}, clocks: append(clock12, clock24...), halves: true,
			rates: []rate{{"", "GST", "5"}, {"", "GST", "5"}}, register: "GSTIN: %s", shops: []shop{
				{"Hotel Annapurna Veg", "14 MG Road", "Bengaluru 560001", "+91 80 5550 1234", "", "meal"}, {"Sri Lakshmi Provision Store", "7 Gandhi Bazaar", "Mysuru 570001", "+91 821 555 0199", "", "grocer"},
				{"Deccan Hardware Mart", "22 Station Road", "Pune 411001", "+91 20 5550 4321", "", "hardware"}}},
	}
}
