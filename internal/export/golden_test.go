package export

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew; read them line by line afterwards")

// report is a plan in words, as the golden files keep it.
func report(p *Plan) string {
	var b strings.Builder
	for _, f := range p.Files {
		fmt.Fprintf(&b, "file %s: %d receipts, %d lines, %d bytes\n", f.Name, f.Receipts, f.Lines, f.Bytes)
	}
	fmt.Fprintf(&b, "receipts %d, excluded %d\n", p.Receipts, p.Excluded)
	for _, s := range p.Sums {
		fmt.Fprintf(&b, "sum %s: %d receipts (%d refunds), total %s, tax %s\n", s.Currency, s.Receipts, s.Refunds, s.Total.In(s.Currency), s.Tax.In(s.Currency))
	}
	for _, t := range p.Taxes {
		fmt.Fprintf(&b, "tax %s %q: net %s, tax %s\n", t.Currency, t.Rate, t.Net.In(t.Currency), t.Tax.In(t.Currency))
	}
	for _, problem := range p.Problems {
		fmt.Fprintf(&b, "%s receipt %d, %s: %s\n", map[bool]string{true: "STOPS", false: "note "}[problem.Stops], problem.Receipt, problem.Kind, problem.Words)
	}
	for _, c := range p.Changes {
		fmt.Fprintf(&b, "text  receipt %d, %s: %q -> %q, %s\n", c.Receipt, c.Field, c.From, c.To, c.Why)
	}
	for _, u := range p.Unnamed {
		fmt.Fprintf(&b, "unnamed %s %q\n", u.Kind, u.Key)
	}
	return b.String()
}

func rehearse(t *testing.T, name string, c Choices, rows []Row) *Plan {
	t.Helper()
	p, err := Find(name)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := Rehearse(t.Context(), p, c, all(rows))
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

func written(t *testing.T, p *Plan, i int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := p.Write(t.Context(), i, &b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Every profile writes the one set of receipts as it did when somebody read
// the files line by line.
func TestGolden(t *testing.T) {
	for _, p := range Profiles() {
		t.Run(p.Name, func(t *testing.T) {
			rows := receiptSet()
			if p.Rules.Currencies == "one" { // what such a profile says to several is tested apart
				rows = append(rows[:5:5], rows[7:]...)
			}
			plan := rehearse(t, p.Name, books(p.Name), rows)
			golden(t, p.Name+".report", []byte(report(plan)))
			for i, f := range plan.Files {
				data := written(t, plan, i)
				plan.Skip = func(n int) Rows { return all(rows[n:]) }
				if !bytes.Equal(data, written(t, plan, i)) {
					t.Errorf("%s is another one the second time", f.Name)
				}
				plan.Skip = nil
				if p.Layout == "workbook" {
					continue // read cell by cell in a test of its own
				}
				if int64(len(data)) != f.Bytes {
					t.Errorf("%s has %d bytes, the plan says %d", f.Name, len(data), f.Bytes)
				}
				golden(t, f.Name, data)
			}
		})
	}
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", "golden", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(got, want) {
		return
	}
	g, w := strings.SplitAfter(string(got), "\n"), strings.SplitAfter(string(want), "\n")
	for i := range max(len(g), len(w)) {
		switch {
		case i >= len(g):
			t.Fatalf("%s ends before line %d: %q", name, i+1, w[i])
		case i >= len(w):
			t.Fatalf("%s has a line %d more: %q", name, i+1, g[i])
		case g[i] != w[i]:
			t.Fatalf("%s, line %d:\n got %q\nwant %q", name, i+1, g[i], w[i])
		}
	}
}
