package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"github.com/spindle-receipts/spindle/internal/desk"
)

// A format that takes one currency offers each of them, and the way back.
func TestExportOfOneCurrency(t *testing.T) {
	d := newFakeDesk(pile()...)
	d.receipts[2].Fields.Currency = "CHF" // of receipt 3, which is ready
	d.choices["sage50"] = desk.ExportChoices{Accounts: map[string]string{"": "7504"}, Vendors: map[string]string{"": "OFF001"},
		Taxes: map[string]string{"none": "T9", "unknown": "T1", "19": "T1", "20": "T1", "7": "T5"}}
	w := openWindow(t, d, large, func(c *Config) { c.ExportDir = t.TempDir() })
	w.showExport()
	inSheet[*picker](w).SetSelected("Sage 50 (UK and Ireland)")
	if !w.sheetButtons()["Export"].Disabled() {
		t.Fatal("it exports several currencies in one file")
	}
	offered := w.sheetButtons()["Export only CHF"]
	if offered == nil {
		t.Fatalf("it offers %v", w.sheetButtons())
	}
	test.Tap(offered)
	back := w.sheetButtons()["Take all currencies"]
	if back == nil || w.sheetButtons()["Export"].Disabled() {
		t.Fatalf("after the choice it offers %v", w.sheetButtons())
	}
	test.Tap(back)
	if w.sheetButtons()["Export only CHF"] == nil {
		t.Fatal("there is no way back")
	}
	test.Tap(w.sheetButtons()["Export only CHF"])
	test.Tap(w.sheetButtons()["Export"])
	if len(d.exported) != 1 || d.exported[0] != 3 {
		t.Errorf("exported are %v; it says %q", d.exported, strings.TrimSpace(w.toast.text()))
	}
}
