package ui

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// picture shows a page: the wheel zooms at the pointer, dragging pans, a
// double tap fits it again. One box on it can be lit.
type picture struct {
	widget.BaseWidget
	image  image.Image
	zoom   float32       // 1 fits the page
	offset fyne.Position // of the page's upper left corner
	box    [4]float64    // fractions of the page; all 0 for none
	near   bool          // the zoom is that of the lit box, not the person's
	before float32       // the person's zoom
	note   string        // what to say while there is no picture
	onZoom func()

	pointing pointing
	marked   [4]float64   // what the pointer is at; all 0 for nothing
	hints    [][4]float64 // shown softly
	dragged  bool         // since the button went down
	used     bool         // the last click was used up

	stage   *canvas.Rectangle
	shown   *canvas.Image
	lit     *canvas.Rectangle
	pointed *canvas.Rectangle
	soft    []*canvas.Rectangle
	words   *paragraph
	clip    *container.Clip
	page    *fyne.Container
}

const (
	zoomStep    float32 = 1.25
	zoomMost    float32 = 12
	stageMargin float32 = 12
)

func newPicture() *picture {
	p := &picture{zoom: 1, stage: canvas.NewRectangle(clearColor), shown: &canvas.Image{FillMode: canvas.ImageFillStretch, ScaleMode: canvas.ImageScaleSmooth},
		lit: canvas.NewRectangle(clearColor), pointed: canvas.NewRectangle(clearColor), words: newParagraph("", theme.SizeNameCaptionText, colorMuted)}
	p.words.center = true
	p.shown.Hide()
	p.lit.Hide()
	p.pointed.Hide()
	p.page = container.NewWithoutLayout(p.shown, p.pointed, p.lit)
	p.clip = container.NewClip(p.page)
	p.ExtendBaseWidget(p)
	return p
}

// show shows a page, fitted.
func (p *picture) show(m image.Image) {
	p.image, p.note = m, ""
	p.zoom, p.near, p.box = 1, false, [4]float64{}
	p.shown.Image = m
	p.shown.Show()
	p.shown.Refresh()
	p.fit()
}

// say shows words in the place of a picture.
func (p *picture) say(note string) {
	p.image, p.note, p.box, p.marked = nil, note, [4]float64{}, [4]float64{}
	p.shown.Image = nil
	p.shown.Hide()
	p.lit.Hide()
	p.place()
}

// light lights a box; the zero box puts the light out.
func (p *picture) light(box [4]float64) {
	if p.box == box {
		return
	}
	p.box = box
	if p.image != nil && box != [4]float64{} {
		p.approach()
	} else {
		p.stepBack()
	}
	p.place()
	p.zoomed()
}

func (p *picture) fit() {
	p.zoom, p.near = 1, false
	p.offset = p.center(p.area())
	p.place()
	p.zoomed()
}

func (p *picture) zoomed() {
	if p.onZoom != nil {
		p.onZoom()
	}
}

// area is the size of the page as it is zoomed.
func (p *picture) area() fyne.Size {
	if p.image == nil {
		return fyne.Size{}
	}
	b := p.image.Bounds()
	room := p.Size().SubtractWidthHeight(2*stageMargin, 2*stageMargin)
	if b.Dx() == 0 || b.Dy() == 0 || room.Width <= 0 || room.Height <= 0 {
		return fyne.Size{}
	}
	scale := min(room.Width/float32(b.Dx()), room.Height/float32(b.Dy())) * p.zoom
	return fyne.NewSize(float32(b.Dx())*scale, float32(b.Dy())*scale)
}

func (p *picture) center(area fyne.Size) fyne.Position {
	return fyne.NewPos((p.Size().Width-area.Width)/2, (p.Size().Height-area.Height)/2)
}

