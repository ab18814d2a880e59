package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestWritten: what was written as text is on the paper, in its columns, and
// in the truth.
func TestWritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "set.txt")
	text := "# two\n--- in tea/stall\n^ Chai Corner\nMasala chai   2   ₹40.00\nTotal             ₹40.00\n= vendor Chai Corner|Chai Corner Pune; date 2025-01-02; total 40.00; currency INR\n--- us deli\nDeli\nTOTAL  5.00\n= vendor Deli; date 2025-01-03; total 5.00; currency USD\n"
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	all, err := writtenIn(path)
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != 2 || all[0].file != "set-in-tea-stall.jpg" || all[0].truth["vendor"] != "Chai Corner|Chai Corner Pune" || all[1].truth["total"] != "5.00" {
		t.Fatalf("read %+v", all)
	}
	var printed []string
	page := all[0].print().page()
	for _, l := range page.Lines {
		printed = append(printed, l.Text)
	}
	if got := strings.Join(printed, "|"); got != "Chai Corner|Masala chai|2|₹40.00|Total|₹40.00" {
		t.Errorf("printed %q", got)
	}
	if above, below := page.Lines[3].Quad[0].X, page.Lines[5].Quad[0].X; above-below > 1 || below-above > 40 {
		t.Errorf("the amounts stand at %.0f and %.0f", above, below)
	}
}
