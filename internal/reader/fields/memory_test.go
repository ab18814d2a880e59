package fields

import (
	"slices"
	"testing"

	"github.com/spindle-receipts/spindle/api/server"
	"github.com/spindle-receipts/spindle/internal/reader/text"
)

const logoFirst = `
^  Q@zz
  12 Harbour Road, Leith
  Edinburgh EH6 6QJ
  Tel 0131 555 0142
  VAT No. 911 8885 56
12/03/2024 10:15
Coffee       3.20
TOTAL        3.20
CASH         3.20
`

const logoAgain = `
^  0u#
  12 Harbour Road, Leith
  Edinburgh EH6 6QJ
  Tel +44 131 555 0142
02/05/2024 08:01
Tea          2.10
Scone        2.50
TOTAL        4.60
CASH         5.00
CHANGE       0.40
`

const neighbour = `
^  Pier Books
  14 Harbour Road, Leith
  Edinburgh EH6 6QJ
  Tel 0131 555 0199
02/05/2024 08:01
Novel        9.99
TOTAL        9.99
`

func read(receipt string) server.Reading {
	return Understand([]text.Page{pageOf(receipt)}, server.Hints{})
}

func TestWhatAPersonSaidMakesTheNextReceiptRight(t *testing.T) {
	m := NewMemory(nil)
	first := read(logoFirst)
	m.Recall(&first)
	if first.Vendor.Name.Text == "Quay Coffee" {
		t.Fatal("the memory knows what it was not taught")
	}
	lessons := m.Learn(Traces(&first), Shop{Vendor: "Quay Coffee", Category: "Meals & Entertainment"})
	again := read(logoAgain)
	m.Recall(&again)
	if v := again.Vendor.Name; v.Text != "Quay Coffee" || v.Score < 0.9 || again.Category.Text != "Meals & Entertainment" {
		t.Errorf("the second receipt is from %q (%.2f), %q", v.Text, v.Score, again.Category.Text)
	}
	other := read(neighbour)
	m.Recall(&other)
	if other.Vendor.Name.Text != "Pier Books" {
		t.Errorf("the shop next door became %q", other.Vendor.Name.Text)
	}
	restarted := NewMemory(lessons)
	if shop, _, ok := restarted.Lookup(Traces(&again)); !ok || shop.Vendor != "Quay Coffee" {
		t.Errorf("after a restart the shop is %q", shop.Vendor)
	}
}

func TestALaterLessonOutweighs(t *testing.T) {
	m := NewMemory(nil)
	traces := []string{"vat:GB9II888SS6", "phone:15550142"}
	m.Learn(traces, Shop{Vendor: "Quay Cofee"})
	m.Learn(traces, Shop{Vendor: "Quay Coffee"})
	if shop, score, ok := m.Lookup(traces); !ok || shop.Vendor != "Quay Coffee" || score < 0.9 {
		t.Errorf("the correction of a correction is %q (%.2f)", shop.Vendor, score)
	}
	m.Forget(traces, "Quay Coffee")
	if shop, score, ok := m.Lookup(traces); !ok || shop.Vendor != "Quay Cofee" || score < 0.9 {
		t.Errorf("what was taken back is still %q (%.2f)", shop.Vendor, score)
	}
}

func TestTraces(t *testing.T) {
	got := TracesOf("DE 123 456 789", "", "+49 30 5550 1234", "www.feinkost-huber.de", "info@gmail.com", "Feinkost Huber\nKantstraße 88\n12.03.2024 10:15\nBon 4711 12")
	for _, want := range []string{"vat:" + canonical("DE123456789"), "phone:55501234", "web:" + canonical("feinkost-huber"), "mail:" + canonical("infogmailcom"), "line:" + canonical("Feinkost Huber"), "line:" + canonical("Kantstraße 88")} {
		if !slices.Contains(got, want) {
			t.Errorf("%q is missing in %q", want, got)
		}
	}
	if n := len(got); n != 6 {
		t.Errorf("there are %d traces: %q", n, got)
	}
}
