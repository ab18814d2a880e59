package ui

import (
	"fmt"
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

// pageOrder lists pages in an order that can be changed.
type pageOrder struct {
	pages  []pagePart
	order  []int // what of pages stands where
	rows   *fyne.Container
	onKey  func(*fyne.KeyEvent)
	canvas fyne.Canvas
	moves  []*button // up and down of each row
}

// pagePart is a page or several that stay together.
type pagePart struct {
	name, about string
	picture     fyne.CanvasObject
}

func newPageOrder(pages []pagePart, c fyne.Canvas) *pageOrder {
	p := &pageOrder{pages: pages, order: make([]int, len(pages)), rows: flow(gapSmall), canvas: c}
	for i := range p.order {
		p.order[i] = i
	}
	p.fill()
	return p
}

func (p *pageOrder) fill() {
	p.rows.Objects, p.moves = nil, nil
	for i, at := range p.order {
		part := p.pages[at]
		up := newButton("", iconUp, quiet, func() { p.move(i, -1) })
		down := newButton("", iconDown, quiet, func() { p.move(i, 1) })
		up.setEnabled(i > 0)
		down.setEnabled(i < len(p.order)-1)
		up.onKey, down.onKey = p.onKey, p.onKey
		p.moves = append(p.moves, up, down)
		words := newElastic(fmt.Sprintf("%d.  %s", i+1, part.name), theme.SizeNameText, theme.ColorNameForeground, true)
		text := middle(flow(2, words, newElastic(part.about, theme.SizeNameCaptionText, colorMuted, false)))
		p.rows.Add(newRest(container.NewBorder(nil, nil, inset(0, 0, 0, gap, part.picture), nil, text), across(0, up, down)))
	}
	p.rows.Refresh()
}

// move moves the part at i up or down, and keeps the focus on it.
func (p *pageOrder) move(i, by int) {
	to := i + by
	if to < 0 || to >= len(p.order) {
		return
	}
	p.order[i], p.order[to] = p.order[to], p.order[i]
	p.fill()
	b := p.moves[2*to+(by+1)/2]
	if b.Disabled() { // it is at the end now
		b = p.moves[2*to+(1-by)/2]
	}
	p.canvas.Focus(b)
}

// thumb is a small picture of a page, as the person turned it.
func (w *Window) thumb(e *entry, page int) fyne.CanvasObject {
	shown := &canvas.Image{FillMode: canvas.ImageFillContain, ScaleMode: canvas.ImageScaleSmooth}
	id, turned := e.id(), e.receipt.Turned
	w.look(func() {
		m, err := w.desk.Page(w.ctx, id, page, 160)
		if err != nil {
			return // its name says which it is
		}
		var upright image.Image = turn(m, turned)
		fyne.Do(func() {
			shown.Image = upright
			shown.Refresh()
		})
	})
	return newSurface(exactly(fyne.NewSize(40, 52), shown), colorStage, "", 4)
}
