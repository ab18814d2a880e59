package pack

import (
	"slices"
	"strings"
	"testing"

	"github.com/spindle-receipts/spindle/internal/export"
)

func rehearse(t *testing.T, profile string, c Config) *export.Plan {
	t.Helper()
	p, err := export.Find(profile)
	if err != nil {
		t.Fatal(err)
	}
	names, err := NewNames(c.Rows)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := export.Rehearse(t.Context(), p, export.Choices{Picture: names.Of}, c.Rows)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

// A pack of a plan has its files and the workbook, and what the plan leaves
// out is left out of the slip's figures too.
func TestPackOfAPlan(t *testing.T) {
	c := month()
	plan := rehearse(t, "hledger-csv", c)
	c.Files = append(Files(plan), Workbook(rehearse(t, "xlsx", c))...)
	c.LeftOut = LeftOut(plan)
	archive, content := read(t, write(t, c))
	var names []string
	for _, f := range archive.File[:5] {
		names = append(names, f.Name)
	}
	if want := []string{"index.html", "control-slip.txt", "import/hledger-csv.csv", "import/hledger-csv.csv.rules", "receipts.xlsx"}; !slices.Equal(names, want) {
		t.Errorf("files %q", names)
	}
	for _, want := range []string{
		"receipt 3, 株式会社 <script>alert(1)</script>: It still needs a look\n", "receipt 5, empty <b>.jpg: The file is empty.\n", "receipt 7, without a file: There is no ",
		"import/hledger-csv.csv: to import: hledger CSV with rules\n  import/hledger-csv.csv.rules: belongs to hledger-csv.csv\n  receipts.xlsx: all receipts as a workbook\n",
	} {
		if !strings.Contains(content[slipName], want) {
			t.Errorf("%q is not in\n%s", want, content[slipName])
		}
	}
	if csv := content["import/hledger-csv.csv"]; !strings.Contains(csv, ",receipts/2026-03-15_OFFICE-WORLD_60.00_GBP-2.pdf\n") {
		t.Errorf("the picture's name in the pack is not in\n%s", csv)
	}
}
