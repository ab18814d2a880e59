package command

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spindle-receipts/spindle/internal/intake"
)

// machine is where commands run: a home, and the reader of this computer.
type machine struct {
	t      testing.TB
	home   string
	reader *fakeReader
	intake *intake.Intake
}

func newMachine(t testing.TB) *machine {
	t.Helper()
	m := &machine{t: t, home: filepath.Join(t.TempDir(), "home"), reader: &fakeReader{}, intake: intake.New("")}
	t.Cleanup(func() {
		m.intake.Close()
		m.noSecrets()
	})
	return m
}

// noSecrets looks for credentials in everything that was kept.
func (m *machine) noSecrets() {
	err := filepath.WalkDir(m.home, func(path string, entry os.DirEntry, err error) error {
		if errors.Is(err, os.ErrNotExist) || err == nil && entry.IsDir() {
			return nil
		} else if err != nil {
			return err
		}
		content, err := os.ReadFile(path)
		if text := string(content); err == nil && (strings.Contains(text, testCredentials.ClientSecret) || strings.Contains(text, testCredentials.APIKey)) {
			m.t.Errorf("%s holds credentials", path)
		}
		return err
	})
	if err != nil {
		m.t.Error(err)
	}
}

// outcome is what a command left behind.
type outcome struct {
	status      int
	out, errors string
}

func (o outcome) String() string {
	return fmt.Sprintf("exit %d\n--- out\n%s--- errors\n%s", o.status, o.out, o.errors)
}

// run runs a command in the machine's home.
func (m *machine) run(args ...string) outcome {
	m.t.Helper()
	return m.during(context.Background(), args...)
}

func (m *machine) during(ctx context.Context, args ...string) outcome {
	m.t.Helper()
	if len(args) > 0 && (args[0] == "read" || args[0] == "list" || args[0] == "export" || args[0] == "resume" || args[0] == "doctor") {
		args = append(args, "--home", m.home)
	}
	return m.exactly(ctx, args...)
}

// exactly runs a command with these words and no others.
func (m *machine) exactly(ctx context.Context, args ...string) outcome {
	m.t.Helper()
	var out, complaints bytes.Buffer
	status := Run(ctx, Env{Stdin: strings.NewReader(""), Stdout: &out, Stderr: &complaints, Reader: m.reader, Intake: m.intake, Version: "test"}, args)
	o := outcome{status, out.String(), complaints.String()}
	for _, secret := range []string{testCredentials.ClientSecret, testCredentials.APIKey} {
		if strings.Contains(o.out+o.errors, secret) {
			m.t.Errorf("%q shows credentials:\n%v", args, o)
		}
	}
	return o
}

// want fails the test unless the command ended so.
func (o outcome) want(t testing.TB, status int, said ...string) outcome {
	t.Helper()
	if o.status != status {
		t.Fatalf("want exit %d, got %v", status, o)
	}
	for _, text := range said {
		if !strings.Contains(o.out+o.errors, text) {
			t.Errorf("want %q said, got %v", text, o)
		}
	}
	return o
}

// table reads a CSV as the contract lays it down.
func table(t testing.TB, text string) []map[string]string {
	t.Helper()
	const header = "file,status,vendor,date,currency,subtotal,tax,tip,total,category,invoice_number,payment,document_id,engine,error\r\n"
	if !strings.HasPrefix(text, header) {
		t.Fatalf("the CSV begins with %.200q", text)
	}
	if strings.Count(text, "\n") != strings.Count(text, "\r\n") {
		t.Error("a line does not end in CRLF")
	}
	records, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	for _, record := range records[1:] {
		row := make(map[string]string)
		for i, name := range records[0] {
			row[name] = record[i]
		}
		rows = append(rows, row)
	}
	return rows
}

// column is one column of a table.
func column(rows []map[string]string, name string) string {
	var all []string
	for _, row := range rows {
		all = append(all, row[name])
	}
	return strings.Join(all, " ")
}
