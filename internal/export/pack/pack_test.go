package pack

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spindle-receipts/spindle/internal/export"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

var amountOf = receipt.MustAmount

// files are originals by their hash.
type files map[string]string

// keep keeps the bytes of an original, as the store does.
func (k files) keep(path, kind, content string) receipt.Original {
	sum := sha256.Sum256([]byte(content))
	hash := hex.EncodeToString(sum[:])
	k[hash] = content
	return receipt.Original{Path: path, Kind: kind, Size: int64(len(content)), SHA256: hash}
}

func (k files) open(o receipt.Original) (io.ReadCloser, error) {
	content, ok := k[o.SHA256]
	if !ok {
		return nil, fmt.Errorf("%s: %w", o.SHA256, fs.ErrNotExist)
	}
	return io.NopCloser(strings.NewReader(content)), nil
}

func march(d int) receipt.Date { return receipt.Date{Year: 2026, Month: time.March, Day: d} }

// month is a pack of a month with everything that can be in one.
func month() Config {
	k := files{}
	rows := []export.Row{
		{Receipt: receipt.Receipt{ID: 1, Status: receipt.Ready, Originals: []receipt.Original{k.keep("a.jpg", "jpeg", "A")},
			Fields: receipt.Fields{Vendor: "Office World", Date: march(15), Currency: "GBP", Subtotal: amountOf("50"), Tax: amountOf("10"), Total: amountOf("60"),
				TaxLines: []receipt.TaxLine{{Name: "VAT", Rate: amountOf("20.0"), Base: amountOf("50"), Total: amountOf("10")}}}}},
		{Receipt: receipt.Receipt{ID: 2, Status: receipt.Exported, Originals: []receipt.Original{k.keep("b.pdf", "pdf", "B")},
			Fields: receipt.Fields{Vendor: "OFFICE WORLD", Date: march(15), Currency: "GBP", Tax: amountOf("10"), Total: amountOf("60.00"),
				TaxLines: []receipt.TaxLine{{Rate: amountOf("20"), Total: amountOf("7.5")}, {Rate: amountOf("5"), Total: amountOf("0.5")}}}}},
		{Receipt: receipt.Receipt{ID: 3, Status: receipt.Review, Originals: []receipt.Original{k.keep("1.heic", "heic", "C1"), k.keep("2.png", "png", "C2")},
			Fields: receipt.Fields{Vendor: "株式会社 <script>alert(1)</script>", Date: march(2), Currency: "JPY", Tip: amountOf("100"), Total: amountOf("1200"), Notes: "a \"note\" & more"}}},
		{Receipt: receipt.Receipt{ID: 4, Status: receipt.Ready, Originals: []receipt.Original{k.keep("r.jpg", "jpeg", "D")},
			Fields: receipt.Fields{Vendor: "Office World", Date: march(20), Currency: "GBP", Tax: amountOf("-1"), Total: amountOf("-6"), InvoiceNumber: `=HYPERLINK("http://x")`}}},
		{Receipt: receipt.Receipt{ID: 5, Status: receipt.Failed, Reasons: []string{"The file is empty."}, Originals: []receipt.Original{{Path: "empty <b>.jpg"}}}},
		{Receipt: receipt.Receipt{ID: 6, Status: receipt.Held, Originals: []receipt.Original{k.keep("twin.jpg", "jpeg", "A")}}},
		{Receipt: receipt.Receipt{ID: 7, Status: receipt.Ready, Fields: receipt.Fields{Total: amountOf("5")}}},
	}
	return Config{Title: "Acme & Sons, March 2026", Rows: all(rows), Open: k.open, Files: []File{
		{Name: "import/bills.csv", About: "bills to import", Write: func(_ context.Context, w io.Writer) error {
			_, err := io.WriteString(w, "Office World,60.00\r\n")
			return err
		}}}}
}

func all(rows []export.Row) export.Rows {
	return func(yield func(export.Row, error) bool) {
		for _, r := range rows {
			if !yield(r, nil) {
				return
			}
		}
	}
}

