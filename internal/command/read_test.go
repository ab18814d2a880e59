package command

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spindle-receipts/spindle/api/server"
)

func TestReadWritesARowForEachFileInTheOrderGiven(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	_, paths := pictures(t, 4)
	given := []string{paths[2], paths[0], paths[3], paths[1]}
	rows := table(t, m.run(append([]string{"read"}, given...)...).want(t, ExitOK, "4 receipts: 4 ready").out)
	if got := column(rows, "file"); got != strings.Join(given, " ") {
		t.Errorf("the files are %s", got)
	}
	for _, row := range rows {
		if row["status"] != "ready" || !strings.HasPrefix(row["vendor"], "Shop ") || row["date"] != "2026-03-14" || row["tax"] != "1.50" ||
			row["payment"] != "visa 7373" || row["engine"] != "local" || row["document_id"] == "" || row["error"] != "" || row["tip"] != "" {
			t.Errorf("row %v", row)
		}
	}
}

func TestAFolderIsReadInNameOrderAndFlagsMayFollowPaths(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	folder, paths := pictures(t, 3)
	write(t, filepath.Join(folder, "notes.txt"), []byte(strings.Repeat("nothing of interest ", 40)))
	out := filepath.Join(t.TempDir(), "out.csv")
	o := m.run("read", folder, "-o", out, "--format", "csv").want(t, ExitOK, "notes.txt", "left out")
	if o.out != "" {
		t.Errorf("standard output has %q", o.out)
	}
	text, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	if got := column(table(t, string(text)), "file"); got != strings.Join(paths, " ") {
		t.Errorf("the files are %s", got)
	}
}

func TestReadJSON(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	_, paths := pictures(t, 1)
	var rows []struct {
		File     []string
		Status   string
		Engine   string
		Error    string
		Document map[string]any
		Fields   map[string]string
	}
	if err := json.Unmarshal([]byte(m.run("read", "--format", "json", paths[0]).want(t, ExitOK).out), &rows); err != nil {
		t.Fatal(err)
	}
	if len(rows) != 1 || rows[0].File[0] != paths[0] || rows[0].Status != "ready" || rows[0].Engine != "local" ||
		rows[0].Document["id"] == nil || rows[0].Fields["tax"] != "1.50" {
		t.Errorf("got %+v", rows)
	}
}

func TestWrongUsage(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	_, paths := pictures(t, 1)
	path := paths[0]
	empty := t.TempDir()
	for _, args := range [][]string{
		{"read"}, {"read", filepath.Join(empty, "gone.jpg")}, {"read", path, filepath.Join(empty, "gone.jpg")}, {"read", empty},
		{"read", path, "--nonsense"}, {"read", path, "--bundle", "heap"}, {"read", path, "--format", "pdf"}, {"read", path, "--format", ""},
		{"read", path, "--engine", "cloud"}, {"read", path, "--engine", ""}, {"read", path, "--url", "http://example.com"}, {"read", path, "--url", ""},
		{"read", path, "--timeout", "0s"}, {"read", path, "--timeout", "soon"}, {"read", path, "--country", "Germany"}, {"read", path, "--country", "1?"},
		{"read", path, "--tunnel", "mole"}, {"read", path, "--public-url", "https://example.com"}, {"read", path, "-o", ""},
		{"list", "all"}, {"list", "--format", "pdf"}, {"export", "first"}, {"export", "-1"}, {"export", "0"}, {"resume", "now"}, {"resume", "--timeout", "-1s"},
		{"serve", "there"}, {"account"}, {"account", "show"}, {"account", "set", "test"}, {"doctor", "who"}, {"version", "two"}, {"fly"}, {"--nonsense"},
	} {
		o := m.run(args...)
		if o.status != ExitUsage || o.errors == "" || o.out != "" {
			t.Errorf("%q: %v", args, o)
		}
	}
	if m.reader.count() != 0 {
		t.Error("something was read")
	}
	if _, err := os.Stat(m.home); err == nil {
		t.Error("wrong usage made a home")
	}
}

func TestHelp(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.exactly(context.Background(), "--help").want(t, ExitOK, "spindle read", "spindle doctor")
	for _, c := range commands() {
		m.exactly(context.Background(), c.name, "--help").want(t, ExitOK, "Usage: spindle "+c.name)
	}
	m.exactly(context.Background(), "version").want(t, ExitOK, "spindle test")
}

func TestWhatTheHistoryHoldsIsNotReadAgain(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	_, paths := pictures(t, 2)
	first := m.run(append([]string{"read"}, paths...)...).want(t, ExitOK)
	elsewhere := filepath.Join(t.TempDir(), "copy.jpg")
	write(t, elsewhere, picture(t, 0))
	second := m.run("read", elsewhere, paths[1]).want(t, ExitOK)
	if got, want := column(table(t, second.out), "document_id"), column(table(t, first.out), "document_id"); got != want {
		t.Errorf("documents %s, want %s", got, want)
	}
	if got := column(table(t, second.out), "file"); got != elsewhere+" "+paths[1] {
		t.Errorf("the files are %s", got)
	}
	if n := m.reader.count(); n != 2 {
		t.Errorf("%d were read, want 2", n)
	}
	m.run("read", "--again", paths[0]).want(t, ExitOK)
	if n := m.reader.count(); n != 3 {
		t.Errorf("%d were read with --again, want 3", n)
	}
}

