package command

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spindle-receipts/spindle/internal/receipt"
	"github.com/spindle-receipts/spindle/internal/store"
)

// meanwhile is a standard error at whose first words something happens.
type meanwhile struct {
	bytes.Buffer
	happens func()
}

func (m *meanwhile) Write(p []byte) (int, error) {
	if happens := m.happens; happens != nil {
		m.happens = nil
		happens()
	}
	return m.Buffer.Write(p)
}

// The window changes receipts while the command line exports them: between the
// rehearsal, whose words come first, and the writing. The file is of one
// state, all of it, and the command does not fail.
func TestExportWhileTheWindowWorks(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	_, paths := pictures(t, 3)
	m.run(append([]string{"read"}, paths...)...).want(t, ExitOK)
	window, err := store.Open(t.Context(), m.home)
	if err != nil {
		t.Fatal(err)
	}
	defer window.Close()
	change := func(id int64, f func(*receipt.Receipt)) {
		t.Helper()
		_, err := window.Update(t.Context(), id, store.Edit{By: store.Person, What: "corrected"}, func(r *receipt.Receipt) error {
			f(r)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	change(3, func(r *receipt.Receipt) { r.Status = receipt.Reading }) // what is left out is told
	before := m.export(with(xeroFlags, "--again")...).want(t, ExitSomeFailed).out
	for _, to := range []string{"-", filepath.Join(t.TempDir(), "bills.csv")} {
		happened := false
		out, said := &bytes.Buffer{}, &meanwhile{happens: func() {
			happened = true
			change(1, func(r *receipt.Receipt) { r.Fields.Vendor = "Changed on the way to " + to })
			change(2, func(r *receipt.Receipt) { r.Status = receipt.Review })
			change(3, func(r *receipt.Receipt) { r.Status = receipt.Ready })
		}}
		env := Env{Stdin: strings.NewReader(""), Stdout: out, Stderr: said, Reader: m.reader, Intake: m.intake, Version: "test"}
		status := Run(t.Context(), env, append(append([]string{"export", "--home", m.home, "-o", to}, xeroFlags...), "--again", "--replace"))
		if status != ExitSomeFailed || !happened || !strings.Contains(said.String(), "receipt 3 left out") || !strings.Contains(said.String(), "a note of the export") {
			t.Fatalf("to %s: exit %d, happened: %v\n%s", to, status, happened, said)
		}
		text := out.String()
		if to != "-" {
			content, err := os.ReadFile(to)
			if err != nil {
				t.Fatal(err)
			}
			text = string(content)
		}
		if text != before || !strings.Contains(text, "\r\n") {
			t.Errorf("to %s it wrote\n%swhere the history, when the export began, had\n%s", to, text, before)
		}
		// As it was, for the next round.
		change(2, func(r *receipt.Receipt) { r.Status = receipt.Ready })
		change(3, func(r *receipt.Receipt) { r.Status = receipt.Reading })
		before = m.export(with(xeroFlags, "--again")...).want(t, ExitSomeFailed).out
		if !strings.Contains(before, "Changed on the way to "+to) {
			t.Errorf("the next export does not have what changed:\n%s", before)
		}
	}
}
