package ui

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// panel is the right side of the window: the picture of the current receipt
// beside its fields, or what can be said when there is not just one.
type panel struct {
	content *card
	viewer  *viewer
	form    *form

	none *fyne.Container // nothing is selected
	one  *fyne.Container // a receipt
	many *summary        // several are selected

	title  *phrase
	pill   *pill
	about  *phrase
	banner *banner
	again  *banner // about the second reading
	both   *button // compares the two readings
	up     *button
	down   *button
	main   *button // what there is to do
	side   *button // what else
	bin    *button
	more   *button // the menu of the receipt
	twin   *button // compares the receipt with the one that it looks like
	hint   *phrase // the keys
	rule   *ruleHint

	entry *entry
	acts  panelActs
}

// panelActs is what the panel asks the window to do.
type panelActs struct {
	accept, retry, release, trash, restore func()
	sendAgain                              func()
	cut, more, compare, readings           func()
	canCut, asks                           func(receipt.Receipt) bool
	rule                                   ruleActs
	step                                   func(by int)
}

func newPanel(w writing, today func() receipt.Date, acts panelActs) *panel {
	p := &panel{viewer: newViewer(), form: newForm(w, today), many: newSummary(w), acts: acts}
	p.title = newElastic("", theme.SizeNameSubHeadingText, theme.ColorNameForeground, true)
	p.about = newElastic("", theme.SizeNameCaptionText, colorMuted, false)
	p.pill = newPill(state{icon: iconReady, ink: colorGreen, tint: colorGreenTint})
	p.twin = newButton("", "", normal, nil)
	p.banner = newBanner(p.twin)
	p.both = newButton(tr("Compare"), "", normal, acts.readings)
	p.again = newBanner(p.both)
	p.again.Hide()
	p.rule = newRuleHint(acts.rule)
	p.hint = newElastic("", theme.SizeNameCaptionText, colorMuted, false)
	p.about.parts, p.hint.parts = true, true
	p.up = newButton("", iconUp, quiet, func() { acts.step(-1) })
	p.down = newButton("", iconDown, quiet, func() { acts.step(1) })
	p.main = newButton(tr("Accept"), iconCheck, primary, nil)
	p.side = newButton("", "", normal, nil)
	p.bin = newButton("", iconTrash, quiet, acts.trash)
	p.more = newButton("", iconMore, quiet, acts.more)

	head := flow(gapTiny,
		container.NewBorder(nil, nil, nil, inset(0, 0, 0, -iconOverhang, across(0, p.up, p.down)), middle(p.title)),
		container.NewBorder(nil, nil, p.pill, nil, inset(0, 0, gapSmall, 0, middle(p.about))))
	foot := newSurface(inset(gap, gap-1, 0, 0, container.NewBorder(nil, nil, across(gapSmall, p.main, p.side), inset(0, 0, 0, -iconOverhang, across(0, p.bin, p.more)),
		inset(0, 0, gap, gapSmall, middle(p.hint)))), colorCard, "", 1)
	// The form stands first, under the others: what is scrolled out of it is
	// neither seen nor hit there.
	p.one = container.New(&panelLayout{}, p.form.scroll, head, flow(gapSmall, p.banner, p.again, p.rule), p.viewer.content, foot)
	p.none = placeholder(iconReceipt, tr("No receipt selected"), tr("Choose one in the list to see its picture and its fields."))
	// The foot reaches down to the edge of the card, so that nothing of the form
	// shows under it.
	p.content = newCard(inset(gap, 1, gapLarge, gapLarge, container.NewStack(p.none, p.one, p.many.content)))
	p.pick(p.none)
	return p
}

func (p *panel) pick(which *fyne.Container) {
	for _, c := range []*fyne.Container{p.none, p.one, p.many.content} {
		if c == which {
			c.Show()
		} else {
			c.Hide()
		}
	}
}

func (p *panel) showNone() {
	p.form.commitAll()
	p.entry = nil
	p.viewer.clear()
	p.pick(p.none)
}

func (p *panel) showMany(entries []*entry) {
	p.form.commitAll()
	p.entry = nil
	p.viewer.clear()
	p.many.show(entries)
	p.pick(p.many.content)
}

// showOne shows a receipt; pages is how many it has, at is its place in the list.
func (p *panel) showOne(e *entry, pages, at, of int) {
	p.entry = e
	p.heading(e)
	p.reason(e)
	p.both.Hidden = !toCompare(e)
	if e.trashed() {
		p.again.say(toneInfo, "")
	} else {
		p.again.say(secondWords(e.receipt))
	}
	p.rule.show(e)
	p.act(e)
	p.up.setEnabled(at > 0)
	p.down.setEnabled(at < of-1)
	p.viewer.show(e.receipt, pages)
	p.form.show(e)
	if e.receipt.Status.Read() {
		p.form.scroll.Show()
	} else {
		p.form.scroll.Hide() // nothing to see yet: the picture has all the room
	}
	p.pick(p.one)
	p.one.Refresh()
}

