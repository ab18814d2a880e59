package ui

import (
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// summary is what the panel says of several receipts.
type summary struct {
	content *fyne.Container
	mark    *fyne.Container // its picture, where there is room
	title   *phrase
	sums    *paragraph
	states  *paragraph
	accept  *button
	retry   *button
	again   *button
	release *button
	restore *button
	trash   *button
	export  *button
	set     *button
	writing writing
}

func newSummary(w writing) *summary {
	s := &summary{writing: w}
	s.title = newPhrase("", theme.SizeNameSubHeadingText, theme.ColorNameForeground, true)
	s.sums = newParagraph("", theme.SizeNameText, theme.ColorNameForeground)
	s.states = newParagraph("", theme.SizeNameCaptionText, colorMuted)
	s.sums.center, s.states.center = true, true
	s.accept = newButton(tr("Accept"), iconCheck, primary, nil)
	s.export = newButton(tr("Export…"), iconExport, normal, nil)
	s.set = newButton(tr("Set a field…"), iconSettings, normal, nil)
	s.retry = newButton(tr("Try again"), iconRetry, normal, nil)
	s.again = newButton(tr("Send again…"), iconRetry, normal, nil)
	s.release = newButton(tr("Read anyway"), iconCheck, normal, nil)
	s.restore = newButton(tr("Put back"), iconRestore, normal, nil)
	s.trash = newButton(tr("Move to trash"), iconTrash, normal, nil)
	buttons := flow(gapSmall, s.accept, s.set, s.export, s.retry, s.again, s.release, s.restore, s.trash)
	s.mark = container.NewCenter(newGlyph(iconHeld, colorMuted, 32))
	scroll := container.NewVScroll(container.NewCenter(exactWidth(240, flow(gap, s.mark, container.NewCenter(s.title), s.sums, s.states, inset(0, gap, 0, 0, buttons)))))
	s.content = container.New(&summaryLayout{s, scroll}, scroll)
	return s
}

func (s *summary) show(entries []*entry) {
	s.title.set(tr("%s selected", receipts(len(entries))))
	s.sums.set(sums(entries, s.writing, "\n"), theme.ColorNameForeground)
	s.states.set(stateCounts(entries), colorMuted)
	can := func(b *button, n int, text string) {
		b.setText(fmt.Sprintf("%s (%d)", tr(text), n))
		b.Hidden = n == 0
	}
	number := func(f func(e *entry) bool) (n int) {
		for _, e := range entries {
			if f(e) {
				n++
			}
		}
		return n
	}
	status := func(st receipt.Status) int {
		return number(func(e *entry) bool { return !e.trashed() && e.receipt.Status == st })
	}
	can(s.accept, status(receipt.Review), "Accept")
	can(s.retry, status(receipt.Failed), "Try again")
	can(s.again, number(unsure), "Send again…")
	can(s.release, status(receipt.Held), "Read anyway")
	can(s.export, number(func(e *entry) bool { return !e.trashed() && e.receipt.Status.Read() }), "Export…")
	can(s.set, number(canCorrect), "Set a field…")
	can(s.restore, number((*entry).trashed), "Put back")
	can(s.trash, number(func(e *entry) bool { return !e.trashed() }), "Move to trash")
	s.content.Refresh()
}

// summaryLayout leaves the picture out where the buttons need its room, and
// lets one scroll where that is not enough.
type summaryLayout struct {
	s      *summary
	scroll *container.Scroll
}

func (l *summaryLayout) MinSize(o []fyne.CanvasObject) fyne.Size { return fyne.NewSize(240, 0) }

func (l *summaryLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	l.s.mark.Hidden = false
	l.s.mark.Hidden = l.scroll.Content.MinSize().Height > size.Height
	l.scroll.Resize(size)
	l.scroll.Refresh()
}

// sums are the totals of receipts, exactly, one for each currency: sums of
// different money are never mixed.
func sums(entries []*entry, w writing, between string) string {
	totals := totalsOf(entries)
	codes := make([]string, 0, len(totals))
	for code := range totals {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	parts := make([]string, len(codes))
	for i, code := range codes {
		name := code
		if name == "" {
			name = tr("without a currency")
		}
		parts[i] = w.amount(totals[code], code) + " " + name
	}
	return strings.Join(parts, between)
}

func stateCounts(entries []*entry) string {
	n := make(map[string]int)
	var words []string
	for _, e := range entries {
		if n[e.state.word] == 0 {
			words = append(words, e.state.word)
		}
		n[e.state.word]++
	}
	slices.Sort(words)
	for i, w := range words {
		words[i] = fmt.Sprintf("%d %s", n[w], inSentence(w))
	}
	return strings.Join(words, " · ")
}
