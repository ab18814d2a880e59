package ui

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/spindle-receipts/spindle/internal/desk"
)

// ruleDesk suggests a rule for the second receipt of the pile.
func ruleDesk() *fakeDesk {
	d := newFakeDesk(pile()...)
	d.suggests = desk.Rule{Vendor: d.receipts[1].Fields.Vendor, Category: "Office supplies", Times: 3}
	return d
}

func TestARuleIsSuggested(t *testing.T) {
	const rule = "ACME Office Supplies GmbH & Co. KG → Office supplies"
	for _, c := range []struct {
		press fyne.KeyName
		want  string
	}{
		{fyne.Key1, "rule " + rule}, {fyne.KeyReturn, "rule " + rule},
		{fyne.Key2, "not now " + rule + ", for good: false"}, {fyne.Key3, "not now " + rule + ", for good: true"}, {fyne.KeyEscape, ""},
	} {
		d := ruleDesk()
		w := openWindow(t, d, large)
		w.list.goTo(w.place(1), false)
		if !w.panel.rule.Hidden {
			t.Error("it is suggested for another vendor")
		}
		w.list.goTo(w.place(2), false)
		if got := w.panel.rule.banner.text; w.panel.rule.Hidden || got != rule+", because you chose it 3 times." {
			t.Fatalf("the panel says %q", got)
		}
		d.asked = nil
		shortcut(w, control(fyne.KeyL))
		key(w, c.press)
		d.asked = slices.DeleteFunc(d.asked, func(s string) bool { return strings.HasPrefix(s, "page") })
		if got := strings.Join(d.asked, "; "); got != c.want {
			t.Errorf("%s asks for %q, want %q", c.press, got, c.want)
		}
		if w.sheet != nil || w.panel.rule.Hidden != (c.want != "") {
			t.Errorf("after %s it is still there: %v", c.press, !w.panel.rule.Hidden)
		}
	}
}

func TestARuleIsPreviewed(t *testing.T) {
	d := ruleDesk()
	d.changes = []int64{1, 3}
	w := openWindow(t, d, large)
	w.list.goTo(w.place(2), false)
	test.Tap(w.panel.rule.always)
	if w.sheet == nil || d.find(1).Fields.Category != "Meals" {
		t.Fatal("nothing is shown before receipts change")
	}
	test.Tap(w.sheetButtons()["Change 2 receipts"])
	if d.find(1).Fields.Category != "Office supplies" || d.find(3).Fields.Category != "Office supplies" {
		t.Error("the receipts did not change")
	}
	w.makeRule(desk.Rule{Vendor: "X", Category: "Y"})
	test.Tap(w.sheetButtons()["Only new ones"])
	if w.sheet != nil || d.find(1).Fields.Category != "Office supplies" {
		t.Error("receipts changed though only new ones were to")
	}
}

func TestRulesAreWrittenEditedAndRemoved(t *testing.T) {
	d := newFakeDesk(pile()...)
	w := openWindow(t, d, large)
	w.list.goTo(w.place(3), false)
	shortcut(w, control(fyne.KeyL))
	test.Tap(w.sheetButtons()["New rule…"])
	test.Tap(w.sheetButtons()["Save the rule"]) // from the receipt that is shown
	if len(d.rules) != 1 || d.rules[0].String() != "Shell Station 4711 → Fuel" {
		t.Fatalf("the rules are %v", d.rules)
	}
	w.showRules()
	test.Tap(w.sheetButtons()["Edit…"])
	w.window.Canvas().FocusNext()
	w.window.Canvas().Focused().(*input).SetText("Car")
	w.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if len(d.rules) != 1 || d.rules[0].String() != "Shell Station 4711 → Car" {
		t.Errorf("edited, the rules are %v", d.rules)
	}
	w.editRule(desk.Rule{Vendor: "X"})
	test.Tap(w.sheetButtons()["Save the rule"])
	if w.sheet == nil || len(d.rules) != 1 {
		t.Error("a rule without a category was taken")
	}
	w.showRules()
	test.Tap(w.sheetButtons()["Remove"])
	if len(d.rules) != 0 || w.sheet == nil {
		t.Errorf("removed, the rules are %v", d.rules)
	}
}
