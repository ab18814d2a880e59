package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

func open(t *testing.T) *Store {
	t.Helper()
	return openIn(t, t.TempDir())
}

func openIn(t *testing.T, home string) *Store {
	t.Helper()
	s, err := Open(t.Context(), home)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func insertOne(t *testing.T, s *Store, r receipt.Receipt) receipt.Receipt {
	t.Helper()
	rs, err := s.Insert(t.Context(), []receipt.Receipt{r}, Program)
	if err != nil {
		t.Fatal(err)
	}
	return rs[0]
}

// full has something in every field of a receipt.
func full() receipt.Receipt {
	amount := receipt.MustAmount
	score, low := 0.9300000000000001, 0.1
	day := time.Date(2026, 3, 15, 23, 59, 59, 123456789, time.FixedZone("X", 5*3600))
	return receipt.Receipt{
		Batch: "b-1", Status: receipt.Review, Reasons: []string{"The tax is uncertain", "“Quoted”, \x00 and <b>"},
		Engine: receipt.Veryfi, ExternalID: "spindle-1", DocumentID: "36028797018963969123", DuplicateOf: 7,
		Originals: []receipt.Original{
			{Path: "/in/z.jpg", SHA256: strings.Repeat("ab", 32), Kind: "jpeg", Size: 1 << 40, CRC32: 1<<32 - 1, Pages: 1, Width: 3000, Height: 4000},
			{Path: "/in/a\xff\xfe.pdf", Kind: "pdf", Pages: 3}, // file names need not be UTF-8
		},
		Fields: receipt.Fields{
			Vendor: "Café Ünïcode 株式会社", Date: receipt.Date{Year: 2026, Month: 2, Day: 28}, Currency: "KWD",
			Subtotal: amount("12.50"), Tax: amount("0"), Tip: amount("0.000"), Discount: amount("1"), Fees: amount("999999999999999.123456789"),
			Rounding: amount("-0.02"), Total: amount("-12.5"), Category: "Meals", InvoiceNumber: "007", PaymentType: "visa",
			PaymentDigits: "0042", Notes: "line\nline",
			TaxLines:  []receipt.TaxLine{{Name: "MwSt", Rate: amount("19.00"), Base: amount("10"), Total: amount("1.90"), Inclusive: true}},
			LineItems: []receipt.LineItem{{Description: "Tea", Quantity: amount("1.500"), Price: amount("2"), Total: amount("3.00")}, {}},
		},
		Evidence: map[receipt.Field]receipt.Evidence{
			receipt.FieldTotal:  {Page: 2, Box: [4]float64{0.1, 1.0 / 3, 0.30000000000000004, 1}, Score: &score},
			receipt.FieldVendor: {Score: &low},
			receipt.FieldDate:   {},
		},
		Second:    receipt.Second{Engine: receipt.Local, Status: receipt.SecondFailed, Reason: "No text", ExternalID: "spindle-2", DocumentID: "5", At: day},
		Corrected: map[receipt.Field]bool{receipt.FieldVendor: true, receipt.FieldTip: false},
		Turned:    270, Tags: []string{"tax 2026", "trip"}, Created: day, ExportedAt: day.Add(time.Hour), Trashed: day.Add(2 * time.Hour),
	}
}

// show is a receipt as text in which every difference can be seen, also 12.5 from 12.50.
func show(r receipt.Receipt) string {
	evidence := map[receipt.Field]string{}
	for name, e := range r.Evidence {
		evidence[name] = fmt.Sprint(e.Page, e.Box)
		if e.Score != nil {
			evidence[name] += fmt.Sprint(*e.Score)
		}
	}
	return fmt.Sprintf("%#v", []any{r.ID, r.Batch, r.Status, r.Reasons, r.Engine, r.ExternalID, r.DocumentID, r.DuplicateOf, r.Originals,
		fmt.Sprintf("%+v", r.Fields), r.Evidence == nil, evidence, r.Corrected, r.Second, r.Tags, r.Turned, r.Created, r.Updated, r.ExportedAt, r.Trashed})
}

func TestReceiptsRoundTrip(t *testing.T) {
	s := open(t)
	in := []receipt.Receipt{full(), {Status: receipt.Waiting}, full()}
	in[2].Reasons, in[2].Originals = []string{}, nil
	stored, err := s.Insert(t.Context(), in, Person)
	if err != nil {
		t.Fatal(err)
	}
	got, err := s.Receipts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != len(in) {
		t.Fatalf("%d receipts, want %d", len(got), len(in))
	}
	for i, r := range got {
		if r.ID != int64(i+1) || r.Updated.IsZero() || r.Created.IsZero() {
			t.Errorf("receipt %d: id %d, created %v, updated %v", i, r.ID, r.Created, r.Updated)
		}
		want := in[i]
		want.ID, want.Updated = r.ID, r.Updated
		if want.Created.IsZero() {
			want.Created = r.Created
		}
		if show(r) != show(inUTC(want)) {
			t.Errorf("receipt %d:\n got %s\nwant %s", i, show(r), show(inUTC(want)))
		}
		if show(stored[i]) != show(r) {
			t.Errorf("receipt %d as returned by Insert:\n got %s\nwant %s", i, show(stored[i]), show(r))
		}
		one, err := s.Receipt(t.Context(), r.ID)
		if err != nil || show(one) != show(r) {
			t.Errorf("receipt %d alone: %v\n%s", i, err, show(one))
		}
	}
}

// Every field of receipt.Receipt must be in the sample above, so that a field
// that is added to the domain and forgotten in the store is noticed.
func TestSampleIsFull(t *testing.T) {
	r := full()
	r.ID, r.Updated = 1, time.Now()
	for _, v := range []any{r, r.Second, r.Fields, r.Fields.TaxLines[0], r.Fields.LineItems[0], r.Originals[0]} {
		value := reflect.ValueOf(v)
		for i := range value.NumField() {
			if value.Field(i).IsZero() {
				t.Errorf("%s.%s has no value in the sample", value.Type(), value.Type().Field(i).Name)
			}
		}
	}
}

func TestHistoryLastsAndIsFound(t *testing.T) {
	home := filepath.Join(t.TempDir(), "räum #1 ?x=1 %41 ü")
	s, err := Open(t.Context(), home)
	if err != nil {
		t.Fatal(err)
	}
	stored := insertOne(t, s, full())
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(home, "spindle.db")); err != nil {
		t.Error(err)
	}
	s = openIn(t, home)
	for name, find := range map[string]func() ([]receipt.Receipt, error){
		"all":         func() ([]receipt.Receipt, error) { return s.Receipts(t.Context()) },
		"original":    func() ([]receipt.Receipt, error) { return s.ByOriginal(t.Context(), strings.Repeat("ab", 32)) },
		"external id": func() ([]receipt.Receipt, error) { return s.ByExternalID(t.Context(), "spindle-1") },
	} {
		got, err := find()
		if err != nil || len(got) != 1 || show(got[0]) != show(stored) {
			t.Errorf("by %s: %d found, %v", name, len(got), err)
		}
	}
	if got, err := s.ByOriginal(t.Context(), "00"); err != nil || len(got) != 0 {
		t.Errorf("an unknown original: %d found, %v", len(got), err)
	}
	if _, err := s.Receipt(t.Context(), 99); !errors.Is(err, ErrNotFound) {
		t.Errorf("an unknown receipt: %v", err)
	}
}

