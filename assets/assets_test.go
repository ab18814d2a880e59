package assets

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"image"
	_ "image/gif"
	"image/jpeg"
	_ "image/png"
	"io/fs"
	"path"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"golang.org/x/image/font/sfnt"
	_ "golang.org/x/image/tiff"
)

// table reads a CSV of the samples as one map a row.
func table(t *testing.T, name string) []map[string]string {
	t.Helper()
	f, err := Samples.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, row := range rows[1:] {
		m := map[string]string{}
		for i, v := range row {
			m[rows[0][i]] = v
		}
		out = append(out, m)
	}
	return out
}

// amount is the figure of a column, zero where nothing is printed.
func amount(t *testing.T, row map[string]string, column string) decimal.Decimal {
	t.Helper()
	if row[column] == "" {
		return decimal.Zero
	}
	v, err := decimal.NewFromString(row[column])
	if err != nil {
		t.Fatalf("%s: %s: %v", row["file"], column, err)
	}
	return v
}

func TestTruthProves(t *testing.T) {
	items := map[string]decimal.Decimal{}
	lines := map[string]int{}
	for _, row := range table(t, "items.csv") {
		total := amount(t, row, "total")
		if want := amount(t, row, "quantity").Mul(amount(t, row, "price")).Round(-total.Exponent()); !want.Equal(total) {
			t.Errorf("%s: %s is %s, want %s", row["file"], row["description"], total, want)
		}
		items[row["file"]] = items[row["file"]].Add(total)
		lines[row["file"]]++
	}
	truth := table(t, "truth.csv")
	if len(truth) < 14 {
		t.Errorf("there are %d samples only", len(truth))
	}
	for _, row := range truth {
		get := func(column string) decimal.Decimal { return amount(t, row, column) }
		file, sum := row["file"], items[row["file"]]
		if strconv.Itoa(lines[file]) != row["items"] {
			t.Errorf("%s: %d lines of items, the truth says %s", file, lines[file], row["items"])
		}
		subtotal, included := get("subtotal"), row["tax_included"] == "true"
		if row["subtotal"] == "" {
			subtotal = sum
		}
		if !sum.Equal(subtotal) && !sum.Equal(subtotal.Add(get("tax"))) {
			t.Errorf("%s: the items are %s, the subtotal %s", file, sum, subtotal)
		}
		total := subtotal.Add(get("tip")).Add(get("fees")).Sub(get("discount")).Add(get("rounding"))
		if !included {
			total = total.Add(get("tax"))
		}
		if !total.Equal(get("total")) {
			t.Errorf("%s: the parts are %s, the total %s", file, total, row["total"])
		}
	}
}

func TestEverySampleDecodes(t *testing.T) {
	want := map[string]bool{"truth.csv": true, "items.csv": true, "taxes.csv": true}
	for _, row := range table(t, "truth.csv") {
		file := row["file"]
		want[file] = true
		data, err := fs.ReadFile(Samples, file)
		if err != nil {
			t.Error(err)
			continue
		}
		if path.Ext(file) == ".pdf" {
			if err := checkPDF(data, row["pages"]); err != nil {
				t.Errorf("%s: %v", file, err)
			}
			continue
		}
		m, _, err := image.Decode(bytes.NewReader(data))
		if err != nil {
			t.Errorf("%s: %v", file, err)
		} else if b := m.Bounds(); b.Dx() < 400 || b.Dy() < 400 {
			t.Errorf("%s is only %v", file, b)
		}
	}
	var size int64
	err := fs.WalkDir(Samples, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		size += info.Size()
		if !want[name] {
			t.Errorf("%s is in no row of the truth", name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if size > 4_000_000 {
		t.Errorf("the samples take %d bytes of every binary", size)
	}
}

var (
	object  = regexp.MustCompile(`(?m)^(\d{10}) 00000 n`)
	picture = regexp.MustCompile(`(?s)/DCTDecode /Length (\d+) >>\nstream\n`)
)

// checkPDF follows the table of objects and decodes the picture of each page.
func checkPDF(data []byte, pages string) error {
	if !bytes.HasPrefix(data, []byte("%PDF-")) {
		return fmt.Errorf("it does not begin as a PDF")
	}
	for i, m := range object.FindAllSubmatch(data, -1) {
		at, err := strconv.Atoi(string(m[1]))
		if err != nil {
			return err
		}
		if want := fmt.Sprintf("%d 0 obj", i+1); at > len(data) || !strings.HasPrefix(string(data[at:min(at+20, len(data))]), want) {
			return fmt.Errorf("object %d is not at %d", i+1, at)
		}
	}
	found := picture.FindAllSubmatchIndex(data, -1)
	if strconv.Itoa(len(found)) != pages {
		return fmt.Errorf("it has %d pages, the truth says %s", len(found), pages)
	}
	for _, m := range found {
		n, err := strconv.Atoi(string(data[m[2]:m[3]]))
		if err != nil {
			return err
		}
		if _, err := jpeg.Decode(bytes.NewReader(data[m[1] : m[1]+n])); err != nil {
			return err
		}
	}
	return nil
}

// One sample lies on its side and says so.
func TestOneSampleIsTurnedByItsExif(t *testing.T) {
	data, err := fs.ReadFile(Samples, "cad-pharmacy-turned.jpg")
	if err != nil {
		t.Fatal(err)
	}
	entry := []byte{0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0}
	if !bytes.Contains(data[:100], []byte("Exif\x00\x00MM")) || !bytes.Contains(data[:100], entry) {
		t.Error("no orientation 6 at the head of the file")
	}
	m, err := jpeg.DecodeConfig(bytes.NewReader(data))
	if err != nil || m.Width < m.Height {
		t.Errorf("stored as %d x %d (%v), want it on its side", m.Width, m.Height, err)
	}
}

func TestFontsAndIcon(t *testing.T) {
	for name, data := range map[string][]byte{"Regular": InterRegular, "SemiBold": InterSemiBold} {
		f, err := sfnt.Parse(data)
		if err != nil {
			t.Errorf("Inter %s: %v", name, err)
			continue
		}
		for _, r := range "€£¥₹äßéçñłø·–…" {
			if i, err := f.GlyphIndex(nil, r); err != nil || i == 0 {
				t.Errorf("Inter %s has no %q", name, r)
			}
		}
	}
	if !strings.Contains(FontLicence, "SIL OPEN FONT LICENSE Version 1.1") {
		t.Error("the licence of the font is missing")
	}
	m, format, err := image.Decode(bytes.NewReader(IconPNG))
	if err != nil || format != "png" || m.Bounds() != image.Rect(0, 0, 512, 512) {
		t.Errorf("the icon is a %s of %v: %v", format, m, err)
	}
	if !bytes.Contains(IconSVG, []byte("<svg")) {
		t.Error("the icon is no SVG")
	}
}
