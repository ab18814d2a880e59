package export

import (
	"time"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

func on(y, m, d int) receipt.Date { return receipt.Date{Year: y, Month: time.Month(m), Day: d} }

func taxLine(name, rate, base, total string) receipt.TaxLine {
	return receipt.TaxLine{Name: name, Rate: amountOf(rate), Base: amountOf(base), Total: amountOf(total)}
}

func lineItem(description, quantity, price, total string) receipt.LineItem {
	return receipt.LineItem{Description: description, Quantity: amountOf(quantity), Price: amountOf(price), Total: amountOf(total)}
}

// receiptSet is the one set of receipts that every profile is tried with.
func receiptSet() []Row {
	var rows []Row
	add := func(status receipt.Status, f receipt.Fields, more ...func(*receipt.Receipt)) {
		r := receipt.Receipt{ID: int64(len(rows) + 1), Status: status, Engine: receipt.Local, Fields: f, Updated: time.Date(2026, 4, 1, 9, 0, len(rows), 0, time.UTC)}
		r.Originals = []receipt.Original{{Path: "in/scan.jpg", Kind: "jpeg"}}
		for _, m := range more {
			m(&r)
		}
		rows = append(rows, Row{Receipt: r})
	}
	officeWorld := receipt.Fields{Vendor: "Office World", Date: on(2026, 3, 15), Currency: "GBP", Subtotal: amountOf("50"), Tax: amountOf("10"), Total: amountOf("60"),
		Category: "Office", InvoiceNumber: "OW-1234", PaymentType: "visa", PaymentDigits: "7373",
		TaxLines: []receipt.TaxLine{taxLine("VAT", "20.00", "50.00", "10.00")}, LineItems: []receipt.LineItem{lineItem("Paper", "5", "10.00", "50.00")}}
	add(receipt.Ready, officeWorld)
	add(receipt.Ready, receipt.Fields{Vendor: "Office World", Date: on(2026, 3, 16), Currency: "GBP", Subtotal: amountOf("-20"), Tax: amountOf("-4"), Total: amountOf("-24"), // a refund
		Category: "Office", InvoiceNumber: "CR-88", PaymentType: "visa", TaxLines: []receipt.TaxLine{taxLine("VAT", "20", "", "-4.00")}})
	add(receipt.Ready, receipt.Fields{Vendor: "Süpermarkt Œuvre", Date: on(2026, 3, 17), Currency: "GBP", Subtotal: amountOf("37.50"), Tax: amountOf("3"), Total: amountOf("40.50"), // several rates
		Category: "Food", TaxLines: []receipt.TaxLine{taxLine("", "20", "10.00", "2.00"), taxLine("Reduced", "5", "21.00", "1.00"), taxLine("", "0", "7.50", "0.00")},
		LineItems: []receipt.LineItem{lineItem("Wine", "1", "10.00", "10.00"), lineItem("Heater", "2", "10.00", "20.00"), lineItem("Bread", "", "", "7.50")}})
	add(receipt.Ready, receipt.Fields{Vendor: "Café Zoë", Date: on(2026, 3, 18), Currency: "GBP", Subtotal: amountOf("40"), Tax: amountOf("8"), Tip: amountOf("5"), Total: amountOf("53"), // a tip
		Category: "Food", InvoiceNumber: "7", PaymentType: "Cash"})
	add(receipt.Ready, receipt.Fields{Vendor: `Bob's, "Books" & More`, Date: on(2026, 3, 19), Currency: "GBP", Subtotal: amountOf("55"), Discount: amountOf("5"), Fees: amountOf("3.99"),
		Tax: amountOf("10.80"), Rounding: amountOf("0.01"), Total: amountOf("64.80"), Category: "Office", InvoiceNumber: "B;1",
		TaxLines: []receipt.TaxLine{taxLine("VAT", "20", "", "10.80")}, LineItems: []receipt.LineItem{lineItem("Atlas", "1", "30.00", "30.00"), lineItem("Diary, 2026", "1", "25.00", "25.00")}})
	add(receipt.Ready, receipt.Fields{Vendor: "株式会社 ローソン", Date: on(2026, 3, 20), Currency: "JPY", Subtotal: amountOf("1320.0"), Tax: amountOf("120"), Total: amountOf("1320"), Category: "Food",
		TaxLines: []receipt.TaxLine{{Name: "消費税", Rate: amountOf("10"), Total: amountOf("120"), Inclusive: true}}})
	add(receipt.Ready, receipt.Fields{Vendor: "Al-Wazzan", Date: on(2026, 3, 21), Currency: "KWD", Subtotal: amountOf("1.5"), Total: amountOf("1.5"), Category: "Office", InvoiceNumber: "K-1"})
	add(receipt.Ready, receipt.Fields{Vendor: "-", Date: on(2026, 3, 22), Currency: "GBP", Total: amountOf("3"), Category: "Office"})
	add(receipt.Ready, receipt.Fields{Vendor: `=HYPERLINK("http://evil.example","x")`, Date: on(2026, 3, 23), Currency: "GBP", Total: amountOf("4"), Category: "Office", InvoiceNumber: "+44 20 7946",
		Notes: "@SUM(A1)\nand\tmore", PaymentType: "-2+3"})
	add(receipt.Ready, receipt.Fields{Vendor: "Tab\tand\nline; Ltd", Date: on(2026, 3, 24), Currency: "GBP", Subtotal: amountOf("10"), Tax: amountOf("2"), Total: amountOf("12.50"), // 0.50 is left over
		Category: "Office", InvoiceNumber: "INV-2026-000000000000000000017", TaxLines: []receipt.TaxLine{taxLine("VAT", "20", "10", "2")},
		LineItems: []receipt.LineItem{lineItem("A thing with a long name that says all that there is to say about it, and more", "1", "6", "6"), lineItem("Another", "1", "3", "3")}})
	plain := receipt.Fields{Vendor: "Shop", Date: on(2026, 3, 25), Currency: "GBP", Total: amountOf("5"), Category: "Office", InvoiceNumber: "S-1"}
	with := func(change func(*receipt.Fields)) receipt.Fields {
		f := plain
		change(&f)
		return f
	}
	add(receipt.Ready, with(func(f *receipt.Fields) { f.Vendor = "" }))
	add(receipt.Ready, with(func(f *receipt.Fields) { f.Date = receipt.Date{} }))
	add(receipt.Ready, with(func(f *receipt.Fields) { f.Total = receipt.Amount{} }))
	add(receipt.Ready, with(func(f *receipt.Fields) { f.Currency = "" }))
	add(receipt.Ready, with(func(f *receipt.Fields) { f.Category = "Mystery" }))
	add(receipt.Review, plain, func(r *receipt.Receipt) { r.Reasons = []string{"The date is uncertain"} })
	add(receipt.Failed, receipt.Fields{}, func(r *receipt.Receipt) { r.Reasons = []string{"The file is empty"} })
	add(receipt.Held, receipt.Fields{}, func(r *receipt.Receipt) { r.DuplicateOf = 1 })
	add(receipt.Reading, receipt.Fields{})
	add(receipt.Ready, plain, func(r *receipt.Receipt) { r.Trashed = r.Updated })
	add(receipt.Ready, with(func(f *receipt.Fields) { f.Date, f.InvoiceNumber = on(2026, 12, 31), "S-2" }))              // in the future
	add(receipt.Ready, with(func(f *receipt.Fields) { f.Total, f.InvoiceNumber = amountOf("5.125"), "S-3" }))            // parts of a penny
	add(receipt.Ready, with(func(f *receipt.Fields) { *f = officeWorld; f.Date, f.Category = on(2026, 3, 26), "Food" })) // the number of receipt 1
	add(receipt.Ready, receipt.Fields{Vendor: "Tax unsaid", Date: on(2026, 3, 27), Currency: "GBP", Subtotal: amountOf("9.50"), Tax: amountOf("0.84"), Total: amountOf("10.34"), Category: "Office", InvoiceNumber: "U-1"})
	add(receipt.Ready, receipt.Fields{Vendor: "Kiosk", Date: on(2026, 3, 28), Currency: "GBP", Total: amountOf("2"), Category: "Food", InvoiceNumber: "7"}) // another vendor's number
	add(receipt.Exported, with(func(f *receipt.Fields) { f.InvoiceNumber = "" }), func(r *receipt.Receipt) { r.ExportedAt = time.Date(2026, 4, 2, 0, 0, 0, 0, time.UTC) })
	add(receipt.Ready, with(func(f *receipt.Fields) { f.InvoiceNumber = "" })) // the made-up number of the one before
	return rows
}

// books are the choices that the set is written with.
func books(profile string) Choices {
	c := Choices{
		Accounts: map[string]string{"Office": "7504", "Food": "7406"},
		Taxes:    map[string]string{"20": "20% (VAT on Expenses)", "5": "5% (VAT on Expenses)", "0": "Zero Rated Expenses", "10": "Consumption tax", "none": "No VAT"},
		Vendors:  map[string]string{"": "MISC01", "Office World": "OFF001"},
		Values:   map[string]string{"date-order": "DD/MM/YYYY", "due-days": "30"},
		Today:    on(2026, 4, 3),
	}
	named := map[string]string{"Office": "Expenses:Office", "Food": "Expenses:Food"}
	switch profile {
	case "sage50":
		c.Taxes = map[string]string{"20": "T1", "5": "T5", "0": "T0", "none": "T9"}
	case "sage-accounting":
		c.Taxes = map[string]string{"20": "Standard", "5": "Lower Rate", "0": "Zero Rated", "none": "No VAT"}
	case "quickbooks-bills", "quickbooks-iif":
		c.Accounts = map[string]string{"Office": "Office:Supplies", "Food": "Meals"}
	case "wave":
		c.Values["date-order"] = "MM/DD/YYYY"
	case "csv-people":
		c.DecimalComma = true
		c.Values["date-order"] = "DD.MM.YYYY"
	case "gnucash-bills":
		c.Accounts = named
		c.Vendors = map[string]string{"": "000001", "Office World": "000042"}
		c.Taxes = map[string]string{"20": "UK20", "5": "UK5", "0": "UK0"}
	case "gnucash-transactions", "ledger", "hledger", "hledger-csv", "beancount":
		c.Accounts = named
		c.Payments = map[string]string{"cash": "Assets:Cash"}
	}
	return c
}
