package command

import (
	"archive/zip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/export"
)

// xeroFlags are what the books of the tests call things. Their receipts have
// 1.50 of tax on some 10 to 11, which is now and then an even rate.
var xeroFlags = func() []string {
	flags := []string{"--format", "xero-bills", "--account", "=400", "--tax", "unknown=VAT,none=No VAT", "--set", "date-order=DD/MM/YYYY"}
	for _, rate := range []string{"13.5", "14", "14.5", "15"} {
		flags = append(flags, "--tax", rate+"=VAT "+rate)
	}
	return flags
}()

func (m *machine) export(args ...string) outcome {
	return m.run(append([]string{"export"}, args...)...)
}

func with(flags []string, more ...string) []string {
	return append(append([]string{}, flags...), more...)
}

// The road of a bookkeeper who imports into an accounting package.
func TestExportForAPackage(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	_, paths := pictures(t, 3)
	m.run(append([]string{"read"}, paths...)...).want(t, ExitOK)
	out := filepath.Join(t.TempDir(), "bills.csv")

	// Without what the books call things nothing is written, and it says what is missing.
	m.export("--format", "xero-bills", "-o", out).want(t, ExitRun, "--account")
	if _, err := os.Stat(out); err == nil {
		t.Fatal("it wrote a file")
	}
	// A rehearsal writes nothing and marks nothing.
	m.export(with(xeroFlags, "--check", "-o", out)...).want(t, ExitOK, "3 receipts", "*ContactName")
	if _, err := os.Stat(out); err == nil {
		t.Fatal("the rehearsal wrote a file")
	}
	m.run("list").want(t, ExitOK, "ready")

	m.export(with(xeroFlags, "--remember", "-o", out)...).want(t, ExitOK)
	content, err := os.ReadFile(out)
	if err != nil || strings.Count(string(content), "\r\n") != 4 || !strings.Contains(string(content), ",14/03/2026,14/03/2026,") {
		t.Fatalf("%v:\n%s", err, content)
	}
	m.run("list").want(t, ExitOK, "exported")

	// The second time there is nothing new, and the choices are known.
	m.export("--format", "xero-bills", "-o", out).want(t, ExitOK, "nothing new")
	if again, err := os.ReadFile(out); err != nil || string(again) != string(content) {
		t.Errorf("the file is not as it was: %v", err)
	}
	// Asked for once more, the bytes are the same.
	if o := m.export("--format", "xero-bills", "--again").want(t, ExitOK); o.out != string(content) {
		t.Errorf("once more it is\n%s", o.out)
	}
	// What came in since is new.
	_, more := pictures(t, 4)
	m.run("read", more[3]).want(t, ExitOK)
	if o := m.export("--format", "xero-bills").want(t, ExitOK, "left out"); strings.Count(o.out, "\r\n") != 2 {
		t.Errorf("it wrote\n%s", o.out)
	}
}

func TestReadStraightIntoAPackage(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	_, paths := pictures(t, 2)
	m.run("read", paths[0]).want(t, ExitOK)
	m.export(with(xeroFlags, "--remember")...).want(t, ExitOK)
	o := m.run("read", "--format", "xero-bills", paths[0], paths[1]).want(t, ExitOK, "left out")
	if strings.Count(o.out, "\r\n") != 2 {
		t.Errorf("the receipt that was exported before is there again, or the new one is not:\n%s", o.out)
	}
}

func TestExportAPack(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	_, paths := pictures(t, 2)
	m.run(append([]string{"read"}, paths...)...).want(t, ExitOK)
	m.export("--pack").want(t, ExitUsage, "-o")
	out := filepath.Join(t.TempDir(), "march.zip")
	m.export(with(xeroFlags, "--pack", "--title", "March 2026", "-o", out)...).want(t, ExitOK)
	z, err := zip.OpenReader(out)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	pictures := 0
	for _, f := range z.File {
		if strings.HasSuffix(f.Name, ".jpg") {
			pictures++
		}
	}
	if pictures != 2 {
		t.Errorf("the pack has %d pictures", pictures)
	}
}

func TestFormats(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	o := m.export("--list-formats").want(t, ExitOK)
	for _, name := range export.Profiles().Names() {
		if !strings.Contains(o.out, "\n"+name+"\n") && !strings.HasPrefix(o.out, name+"\n") {
			t.Errorf("%s is not listed", name)
		}
	}
	if _, err := os.Stat(m.home); err == nil {
		t.Error("looking made a home")
	}
	m.export("--format", "mine").want(t, ExitUsage, "mine")
	_, paths := pictures(t, 1)
	m.run("read", paths[0]).want(t, ExitOK)
	source, err := export.Source("csv")
	if err != nil {
		t.Fatal(err)
	}
	mine := strings.NewReplacer(`name = "csv"`, `name = "mine"`, `name = "vendor"`, `name = "Lieferant"`).Replace(string(source))
	if err := os.MkdirAll(desk.ProfilesFolder(m.home), 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(desk.ProfilesFolder(m.home), "mine.toml"), []byte(mine))
	if o := m.export("--format", "mine").want(t, ExitOK); !strings.Contains(o.out, "Lieferant") {
		t.Errorf("it wrote %q", o.out)
	}
}

// A name that the format does not ask for would be an export with the value of
// before: it is refused before anything is written.
func TestSetOfAnUnknownName(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	out := filepath.Join(t.TempDir(), "bills.csv")
	m.export(with(xeroFlags, "--set", "date-oder=MM/DD/YYYY", "-o", out)...).want(t, ExitUsage, `asks for no "date-oder"; --set takes date-order, due-days`)
	m.export("--format", "csv", "--set", "x=1").want(t, ExitUsage, "asks for nothing")
	if _, err := os.Stat(out); err == nil {
		t.Error("it wrote a file")
	}
}
