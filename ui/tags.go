package ui

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// showTags shows the tags of the selected receipts, to add and to remove some.
func (w *Window) showTags() {
	ids := w.chosen(func(e *entry) bool { return !e.trashed() })
	switch {
	case w.sheet != nil || !w.saved():
	case len(ids) == 0:
		w.toast.say(toneInfo, tr("Select receipts, then give them a tag."), "", nil)
	default:
		w.tagsOf(ids)
	}
}

// tagsOf shows the tags of some receipts.
func (w *Window) tagsOf(ids []int64) {
	if w.sheet != nil {
		w.sheet.close()
	}
	known, used := w.tagHabits(), w.tagHabitsOf(ids)
	wrong := newParagraph("", theme.SizeNameCaptionText, colorRed)
	tag := newInput()
	tag.SetPlaceHolder(tr("A tag, such as trip or tax 2026"))
	tag.complete = func(text string) string {
		if text == "" {
			return ""
		}
		return known.complete(text, "")
	}
	w.adopt(tag)
	tag.OnSubmitted = func(text string) {
		if strings.TrimSpace(text) == "" {
			w.sheet.close()
			return
		}
		if _, err := receipt.ParseTag(text); err != nil {
			wrong.set(sentence(err), colorRed)
			w.sheet.resize()
			return
		}
		w.tag(ids, text, true)
	}
	rows := []fyne.CanvasObject{bare(tag), wrong}
	for _, name := range used.top(len(used)) {
		rows = append(rows, w.tagRow(ids, name, used[strings.ToLower(name)].times))
	}
	w.showSheet(tr("Tags of %s", receipts(len(ids))), tr("Enter adds one. The search finds them: tag:trip."), 480, flow(gap, rows...),
		[]fyne.CanvasObject{newButton(tr("Done"), "", primary, func() { w.sheet.close() })})
	w.window.Canvas().Focus(tag)
}

func (w *Window) tagRow(ids []int64, name string, times int) fyne.CanvasObject {
	remove := newButton(tr("Remove"), "", quiet, func() { w.tag(ids, name, false) })
	all := newButton(tr("Give to all"), "", normal, func() { w.tag(ids, name, true) })
	all.Hidden = times == len(ids)
	words := newParagraph(name, theme.SizeNameText, theme.ColorNameForeground)
	words.bold = true
	text := []fyne.CanvasObject{words}
	if times < len(ids) {
		text = append(text, newParagraph(tr("on %d of %d", times, len(ids)), theme.SizeNameCaptionText, colorMuted))
	}
	return newRest(flow(2, text...), across(gapSmall, all, remove))
}

// tag gives receipts a tag or takes it off, and shows what they have then.
func (w *Window) tag(ids []int64, name string, on bool) {
	w.do(func(ctx context.Context) error { return w.desk.Tag(ctx, ids, name, on) }, func() { w.tagsOf(ids) })
}

// tagHabits are all tags of the history, and how often they are used.
func (w *Window) tagHabits() habits {
	tags := make(habits)
	for _, e := range w.book.entries {
		countTags(tags, e)
	}
	return tags
}

// tagHabitsOf are the tags of some receipts.
func (w *Window) tagHabitsOf(ids []int64) habits {
	tags := make(habits)
	for _, id := range ids {
		if e := w.book.get(id); e != nil {
			countTags(tags, e)
		}
	}
	return tags
}

func countTags(tags habits, e *entry) {
	if !e.trashed() {
		for _, tag := range e.receipt.Tags {
			tags.count(tag, "", 1)
		}
	}
}
