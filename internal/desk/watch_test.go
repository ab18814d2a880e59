package desk

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// look looks at the watched folders so often, as the ticks of the clock do.
func (r *room) look(times int) {
	r.t.Helper()
	for range times {
		r.must(r.lookAround(r.t.Context()))
	}
}

// saysOf counts the notices with these words.
func (r *room) saysOf(words string) (n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, text := range r.notices {
		if strings.Contains(text, words) {
			n++
		}
	}
	return n
}

func TestNewFilesOfAWatchedFolderAreTakenOnceTheyAreWhole(t *testing.T) {
	t.Parallel()
	r := open(t, startService(t)) // it does not run: the test is the clock
	dir := t.TempDir()
	write(t, dir, "old.jpg", picture(t, "old"))
	r.must(r.Watch(t.Context(), dir, false))
	r.look(3)
	if n := len(r.all()); n != 0 {
		t.Fatalf("%d were taken that had been there before", n)
	}

	// Half a file is no receipt yet.
	data := picture(t, "new")
	path := write(t, dir, "new.jpg", data[:len(data)/2])
	r.look(1)
	write(t, dir, "new.jpg", data)
	r.look(1)
	if n := len(r.all()); n != 0 {
		t.Fatalf("%d were taken while they were written", n)
	}
	r.look(1)
	all := r.all()
	if len(all) != 1 || all[0].Originals[0].Path != path || r.saysOf("Took 1 receipt from the folder") != 1 {
		t.Fatalf("%d were taken, with %q", len(all), r.notices)
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != string(data) {
		t.Errorf("the source was touched: %v", err)
	}
	r.look(3)
	if n := len(r.all()); n != 1 {
		t.Errorf("then there are %d", n)
	}

	// Below it too; what is no receipt is not.
	sub := filepath.Join(dir, "march")
	r.must(os.Mkdir(sub, 0o755))
	write(t, sub, "below.jpg", picture(t, "below"))
	write(t, sub, "notes.txt", []byte(strings.Repeat("Dear bookkeeper, ", 40)))
	r.look(3)
	if n := len(r.all()); n != 2 {
		t.Errorf("with those below there are %d", n)
	}
}

func TestAWatchedFolderIsTakenFromOnceOverRestartsAndCopies(t *testing.T) {
	t.Parallel()
	r := start(t, startService(t))
	dir := t.TempDir()
	write(t, dir, "a.jpg", picture(t, "a"))
	r.must(r.Watch(t.Context(), dir, true)) // what is there is taken too
	r.stop()
	r.build()
	r.look(2)
	id := r.all()[0].ID
	r.run()
	r.settle(id)
	r.must(r.Trash(t.Context(), id))
	r.stop()
	r.build()
	write(t, dir, "a copy.jpg", picture(t, "a")) // the same bytes under another name
	r.look(3)
	if all := r.all(); len(all) != 1 || all[0].Status != receipt.Ready {
		t.Errorf("there are %d receipts", len(all))
	}
	r.must(r.Unwatch(t.Context(), dir))
	write(t, dir, "b.jpg", picture(t, "b"))
	r.look(3)
	if n := len(r.all()); n != 1 {
		t.Errorf("%d, though nobody watches", n)
	}
}

func TestAWatchedFolderThatGoesAway(t *testing.T) {
	t.Parallel()
	r := open(t, startService(t))
	dir := filepath.Join(t.TempDir(), "Scans")
	r.must(os.Mkdir(dir, 0o755))
	r.must(r.Watch(t.Context(), dir, false))
	r.must(os.Remove(dir))
	r.look(3)
	if n := r.saysOf("cannot be read just now"); n != 1 {
		t.Errorf("it is said %d times", n)
	}
	r.must(os.Mkdir(dir, 0o755))
	write(t, dir, "a.jpg", picture(t, "a"))
	r.look(2)
	if n := r.saysOf("Scans is there again"); n != 1 || len(r.all()) != 1 {
		t.Errorf("it is said %d times, and %d receipts are taken", n, len(r.all()))
	}
	for _, bad := range []string{filepath.Join(dir, "gone"), filepath.Join(dir, "a.jpg"), r.home, filepath.Dir(r.home), filepath.Join(r.home, "originals")} {
		if r.Watch(t.Context(), bad, false) == nil {
			t.Errorf("%s is watched", bad)
		}
	}
}
