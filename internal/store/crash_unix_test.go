//go:build unix

package store

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// The test binary runs itself as another process to be killed, to be kept
// from writing, or to run into the end of the disk.
const childVariable = "SPINDLE_STORE_CHILD"

func TestMain(m *testing.M) {
	home := os.Getenv("SPINDLE_STORE_HOME")
	switch os.Getenv(childVariable) {
	case "write":
		writeForEver(home)
	case "open":
		openUnprivileged(home)
	case "fill":
		fillTheDisk(home)
	default:
		os.Exit(m.Run())
	}
}

func child(t *testing.T, job, home string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Env = append(os.Environ(), childVariable+"="+job, "SPINDLE_STORE_HOME="+home)
	cmd.Stderr = os.Stderr
	return cmd
}

func check(err error) {
	if err != nil {
		fmt.Println("error", err)
		os.Exit(1)
	}
}

// writeForEver keeps originals, adds receipts and changes them, and says what
// is done once it is done.
func writeForEver(home string) {
	ctx := context.Background()
	s, err := Open(ctx, home)
	check(err)
	for n := 0; ; n++ {
		kept, err := s.Keep(ctx, strings.NewReader(strings.Repeat(fmt.Sprint("receipt ", n), 20_000)))
		check(err)
		r := full()
		r.Originals = []receipt.Original{{SHA256: kept.SHA256, Size: kept.Size}}
		rs, err := s.Insert(ctx, []receipt.Receipt{r, r}, Program)
		check(err)
		fmt.Println("added", rs[0].ID, rs[1].ID)
		_, err = s.Update(ctx, rs[0].ID, Edit{By: Person, What: "corrected"}, func(r *receipt.Receipt) error {
			r.Status = receipt.Ready
			return nil
		})
		check(err)
		fmt.Println("ready", rs[0].ID)
	}
}

func TestKillInTheMiddleOfWrites(t *testing.T) {
	home := t.TempDir()
	for round := range 5 {
		added, ready := killWriter(t, home, 10+3*round)
		s, err := Open(t.Context(), home) // the lock died with its owner
		if err != nil {
			t.Fatal(err)
		}
		verify(t, s, added, ready)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// killWriter lets a process write until it has told a number of things, and
// kills it at once.
func killWriter(t *testing.T, home string, lines int) (added, ready []int64) {
	t.Helper()
	cmd := child(t, "write", home)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	scanner := bufio.NewScanner(out)
	for n := 0; scanner.Scan(); n++ {
		var first, second int64
		switch line := scanner.Text(); {
		case strings.HasPrefix(line, "added"):
			_, err = fmt.Sscanf(line, "added %d %d", &first, &second)
			added = append(added, first, second)
		case strings.HasPrefix(line, "ready"):
			_, err = fmt.Sscanf(line, "ready %d", &first)
			ready = append(ready, first)
		default:
			t.Fatal(line)
		}
		if err != nil {
			t.Fatal(err)
		}
		if n == lines {
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	var exit *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &exit) || exit.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
		t.Fatalf("the writer ended by itself: %v", err)
	}
	return added, ready
}

// verify looks whether everything that was told is there, whole.
func verify(t *testing.T, s *Store, added, ready []int64) {
	t.Helper()
	var result string
	if err := s.read.QueryRowContext(t.Context(), "PRAGMA integrity_check").Scan(&result); err != nil || result != "ok" {
		t.Errorf("integrity: %s, %v", result, err)
	}
	for _, id := range added {
		r, err := s.Receipt(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		o := r.Originals[0]
		if sound, err := isSound(t.Context(), Kept{SHA256: o.SHA256, Size: o.Size, Path: s.OriginalPath(o.SHA256)}); err != nil || !sound {
			t.Errorf("the original of receipt %d is not whole: %v", id, err)
		}
	}
	for _, id := range ready {
		r, err := s.Receipt(t.Context(), id)
		if err != nil || r.Status != receipt.Ready {
			t.Errorf("receipt %d is %s, %v", id, r.Status, err)
		}
	}
	rs, err := s.Receipts(t.Context())
	if err != nil || len(rs)%2 != 0 {
		t.Errorf("%d receipts, half a transaction, %v", len(rs), err)
	}
	for _, r := range rs {
		events := history(t, s, r.ID)
		if want := map[bool]int{true: 2, false: 1}[r.Status == receipt.Ready]; len(events) < want {
			t.Errorf("receipt %d is %s with the events %v", r.ID, r.Status, events)
		}
	}
	for _, path := range files(t, s) {
		if strings.HasPrefix(filepath.Base(path), "incoming") {
			t.Errorf("left behind: %s", path)
		}
	}
}

// openUnprivileged opens a store as somebody to whom permissions apply: tests
// may run as root.
func openUnprivileged(home string) {
	if os.Geteuid() == 0 {
		check(syscall.Setgid(65534))
		check(syscall.Setuid(65534))
	}
	_, err := Open(context.Background(), home)
	fmt.Print(err)
}

func TestHomeThatCannotBeWritten(t *testing.T) {
	top := t.TempDir()
	home := filepath.Join(top, "home")
	for _, path := range []string{filepath.Dir(top), top} { // let others through to home
		if err := os.Chmod(path, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(home, 0o555); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(top, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct{ home, want string }{
		"a folder without the right to write": {home, "permission denied; give yourself the right to write there, or choose another folder with --home"},
		"a folder that cannot be made":        {filepath.Join(home, "new"), "permission denied; give yourself the right"},
		"a file":                              {file, "not a directory"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			out, err := child(t, "open", test.home).Output()
			if err != nil || !strings.Contains(string(out), test.want) || !strings.Contains(string(out), test.home) {
				t.Errorf("%s (%v), want %s", out, err, test.want)
			}
		})
	}
}

// fillTheDisk writes until the operating system refuses: a limit on the size
// of a file stands in for a full disk, which needs a disk of its own.
func fillTheDisk(home string) {
	ctx := context.Background()
	signal.Ignore(syscall.SIGXFSZ) // write fails instead
	s, err := Open(ctx, home)
	check(err)
	const limit = 400_000
	check(syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: limit, Max: limit}))
	_, err = s.Keep(ctx, bytes.NewReader(make([]byte, 2*limit)))
	fmt.Println("keep", err)
	for n := 0; ; n++ {
		if _, err = s.Insert(ctx, []receipt.Receipt{full()}, Program); err != nil {
			fmt.Println("insert", n, err)
			break
		}
	}
	rs, err := s.Receipts(ctx)
	fmt.Println("receipts", len(rs), err)
}

func TestFullDisk(t *testing.T) {
	home := t.TempDir()
	out, err := child(t, "fill", home).Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var inserted, seen int
	lines := strings.Split(string(out), "\n")
	if len(lines) != 4 || !strings.HasPrefix(lines[0], "keep keeping a copy in "+home) || !strings.Contains(lines[0], "file too large") {
		t.Fatalf("%s", out)
	}
	if _, err := fmt.Sscanf(lines[1], "insert %d", &inserted); err != nil || !strings.Contains(lines[1], home) {
		t.Fatalf("%s", out)
	}
	if _, err := fmt.Sscanf(lines[2], "receipts %d <nil>", &seen); err != nil || seen != inserted {
		t.Fatalf("%s", out)
	}
	s := openIn(t, home) // there is space again
	if rs, err := s.Receipts(t.Context()); err != nil || len(rs) != inserted {
		t.Errorf("%d receipts of %d, %v", len(rs), inserted, err)
	}
	if left := files(t, s); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
	insertOne(t, s, full())
}