func (p *panel) heading(e *entry) {
	title := e.receipt.Fields.Vendor
	if title == "" {
		title = e.text(columnFile)
	}
	p.title.set(title)
	p.pill.set(e.state)
	about := []string{fmt.Sprintf("#%d", e.id())}
	if title != e.text(columnFile) {
		about = append(about, e.text(columnFile))
	}
	if n := len(e.receipt.Originals); n > 1 {
		about = append(about, trn(n, "%d file", "%d files"))
	}
	if len(e.receipt.Tags) > 0 {
		about = append(about, tr("tagged %s", strings.Join(e.receipt.Tags, ", ")))
	}
	if !e.receipt.ExportedAt.IsZero() {
		about = append(about, tr("exported %s", day(e.receipt.ExportedAt)))
	}
	by := map[receipt.Engine]string{receipt.Local: "read on this computer", receipt.Veryfi: "read by Veryfi"}[e.receipt.Engine]
	if by != "" && e.receipt.Status != receipt.Waiting {
		about = append(about, tr(by))
	}
	p.about.set(strings.Join(about, " · "))
}

// reason says why a receipt is where it is, unless a field says it already.
func (p *panel) reason(e *entry) {
	r := e.receipt
	twin := desk.Twin(r)
	p.twin.Hidden = twin == 0 || e.trashed() || r.Status == receipt.Held // there it is the main button
	p.twin.setText(tr("Compare with #%d", twin))
	p.twin.tapped = p.acts.compare
	switch {
	case e.trashed():
		p.banner.say(toneInfo, tr("In the trash since %s. Nothing is deleted: the picture and the fields are kept.", day(r.Trashed)))
	case r.Status == receipt.Failed:
		p.banner.say(toneBad, reasons(r, tr("This receipt could not be read. The original is kept: try again, or photograph it anew.")))
	case r.Status == receipt.Held:
		p.banner.say(toneHeld, reasons(r, tr("This looks like a receipt that is here already. Nothing was sent.")))
	case copying(r):
		p.banner.say(toneInfo, tr("Making a safe copy on this computer."))
	case p.acts.asks(r):
		p.banner.say(toneInfo, tr("Safe on this computer. It is not sent before you say so, above the list."))
	case r.Status == receipt.Waiting:
		p.banner.say(toneInfo, reasons(r, tr("Safe on this computer, waiting for its turn.")))
	case r.Status.Open():
		p.banner.say(toneInfo, reasons(r, tr("Safe on this computer, being read. The fields appear by themselves.")))
	case r.Status == receipt.Review:
		p.banner.say(toneWarn, toldEach(unsaid(e)))
	default:
		p.banner.say(toneInfo, "")
	}
}

func reasons(r receipt.Receipt, otherwise string) string {
	if len(r.Reasons) == 0 {
		return otherwise
	}
	return toldEach(r.Reasons)
}

// unsaid are the reasons that no field shows.
func unsaid(e *entry) []string {
	said := make(map[string]bool)
	for _, d := range e.proof().Doubts {
		said[d.Words] = true
	}
	var left []string
	for _, r := range e.receipt.Reasons {
		if !said[r] {
			left = append(left, r)
		}
	}
	return left
}

// act sets the buttons to what can be done with a receipt.
func (p *panel) act(e *entry) {
	p.side.Hide()
	p.main.Show()
	p.bin.Show()
	p.hint.set("")
	set := func(text string, icon iconName, w weight, do func()) {
		p.main.text, p.main.icon, p.main.weight, p.main.tapped = text, icon, w, do
		p.main.Refresh()
	}
	switch r := e.receipt; {
	case e.trashed():
		set(tr("Put back"), iconRestore, primary, p.acts.restore)
		p.bin.Hide()
	case r.Status == receipt.Review:
		set(tr("Accept"), iconCheck, primary, p.acts.accept)
		p.hint.set(tr("Enter accepts · F8 next doubt"))
		if desk.Twin(r) != 0 {
			p.hint.set(tr("F6 compares · Enter accepts"))
		}
	case r.Status == receipt.Failed:
		if p.acts.canCut(r) {
			set(tr("Split into parts"), iconHeld, primary, p.acts.cut)
			break
		}
		set(tr("Try again"), iconRetry, primary, p.acts.retry)
	case r.Status == receipt.Held && desk.Twin(r) != 0:
		set(tr("Compare"), iconHeld, primary, p.acts.compare)
		p.side.setText(tr("Read it anyway"))
		p.side.tapped = p.acts.release
		p.side.Show()
	case r.Status == receipt.Held:
		set(tr("Read it anyway"), iconCheck, primary, p.acts.release)
	case desk.Unsure(r):
		set(tr("Send again…"), iconRetry, normal, p.acts.sendAgain)
	case r.Status.Read():
		set(tr("Next"), iconDown, normal, func() { p.acts.step(1) })
	default:
		p.main.Hide()
	}
}

// placeholder is a quiet picture and a sentence where there is nothing else.
func placeholder(icon iconName, title, text string) *fyne.Container {
	words := newParagraph(text, theme.SizeNameCaptionText, colorMuted)
	words.center = true
	return container.NewCenter(exactWidth(240, flow(gapSmall,
		container.NewCenter(newGlyph(icon, colorMuted, 36)),
		container.NewCenter(newPhrase(title, theme.SizeNameText, theme.ColorNameForeground, true)),
		words)))
}

// exactWidth gives an object a width and the height it needs there.
func exactWidth(width float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(widthLayout(width), o)
}

type widthLayout float32

func (w widthLayout) heightFor(o []fyne.CanvasObject, _ float32) float32 {
	return heightOf(o[0], float32(w))
}

func (w widthLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(float32(w), heightOf(o[0], float32(w)))
}

func (w widthLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	o[0].Move(fyne.Position{})
	o[0].Resize(fyne.NewSize(float32(w), size.Height))
}
