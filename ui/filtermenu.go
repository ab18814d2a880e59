package ui

import (
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// showFilters offers filters; each is written into the search line as words,
// where it can be seen, changed and taken out.
func (w *Window) showFilters() {
	choose := func(title string, words ...string) *fyne.MenuItem {
		item := fyne.NewMenuItem(tr(title), nil)
		var items []*fyne.MenuItem
		for i := 0; i+1 < len(words); i += 2 {
			word := words[i+1]
			one := fyne.NewMenuItem(words[i], func() { w.filterBy(word) })
			one.Checked = slices.Contains(splitWords(w.search.Text), word)
			items = append(items, one)
		}
		item.ChildMenu = fyne.NewMenu("", items...)
		item.Disabled = len(items) == 0
		return item
	}
	vendors, kinds := w.book.habits()
	month := w.now().Format("2006-01")
	last := w.now().AddDate(0, 0, 1-w.now().Day()).AddDate(0, -1, 0).Format("2006-01")
	year := w.now().Year()
	quarter := (int(w.now().Month()) + 2) / 3
	items := []*fyne.MenuItem{
		choose("Date", tr("This month"), "date:"+month, tr("Last month"), "date:"+last, tr("Quarter %d", quarter), fmt.Sprintf("date:%d-q%d", year, quarter),
			tr("This year"), fmt.Sprintf("date:%d", year), tr("Last year"), fmt.Sprintf("date:%d", year-1), tr("Without a date"), "no:date"),
		choose("Amount", tr("Over 50"), "total>50", tr("Over 250"), "total>250", tr("Over 1000"), "total>1000", tr("10 to 20"), "total:10..20", tr("Money back"), "total<0"),
		choose("Vendor", named("vendor", vendors.top(12))...),
		choose("Category", append(named("category", kinds.top(12)), tr("Without a category"), "no:category")...),
		choose("Tag", append(named("tag", w.tagHabits().top(12)), tr("Without a tag"), "no:tag")...),
		choose("Currency", named("cur", w.currencies())...),
		choose("Status", tr("Needs review"), `is:"needs review"`, tr("Ready"), "is:ready", tr("Exported"), "is:exported", tr("Could not read"), "is:failed", tr("Held"), "is:held"),
		choose("Read by", tr("This computer"), "engine:local", "Veryfi", "engine:veryfi"),
	}
	if w.search.Text != "" {
		items = append(items, fyne.NewMenuItemSeparator(), fyne.NewMenuItem(tr("Show all again"), func() { w.search.put("") }))
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(w.funnel).AddXY(0, w.funnel.Size().Height)
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), w.window.Canvas(), at)
}

// named are pairs of a text and the filter for it.
func named(name string, texts []string) []string {
	var pairs []string
	for _, t := range texts {
		value := strings.ReplaceAll(t, `"`, "")
		if strings.ContainsAny(value, " \t") {
			value = `"` + value + `"`
		}
		pairs = append(pairs, t, name+":"+value)
	}
	return pairs
}

// currencies are those of the history, the most used first.
func (w *Window) currencies() []string {
	codes := make(habits)
	for _, e := range w.book.entries {
		if !e.trashed() {
			codes.count(e.receipt.Fields.Currency, "", 1)
		}
	}
	return codes.top(12)
}

// filterBy writes a filter into the search line in the place of one of the
// same kind, or takes it out when it is there.
func (w *Window) filterBy(word string) {
	kind, _, _ := splitTerm(word)
	var words []string
	there := false
	for _, one := range splitWords(w.search.Text) {
		if one == word {
			there = true
			continue
		}
		if other, sign, _ := splitTerm(one); sign == "" || other != kind {
			words = append(words, one)
		}
	}
	if !there {
		words = append(words, word)
	}
	w.search.put(strings.Join(words, " "))
}
