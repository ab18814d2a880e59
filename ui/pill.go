package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

const (
	pillHeight float32 = 22
	pillIcon   float32 = 13
	pillSide   float32 = 8
	pillGap    float32 = 5
)

// pill shows a state: icon, word and colour.
type pill struct {
	widget.BaseWidget
	state state
	parts pillParts
}

func newPill(s state) *pill {
	p := &pill{state: s, parts: newPillParts()}
	p.ExtendBaseWidget(p)
	p.parts.paint(s, drawn)
	return p
}

func (p *pill) set(s state) {
	if p.state != s {
		p.state = s
		p.Refresh()
	}
}

func (p *pill) Refresh() {
	p.parts.paint(p.state, drawn)
	p.parts.layout(fyne.Position{}, p.parts.width())
	p.BaseWidget.Refresh()
}

func (p *pill) CreateRenderer() fyne.WidgetRenderer { return pillRenderer{p} }

type pillRenderer struct{ p *pill }

func (r pillRenderer) Destroy()                     {}
func (r pillRenderer) Refresh()                     {}
func (r pillRenderer) Objects() []fyne.CanvasObject { return r.p.parts.objects() }
func (r pillRenderer) MinSize() fyne.Size {
	return fyne.NewSize(r.p.parts.width(), pillHeight)
}

func (r pillRenderer) Layout(size fyne.Size) {
	r.p.parts.layout(fyne.NewPos(0, (size.Height-pillHeight)/2), r.p.parts.width())
}

// pillParts are the drawn parts of a pill, for the pill itself and for rows,
// which keep the number of their objects small.
type pillParts struct {
	back *canvas.Rectangle
	icon *canvas.Image
	word *canvas.Text
}

func newPillParts() pillParts {
	return pillParts{back: canvas.NewRectangle(clearColor), icon: &canvas.Image{FillMode: canvas.ImageFillContain}, word: canvas.NewText("", nil)}
}

func (p pillParts) objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{p.back, p.icon, p.word}
}

func (p pillParts) paint(s state, icon iconSource) {
	ink, tint := themeColor(s.ink), themeColor(s.tint)
	if p.back.FillColor != tint {
		p.back.FillColor, p.back.CornerRadius = tint, pillHeight/2
		p.back.Refresh()
	}
	if res := icon(s.icon, ink); p.icon.Resource == nil || p.icon.Resource.Name() != res.Name() {
		p.icon.Resource = res
		p.icon.Refresh()
	}
	if size := themeSize(sizePill); p.word.Text != s.word || p.word.Color != ink || p.word.TextSize != size {
		p.word.Text, p.word.Color, p.word.TextSize = s.word, ink, size
		p.word.TextStyle = fyne.TextStyle{Bold: true}
		p.word.Refresh()
	}
}

func (p pillParts) width() float32 {
	return pillSide + pillIcon + pillGap + p.word.MinSize().Width + pillSide + 2
}

func (p pillParts) layout(at fyne.Position, width float32) {
	p.back.Move(at)
	p.back.Resize(fyne.NewSize(width, pillHeight))
	p.icon.Move(at.AddXY(pillSide, (pillHeight-pillIcon)/2))
	p.icon.Resize(fyne.NewSquareSize(pillIcon))
	text := p.word.MinSize()
	p.word.Move(at.AddXY(pillSide+pillIcon+pillGap, (pillHeight-text.Height)/2))
	p.word.Resize(text)
}
