package ui

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"

	"github.com/spindle-receipts/spindle/internal/desk"
)

// findings are what the other program would refuse, in words, with a way to
// the receipts that it is about.
type findings struct {
	x       *exporter
	content *fyne.Container
}

func newFindings(x *exporter) *findings { return &findings{x, flow(gapSmall)} }

// maxFindings is how many kinds of problems are told at a time.
const maxFindings = 5

func (f *findings) show(r *desk.Rehearsal) {
	f.content.Objects = nil
	groups := r.Groups()
	for _, g := range groups[:min(len(groups), maxFindings)] {
		f.group(g)
	}
	if n := len(groups) - maxFindings; n > 0 {
		f.say(toneInfo, trn(n, "And %d more kind of problems.", "And %d more kinds of problems."), nil)
	}
	f.currencies(r)
	if n := len(r.Before); n > 0 {
		again := newButton(tr("Export them again"), "", quiet, func() { f.x.again = true; f.x.rehearse() })
		f.say(toneInfo, trn(n, "%d receipt is exported in this format before and left out, so that nothing is there twice.", "%d receipts are exported in this format before and left out, so that nothing is there twice."), again)
	}
	if len(r.Changes) > 0 {
		c := r.Changes[0]
		text := trn(r.ChangeCount, "%d text is written otherwise than on the receipt, such as “%s” as “%s”: %s.", "%d texts are written otherwise than on the receipt, such as “%s” as “%s”: %s.",
			plain(c.From), plain(c.To), strings.TrimSuffix(told(c.Why), "."))
		f.say(toneInfo, text, nil)
	}
	f.content.Hidden = len(f.content.Objects) == 0
	f.content.Refresh()
}

func (f *findings) group(g desk.ExportGroup) {
	tone, text := toneWarn, sentenceOf(told(g.Words))
	if g.Stops {
		tone = toneBad
	}
	switch n := len(g.Receipts); {
	case n == 0:
		f.say(tone, text, nil)
		return
	case g.Stops:
		text = trn(n, "%d receipt is left out. %s", "%d receipts are left out. %s", text)
	case n > 1:
		text = tr("1 receipt, and %d more: %s", n-1, text)
	}
	f.say(tone, text, newButton(tr("Show them"), "", quiet, func() {
		f.x.sheet.close()
		f.x.w.showThese(g.Receipts)
	}))
}

// currencies offers one of several to a format that takes no more.
func (f *findings) currencies(r *desk.Rehearsal) {
	only := func(text, currency string) *button {
		return newButton(text, "", quiet, func() { f.x.only = currency; f.x.rehearse() })
	}
	switch {
	case f.x.only != "":
		f.say(toneInfo, tr("Only the receipts in %s are exported. The others are for files of their own.", f.x.only), only(tr("Take all currencies"), ""))
	case r.Profile.Rules.Currencies == "one" && len(r.Sums) > 1:
		for _, s := range r.Sums[:min(len(r.Sums), maxFindings)] {
			f.say(toneInfo, trn(s.Receipts, "%d receipt is in %s.", "%d receipts are in %s.", s.Currency), only(tr("Export only %s", s.Currency), s.Currency))
		}
	}
}

func (f *findings) say(t tone, text string, action *button) {
	var b *banner
	if action != nil {
		action.onKey = func(ev *fyne.KeyEvent) { f.x.w.sheetKey(ev) }
		b = newBanner(action)
	} else {
		b = newBanner()
	}
	b.say(t, text)
	f.content.Add(b)
}

// sentenceOf ends words with a stop.
func sentenceOf(words string) string {
	if words == "" || strings.ContainsAny(words[len(words)-1:], ".!?") {
		return words
	}
	return words + "."
}

// plain is text of a receipt on one line, with its ends in sight.
func plain(text string) string {
	return strings.Join(strings.Fields(text), " ")
}

// showThese selects receipts, wherever they are.
func (w *Window) showThese(ids []int64) {
	if len(ids) == 0 {
		return
	}
	w.show(ids[0])
	for _, id := range ids[1:] {
		if w.place(id) >= 0 {
			w.list.selection.ids[id] = true
		}
	}
	w.list.Refresh()
	w.selected()
}

// preview shows the first lines of the file, exactly.
type preview struct {
	content *fyne.Container
	lines   *printout
}

const previewLines = 5

func newPreview() *preview {
	p := &preview{lines: &printout{}}
	p.content = flow(6, newParagraph(tr("The file begins"), theme.SizeNameCaptionText, colorMuted), newSurface(inset(8, 8, 10, 10, p.lines.object()), theme.ColorNameInputBackground, colorBorder, 7))
	p.content.Hide()
	return p
}

func (p *preview) show(r *desk.Rehearsal) {
	lines := textLines(r.First(previewLines))
	p.content.Hidden = len(lines) == 0 || len(r.Files) == 0
	p.lines.set(lines)
	p.content.Refresh()
}

// textLines are the lines of a file as a person sees them.
func textLines(b []byte) []string {
	b = bytes.TrimPrefix(b, []byte("\uFEFF"))
	var lines []string
	for line := range bytes.Lines(b) {
		text := string(line)
		if !utf8.ValidString(text) { // Windows-1252, which is Latin-1 for what is seen here
			runes := make([]rune, len(line))
			for i, c := range line {
				runes[i] = rune(c)
			}
			text = string(runes)
		}
		lines = append(lines, strings.ReplaceAll(strings.TrimRight(text, "\r\n"), "\t", "  ⇥  "))
	}
	return lines
}

// printout is lines of even letters, each cut where the room ends.
type printout struct {
	box   *fyne.Container
	lines []string
}

func (p *printout) object() fyne.CanvasObject {
	p.box = &fyne.Container{Layout: p}
	return p.box
}

var printoutStyle = fyne.TextStyle{Monospace: true}

func (p *printout) size() float32 { return themeSize(theme.SizeNameCaptionText) - 1 }

func (p *printout) letter() fyne.Size {
	return fyne.MeasureText("M", p.size(), printoutStyle)
}

func (p *printout) set(lines []string) {
	p.lines = lines
	p.box.Objects = nil
	for range lines {
		t := canvas.NewText("", themeColor(theme.ColorNameForeground))
		t.TextSize, t.TextStyle = p.size(), printoutStyle
		p.box.Objects = append(p.box.Objects, t)
	}
	p.Layout(p.box.Objects, p.box.Size())
	p.box.Refresh()
}

func (p *printout) heightFor(_ []fyne.CanvasObject, _ float32) float32 {
	return float32(len(p.lines)) * (p.letter().Height + 1)
}

func (p *printout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(100, p.heightFor(o, 0))
}

func (p *printout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	letter := p.letter()
	room := int(size.Width / letter.Width)
	for i, object := range o {
		t := object.(*canvas.Text)
		t.Text = p.lines[i]
		if runes := []rune(t.Text); len(runes) > room && room > 0 {
			t.Text = string(runes[:room-1]) + "…"
		}
		t.Move(fyne.NewPos(0, float32(i)*(letter.Height+1)))
		t.Resize(fyne.NewSize(size.Width, letter.Height))
	}
}
