package command

import (
	"os"
	"path/filepath"
	"testing"
)

// A file of bills that was not imported yet has receipts that no later export
// has: nothing writes over it unasked.
func TestNoFileIsWrittenOverUnasked(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	_, paths := pictures(t, 3)
	m.run("read", paths[0], paths[1]).want(t, ExitOK)
	folder := t.TempDir()
	in := func(name string) string { return filepath.Join(folder, name) }
	holds := func(name, want string) {
		t.Helper()
		if content, err := os.ReadFile(in(name)); err != nil || string(content) != want {
			t.Errorf("%s holds %q, %v", name, content, err)
		}
	}
	for _, name := range []string{"bills.csv", "pack.zip", "plain.csv", "h.csv.rules"} {
		write(t, in(name), []byte("mine"))
	}
	m.export(with(xeroFlags, "-o", in("bills.csv"))...).want(t, ExitRun, "bills.csv is there already", "--replace")
	m.export(with(xeroFlags, "--pack", "-o", in("pack.zip"))...).want(t, ExitRun, "pack.zip is there already")
	m.export("--format", "hledger-csv", "-o", in("h.csv")).want(t, ExitRun, "h.csv.rules is there already") // rules that a person changed
	m.run("read", "--format", "hledger", "-o", in("bills.csv"), paths[2]).want(t, ExitRun, "bills.csv is there already")
	for _, name := range []string{"bills.csv", "pack.zip", "h.csv.rules"} {
		holds(name, "mine")
	}
	if _, err := os.Stat(in("h.csv")); err == nil {
		t.Error("half of an export is there")
	}
	m.run("list").want(t, ExitOK, "ready") // and nothing counts as exported
	m.export("--format", "hledger-csv", "-o", in("h.csv"), "--replace").want(t, ExitOK)
	if content, err := os.ReadFile(in("h.csv.rules")); err != nil || string(content) == "mine" {
		t.Errorf("asked for, the rules are %q, %v", content, err)
	}
	m.export("-o", in("plain.csv")).want(t, ExitOK) // has all that the history has, each time
	if content, err := os.ReadFile(in("plain.csv")); err != nil || string(content) == "mine" {
		t.Errorf("the CSV is %q, %v", content, err)
	}
}
