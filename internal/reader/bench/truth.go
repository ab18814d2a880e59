package main

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/shopspring/decimal"
)

// truth is what a receipt is known to say.
type truth struct {
	file, vendor, currency string
	address                string
	row                    int  // in truth.csv, from 1
	word                   bool // vendor is only a word of the name
	date                   string
	total                  decimal.Decimal
	more                   map[string]string // other fields that the truth names, by column
	items                  []itemTruth
	taxes                  []taxTruth
	taxed                  bool   // the set has tax lines
	printed                string // every line on it, where the set tells
}

// moreColumns are the fields that some truths name beside the main ones.
var moreColumns = []string{"subtotal", "tax", "tip", "fees", "discount", "rounding", "category", "invoice_number", "payment", "country", "items"}

// readTruths reads DIR/truth.csv; part ("2/3") takes every n-th row.
func readTruths(dir, part string) ([]truth, error) {
	f, err := os.Open(filepath.Join(dir, "truth.csv"))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("reading truth.csv: %w", err)
	}
	k, n := 1, 1
	if part != "" {
		if _, err := fmt.Sscanf(part, "%d/%d", &k, &n); err != nil || n < 1 || k < 1 || k > n {
			return nil, fmt.Errorf("part %q is not k/n", part)
		}
	}
	if len(rows) == 0 {
		return nil, fmt.Errorf("truth.csv is empty")
	}
	column := map[string]int{}
	for i, name := range rows[0] {
		column[name] = i
	}
	var out []truth
	for i, row := range rows[1:] {
		if i%n != k-1 {
			continue
		}
		get := func(name string) string {
			if c, ok := column[name]; ok && c < len(row) {
				return strings.TrimSpace(row[c])
			}
			return ""
		}
		t := truth{file: get("file"), vendor: get("vendor"), currency: get("currency"), address: get("address"), row: i + 1}
		if t.vendor == "" {
			t.vendor, t.word = get("vendor_word"), true
		}
		if t.date, err = day(get("date")); err != nil {
			return nil, fmt.Errorf("%s: %w", t.file, err)
		}
		t.more = map[string]string{}
		for _, name := range moreColumns {
			if c, ok := column[name]; ok && c < len(row) {
				t.more[name] = strings.TrimSpace(row[c])
			}
		}
		if t.total, err = decimal.NewFromString(strings.Trim(get("total"), "RM$ ")); err != nil {
			return nil, fmt.Errorf("%s: total: %w", t.file, err)
		}
		t.printed = printedText(dir, t.file)
		out = append(out, t)
	}
	return out, readDetails(dir, out)
}

var dateLayouts = []string{"2006-01-02", "02/01/2006", "2/1/2006", "02/01/06", "2/1/06", "02-01-2006", "02-01-06", "2-1-2006", "02.01.2006", "02.01.06",
	"02 Jan 2006", "2 Jan 2006", "02 Jan 06", "02-Jan-2006", "02-Jan-06", "20060102", "02012006", "2 January 2006", "Jan 02, 2006"}

// day is a date as the annotators wrote it, day first, as YYYY-MM-DD.
func day(s string) (string, error) {
	if s == "" {
		return "", nil // none is printed
	}
	for _, layout := range dateLayouts {
		if t, err := time.Parse(layout, titled(s)); err == nil {
			return t.Format("2006-01-02"), nil
		}
	}
	return "", fmt.Errorf("date %q is not understood", s)
}

var words = regexp.MustCompile(`\pL+`)

func titled(s string) string {
	return words.ReplaceAllStringFunc(s, func(w string) string {
		first, size := utf8.DecodeRuneInString(w)
		return string(unicode.ToUpper(first)) + strings.ToLower(w[size:])
	})
}

// squeezed is a name in upper case with nothing but letters and digits.
func squeezed(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToUpper(r)
		}
		return -1
	}, s)
}

// ratio is the likeness of two texts: 1 less their Levenshtein distance by the
// longer one's length.
func ratio(a, b string) float64 {
	x, y := []rune(a), []rune(b)
	longer := max(len(x), len(y))
	if longer == 0 {
		return 1
	}
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(x); i++ {
		diagonal := row[0]
		row[0] = i
		for j := 1; j <= len(y); j++ {
			cost := diagonal
			if x[i-1] != y[j-1] {
				cost++
			}
			diagonal = row[j]
			row[j] = min(cost, row[j]+1, row[j-1]+1)
		}
	}
	return 1 - float64(row[len(y)])/float64(longer)
}
