package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/spindle-receipts/spindle/api/server"
)

func TestDaysAsAnnotatorsWriteThem(t *testing.T) {
	for in, want := range map[string]string{
		"25/12/2018": "2018-12-25", "18-11-18": "2018-11-18", "03 MAR 2018": "2018-03-03", "30 DEC 17": "2017-12-30", "20180304": "2018-03-04",
		"25032018": "2018-03-25", "01-NOV-2017": "2017-11-01", "17/1/2018": "2018-01-17", "2020-03-02": "2020-03-02",
	} {
		if got, err := day(in); err != nil || got != want {
			t.Errorf("%s is %s (%v), want %s", in, got, err, want)
		}
	}
	if _, err := day("märz"); err == nil {
		t.Error("a month alone is taken for a day")
	}
}

func TestAgreement(t *testing.T) {
	dir := t.TempDir()
	csv := "file,vendor,date,total,currency,tax\na.jpg,Blue Heron Ltd,02/03/2024,RM12.50,MYR,0.70\nb.jpg,Other,01/03/2024,1.00,MYR,\n"
	if err := os.WriteFile(filepath.Join(dir, "truth.csv"), []byte(csv), 0o600); err != nil {
		t.Fatal(err)
	}
	truths, err := readTruths(dir, "1/2")
	if err != nil || len(truths) != 1 {
		t.Fatalf("%d truths, %v", len(truths), err)
	}
	var r report
	r.add(truths[0], server.Reading{Total: server.Value{Text: "12.5", Score: 0.9}, Date: server.Value{Text: "2024-03-02 10:00:00", Score: 0.9},
		Currency: server.Value{Text: "MYR", Score: 0.9}, Vendor: server.Vendor{Name: server.Value{Text: "BLUE HERON LT", Score: 0.9}}}, spent{}, nil)
	if o := r.outcomes[0]; !o.total || !o.date || !o.currency || o.exact || !o.close || !o.ready {
		t.Errorf("total %v, date %v, currency %v, exact %v, close %v, ready %v (%v)", o.total, o.date, o.currency, o.exact, o.close, o.ready, o.reasons)
	}
}

func TestRatio(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want float64
	}{{"", "", 1}, {"ABCD", "ABCD", 1}, {"ABCD", "ABXD", 0.75}, {"ÄÖ", "ÄÖÜß", 0.5}} {
		if got := ratio(c.a, c.b); got != c.want {
			t.Errorf("%q and %q are alike by %v, want %v", c.a, c.b, got, c.want)
		}
	}
}

func TestWordsAmountsAndSignsThatWereRead(t *testing.T) {
	var got texts
	got.compare("Café Zürich £\n2 x Käse 3,40 €\nTOTAL 6,80 €\nTOTAL", "Cafe Zürich E\n2 x Kase 3,40 €\nTOTAL: 6.80\nTOTAL TOTAL")
	want := texts{words: recall{6, 9}, amounts: recall{1, 2}, accents: recall{1, 3}, euros: recall{1, 2}, pounds: recall{0, 1}}
	if got != want {
		t.Errorf("compared as %+v, want %+v", got, want)
	}
}
