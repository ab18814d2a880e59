package command

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/internal/intake"
)

func TestListAndExport(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.run("list").want(t, ExitOK, "NUMBER")
	if rows := table(t, m.run("export").want(t, ExitOK).out); len(rows) != 0 {
		t.Errorf("an empty history has %v", rows)
	}
	m.run("export", "1").want(t, ExitRun)
	if _, err := os.Stat(m.home); err == nil {
		t.Error("looking made a home")
	}
	_, paths := pictures(t, 3)
	m.run(append([]string{"read"}, paths...)...).want(t, ExitOK)
	o := m.run("list").want(t, ExitOK, "r01.jpg", "r02.jpg", "r03.jpg", "Shop")
	if lines := strings.Split(strings.TrimSpace(o.out), "\n"); len(lines) != 4 || !strings.HasPrefix(lines[1], "1 ") {
		t.Errorf("the list is %q", lines)
	}
	if rows := table(t, m.run("list", "--format", "csv").want(t, ExitOK).out); column(rows, "file") != strings.Join(paths, " ") {
		t.Errorf("got %v", rows)
	}
	if rows := table(t, m.run("export").want(t, ExitOK).out); column(rows, "file") != strings.Join(paths, " ") {
		t.Errorf("got %v", rows)
	}
	if rows := table(t, m.run("export", "3", "1").want(t, ExitOK).out); column(rows, "file") != paths[2]+" "+paths[0] || column(rows, "status") != "ready ready" {
		t.Errorf("got %v", rows)
	}
	if rows := table(t, m.run("export", "--engine", "veryfi").want(t, ExitOK).out); len(rows) != 0 {
		t.Errorf("got %v", rows)
	}
	m.run("list").want(t, ExitOK, "exported")
	if o := m.run("export", "1", "17").want(t, ExitRun, "17"); o.out != "" {
		t.Errorf("standard output has %q", o.out)
	}
	out := filepath.Join(t.TempDir(), "book.xlsx")
	m.run("export", "--format", "xlsx", "-o", out).want(t, ExitOK)
	if content, err := os.ReadFile(out); err != nil || !bytes.HasPrefix(content, []byte("PK")) {
		t.Errorf("the workbook is %.10q, %v", content, err)
	}
	m.run("export", "-o", filepath.Dir(out)).want(t, ExitRun, "folder")
}

func TestNothingToResume(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	if o := m.run("resume").want(t, ExitOK, "nothing to resume"); o.out != "" {
		t.Errorf("standard output has %q", o.out)
	}
}

func TestDoctor(t *testing.T) {
	t.Parallel()
	m, s := newMachine(t), startService(t)
	m.run("doctor", "--url", s.url).want(t, ExitOK, "data folder", "can be made", "reader", "display", "keychain", "account", "network")
	if _, err := os.Stat(m.home); err == nil {
		t.Error("looking made a home")
	}
	_, paths := pictures(t, 1)
	m.run("read", paths[0]).want(t, ExitOK)
	m.run("doctor", "--url", s.url).want(t, ExitOK, "can be written")
}

// The names that files and receipts carry must not steer a terminal.
func TestNamesDoNotSteerTheTerminal(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	path := filepath.Join(t.TempDir(), "evil\x1b[2J\x07.jpg")
	write(t, path, []byte(strings.Repeat("text", 100)))
	o := m.run("read", path, "-o", filepath.Join(t.TempDir(), "out.csv")).want(t, ExitSomeFailed, "evil")
	o.errors += m.run("list").out
	if strings.ContainsAny(o.errors, "\x1b\x07") {
		t.Errorf("it says %q", o.errors)
	}
}

func TestServe(t *testing.T) {
	t.Parallel()
	in := intake.New("")
	defer in.Close()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	out, w := io.Pipe()
	ended := make(chan int, 1)
	reader := &fakeReader{}
	go func() {
		ended <- Run(ctx, Env{Stdin: strings.NewReader(""), Stdout: w, Stderr: io.Discard, Reader: reader, Intake: in, Version: "test"}, []string{"serve"})
		w.Close()
	}()
	lines := bufio.NewReader(out)
	address, err := lines.ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	rest := make(chan string, 1)
	go func() {
		all, _ := io.ReadAll(lines)
		rest <- string(all)
	}()
	client, err := api.New("http://"+strings.TrimSpace(address), testCredentials)
	if err != nil {
		t.Fatal(err)
	}
	if err := client.Check(ctx); err != nil {
		t.Error(err)
	}
	stranger, err := api.New("http://"+strings.TrimSpace(address), api.Credentials{ClientID: "x", ClientSecret: "x", Username: "x", APIKey: "x"})
	if err != nil {
		t.Fatal(err)
	}
	if err := stranger.Check(ctx); err == nil {
		t.Error("it answers strangers")
	}
	// The other half of the program reads through it.
	m := newMachine(t)
	_, paths := pictures(t, 1)
	m.run("read", "--engine", "veryfi", "--url", "http://"+strings.TrimSpace(address), paths[0]).want(t, ExitOK)
	cancel()
	began := time.Now()
	if status := <-ended; status != ExitInterrupted {
		t.Errorf("exit %d", status)
	}
	if took := time.Since(began); took > time.Minute {
		t.Errorf("it took %v to end", took)
	}
	if text := <-rest; text != "" {
		t.Errorf("after the address it prints %q", text)
	}
}

func TestServeMakesCredentialsWhenThereAreNone(t *testing.T) {
	for _, name := range []string{"VERYFI_CLIENT_ID", "VERYFI_CLIENT_SECRET", "VERYFI_USERNAME", "VERYFI_API_KEY"} {
		t.Setenv(name, "")
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	out, w := io.Pipe()
	ended := make(chan int, 1)
	go func() {
		ended <- Run(ctx, Env{Stdin: strings.NewReader(""), Stdout: w, Stderr: io.Discard, Reader: &fakeReader{}, Version: "test"}, []string{"serve", "--listen", "127.0.0.1:0"})
	}()
	lines := bufio.NewScanner(out)
	said := make(map[string]string)
	var address string
	for len(said) < 4 && lines.Scan() {
		if name, value, ok := strings.Cut(lines.Text(), "="); ok {
			said[name] = value
		} else {
			address = lines.Text()
		}
	}
	client, err := api.New("http://"+address, api.Credentials{ClientID: said["VERYFI_CLIENT_ID"], ClientSecret: said["VERYFI_CLIENT_SECRET"],
		Username: said["VERYFI_USERNAME"], APIKey: said["VERYFI_API_KEY"]})
	if err != nil {
		t.Fatal(err)
	}
	if err := client.Check(ctx); err != nil {
		t.Error(err)
	}
	cancel()
	<-ended
}
