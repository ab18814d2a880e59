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

// engineName is an engine in a sentence.
func engineName(e receipt.Engine) string {
	if e == receipt.Veryfi {
		return "Veryfi"
	}
	return tr("the reader on this computer")
}

// againName is what the menu calls reading receipts by the other engine too.
func (w *Window) againName(entries []*entry) string {
	local, veryfi := 0, 0
	for _, e := range entries {
		if !w.readable(e) {
			continue
		}
		if e.receipt.Engine == receipt.Veryfi {
			veryfi++
		} else {
			local++
		}
	}
	switch {
	case veryfi == 0:
		return tr("Read by Veryfi too, and compare…")
	case local == 0:
		return tr("Read on this computer too, and compare…")
	}
	return tr("Read by the other engine too, and compare…")
}

func (w *Window) readable(e *entry) bool { return w.desk.CanReadAgain(e.receipt) }

// toCompare tells of a receipt with two readings of which nobody has said
// which is right.
func toCompare(e *entry) bool {
	return !e.trashed() && e.receipt.Second.Status == receipt.SecondRead
}

// second compares the two readings of the current receipt; where there is one,
// the other engine is asked for a second.
func (w *Window) second() {
	if chosen := w.list.chosen(); len(chosen) == 1 && toCompare(chosen[0]) {
		w.compareReadings()
		return
	}
	w.readAgain()
}

// readAgain has the selected receipts read by the other engine too. What that
// would cost is asked before.
func (w *Window) readAgain() {
	if w.sheet != nil || !w.saved() {
		return
	}
	var ids []int64
	paid := 0
	for _, e := range w.list.chosen() {
		if !w.readable(e) {
			continue
		}
		ids = append(ids, e.id())
		if e.receipt.Engine.Other() == receipt.Veryfi {
			paid++
		}
	}
	if len(ids) == 0 {
		w.toast.say(toneInfo, tr("Only a receipt that is read, and not on its way, can be read by the other engine too."), "", nil)
		return
	}
	send := func() {
		n := 0
		w.do(func(ctx context.Context) (err error) { n, err = w.desk.ReadAgain(ctx, ids...); return err }, func() {
			w.toast.say(toneInfo, tr("%s on the way to be read a second time. Nothing changes before you compare.", receipts(n)), "", nil)
		})
	}
	w.mayCost(paid, receipt.Veryfi, tr("Read by Veryfi too?"),
		tr("What was read first stays as it is until you compare the two."), tr("Read by Veryfi too"), send)
}

// mayCost asks before so many receipts are sent to an engine that is paid; do
// goes on. Where nothing is to be asked, it goes on at once.
func (w *Window) mayCost(n int, engine receipt.Engine, title, note, yes string, do func()) {
	var cost desk.Cost
	w.do(func(ctx context.Context) (err error) { cost, err = w.desk.CostOf(ctx, engine, n); return err }, func() {
		if !cost.Ask {
			do()
			return
		}
		var s *sheet
		words := newParagraph(told(cost.Words)+".", theme.SizeNameText, theme.ColorNameForeground)
		words.bold = true
		body := flow(gapSmall, words, newParagraph(note, theme.SizeNameText, colorMuted))
		s = w.showSheet(title, "", 460, body, []fyne.CanvasObject{
			newButton(tr("Do not send"), "", normal, func() { s.close() }),
			newButton(yes, iconCloud, primary, func() { s.close(); do() })})
	})
}

// secondWords say where the second reading of a receipt stands; "" for nothing.
func secondWords(r receipt.Receipt) (t tone, words string) {
	who := engineName(r.Second.Engine)
	switch r.Second.Status {
	case receipt.SecondWaiting, receipt.SecondSending, receipt.SecondReading:
		words = tr("Being read by %s too, to compare. What was read first stays.", who)
		if r.Second.Reason != "" {
			words += " " + told(r.Second.Reason)
		}
		return toneInfo, words
	case receipt.SecondRead:
		return toneWarn, capital(tr("%s has read it too, and differs.", who))
	case receipt.SecondFailed:
		return toneWarn, capital(tr("%s could not read it: %s", who, told(r.Second.Reason))) + " " + tr("What was read first stays.")
	}
	return toneInfo, ""
}

// secondMark is the icon of a row whose second reading is under way, or waits
// to be compared; "" for none.
func secondMark(r receipt.Receipt) (iconName, fyne.ThemeColorName) {
	switch r.Second.Status {
	case receipt.SecondWaiting, receipt.SecondSending, receipt.SecondReading:
		return iconReading, colorBlue
	case receipt.SecondRead:
		return iconHeld, colorAmber
	}
	return "", ""
}