func TestUnfinishedAndBatch(t *testing.T) {
	s := open(t)
	for i, status := range []receipt.Status{receipt.Waiting, receipt.Sending, receipt.Reading, receipt.Review, receipt.Ready, receipt.Exported,
		receipt.Failed, receipt.Held, receipt.Waiting} {
		r := receipt.Receipt{Status: status, Batch: fmt.Sprint(i % 2)}
		if i == 8 {
			r.Trashed = time.Now()
		}
		insertOne(t, s, r)
	}
	rs, err := s.Unfinished(t.Context())
	if err != nil || len(rs) != 3 {
		t.Errorf("%d unfinished, %v", len(rs), err)
	}
	for i, r := range rs {
		if r.ID != int64(i+1) || !r.Status.Open() {
			t.Errorf("receipt %d is %s", r.ID, r.Status)
		}
	}
	if rs, err := s.ByBatch(t.Context(), "1"); err != nil || len(rs) != 4 || rs[3].ID != 8 {
		t.Errorf("%d of the batch, %v", len(rs), err)
	}
}

// Every history that an older Spindle left opens, with all that is in it.
func TestOlderHistoriesAreBroughtUpToDate(t *testing.T) {
	steps, err := migrations()
	if err != nil {
		t.Fatal(err)
	}
	for version := 1; version < len(steps); version++ {
		home := t.TempDir()
		db, err := connect(filepath.Join(home, databaseName), "rwc", 1)
		if err != nil {
			t.Fatal(err)
		}
		for i := range version {
			if err := step(t.Context(), db, steps[i], i+1); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := db.ExecContext(t.Context(), `INSERT INTO settings VALUES ('theme', '"dark"')`); err != nil {
			t.Fatal(err)
		}
		for _, statement := range []string{
			`INSERT INTO receipts (id, batch, status, reasons, engine, external_id, document_id, duplicate_of, fields, evidence, corrected, turned, created, updated, exported_at, trashed)
				VALUES (1, '', 'ready', 'null', 'local', '', '', 0, '{}', 'null', 'null', 0, '', '', '', '')`,
			`INSERT INTO originals (receipt_id, position, path, sha256, kind, size, pages, width, height) VALUES (1, 0, 'a.jpg', 'ab', 'jpeg', 9, 1, 0, 0)`,
		} {
			if _, err := db.ExecContext(t.Context(), statement); err != nil {
				t.Fatal(err)
			}
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := OpenShared(t.Context(), home); err == nil || !strings.Contains(err.Error(), "older Spindle") {
			t.Errorf("for reading only: %v", err)
		}
		s := openIn(t, home)
		var theme string
		if known, err := s.Setting(t.Context(), "theme", &theme); !known || err != nil || theme != "dark" {
			t.Errorf("schema %d: the setting is %q, %v", version, theme, err)
		}
		want := receipt.Original{Path: "a.jpg", SHA256: "ab", Kind: "jpeg", Size: 9, Pages: 1}
		if old, err := s.Receipt(t.Context(), 1); err != nil || len(old.Originals) != 1 || old.Originals[0] != want {
			t.Errorf("schema %d: the receipt has the originals %+v, %v", version, old.Originals, err)
		}
		insertOne(t, s, full())
	}
}

func TestInUse(t *testing.T) {
	s := open(t)
	_, err := Open(t.Context(), s.Home())
	if !errors.Is(err, ErrInUse) || !strings.Contains(err.Error(), s.Home()) {
		t.Errorf("a second Open: %v", err)
	}
	if _, err := s.Receipts(t.Context()); err != nil {
		t.Errorf("the first store after a second Open: %v", err)
	}
}

func TestSharedReadsWhileAnotherWrites(t *testing.T) {
	home := t.TempDir()
	if _, err := OpenShared(t.Context(), home); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("without a history: %v", err)
	}
	s := openIn(t, home)
	insertOne(t, s, full())
	shared, err := OpenShared(t.Context(), home)
	if err != nil {
		t.Fatal(err)
	}
	defer shared.Close()
	insertOne(t, s, full())
	if rs, err := shared.Receipts(t.Context()); err != nil || len(rs) != 2 {
		t.Errorf("%d receipts, %v", len(rs), err)
	}
	if _, err := shared.Insert(t.Context(), []receipt.Receipt{full()}, Program); !errors.Is(err, ErrReadOnly) {
		t.Errorf("Insert: %v", err)
	}
	if _, err := shared.Keep(t.Context(), strings.NewReader("x")); !errors.Is(err, ErrReadOnly) {
		t.Errorf("Keep: %v", err)
	}
	if err := shared.SetSetting(t.Context(), "a", 1); !errors.Is(err, ErrReadOnly) {
		t.Errorf("SetSetting: %v", err)
	}
}

func TestSharedReadsWhenNobodyWrites(t *testing.T) {
	home := t.TempDir()
	s, err := Open(t.Context(), home)
	if err != nil {
		t.Fatal(err)
	}
	insertOne(t, s, full())
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	shared, err := OpenShared(t.Context(), home)
	if err != nil {
		t.Fatal(err)
	}
	defer shared.Close()
	if rs, err := shared.Receipts(t.Context()); err != nil || len(rs) != 1 {
		t.Errorf("%d receipts, %v", len(rs), err)
	}
	openIn(t, home) // a shared store does not keep the next Spindle out
}

func TestNewerHistoryIsLeftAlone(t *testing.T) {
	home := t.TempDir()
	s, err := Open(t.Context(), home)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.write.ExecContext(t.Context(), "PRAGMA user_version = 1000"); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(filepath.Join(home, databaseName))
	if err != nil {
		t.Fatal(err)
	}
	for name, open := range map[string]func(context.Context, string) (*Store, error){"Open": Open, "OpenShared": OpenShared} {
		_, err := open(t.Context(), home)
		if err == nil || !strings.Contains(err.Error(), "newer Spindle") || !strings.Contains(err.Error(), home) {
			t.Errorf("%s: %v", name, err)
		}
	}
	after, err := os.ReadFile(filepath.Join(home, databaseName))
	if err != nil || string(after) != string(before) {
		t.Errorf("the newer history was changed (%v)", err)
	}
}

func TestDamagedHistory(t *testing.T) {
	home := t.TempDir()
	path := filepath.Join(home, databaseName)
	if err := os.WriteFile(path, []byte(strings.Repeat("not a database ", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Open(t.Context(), home)
	if err == nil || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), "move it away") {
		t.Errorf("%v", err)
	}
}

func TestMigrationIsWholeOrNotAtAll(t *testing.T) {
	db, err := connect(filepath.Join(t.TempDir(), "x.db"), "rwc", 1)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := step(t.Context(), db, "CREATE TABLE a (x); CREATE TABLE a (x);", 1); err == nil {
		t.Fatal("a broken migration went through")
	}
	var tables int
	if err := db.QueryRowContext(t.Context(), "SELECT count(*) FROM sqlite_schema").Scan(&tables); err != nil || tables != 0 {
		t.Errorf("%d tables are left, %v", tables, err)
	}
	if version, err := schemaVersion(t.Context(), db); err != nil || version != 0 {
		t.Errorf("schema %d, %v", version, err)
	}
}

func TestCommitsAreDurable(t *testing.T) {
	s := open(t)
	for db, want := range map[*sql.DB]string{s.write: "wal 2 1", s.read: "wal 2 1"} {
		var mode string
		var synchronous, keys int
		for pragma, into := range map[string]any{"journal_mode": &mode, "synchronous": &synchronous, "foreign_keys": &keys} {
			if err := db.QueryRowContext(t.Context(), "PRAGMA "+pragma).Scan(into); err != nil {
				t.Fatal(err)
			}
		}
		if got := fmt.Sprint(mode, " ", synchronous, " ", keys); got != want {
			t.Errorf("journal, synchronous, foreign keys: %s, want %s", got, want)
		}
	}
}
