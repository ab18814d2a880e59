package ui

import (
	"context"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// askRule asks about the rule that is suggested for the current receipt, or
// shows all rules.
func (w *Window) askRule() {
	if w.sheet != nil || !w.saved() {
		return
	}
	h := w.panel.rule
	if w.panel.entry == nil || h.Hidden {
		w.showRules()
		return
	}
	rule := h.rule
	var s *sheet
	act := func(do func(desk.Rule)) func() { return func() { s.close(); do(rule) } }
	always := newButton(tr("1  Always"), iconCheck, primary, act(w.makeRule))
	once := newButton(tr("2  Only once"), "", normal, act(w.ruleOnce))
	stop := newButton(tr("3  Stop suggesting it"), "", normal, act(w.ruleNever))
	body := newParagraph(tr("With a rule, receipts of this vendor have the category as soon as they are read. It never changes a category that you chose."), theme.SizeNameText, theme.ColorNameForeground)
	s = w.showSheet(rule.String(), tr("Because you chose it %d times.", rule.Times), 520, body, []fyne.CanvasObject{stop, once, always})
	s.onKey = pressed(map[fyne.KeyName]*button{fyne.Key1: always, fyne.Key2: once, fyne.Key3: stop})
}

// makeRule makes a rule, and asks about the receipts that are here already.
func (w *Window) makeRule(rule desk.Rule) {
	var ids []int64
	w.do(func(ctx context.Context) (err error) {
		if err = w.desk.SaveRule(ctx, rule); err == nil {
			ids, err = w.desk.RuleChanges(ctx, rule)
		}
		return err
	}, func() {
		w.selectedAgain()
		w.toast.say(toneGood, tr("Rule made: %s.", rule), tr("Undo"), w.undo)
		if len(ids) > 0 {
			w.previewRule(rule, ids)
		}
	})
}

func (w *Window) ruleOnce(rule desk.Rule)  { w.putOff(rule, false) }
func (w *Window) ruleNever(rule desk.Rule) { w.putOff(rule, true) }

func (w *Window) putOff(rule desk.Rule, forGood bool) {
	w.do(func(ctx context.Context) error { return w.desk.NotNow(ctx, rule, forGood) }, func() {
		w.selectedAgain()
		if forGood {
			w.toast.say(toneInfo, tr("No rule is suggested for %s any more. Ctrl+L makes one by hand.", rule.Vendor), "", nil)
		}
		w.list.focus()
	})
}

// selectedAgain shows the current receipt as it now is.
func (w *Window) selectedAgain() {
	if e := w.panel.entry; e != nil {
		w.panel.rule.show(e)
		w.panel.one.Refresh()
	}
}

// previewed is how many receipts a preview lists.
const previewed = 100

// previewRule shows what a rule would change before it does.
func (w *Window) previewRule(rule desk.Rule, ids []int64) {
	var s *sheet
	var rows []fyne.CanvasObject
	for _, id := range ids[:min(len(ids), previewed)] {
		if e := w.book.get(id); e != nil {
			rows = append(rows, previewRow(e, rule.Category))
		}
	}
	if more := len(ids) - len(rows); more > 0 {
		rows = append(rows, newParagraph(tr("and %d more", more), theme.SizeNameCaptionText, colorMuted))
	}
	change := newButton(tr("Change %s", receipts(len(ids))), iconCheck, primary, func() {
		s.close()
		w.do(func(ctx context.Context) error { return w.desk.ApplyRule(ctx, rule, ids...) }, func() {
			w.toast.say(toneGood, tr("Changed %s by the rule.", receipts(len(ids))), tr("Undo"), w.undo)
		})
	})
	leave := newButton(tr("Only new ones"), "", normal, func() { s.close() })
	text := tr("%s counts for what is read from now on. These receipts are here already; those with a category that you chose, and exported ones, stay as they are.", rule)
	s = w.showSheet(tr("Change %s too?", receipts(len(ids))), text, 640, flow(gapSmall, rows...), []fyne.CanvasObject{leave, change})
}

// previewRow is what a rule would do to a receipt.
func previewRow(e *entry, category string) fyne.CanvasObject {
	before := e.receipt.Fields.Category
	if before == "" {
		before = tr("none")
	}
	about := fmt.Sprintf("#%d · %s · %s", e.id(), e.text(columnDate), strings.TrimSpace(e.text(columnTotal)+" "+e.text(columnCurrency)))
	return beside(newElastic(about, theme.SizeNameCaptionText, colorMuted, false), newElastic(before+" → "+category, theme.SizeNameCaptionText, theme.ColorNameForeground, false))
}

// showRules lists the rules, to be edited and removed.
func (w *Window) showRules() {
	var all []desk.Rule
	w.do(func(ctx context.Context) (err error) { all, err = w.desk.Rules(ctx); return err }, func() {
		if w.sheet != nil {
			w.sheet.close()
		}
		var rows []fyne.CanvasObject
		for i, rule := range all {
			if i > 0 {
				rows = append(rows, line())
			}
			rows = append(rows, w.ruleRow(rule))
		}
		text := tr("A vendor's receipts have its category as soon as they are read. A category that you chose yourself is never changed.")
		if len(all) == 0 {
			rows = []fyne.CanvasObject{placeholder(iconSettings, tr("No rules yet"), tr("Choose the same category for a vendor three times, and one is suggested. Or write one."))}
		}
		write := newButton(tr("New rule…"), iconAdd, normal, func() { w.sheet.close(); w.editRule(w.ruleOfCurrent()) })
		done := newButton(tr("Done"), "", primary, func() { w.sheet.close() })
		w.showSheet(tr("Rules for categories"), text, 620, flow(gap, rows...), []fyne.CanvasObject{write, done})
	})
}

// ruleOfCurrent is what a rule may be written from: the current receipt.
func (w *Window) ruleOfCurrent() desk.Rule {
	if e := w.panel.entry; e != nil {
		return desk.Rule{Vendor: e.receipt.Fields.Vendor, Category: e.receipt.Fields.Category}
	}
	return desk.Rule{}
}

func (w *Window) ruleRow(rule desk.Rule) fyne.CanvasObject {
	title := newParagraph(rule.String(), theme.SizeNameText, theme.ColorNameForeground)
	title.bold = true
	about := tr("Written on %s", day(rule.Since))
	if rule.Times > 0 {
		about = tr("Because you chose it %d times; since %s", rule.Times, day(rule.Since))
	}
	edit := newButton(tr("Edit…"), "", normal, func() { w.sheet.close(); w.editRule(rule) })
	remove := newButton(tr("Remove"), "", quiet, func() {
		w.do(func(ctx context.Context) error { return w.desk.RemoveRule(ctx, rule.Vendor) }, func() {
			w.showRules()
			w.toast.say(toneInfo, tr("Removed the rule %s. Receipts stay as they are.", rule), tr("Undo"), w.undo)
		})
	})
	return newRest(flow(2, title, newParagraph(about, theme.SizeNameCaptionText, colorMuted)), across(gapSmall, edit, remove))
}

// editRule asks for a vendor and its category.
func (w *Window) editRule(rule desk.Rule) {
	vendor, category := newInput(), newInput()
	vendor.put(rule.Vendor)
	category.put(rule.Category)
	vendor.complete = func(text string) string { return w.book.complete(receipt.FieldVendor, text, "") }
	category.complete = func(text string) string { return w.book.complete(receipt.FieldCategory, text, vendor.Text) }
	wrong := newParagraph("", theme.SizeNameCaptionText, colorRed)
	save := func() {
		now := desk.Rule{Vendor: strings.TrimSpace(vendor.Text), Category: strings.TrimSpace(category.Text)}
		if now == (desk.Rule{Vendor: rule.Vendor, Category: rule.Category}) {
			now.Times = rule.Times
		}
		if now.Vendor == "" || now.Category == "" {
			wrong.set(tr("A rule needs a vendor and a category."), colorRed)
			w.sheet.resize()
			return
		}
		w.sheet.close()
		w.makeRule(now)
	}
	for _, i := range []*input{vendor, category} {
		w.adopt(i)
		i.OnSubmitted = func(string) { save() }
	}
	body := flow(gap, setting(tr("Vendor"), "", bare(vendor)), setting(tr("Category"), "", bare(category)), wrong)
	w.showSheet(tr("Rule for a category"), tr("Before it changes a receipt that is here already, you see which."), 560, body, []fyne.CanvasObject{
		newButton(tr("Cancel"), "", normal, func() { w.sheet.close() }), newButton(tr("Save the rule"), iconCheck, primary, save)})
	w.window.Canvas().Focus(vendor)
}
