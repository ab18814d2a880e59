package fields

import (
	"fmt"
	"path"
	"strings"
	"testing"

	"github.com/spindle-receipts/spindle/api/server"
	"github.com/spindle-receipts/spindle/internal/reader/text"
)

// needExamples are the countries whose habits the reader promises to know.
var needExamples = []string{"us", "gb", "au", "my", "za", "in", "de", "at", "ch", "fr", "it", "es", "nl", "ca", "ie", "be", "pt", "se", "dk", "no", "pl"}

// The example of each country's file reads as the file says.
func TestExamplesOfTheCountries(t *testing.T) {
	entries, err := vocabularyFiles.ReadDir("vocabulary/countries")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, e := range entries {
		data, err := vocabularyFiles.ReadFile(path.Join("vocabulary/countries", e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		_, example, ok := strings.Cut(string(data), "\nexample\n")
		if !ok {
			continue
		}
		seen[strings.TrimSuffix(e.Name(), ".txt")] = true
		receipt, wants, ok := strings.Cut(example, "\n= ")
		if !ok {
			t.Errorf("%s: the example has no line that says what it holds", e.Name())
			continue
		}
		r := Understand([]text.Page{pageOf(receipt)}, server.Hints{})
		for _, want := range listed(strings.TrimSpace(wants)) {
			name, value, _ := strings.Cut(want, " ")
			if got := shown(r, name); got != value {
				t.Errorf("%s: %s is %q, want %q", e.Name(), name, got, value)
			}
		}
	}
	for _, c := range needExamples {
		if !seen[c] {
			t.Errorf("countries/%s.txt has no example", c)
		}
	}
}

// shown is a value of a reading as the examples name it.
func shown(r server.Reading, name string) string {
	switch name {
	case "items":
		return fmt.Sprint(len(r.LineItems))
	case "date":
		return r.Date.Text[:min(10, len(r.Date.Text))]
	}
	return values(r)[name].Text
}
