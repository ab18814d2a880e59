package fields

import (
	"testing"

	"github.com/spindle-receipts/spindle/api/server"
	"github.com/spindle-receipts/spindle/internal/reader/text"
)

// Forms that trap a reader of totals; made up like those of countries_test.go.
var traps = []struct {
	name, receipt         string
	date, currency, total string
	hints                 server.Hints
	unsure                bool // must not be trusted without a look
}{
	{name: "total alone, its figure below", receipt: `
^ Corner Store LLC
Austin, TX 78701
04/18/2024
Soda                $2.00
Chips               $3.50
TOTAL
                    $5.50
`, date: "2024-04-18", currency: "USD", total: "5.50"},
	{name: "gas station", receipt: `
^ ROUTE 9 FUEL
Albany, NY 12203
05/02/24 08:12
PUMP# 4
REGULAR
GALLONS          10.123
PRICE/GAL        $3.299
FUEL TOTAL       $33.40
VISA  XXXXXXXXXXXX1881
`, date: "2024-05-02 08:12:00", currency: "USD", total: "33.40"},
	{name: "ride by mail", receipt: `
Total                         $23.45
Thanks for riding, Sam
March 9, 2024
Trip fare                     $17.20
Subtotal                      $17.20
Booking Fee                    $4.75
Taxes                          $1.50
Payments
Visa ••••1234                 $23.45
Boston, MA 02116
`, date: "2024-03-09", currency: "USD", total: "23.45"},
	{name: "card slip with room for a tip", receipt: `
^ Lone Pine Grill
Denver, CO 80202
03/22/2024 20:05
AMOUNT           $61.20
TIP        ____________
TOTAL      ____________
`, date: "2024-03-22 20:05:00", currency: "USD", total: "61.20", unsure: true},
	{name: "a tip by hand", receipt: `
^ Lone Pine Grill
Denver, CO 80202
03/22/2024 20:05
Steak            $55.00
Subtotal         $55.00
Tax               $6.20
Total            $61.20
Gratuity: ____________
Total:    ____________
`, date: "2024-03-22 20:05:00", currency: "USD", total: "61.20", unsure: true},
	{name: "total of articles between label and figure", receipt: `
^ EPICERIE DU PORT
3 quai des Docks 13002 Marseille
TVA FR12345678901
PAIN                1,10
FROMAGE             6,40
TOTAL (2 articles)  7,50 €
ESPECES            10,00 €
RENDU               2,50 €
12/03/24 09:14
`, date: "2024-03-12 09:14:00", currency: "EUR", total: "7.50"},
	{name: "German fuel", receipt: `
^ Tankhof Nord
Ringstr. 4, 24103 Kiel
Super E10            42,51 EUR
22,98 l     1,850 EUR/l
Gesamtbetrag         42,51 EUR
MwSt 19%              6,79 EUR
Netto                35,72 EUR
girocard             42,51 EUR
14.02.2024 06:30
`, date: "2024-02-14 06:30:00", currency: "EUR", total: "42.51"},
	{name: "Indian bill in whole rupees", receipt: `
^ Sri Krishna Sweets
T Nagar, Chennai 600017
GSTIN 33ABCDE1234F1Z5
Date 12/11/23
Mysore Pak 1 kg   640
Murukku 500g      160
Total             800
`, date: "2023-11-12", currency: "INR", total: "800", unsure: true},
	{name: "Indian table of halves of a tax", receipt: `
^ Nilgiri Megastore
HSR Layout, Bengaluru
GSTIN : 29ABCDE1234F1Z5
Bill No : 1234567     Date : 15/06/2024 20:31
Rice 5kg   1    345.00  345.00
Butter     2     55.00  110.00
Net Payable                  455.00
GST Breakup  Taxable  CGST  SGST
5%   433.33  10.83  10.83
CARD   455.00
`, date: "2024-06-15 20:31:00", currency: "INR", total: "455.00"},
	{name: "a receipt by mail says from whom", receipt: `
Receipt from Brightleaf Cloud, Inc.
Receipt number 2345-6789
Date paid June 15, 2024
San Francisco, CA 94104
Pro plan       1      $29.00        $29.00
Subtotal       $29.00
Total          $29.00
Amount paid    $29.00
`, date: "2024-06-15", currency: "USD", total: "29.00"},
	{name: "rupiah with decimals of nothing", receipt: `
^ HOTEL MELATI PT
Denpasar, Bali
Tgl 03/01/2024
Kamar        Rp 1.374.945 ,00
TOTAL        Rp 1.374.945,00
`, date: "2024-01-03", currency: "IDR", total: "1374945.00"},
	{name: "a blank before the decimals", receipt: `
^ Umhlanga Motors (Pty) Ltd
Durban, South Africa
2024-02-11
Service                R1374945 .00
TOTAL                  R1374945 .00
`, date: "2024-02-11", currency: "ZAR", total: "1374945.00"},
	{name: "savings and points are no totals", receipt: `
^ Fenwick Grocers Ltd
York YO1 7HH
VAT GB 987654321
TEA                    2.80
MILK                   1.45
Multibuy Discount     -0.25
TOTAL                 £4.00
Total Savings         £0.25
Points balance        1203.00
CARD                  £4.00
03/04/2024
`, date: "2024-04-03", currency: "GBP", total: "4.00"},
	{name: "paid by card after cash back", receipt: `
^ Harbour Stores Pty Ltd
ABN 12 345 678 901
Fremantle WA 6160
Bread                 $4.20
Jam                   $6.30
Total                $10.50
Cash Out             $50.00
EFTPOS               $60.50
11/05/2024
`, date: "2024-05-11", currency: "AUD", total: "10.50"},
	{name: "Japanese words", receipt: `
^ 喫茶みどり
東京都渋谷区1-2-3
2024年3月5日 12:30
コーヒー        ¥550
ケーキ          ¥480
小計          ¥1,030
消費税          ¥103
合計          ¥1,133
お預り        ¥2,000
お釣り          ¥867
`, date: "2024-03-05 12:30:00", currency: "JPY", total: "1133"},
	{name: "letters taken for digits", receipt: `
^ PERNIAGAAN MAJU JAYA
Jalan Ipoh, Kuala Lumpur
Date: O4/O3/2024
Paku            1O.5O
T0TAL     RM    1O.5O
CASH      RM    2O.OO
CHANGE    RM     9.5O
`, date: "2024-03-04", currency: "MYR", total: "10.50"},
	{name: "day and month open without a country", receipt: `
^ The Little Shop
03/04/2024
Candle        7.00
Total         7.00
`, date: "2024-04-03", currency: "", total: "7.00", unsure: true},
	{name: "the sender names the country", receipt: `
^ The Little Shop
03/04/2024
Candle        7.00
Total         7.00
Cash         10.00
Change        3.00
`, date: "2024-03-04", currency: "USD", total: "7.00", hints: server.Hints{Country: "US"}},
	{name: "invoice with a due date", receipt: `
^ Northwind Consulting Ltd
4 Castle Street, Edinburgh EH2 3AT
INVOICE
Invoice No: INV-2041
Invoice date: 28 February 2024
Due date: 29 March 2024
Consulting, 3 days at 450.00      1,350.00
Subtotal                         £1,350.00
VAT 20%                            £270.00
Total due                        £1,620.00
`, date: "2024-02-28", currency: "GBP", total: "1620.00"},
	{name: "two columns of taxes and the total at the right", receipt: `
^ Markthalle Süd GmbH
Lange Straße 1, 70173 Stuttgart
Käse                  8,00 A
Wein                 11,90 B
SUMME        EUR     19,90
Mastercard   EUR     19,90
MWST       Netto   MwSt   Brutto
A 7,00%     7,48   0,52     8,00
B 19,00%   10,00   1,90    11,90
Summe      17,48   2,42    19,90
Datum 04.06.24 Uhrzeit 18:22
`, date: "2024-06-04 18:22:00", currency: "EUR", total: "19.90"},
}

func TestTraps(t *testing.T) {
	for _, c := range traps {
		t.Run(c.name, func(t *testing.T) {
			got := Understand([]text.Page{pageOf(c.receipt)}, c.hints)
			if got.Date.Text != c.date {
				t.Errorf("date is %q, want %q", got.Date.Text, c.date)
			}
			if got.Currency.Text != c.currency {
				t.Errorf("currency is %q, want %q", got.Currency.Text, c.currency)
			}
			if got.Total.Text != c.total {
				t.Errorf("total is %q, want %q", got.Total.Text, c.total)
			}
			sure := got.Total.Score >= 0.8 && got.Date.Score >= 0.8 && got.Currency.Score >= 0.8
			if sure && c.unsure {
				t.Errorf("total %.2f, date %.2f, currency %.2f would be trusted without a look", got.Total.Score, got.Date.Score, got.Currency.Score)
			}
			if !sure && !c.unsure {
				t.Logf("not sure: total %.2f, date %.2f, currency %.2f", got.Total.Score, got.Date.Score, got.Currency.Score)
			}
			if t.Failed() {
				t.Log(got.Text)
			}
		})
	}
}
