package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// paragraph is text that wraps at words, without padding.
type paragraph struct {
	widget.BaseWidget
	text   string
	size   fyne.ThemeSizeName
	color  fyne.ThemeColorName
	bold   bool
	center bool
	most   int // lines; what is more ends in an ellipsis; 0 for as many as it takes
	lines  []*canvas.Text
	width  float32
}

func newParagraph(text string, size fyne.ThemeSizeName, color fyne.ThemeColorName) *paragraph {
	p := &paragraph{text: text, size: size, color: color}
	p.ExtendBaseWidget(p)
	return p
}

func (p *paragraph) set(text string, color fyne.ThemeColorName) {
	if p.text == text && p.color == color {
		return
	}
	p.text, p.color = text, color
	p.Refresh()
}

// wrap breaks the text into lines that fit; a word that is longer than a line
// is broken inside.
func wrap(text string, width float32, r *ruler) []string {
	var lines []string
	for _, paragraph := range strings.Split(text, "\n") {
		line := ""
		for _, word := range strings.Fields(paragraph) {
			with := word
			if line != "" {
				with = line + " " + word
			}
			if r.width(with) <= width {
				line = with
				continue
			}
			if line != "" {
				lines = append(lines, line)
			}
			for r.width(word) > width && len([]rune(word)) > 1 {
				head := []rune(word)
				for len(head) > 1 && r.width(string(head)) > width {
					head = head[:len(head)-1]
				}
				lines = append(lines, string(head))
				word = word[len(string(head)):]
			}
			line = word
		}
		lines = append(lines, line)
	}
	return lines
}

// broken is a text in lines, not more than there may be.
func (p *paragraph) broken(text string, width float32) []string {
	r := p.ruler()
	lines := wrap(text, width, r)
	if p.most == 0 || len(lines) <= p.most {
		return lines
	}
	rest := strings.Join(lines[p.most-1:], " ")
	return append(lines[:p.most-1], r.fit(rest, width))
}

func (p *paragraph) ruler() *ruler { return newRuler(themeSize(p.size), p.bold) }

func (p *paragraph) lineHeight() float32 {
	return fyne.MeasureText("Ág", themeSize(p.size), fyne.TextStyle{Bold: p.bold}).Height + 2
}

func (p *paragraph) heightFor(width float32) float32 { return p.heightOf(p.text, width) }

// heightOf is how high another text would be in it.
func (p *paragraph) heightOf(text string, width float32) float32 {
	if text == "" {
		return 0
	}
	return float32(len(p.broken(text, width))) * p.lineHeight()
}

func (p *paragraph) paint() {
	if p.width <= 0 {
		return
	}
	texts := p.broken(p.text, p.width)
	if p.text == "" {
		texts = nil
	}
	for len(p.lines) < len(texts) {
		p.lines = append(p.lines, canvas.NewText("", nil))
	}
	p.lines = p.lines[:len(texts)]
	height := p.lineHeight()
	for i, t := range p.lines {
		t.Text, t.Color, t.TextSize = texts[i], themeColor(p.color), themeSize(p.size)
		t.TextStyle = fyne.TextStyle{Bold: p.bold}
		if p.center {
			t.Alignment = fyne.TextAlignCenter
		}
		t.Move(fyne.NewPos(0, float32(i)*height))
		t.Resize(fyne.NewSize(p.width, height))
		t.Refresh()
	}
}

func (p *paragraph) Refresh() {
	p.paint()
	p.BaseWidget.Refresh()
	canvas.Refresh(p)
}

func (p *paragraph) CreateRenderer() fyne.WidgetRenderer { return paragraphRenderer{p} }

type paragraphRenderer struct{ p *paragraph }

func (r paragraphRenderer) Destroy() {}
func (r paragraphRenderer) Refresh() {}

func (r paragraphRenderer) Objects() []fyne.CanvasObject {
	objects := make([]fyne.CanvasObject, len(r.p.lines))
	for i, l := range r.p.lines {
		objects[i] = l
	}
	return objects
}

func (r paragraphRenderer) Layout(size fyne.Size) {
	r.p.width = size.Width
	r.p.paint()
}

func (r paragraphRenderer) MinSize() fyne.Size {
	return fyne.NewSize(40, r.p.heightFor(max(r.p.width, 40)))
}