func TestTheSameBytesTwiceInOneRun(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	_, paths := pictures(t, 1)
	twin := filepath.Join(t.TempDir(), "twin.jpg")
	write(t, twin, picture(t, 0))
	rows := table(t, m.run("read", paths[0], twin).want(t, ExitOK).out)
	if column(rows, "status") != "ready duplicate" || rows[0]["document_id"] == "" || rows[0]["document_id"] != rows[1]["document_id"] {
		t.Errorf("got %v", rows)
	}
	if n := m.reader.count(); n != 1 {
		t.Errorf("%d were read, want 1", n)
	}
}

func TestSomeFilesAreNoReceipts(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	_, paths := pictures(t, 2)
	dir := t.TempDir()
	bad := []string{filepath.Join(dir, "empty.jpg"), filepath.Join(dir, "cut.jpg"), filepath.Join(dir, "text.pdf")}
	write(t, bad[0], nil)
	write(t, bad[1], picture(t, 9)[:900])
	write(t, bad[2], []byte(strings.Repeat("only words ", 100)))
	rows := table(t, m.run("read", paths[0], bad[0], bad[1], bad[2], paths[1]).want(t, ExitSomeFailed, "3 failed").out)
	if got := column(rows, "status"); got != "ready failed failed failed ready" {
		t.Errorf("got %s", got)
	}
	for _, row := range rows[1:4] {
		if row["error"] == "" || row["document_id"] != "" {
			t.Errorf("row %v", row)
		}
	}
}

func TestTheReaderRefuses(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.reader.refuses = true
	_, paths := pictures(t, 1)
	rows := table(t, m.run("read", paths[0]).want(t, ExitSomeFailed).out)
	if column(rows, "status") != "failed" || !strings.Contains(rows[0]["error"], "Nothing can be read") {
		t.Errorf("got %v", rows)
	}
}

func TestTheReaderIsNotInstalled(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.reader.missing = fmt.Errorf("the reader's models are missing: run make setup")
	_, paths := pictures(t, 1)
	if o := m.run("read", paths[0]).want(t, ExitRun, "make setup"); o.out != "" {
		t.Errorf("standard output has %q", o.out)
	}
	m.run("doctor").want(t, ExitOK, "make setup")
}

func TestPagesOfOneReceipt(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	_, paths := pictures(t, 16)
	rows := table(t, m.run("read", "--bundle", "pages", paths[1], paths[0]).want(t, ExitOK, "1 receipt: 1 ready").out)
	if len(rows) != 1 || rows[0]["file"] != paths[1]+"; "+paths[0] {
		t.Errorf("got %v", rows)
	}
	rows = table(t, m.run(append([]string{"read", "--bundle", "pages"}, paths...)...).want(t, ExitSomeFailed).out)
	if len(rows) != 1 || rows[0]["status"] != "failed" || !strings.Contains(rows[0]["error"], "15 pages") {
		t.Errorf("got %v", rows)
	}
	if n := m.reader.count(); n != 1 {
		t.Errorf("%d were read, want 1", n)
	}
}

func TestSplit(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	folder, paths := pictures(t, 3)
	rows := table(t, m.run("read", "--bundle", "split", folder).want(t, ExitOK).out)
	if column(rows, "file") != strings.Join(paths, " ") || column(rows, "status") != "ready ready ready" {
		t.Errorf("got %v", rows)
	}
}

func TestOutputsThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	_, paths := pictures(t, 1)
	dir := t.TempDir()
	for _, out := range []string{dir, filepath.Join(dir, "no", "such", "folder.csv"), filepath.Join(paths[0], "below-a-file.csv")} {
		m.run("read", paths[0], "-o", out).want(t, ExitRun, out)
	}
	if m.reader.count() != 0 {
		t.Error("it was read before the output was looked at")
	}
	// A full disk, after the reading: what was there stays, nothing is lost.
	if _, err := os.Stat("/dev/full"); err == nil {
		m.run("read", paths[0], "-o", "/dev/full").want(t, ExitRun, "/dev/full", "space")
		rows := table(t, m.run("read", paths[0]).want(t, ExitOK).out)
		if column(rows, "status") != "ready" || m.reader.count() != 1 {
			t.Errorf("got %v after %d readings", rows, m.reader.count())
		}
	}
}

func TestAFailedRunLeavesTheOldOutputAlone(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	s := startService(t)
	s.faults.Add(server.Fault{Status: 401})
	_, paths := pictures(t, 1)
	out := filepath.Join(t.TempDir(), "out.csv")
	write(t, out, []byte("of last month"))
	m.run("read", "--engine", "veryfi", "--url", s.url, paths[0], "-o", out).want(t, ExitRefused)
	if text, err := os.ReadFile(out); err != nil || string(text) != "of last month" {
		t.Errorf("the file says %q, %v", text, err)
	}
}

func TestHomesThatCannotBeUsed(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	_, paths := pictures(t, 1)
	bad := filepath.Join(paths[0], "home")
	m.exactly(context.Background(), "read", paths[0], "--home", bad).want(t, ExitRun, bad)
	m.exactly(context.Background(), "resume", "--home", bad).want(t, ExitRun, bad)
	// A history that another program has open.
	release := m.reader.holding()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan outcome, 1)
	go func() { done <- m.during(ctx, "read", paths[0]) }()
	m.reader.waitBegan(t)
	m.run("read", paths[0]).want(t, ExitRun, "Another Spindle", m.home)
	m.run("list").want(t, ExitOK, "r01.jpg")
	m.run("export").want(t, ExitOK, "waiting", "a note of the export")
	release()
	(<-done).want(t, ExitOK)
	cancel()
}
