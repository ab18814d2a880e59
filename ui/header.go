package ui

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// header is the upper edge of the window: where things stand, and what can be
// done with all of them.
type header struct {
	content  *fyne.Container
	actions  *fyne.Container // the buttons
	summary  *phrase
	bundle   *button // shown while files are taken as anything but receipts of their own
	export   *button
	add      *button
	settings *button
	progress *progress
}

func newHeader() *header {
	h := &header{progress: newProgress()}
	h.summary = newElastic("", theme.SizeNameCaptionText, colorMuted, false)
	h.bundle = newButton("", iconHeld, quiet, nil)
	h.bundle.Hide()
	h.export = newButton(tr("Export"), iconExport, normal, nil)
	h.add = newButton(tr("Add receipts"), iconAdd, primary, nil)
	h.settings = newButton("", iconSettings, quiet, nil)
	title := newPhrase(tr("Receipts"), sizeTitle, theme.ColorNameForeground, true)
	words := flow(2, title, h.summary)
	h.actions = middle(across(gapSmall, h.bundle, h.settings, h.export, h.add))
	h.content = container.NewBorder(nil, nil, nil, h.actions, middle(words))
	return h
}

// summaryWords say calmly where things stand; asked is how many receipts wait
// for the person's word.
func summaryWords(b *book, asked int) string {
	if !b.loaded {
		return tr("Opening…")
	}
	n := b.tally.status
	review, ready, exported, problems := n[receipt.Review], n[receipt.Ready], n[receipt.Exported], n[receipt.Failed]+n[receipt.Held]
	open := n[receipt.Waiting] + n[receipt.Sending] + n[receipt.Reading]
	var parts []string
	add := func(n int, one, many string) {
		if n > 0 {
			parts = append(parts, trn(n, one, many))
		}
	}
	add(review, "%d needs review", "%d need review")
	add(problems, "%d needs your decision", "%d need your decision")
	open = max(0, open-asked)
	add(asked, "%d waits for your word", "%d wait for your word")
	add(open, "%d being read", "%d being read")
	add(ready, "%d ready to export", "%d ready to export")
	if len(parts) == 0 {
		add(exported, "%d exported, nothing left to do", "%d exported, nothing left to do")
	}
	if len(parts) == 0 {
		return tr("Nothing here yet")
	}
	return strings.Join(parts, " · ")
}

// progress is a thin bar and a line about the work that goes on.
type progress struct {
	widget.BaseWidget
	bar   *canvas.Rectangle
	track *canvas.Rectangle
	words *phrase
	part  float32

	pacer pacer
}

func newProgress() *progress {
	p := &progress{bar: canvas.NewRectangle(clearColor), track: canvas.NewRectangle(clearColor),
		words: newElastic("", theme.SizeNameCaptionText, colorMuted, false)}
	p.ExtendBaseWidget(p)
	p.Hide()
	return p
}

// show tells how far the work is; nothing to do hides it.
func (p *progress) show(w batchWork, now time.Time) (changed bool) {
	shown := p.Visible()
	if w.all == 0 {
		p.pacer.rest()
		p.Hide()
		return shown
	}
	left, _ := p.pacer.left(w, now)
	if w.stands() {
		p.pacer.rest()
	}
	p.part = float32(w.done) / float32(w.all)
	p.words.set(progressWords(w, left))
	p.Show()
	p.Refresh()
	return !shown
}

// progressWords are "38 of 40 read · about 20 s left · 2 need you". The time
// is told once there is something to reckon it from, 0 before; work that stands
// still says so.
func progressWords(w batchWork, left time.Duration) string {
	parts := []string{tr("%d of %d read", w.done, w.all)}
	switch {
	case w.stands():
		parts = append(parts, tr("waiting: each row says why"))
	case left > 0:
		parts = append(parts, tr("about %s left", spell(left)))
	}
	if w.needs > 0 {
		parts = append(parts, trn(w.needs, "%d needs you", "%d need you"))
	}
	return strings.Join(parts, " · ")
}

// spell is a length of time in round words.
func spell(d time.Duration) string {
	switch s := int(d.Seconds() + 0.999); {
	case s <= 10:
		return tr("%d s", max(1, s))
	case s < 60:
		return tr("%d s", (s+4)/5*5)
	case s < 90*60:
		return tr("%d min", (s+59)/60)
	default:
		return tr("%d h", (s+1800)/3600)
	}
}

func (p *progress) Refresh() {
	p.track.FillColor, p.bar.FillColor = themeColor(theme.ColorNameSeparator), themeColor(theme.ColorNamePrimary)
	p.words.Refresh()
	p.BaseWidget.Refresh()
	canvas.Refresh(p)
}

func (p *progress) CreateRenderer() fyne.WidgetRenderer { return progressRenderer{p} }

type progressRenderer struct{ p *progress }

func (r progressRenderer) Destroy() {}

func (r progressRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.p.track, r.p.bar, r.p.words}
}

func (r progressRenderer) MinSize() fyne.Size {
	return fyne.NewSize(100, r.p.words.MinSize().Height+gapSmall+4)
}

func (r progressRenderer) Refresh() { r.Layout(r.p.Size()) }

func (r progressRenderer) Layout(size fyne.Size) {
	p := r.p
	const height = 4
	p.bar.Hidden = p.part == 0
	p.track.CornerRadius, p.bar.CornerRadius = height/2, height/2
	p.words.Move(fyne.Position{})
	p.words.Resize(fyne.NewSize(size.Width, p.words.MinSize().Height))
	y := size.Height - height
	p.track.Move(fyne.NewPos(0, y))
	p.track.Resize(fyne.NewSize(size.Width, height))
	p.bar.Move(fyne.NewPos(0, y))
	p.bar.Resize(fyne.NewSize(size.Width*p.part, height))
}
