package desk

import (
	"archive/zip"
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spindle-receipts/spindle/internal/export"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// rehearse goes through an export of receipts by a profile.
func (r *room) rehearse(profile string, ids ...int64) *Rehearsal {
	r.t.Helper()
	return r.rehearseWith(Request{IDs: ids}, profile)
}

func (r *room) rehearseWith(request Request, profile string) *Rehearsal {
	r.t.Helper()
	x := r.Exporter()
	var err error
	if request.Profile, err = ExportProfileNamed(x.Store.Home(), profile); err != nil {
		r.t.Fatal(err)
	}
	if request.Choices, err = x.Choices(r.t.Context(), profile); err != nil {
		r.t.Fatal(err)
	}
	rehearsal, err := x.Rehearse(r.t.Context(), request)
	if err != nil {
		r.t.Fatal(err)
	}
	return rehearsal
}

var xero = export.Choices{
	Accounts: map[string]string{"": "400"},
	Taxes:    map[string]string{"none": "No VAT", "unknown": "20% (VAT on Expenses)"},
	Values:   map[string]string{"date-order": "DD/MM/YYYY"},
}

// A program that takes bills in would have a receipt twice.
func TestAnImportFileHasNoReceiptTwice(t *testing.T) {
	t.Parallel()
	r := start(t, startService(t))
	if err := r.Exporter().SaveChoices(t.Context(), "xero-bills", xero); err != nil {
		t.Fatal(err)
	}
	ids := r.take(Options{}, pictures(t, 2)...)
	r.settle(ids...)
	path := filepath.Join(t.TempDir(), "bills.csv")
	first := r.rehearse("xero-bills", ids...)
	done, err := r.Export(t.Context(), first, path)
	if err != nil {
		t.Fatal(err)
	}
	if got := r.statuses(ids...); !slices.Equal(got, []receipt.Status{receipt.Exported, receipt.Exported}) {
		t.Errorf("they are %s", got)
	}
	if len(done.Files) != 1 || done.Files[0].Path != path || done.Receipts != 2 {
		t.Errorf("noted was %+v", done)
	}
	second := r.rehearse("xero-bills", ids...)
	if len(second.Before) != 2 || second.Receipts != 0 || second.Before[ids[0]].ID != done.ID {
		t.Errorf("the second time %d are left out and %d are in", len(second.Before), second.Receipts)
	}
	if _, err := r.Export(t.Context(), second, path); !errors.Is(err, export.ErrStopped) {
		t.Errorf("an export of nothing gave %v", err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	again := filepath.Join(t.TempDir(), "again.csv")
	if _, err := r.Export(t.Context(), r.rehearseWith(Request{IDs: ids, Again: true}, "xero-bills"), again); err != nil {
		t.Fatal(err)
	}
	if after, err := os.ReadFile(again); err != nil || !bytes.Equal(before, after) {
		t.Errorf("exported again the bytes differ (%v):\n%s\n%s", err, before, after)
	}
	if list, err := r.ExportsOf(t.Context(), ids[1]); err != nil || len(list) != 2 {
		t.Errorf("the receipt is in %d exports, %v", len(list), err)
	}
}

// What changes between the rehearsal and the writing is not in a file that
// says otherwise.
func TestAnExportIsWhatWasRehearsed(t *testing.T) {
	t.Parallel()
	r := start(t, startService(t))
	ids := r.take(Options{}, pictures(t, 1)...)
	r.settle(ids...)
	rehearsal := r.rehearse("csv", ids...)
	if err := r.Correct(t.Context(), ids[0], receipt.FieldVendor, "Another Shop"); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "out.csv")
	if _, err := r.Export(t.Context(), rehearsal, path); !errors.Is(err, export.ErrChanged) {
		t.Errorf("it gave %v", err)
	}
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the file is there: %v", err)
	}
}

func TestAPackHasTheImportFileAndThePictures(t *testing.T) {
	t.Parallel()
	r := start(t, startService(t))
	if err := r.Exporter().SaveChoices(t.Context(), "xero-bills", xero); err != nil {
		t.Fatal(err)
	}
	ids := r.take(Options{}, pictures(t, 2)...)
	r.settle(ids...)
	path := filepath.Join(t.TempDir(), "march.zip")
	if _, err := r.Pack(t.Context(), r.rehearse("xero-bills", ids...), path, "March 2026"); err != nil {
		t.Fatal(err)
	}
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	var names []string
	for _, f := range z.File {
		names = append(names, f.Name)
	}
	joined := strings.Join(names, "\n")
	for _, want := range []string{"index.html", "control-slip.txt", "import/xero-bills.csv", "receipts.xlsx", "receipts/", "SHA256SUMS"} {
		if !strings.Contains(joined, want) {
			t.Errorf("there is no %s in\n%s", want, joined)
		}
	}
	if got := r.statuses(ids...); got[0] != receipt.Exported {
		t.Errorf("the first is %s", got[0])
	}
}

func TestAProfileOfOnesOwn(t *testing.T) {
	t.Parallel()
	r := start(t, startService(t))
	home := r.Exporter().Store.Home()
	source, err := export.Source("csv")
	if err != nil {
		t.Fatal(err)
	}
	folder := ProfilesFolder(home)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	mine := bytes.Replace(source, []byte(`name = "csv"`), []byte(`name = "mine"`), 1)
	mine = bytes.Replace(mine, []byte(`name = "vendor"`), []byte(`name = "Lieferant"`), 1)
	if err := os.WriteFile(filepath.Join(folder, "mine.toml"), mine, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "broken.toml"), []byte("name = \"broken\"\nnonsense = 1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := ExportProfiles(home); err == nil || !strings.Contains(err.Error(), "broken.toml") {
		t.Errorf("the damaged profile is told of as %v", err)
	}
	ids := r.take(Options{}, pictures(t, 1)...)
	r.settle(ids...)
	if first := r.rehearse("mine", ids...).First(1); !bytes.Contains(first, []byte("Lieferant")) {
		t.Errorf("it begins %s", first)
	}
}