func write(t *testing.T, c Config) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(t.Context(), &b, c); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func read(t *testing.T, data []byte) (*zip.Reader, map[string]string) {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	content := map[string]string{}
	for _, f := range r.File {
		in, err := r.Open(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(in)
		if err != nil || in.Close() != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		content[f.Name] = string(b)
	}
	return r, content
}

func TestPictures(t *testing.T) {
	archive, content := read(t, write(t, month()))
	for name, want := range map[string]string{
		"receipts/2026-03-15_Office-World_60.00_GBP.jpg":                 "A",
		"receipts/2026-03-15_OFFICE-WORLD_60.00_GBP-2.pdf":               "B", // Windows takes them for the same
		"receipts/2026-03-02_株式会社-script-alert-1-script_1200_JPY_1.heic": "C1",
		"receipts/2026-03-02_株式会社-script-alert-1-script_1200_JPY_2.png":  "C2",
		"receipts/2026-03-20_Office-World_-6.00_GBP.jpg":                 "D",
		"receipts/undated_unknown_no-total.jpg":                          "A",
	} {
		if got, ok := content[name]; !ok || got != want {
			t.Errorf("%s: %q, %v", name, got, ok)
		}
	}
	var names []string
	for _, f := range archive.File {
		names = append(names, f.Name)
		if strings.HasPrefix(f.Name, pictures) && (f.Method != zip.Store || f.Flags&8 != 0 || f.NonUTF8) {
			t.Errorf("%s is not stored with its size before it: method %d, flags %x", f.Name, f.Method, f.Flags)
		}
		if want := march(15); strings.Contains(f.Name, "03-15") && !f.Modified.Equal(want.Time()) {
			t.Errorf("%s is of %v", f.Name, f.Modified)
		}
	}
	if len(names) != 10 {
		t.Errorf("files %q", names)
	}
}

const slip = `Control slip: Acme & Sons, March 2026

What was imported must come to these figures.

Receipts: 5, of which 1 still to be looked at
Dates:    2026-03-02 to 2026-03-20 (1 without a date)
Pictures: 6

Sum per currency

  Currency  Receipts  Refunds  Subtotal    Tax  Tip   Total
   unknown         1        0         -      -    -       5
       GBP         3        1     50.00  19.00    -  114.00
       JPY         1        0         -      -  100    1200

Tax per rate

  Currency         Rate  Lines    Net    Tax
   unknown    not taxed      1      5      -
       GBP         20 %      1  50.00  10.00
       GBP  not printed      2  45.00   9.00
       JPY    not taxed      1   1200      -

Left out: 2
  receipt 5, empty <b>.jpg: The file is empty.
  receipt 6, twin.jpg: It looks like a duplicate.

Files
  import/bills.csv: bills to import
  index.html: the receipts with links to their pictures
  SHA256SUMS: checksums of all files; check them with: sha256sum --check SHA256SUMS
`

func TestControlSlip(t *testing.T) {
	_, content := read(t, write(t, month()))
	if got := content[slipName]; got != slip {
		t.Errorf("the slip is\n%s\nwant\n%s", got, slip)
	}
}

func TestIndexEscapesAndLinks(t *testing.T) {
	_, content := read(t, write(t, month()))
	page := content[indexName]
	for _, want := range []string{
		"Acme &amp; Sons, March 2026", "&lt;script&gt;alert(1)&lt;/script&gt;", "a &#34;note&#34; &amp; more", "empty &lt;b&gt;.jpg", "=HYPERLINK(&#34;http://x&#34;)",
		`<a href="receipts/2026-03-15_Office-World_60.00_GBP.jpg">jpg</a>`, `href="receipts/2026-03-02_%E6%A0%AA%E5%BC%8F%E4%BC%9A%E7%A4%BE-script-alert-1-script_1200_JPY_2.png">page 2</a>`,
		`<a href="import/bills.csv">import/bills.csv</a>`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("%s is not in the index", want)
		}
	}
	for _, not := range []string{"<script", "<b>.jpg", "src=", "ZgotmplZ"} {
		if strings.Contains(page, not) {
			t.Errorf("%s is in the index", not)
		}
	}
}

