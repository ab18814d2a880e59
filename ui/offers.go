package ui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// sendKey is the shortcut that sends what waits for the person's word.
func sendKey() string {
	if fyne.KeyModifierShortcutDefault == fyne.KeyModifierSuper {
		return "⌘S"
	}
	return tr("Ctrl+S")
}

// offers are the batches that wait for the person's word before they are sent
// to the service, and the bar over the list that asks for it.
type offers struct {
	widget.BaseWidget
	all     []desk.Offer // the oldest first
	gone    map[string]bool
	asked   map[string]bool // the person has said; the desk is about to settle them
	writing writing

	words *paragraph
	note  *paragraph
	send  *button
	here  *button
	each  *button // shows them one by one
	body  *card
	lay   *offersLayout
}

func newOffers(w writing) *offers {
	o := &offers{gone: make(map[string]bool), asked: make(map[string]bool), writing: w}
	o.words = newParagraph("", theme.SizeNameText, theme.ColorNameForeground)
	o.words.bold = true
	o.note = newParagraph("", theme.SizeNameCaptionText, colorMuted)
	o.send = newButton("", iconCloud, primary, nil)
	o.here = newButton("", "", normal, nil)
	o.each = newButton(tr("One by one…"), "", quiet, nil)
	o.lay = &offersLayout{o: o, text: flow(2, o.words, o.note), acts: across(gapSmall, o.each, o.here, o.send)}
	o.body = newSurface(container.New(o.lay, o.lay.text, o.lay.acts), colorCard, colorBorder, 0)
	o.ExtendBaseWidget(o)
	o.Hide()
	return o
}

// put takes in batches as they now are.
func (o *offers) put(all []desk.Offer) {
	for _, one := range all {
		delete(o.asked, one.Batch)
		if i := slices.IndexFunc(o.all, func(old desk.Offer) bool { return old.Batch == one.Batch }); i >= 0 {
			o.all[i] = one
			continue
		}
		o.all = append(o.all, one)
	}
}

// settle lets go of batches that wait no more.
func (o *offers) settle(batches []string) {
	for _, batch := range batches {
		o.gone[batch] = true
		delete(o.asked, batch)
	}
	o.all = slices.DeleteFunc(o.all, func(one desk.Offer) bool { return slices.Contains(batches, one.Batch) })
}

// load takes in what waited before the window came. News that came meanwhile
// is newer.
func (o *offers) load(all []desk.Offer) {
	for _, one := range slices.Backward(all) {
		known := slices.ContainsFunc(o.all, func(old desk.Offer) bool { return old.Batch == one.Batch })
		if !known && !o.gone[one.Batch] {
			o.all = slices.Insert(o.all, 0, one)
		}
	}
}

// waiting are those of which the person has not said anything.
func (o *offers) waiting() []desk.Offer {
	var left []desk.Offer
	for _, one := range o.all {
		if !o.asked[one.Batch] {
			left = append(left, one)
		}
	}
	return left
}

// count is how many receipts wait for the person's word.
func (o *offers) count() int {
	n := 0
	for _, one := range o.waiting() {
		n += one.New
	}
	return n
}

// goesOn is the work that does not wait for the person's word.
func (o *offers) goesOn(w batchWork) batchWork {
	w.all = max(w.done, w.all-o.count())
	if w.all == w.done {
		return batchWork{}
	}
	return w
}

// show asks for the person's word, and tells whether that takes other room.
func (o *offers) show(mayRead bool) (changed bool) {
	left := o.waiting()
	was, height := o.Visible(), o.heightFor(o.Size().Width)
	o.Hidden = len(left) == 0
	if o.Hidden {
		return was
	}
	words, note := offerWords(left, o.writing)
	o.words.set(words, theme.ColorNameForeground)
	o.note.set(note, colorMuted)
	o.note.Hidden = note == ""
	send, here := tr("Send to Veryfi"), tr("Read on this computer")
	if len(left) > 1 {
		send, here = tr("Send all to Veryfi"), tr("Read all on this computer")
	}
	o.send.setText(send + "  " + sendKey())
	o.here.setText(here)
	o.here.setEnabled(mayRead)
	o.each.Hidden = len(left) < 2
	return !was || height != o.heightFor(o.Size().Width)
}

// offerWords are what waits: "38 new, 2 held: about 3.04 USD", and what else
// is to be known.
func offerWords(all []desk.Offer, w writing) (words, note string) {
	if len(all) == 1 {
		words, note, _ = strings.Cut(told(all[0].Words), ". ")
		if note == "" {
			note = tr("Nothing is sent before you say so.")
		}
		return words, note
	}
	var n, held int
	price := receipt.MustAmount("0")
	for _, o := range all {
		n, held, price = n+o.New, held+o.Held, price.Add(o.Price)
	}
	words = tr("%d new", n)
	if held > 0 {
		words += tr(", %d held", held)
	}
	words += tr(" in %d drops", len(all))
	if price.Known() {
		words += tr(": about %s", strings.TrimSpace(w.amount(price, all[0].Currency)+" "+all[0].Currency))
	}
	if left := all[0].LeftToday; left >= 0 && left < n {
		return words, tr("The day's limit leaves %d for today; the rest goes on by itself after midnight.", left)
	}
	return words, tr("Nothing is sent before you say so.")
}

func (o *offers) heightFor(width float32) float32 { return o.lay.height(width) }

func (o *offers) MinSize() fyne.Size {
	return fyne.NewSize(160, o.heightFor(max(160, o.Size().Width)))
}

func (o *offers) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(o.body) }

// offersLayout sets the buttons beside the words, or under them where there is
// little room.
type offersLayout struct {
	o    *offers
	text *fyne.Container
	acts *fyne.Container
}

func (l *offersLayout) parts(width float32) (text float32, under bool) {
	text = width - 2*gapLarge
	if left := text - l.acts.MinSize().Width - gapLarge; left >= 240 {
		return left, false
	}
	return text, true
}

func (l *offersLayout) height(width float32) float32 {
	text, under := l.parts(width)
	height := heightOf(l.text, text)
	if under {
		height += gapSmall + controlHeight
	}
	return max(height, controlHeight) + 2*10
}

func (l *offersLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(160, 54) }

func (l *offersLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	text, under := l.parts(size.Width)
	height, acts := heightOf(l.text, text), l.acts.MinSize()
	l.text.Resize(fyne.NewSize(text, height))
	l.acts.Resize(acts)
	if under {
		l.text.Move(fyne.NewPos(gapLarge, 10))
		l.acts.Move(fyne.NewPos(max(gapSmall, size.Width-gapLarge-acts.Width), 10+height+gapSmall))
		return
	}
	l.text.Move(fyne.NewPos(gapLarge, (size.Height-height)/2))
	l.acts.Move(fyne.NewPos(size.Width-gapLarge-acts.Width, (size.Height-acts.Height)/2))
}
