package ui

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// choice is a row of words of which one is chosen: the views over the list,
// or a setting. The words are English; it shows them in the window's language.
type choice struct {
	widget.BaseWidget
	tabs     []*tab
	chosen   string
	onChoose func(string)
	onKey    func(*fyne.KeyEvent) // keys that it does not use
	onFocus  func()               // one of its words has got the focus
	box      *fyne.Container
}

func newChoice(names []string, chosen string, onChoose func(string)) *choice {
	c := &choice{chosen: chosen, onChoose: onChoose, box: across(2)}
	for i, name := range names {
		t := &tab{name: name, chosen: name == chosen, count: -1}
		t.typed = func(ev *fyne.KeyEvent) { c.typedKey(i, ev) }
		t.ExtendBaseWidget(t)
		t.tapped = func() { c.choose(t.name) }
		t.gained = func() { call(c.onFocus) }
		c.tabs = append(c.tabs, t)
		c.box.Add(t)
	}
	c.ExtendBaseWidget(c)
	return c
}

// choose chooses a word as if it was tapped.
func (c *choice) choose(name string) {
	c.mark(name)
	c.onChoose(name)
}

// typedKey takes a key while one of the words has the focus: the arrows go to
// the word beside it, Space and Enter choose it.
func (c *choice) typedKey(i int, ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		c.choose(c.tabs[i].name)
	case fyne.KeyLeft:
		c.focus(i - 1)
	case fyne.KeyRight:
		c.focus(i + 1)
	default:
		if c.onKey != nil {
			c.onKey(ev)
		}
	}
}

func (c *choice) focus(i int) {
	if i < 0 || i >= len(c.tabs) {
		return
	}
	if canvas := fyne.CurrentApp().Driver().CanvasForObject(c); canvas != nil {
		canvas.Focus(c.tabs[i])
	}
}

// mark shows a word as chosen without telling anybody.
func (c *choice) mark(name string) {
	c.chosen = name
	for _, t := range c.tabs {
		if on := t.name == name; on != t.chosen {
			t.chosen = on
			t.Refresh()
		}
	}
}

// number sets the counts behind the words.
func (c *choice) number(counts map[filter]int) {
	changed := false
	for _, t := range c.tabs {
		if n := counts[filter(t.name)]; n != t.count {
			t.count = n
			t.Refresh()
			changed = true
		}
	}
	if changed {
		c.box.Refresh()
	}
}

func (c *choice) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(c.box) }

// tab is one of the words of a choice.
type tab struct {
	widget.BaseWidget
	name    string
	count   int // -1 for none
	chosen  bool
	hovered bool
	focused bool
	tapped  func()
	typed   func(*fyne.KeyEvent)
	gained  func()
}

func (t *tab) Tapped(*fyne.PointEvent)        { t.tapped() }
func (t *tab) MouseIn(*desktop.MouseEvent)    { t.hovered = true; t.Refresh() }
func (t *tab) MouseMoved(*desktop.MouseEvent) {}
func (t *tab) MouseOut()                      { t.hovered = false; t.Refresh() }
func (t *tab) FocusGained()                   { t.focused = true; t.Refresh(); t.gained() }
func (t *tab) FocusLost()                     { t.focused = false; t.Refresh() }
func (t *tab) TypedRune(rune)                 {}
func (t *tab) TypedKey(ev *fyne.KeyEvent)     { t.typed(ev) }

func (t *tab) CreateRenderer() fyne.WidgetRenderer {
	r := &tabRenderer{t: t, back: canvas.NewRectangle(clearColor), name: canvas.NewText("", nil), count: canvas.NewText("", nil)}
	r.Refresh()
	return r
}

type tabRenderer struct {
	t           *tab
	back        *canvas.Rectangle
	name, count *canvas.Text
}

const tabSide float32 = 11

func (r *tabRenderer) Destroy() {}

func (r *tabRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.back, r.name, r.count}
}

func (r *tabRenderer) MinSize() fyne.Size {
	width := r.name.MinSize().Width + 2*tabSide
	if r.count.Text != "" {
		width += r.count.MinSize().Width + 6
	}
	return fyne.NewSize(width, controlHeight-4)
}

func (r *tabRenderer) Layout(size fyne.Size) {
	r.back.Resize(size)
	name, count := r.name.MinSize(), r.count.MinSize()
	width := name.Width
	if r.count.Text != "" {
		width += 6 + count.Width
	}
	x := (size.Width - width) / 2
	r.name.Move(fyne.NewPos(x, (size.Height-name.Height)/2))
	r.name.Resize(name)
	r.count.Move(fyne.NewPos(x+name.Width+6, (size.Height-count.Height)/2))
	r.count.Resize(count)
}

func (r *tabRenderer) Refresh() {
	t := r.t
	r.back.CornerRadius = themeSize(theme.SizeNameButtonRadius)
	r.back.FillColor, r.back.StrokeWidth, r.back.StrokeColor = clearColor, 0, clearColor
	ink := fyne.ThemeColorName(colorMuted)
	switch {
	case t.chosen:
		r.back.FillColor, ink = themeColor(colorSelected), colorOnSelected
	case t.hovered:
		r.back.FillColor, ink = themeColor(theme.ColorNameHover), theme.ColorNameForeground
	}
	if t.focused {
		ring := nrgba(theme.ColorNameFocus)
		r.back.StrokeWidth, r.back.StrokeColor = 2, ring
		if r.back.FillColor == clearColor { // an edge around nothing comes out dark on a screen
			ring.A = 4
			r.back.FillColor = ring
		}
	}
	r.name.Text, r.name.Color, r.name.TextSize = tr(t.name), themeColor(ink), themeSize(theme.SizeNameText)
	r.name.TextStyle = fyne.TextStyle{Bold: true}
	r.count.Text = ""
	if t.count >= 0 {
		r.count.Text = fmt.Sprint(t.count)
	}
	r.count.Color, r.count.TextSize = themeColor(ink), themeSize(theme.SizeNameCaptionText)
	r.Layout(t.Size())
	canvas.Refresh(t)
}
