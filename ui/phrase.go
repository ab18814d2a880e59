package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// phrase is one line of text without padding in a colour and size of the
// theme. Text that does not fit ends in an ellipsis.
type phrase struct {
	widget.BaseWidget
	text  string
	color fyne.ThemeColorName
	size  fyne.ThemeSizeName
	bold  bool
	align fyne.TextAlign
	fixed bool // asks for the width of its text; else for none at all
	parts bool // what does not fit is left out part by part, from the end

	shown *canvas.Text
}

// newPhrase is a line that asks for the width of its text.
func newPhrase(text string, size fyne.ThemeSizeName, color fyne.ThemeColorName, bold bool) *phrase {
	p := &phrase{text: text, size: size, color: color, bold: bold, fixed: true, shown: canvas.NewText(text, nil)}
	p.ExtendBaseWidget(p)
	p.paint()
	return p
}

// newElastic is a line that takes the width it is given.
func newElastic(text string, size fyne.ThemeSizeName, color fyne.ThemeColorName, bold bool) *phrase {
	p := newPhrase(text, size, color, bold)
	p.fixed = false
	return p
}

func muted(text string) *phrase { return newPhrase(text, theme.SizeNameCaptionText, colorMuted, false) }

// set changes the text; the same text costs nothing.
func (p *phrase) set(text string) {
	if p.text == text {
		return
	}
	p.text = text
	p.Refresh()
}

func (p *phrase) paint() {
	p.shown.Color = themeColor(p.color)
	p.shown.TextSize = themeSize(p.size)
	p.shown.TextStyle = fyne.TextStyle{Bold: p.bold}
	p.shown.Alignment = p.align
	p.shown.Text = p.text
	if w := p.Size().Width; !p.fixed && w > 0 {
		p.shown.Text = elide(p.fitting(w), w, p.shown.TextSize, p.bold)
	}
}

// between stands between the parts of a line.
const between = " · "

// fitting is the text without the parts at its end that do not fit; half a part
// is never shown.
func (p *phrase) fitting(width float32) string {
	text := p.text
	for p.parts && fyne.MeasureText(text, p.shown.TextSize, p.shown.TextStyle).Width > width+0.5 {
		cut := strings.LastIndex(text, between)
		if cut < 0 {
			return ""
		}
		text = text[:cut]
	}
	return text
}

func (p *phrase) Refresh() {
	p.paint()
	p.shown.Refresh()
	p.BaseWidget.Refresh()
}

func (p *phrase) CreateRenderer() fyne.WidgetRenderer { return &phraseRenderer{p} }

type phraseRenderer struct{ p *phrase }

func (r *phraseRenderer) Destroy()                     {}
func (r *phraseRenderer) Refresh()                     {}
func (r *phraseRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.p.shown} }

func (r *phraseRenderer) Layout(size fyne.Size) {
	r.p.paint()
	r.p.shown.Resize(size)
	r.p.shown.Refresh()
}

func (r *phraseRenderer) MinSize() fyne.Size {
	size := fyne.MeasureText(r.p.text, themeSize(r.p.size), fyne.TextStyle{Bold: r.p.bold})
	if !r.p.fixed {
		size.Width = 0
	}
	return size
}