// zoomAt zooms so that the point under the pointer stays where it is.
func (p *picture) zoomAt(at fyne.Position, by float32) {
	if p.image == nil {
		return
	}
	old := p.area()
	p.near = false
	p.zoom = max(1, min(zoomMost, p.zoom*by))
	now := p.area()
	if old.Width > 0 {
		ratio := now.Width / old.Width
		p.offset = fyne.NewPos(at.X-(at.X-p.offset.X)*ratio, at.Y-(at.Y-p.offset.Y)*ratio)
	}
	p.place()
	p.zoomed()
}

// zoomBy zooms at the middle.
func (p *picture) zoomBy(by float32) {
	p.zoomAt(fyne.NewPos(p.Size().Width/2, p.Size().Height/2), by)
}

// clamp keeps the page in sight: centred where it is smaller than the stage,
// else without a gap at its edges.
func (p *picture) clamp(area fyne.Size) {
	middle := p.center(area)
	one := func(at, room, length, mid float32) float32 {
		if length <= room {
			return mid
		}
		return max(room-length-stageMargin, min(stageMargin, at))
	}
	p.offset = fyne.NewPos(one(p.offset.X, p.Size().Width, area.Width, middle.X), one(p.offset.Y, p.Size().Height, area.Height, middle.Y))
}

func (p *picture) place() {
	area := p.area()
	p.clamp(area)
	p.shown.Move(p.offset)
	p.shown.Resize(area)
	p.lit.StrokeColor, p.lit.StrokeWidth, p.lit.CornerRadius = rgb(0x2456d6), 2, 4
	p.lit.FillColor = rgba(0x2456d6, 0x26)
	p.over(p.lit, p.box, area, 3)
	p.placeMarks(area)
	p.words.set(p.note, colorMuted)
	canvas.Refresh(p)
}

func (p *picture) Scrolled(ev *fyne.ScrollEvent) {
	switch {
	case ev.Scrolled.DY > 0:
		p.zoomAt(ev.Position, zoomStep)
	case ev.Scrolled.DY < 0:
		p.zoomAt(ev.Position, 1/zoomStep)
	}
}

func (p *picture) Dragged(ev *fyne.DragEvent) {
	p.offset, p.dragged = p.offset.Add(ev.Dragged), true
	p.place()
}

func (p *picture) DragEnd() {}

func (p *picture) DoubleTapped(ev *fyne.PointEvent) {
	if p.used { // both clicks were for a word
		return
	}
	if p.zoom > 1 {
		p.fit()
		return
	}
	p.zoomAt(ev.Position, 2.5)
}

func (p *picture) MinSize() fyne.Size { return fyne.NewSize(120, 120) }

func (p *picture) Refresh() {
	p.place()
	p.BaseWidget.Refresh()
}

func (p *picture) CreateRenderer() fyne.WidgetRenderer { return &pictureRenderer{p} }

type pictureRenderer struct{ p *picture }

func (r *pictureRenderer) Destroy()           {}
func (r *pictureRenderer) MinSize() fyne.Size { return r.p.MinSize() }

func (r *pictureRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.p.stage, r.p.clip, r.p.words}
}

func (r *pictureRenderer) Layout(size fyne.Size) {
	p := r.p
	p.stage.Resize(size)
	p.clip.Resize(size)
	p.page.Resize(size)
	width := max(40, size.Width-2*gapWindow)
	height := p.words.heightFor(width)
	p.words.Move(fyne.NewPos((size.Width-width)/2, (size.Height-height)/2))
	p.words.Resize(fyne.NewSize(width, height))
	if p.zoom == 1 {
		p.offset = p.center(p.area())
	}
	r.Refresh()
}

func (r *pictureRenderer) Refresh() {
	p := r.p
	p.stage.FillColor, p.stage.CornerRadius = themeColor(colorStage), 8
	p.stage.Refresh()
	width := max(40, p.Size().Width-2*gapWindow)
	height := p.words.heightFor(width)
	p.words.Move(fyne.NewPos((p.Size().Width-width)/2, (p.Size().Height-height)/2))
	p.words.Resize(fyne.NewSize(width, height))
	p.place()
}