// heardSecond tells that second readings have come.
func (w *Window) heardSecond(changed []receipt.Receipt) {
	var came []receipt.Receipt
	for _, r := range changed {
		if old := w.book.get(r.ID); old != nil && old.receipt.Second.Open() && !r.Second.Open() && r.Second.Engine != "" {
			came = append(came, r)
		}
	}
	switch {
	case len(came) == 0:
	case len(came) == 1:
		w.tellSecond(came[0])
	default:
		differ := 0
		for _, r := range came {
			if r.Second.Status == receipt.SecondRead {
				differ++
			}
		}
		w.toast.say(toneInfo, tr("%s read a second time: %d to compare.", receipts(len(came)), differ), "", nil)
	}
}

func (w *Window) tellSecond(r receipt.Receipt) {
	who := capital(engineName(r.Second.Engine))
	switch r.Second.Status {
	case receipt.SecondRead:
		w.toast.say(toneInfo, tr("%s has read #%d too, and differs.", who, r.ID), tr("Compare"), func() {
			w.show(r.ID)
			w.compareReadings()
		})
	case receipt.SecondSettled:
		w.toast.say(toneGood, tr("%s has read #%d too: both say the same.", who, r.ID), "", nil)
	case receipt.SecondFailed:
		w.toast.say(toneWarn, tr("%s could not read #%d: %s", who, r.ID, told(r.Second.Reason))+" "+tr("What was read first stays."), "", nil)
	}
}

// askRetry tries failed receipts again, and asks before that may cost.
func (w *Window) askRetry(ids []int64) {
	if len(ids) == 0 || w.sheet != nil {
		return
	}
	n := 0
	if w.settings.Engine == receipt.Veryfi {
		n = len(ids)
	}
	w.mayCost(n, receipt.Veryfi, tr("Try again at Veryfi?"), tr("Each is a new submission, and is paid for again where it is read."), tr("Try again"), func() {
		w.do(func(ctx context.Context) error { return w.desk.Retry(ctx, ids...) }, nil)
	})
}

// retryAll tries all again that could not be read.
func (w *Window) retryAll() { w.askRetry(w.failed()) }

// offerRetry shows, among the problems, the button that tries all again.
func (w *Window) offerRetry() {
	n := 0
	if w.query.filter == showProblems {
		n = w.book.tally.status[receipt.Failed]
	}
	w.retries.setText(trn(n, "Try %d again", "Try all %d again"))
	if hidden := n == 0; hidden != w.retries.Hidden {
		w.retries.Hidden = hidden
		w.under.Refresh()
	}
}

// failed are all receipts that could not be read, in the order of intake.
func (w *Window) failed() []int64 {
	var ids []int64
	for _, e := range w.book.ordered(w.query.order) {
		if with(receipt.Failed)(e) {
			ids = append(ids, e.id())
		}
	}
	return ids
}

// lineTexts are line items and tax lines as people read them.
func itemTexts(w writing, f receipt.Fields) []string {
	var all []string
	for _, l := range f.LineItems {
		text := l.Description
		if l.Quantity.Known() {
			text = w.amount(l.Quantity, "") + " × " + text
		}
		all = append(all, joined(text, w.amount(l.Price, f.Currency), w.amount(l.Total, f.Currency)))
	}
	return all
}

func taxTexts(w writing, f receipt.Fields) []string {
	var all []string
	for _, l := range f.TaxLines {
		name := l.Name
		if l.Inclusive {
			name += tr(inPrices)
		}
		rate := ""
		if l.Rate.Known() {
			rate = w.amount(l.Rate, "") + " %"
		}
		all = append(all, joined(name, rate, w.amount(l.Base, f.Currency), w.amount(l.Total, f.Currency)))
	}
	return all
}

func joined(parts ...string) string {
	known := parts[:0]
	for _, p := range parts {
		if p != "" {
			known = append(known, p)
		}
	}
	return strings.Join(known, "  ·  ")
}

// unlike are the lines of two lists that differ, without those that are the
// same at their beginnings and ends, which are counted.
func unlike(a, b []string) (left, right string) {
	start := 0
	for start < len(a) && start < len(b) && a[start] == b[start] {
		start++
	}
	end := 0
	for end < len(a)-start && end < len(b)-start && a[len(a)-1-end] == b[len(b)-1-end] {
		end++
	}
	text := func(lines []string) string {
		all := append([]string(nil), lines[start:len(lines)-end]...)
		if n := start + end; n > 0 {
			all = append(all, fmt.Sprintf("(%s)", trn(n, "%d line the same", "%d lines the same")))
		}
		return strings.Join(all, "\n")
	}
	return text(a), text(b)
}
