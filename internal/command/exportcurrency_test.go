package command

import (
	"strings"
	"testing"

	"github.com/spindle-receipts/spindle/internal/receipt"
	"github.com/spindle-receipts/spindle/internal/store"
)

// Sage takes one currency in a file: the others are files of their own.
func TestExportOfOneCurrency(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	_, paths := pictures(t, 3)
	m.run(append([]string{"read"}, paths...)...).want(t, ExitOK)
	s, err := store.Open(t.Context(), m.home)
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.Update(t.Context(), 2, store.Edit{By: store.Person, What: "corrected"}, func(r *receipt.Receipt) error {
		r.Fields.Currency = "CHF"
		return nil
	})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	flags := []string{"--format", "sage50", "--account", "=7504", "--vendor", "=OFF001", "--tax", "none=T9,unknown=T1"}
	for _, rate := range []string{"13.5", "14", "14.5", "15"} {
		flags = append(flags, "--tax", rate+"=T1")
	}
	m.export(flags...).want(t, ExitRun, "one currency only", "--currency")
	if o := m.export(with(flags, "--currency", "chf")...).want(t, ExitOK); strings.Count(o.out, "PI,") != 1 {
		t.Errorf("in francs it wrote\n%s", o.out)
	}
	if o := m.export(flags...).want(t, ExitOK); strings.Count(o.out, "PI,") != 2 { // the rest is of one
		t.Errorf("the rest is\n%s", o.out)
	}
	m.export(with(flags, "--currency", "francs")...).want(t, ExitUsage, "FRANCS")
}
