package desk

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/spindle-receipts/spindle/internal/export"
	"github.com/spindle-receipts/spindle/internal/receipt"
	"github.com/spindle-receipts/spindle/internal/store"
)

// beside is what the command line has while the window has the history.
func (r *room) beside() (Exporter, func()) {
	r.t.Helper()
	notes, err := OpenNotes(r.t.Context(), r.home)
	r.must(err)
	s, err := store.OpenShared(r.t.Context(), r.home)
	r.must(err)
	return Exporter{Store: s, Notes: notes}, func() {
		r.must(s.Close())
		r.must(notes.Close())
	}
}

// besides rehearses an export by a profile beside the window.
func (r *room) besides(x Exporter, profile string, ids ...int64) *Rehearsal {
	r.t.Helper()
	p, err := ExportProfileNamed(r.home, profile)
	r.must(err)
	rehearsal, err := x.Rehearse(r.t.Context(), Request{Profile: p, Choices: xero, IDs: ids})
	r.must(err)
	return rehearsal
}

func (r *room) notesLeft() []string {
	r.t.Helper()
	left, err := filepath.Glob(filepath.Join(r.home, notesFolder, "*"+noteEnding+"*"))
	r.must(err)
	return left
}

// The window that is open takes up what the command line exported, by itself.
func TestTheWindowTakesUpWhatTheCommandLineExported(t *testing.T) {
	t.Parallel()
	r := start(t, startService(t))
	ids := r.take(Options{}, pictures(t, 2)...)
	r.settle(ids...)
	told := make(chan string, 10)
	stop := r.Subscribe(func(e Event) {
		if e.Notice != nil {
			told <- e.Notice.Text
		}
	})
	defer stop()
	path := filepath.Join(t.TempDir(), "bills.csv")
	x, done := r.beside()
	_, err := x.Write(t.Context(), r.besides(x, "xero-bills", ids[0]), path)
	r.must(err)
	done()
	select {
	case text := <-told:
		if !strings.Contains(text, "exported 1 receipt to "+path) {
			t.Errorf("it says %q", text)
		}
	case <-time.After(patience):
		t.Fatal("nobody takes it up")
	}
	r.must(r.takeExports(t.Context())) // behind the one that told
	if got := r.statuses(ids...); got[0] != receipt.Exported || got[1] != receipt.Ready {
		t.Errorf("they are %s", got)
	}
	if all, err := r.Exports(t.Context()); err != nil || len(all) != 1 || len(r.notesLeft()) != 0 {
		t.Errorf("noted are %v, %v, and left %v", all, err, r.notesLeft())
	}
}

// A program that is killed at any moment of an export beside the window leaves
// neither a lost export nor one that counts twice.
func TestAnExportBesideTheWindowThatWasInterrupted(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name               string
		named, done, twice bool // its file has its name; the note says so; it is taken up already, and the note still there
		want               int
	}{
		{"before the name", false, false, false, 0},
		{"behind the name", true, false, false, 1},
		{"behind the note", true, true, false, 1},
		{"while it was taken up", true, true, true, 1},
	} {
		r := start(t, startService(t), func(r *room) { r.pace.exports = time.Hour })
		ids := r.take(Options{}, pictures(t, 1)...)
		r.settle(ids...)
		x, done := r.beside()
		rehearsal := r.besides(x, "xero-bills", ids...)
		path := filepath.Join(t.TempDir(), "bills.csv")
		f, err := os.Create(path + ".draft")
		r.must(err)
		out := newSummed(f)
		r.must(rehearsal.Plan.Write(t.Context(), 0, out))
		r.must(f.Close())
		r.must(x.intend(t.Context(), rehearsal, []string{path}, []*summed{out}, []export.Draft{{Temp: path + ".draft", Path: path}}))
		r.must(r.takeExports(t.Context()))
		if r.get(ids[0]).Status != receipt.Ready || len(r.notesLeft()) != 1 {
			t.Errorf("%s: the export was taken up while it was at work", c.name)
		}
		if c.named {
			r.must(os.Rename(path+".draft", path))
		}
		if c.done {
			_, err := x.record(t.Context(), rehearsal, []string{path}, []*summed{out})
			r.must(err)
		}
		done() // as the kill would
		if c.twice {
			left := r.notesLeft()
			note, err := os.ReadFile(left[0])
			r.must(err)
			r.must(r.takeExports(t.Context()))
			r.must(os.WriteFile(left[0], note, 0o600))
		}
		second, done := r.beside()
		if again := r.besides(second, "xero-bills", ids...); len(again.Before) != c.want {
			t.Errorf("%s: the next one leaves %d out", c.name, len(again.Before))
		}
		done()
		r.restart()
		r.must(r.takeExports(t.Context()))
		all, err := r.Exports(t.Context())
		r.must(err)
		want := receipt.Ready
		if c.want > 0 {
			want = receipt.Exported
		}
		if got := r.get(ids[0]); len(all) != c.want || got.Status != want || len(r.notesLeft()) != 0 {
			t.Errorf("%s: %d exports are noted, the receipt is %s, left is %v", c.name, len(all), got.Status, r.notesLeft())
		}
		if _, err := os.Stat(path + ".draft"); err == nil {
			t.Errorf("%s: the draft is left behind", c.name)
		}
	}
}

// What the command line exports between the window's rehearsal and its writing
// is not written by both.
func TestBothExportAtATime(t *testing.T) {
	t.Parallel()
	r := start(t, startService(t), func(r *room) { r.pace.exports = time.Hour })
	r.must(r.SaveExportChoices(t.Context(), "xero-bills", xero))
	ids := r.take(Options{}, pictures(t, 1)...)
	r.settle(ids...)
	rehearsal := r.rehearse("xero-bills", ids...)
	x, done := r.beside()
	_, err := x.Write(t.Context(), r.besides(x, "xero-bills", ids...), filepath.Join(t.TempDir(), "beside.csv"))
	r.must(err)
	done()
	path := filepath.Join(t.TempDir(), "bills.csv")
	if _, err := r.Export(t.Context(), rehearsal, path); !errors.Is(err, export.ErrChanged) {
		t.Errorf("it gave %v", err)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("the receipt is in two files")
	}
}

// A note that nobody can read does not keep the others from being taken up.
func TestADamagedNoteOfAnExport(t *testing.T) {
	t.Parallel()
	r := start(t, startService(t), func(r *room) { r.pace.exports = time.Hour })
	ids := r.take(Options{}, pictures(t, 1)...)
	r.settle(ids...)
	x, done := r.beside()
	_, err := x.Write(t.Context(), r.besides(x, "xero-bills", ids...), filepath.Join(t.TempDir(), "bills.csv"))
	r.must(err)
	done()
	r.must(os.WriteFile(notePath(r.home, "1"+noteEnding), []byte("{"), 0o600))
	if err := r.takeExports(t.Context()); err == nil || !strings.Contains(err.Error(), "put aside") {
		t.Errorf("it says %v", err)
	}
	if left := r.notesLeft(); r.get(ids[0]).Status != receipt.Exported || len(left) != 1 || !strings.HasSuffix(left[0], damagedNotes) {
		t.Errorf("the receipt is %s, left is %v", r.get(ids[0]).Status, left)
	}
	r.must(r.takeExports(t.Context())) // told once
}