// Unpacked, the real sha256sum takes the manifest.
func TestManifest(t *testing.T) {
	_, content := read(t, write(t, month()))
	dir := t.TempDir()
	for name, text := range content {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	check := exec.Command("sha256sum", "--check", "--strict", manifestName)
	check.Dir = dir
	out, err := check.CombinedOutput()
	if err != nil {
		t.Errorf("%v: %s", err, out)
	}
	if lines := strings.Count(content[manifestName], "\n"); lines != len(content)-1 {
		t.Errorf("%d of %d files are in the manifest", lines, len(content)-1)
	}
}

// unzip keeps the letters of a name only where the zip is one of Unix, and
// makes files that nobody may read where it says no rights.
func TestUnzipKeepsTheNames(t *testing.T) {
	data := write(t, month())
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		const unix = 3
		if f.CreatorVersion>>8 != unix || f.Mode() != 0o644 {
			t.Errorf("%s is of system %d and has the rights %s", f.Name, f.CreatorVersion>>8, f.Mode())
		}
	}
}

func TestTheSameReceiptsGiveTheSameBytes(t *testing.T) {
	if first, second := write(t, month()), write(t, month()); !bytes.Equal(first, second) {
		t.Error("they differ")
	}
}

func TestLeftOutByTheFiles(t *testing.T) {
	c := month()
	c.LeftOut = func(r export.Row) string {
		if r.Receipt.ID == 3 {
			return "Xero has no account for it."
		}
		return unread(r)
	}
	_, content := read(t, write(t, c))
	if text := content[slipName]; strings.Contains(text, "JPY") || !strings.Contains(text, "receipt 3, 株式会社 <script>alert(1)</script>: Xero has no account for it.") {
		t.Errorf("the slip is\n%s", text)
	}
	if _, ok := content["receipts/2026-03-02_株式会社-script-alert-1-script_1200_JPY_1.heic"]; !ok {
		t.Error("the picture of what is left out is not in the pack")
	}
}

func TestNames(t *testing.T) {
	c := month()
	names, err := NewNames(c.Rows)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for row := range c.Rows {
		got = append(got, names.Of(row))
	}
	want := []string{"receipts/2026-03-15_Office-World_60.00_GBP.jpg", "receipts/2026-03-15_OFFICE-WORLD_60.00_GBP-2.pdf",
		"receipts/2026-03-02_株式会社-script-alert-1-script_1200_JPY_1.heic", "receipts/2026-03-20_Office-World_-6.00_GBP.jpg", "", "receipts/undated_unknown_no-total.jpg", ""}
	if !slices.Equal(got, want) {
		t.Errorf("names %q", got)
	}
}

// A pack with a hole is none: it is refused, and no file is left behind.
func TestWholeOrNotAtAll(t *testing.T) {
	broken := errors.New("no such account")
	for name, test := range map[string]struct {
		change func(*Config)
		want   string
	}{
		"a missing original": {func(c *Config) { c.Open = files{}.open }, "the kept picture of receipt 1 (a.jpg) is missing"},
		"a damaged original": {func(c *Config) {
			c.Open = func(receipt.Original) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("X")), nil }
		}, "the kept file is damaged"},
		"a file that cannot be written": {func(c *Config) {
			c.Files[0].Write = func(context.Context, io.Writer) error { return broken }
		}, "import/bills.csv: no such account"},
		"a history that cannot be read": {func(c *Config) { c.Rows = func(yield func(export.Row, error) bool) { yield(export.Row{}, broken) } }, "no such account"},
		"a name that leads out":         {func(c *Config) { c.Files[0].Name = "../bills.csv" }, "cannot be a file's name"},
		"a name that is taken":          {func(c *Config) { c.Files[0].Name = "Index.html" }, `the pack has "Index.html" already`},
	} {
		t.Run(name, func(t *testing.T) {
			c := month()
			test.change(&c)
			path := filepath.Join(t.TempDir(), "pack.zip")
			if err := export.File(t.Context(), path, func(w io.Writer) error { return Write(t.Context(), w, c) }); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%v", err)
			}
			if left, err := os.ReadDir(filepath.Dir(path)); err != nil || len(left) != 0 {
				t.Errorf("%v, %v is left behind", left, err)
			}
		})
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := Write(ctx, io.Discard, month()); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestAnEmptyPack(t *testing.T) {
	_, content := read(t, write(t, Config{Title: "Nothing", Rows: all(nil)}))
	if !strings.Contains(content[slipName], "Receipts: 0\nDates:    none\nPictures: 0\n\nLeft out: 0\n") || !strings.Contains(content[indexName], "There are none.") {
		t.Errorf("%q", content)
	}
}
