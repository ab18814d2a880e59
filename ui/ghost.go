package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// ghost is the rest of a text that was entered before, shown in grey behind
// what is being typed. Only a key takes it: Tab, or the right arrow at the end.
type ghost struct {
	widget.BaseWidget
	whole string // what the text becomes
	after string // the text that was typed
	text  *canvas.Text
}

func newGhost() *ghost {
	g := &ghost{text: canvas.NewText("", nil)}
	g.ExtendBaseWidget(g)
	g.Hide()
	return g
}

// show shows the rest of whole behind what was typed.
func (g *ghost) show(typed, whole string) {
	if whole == "" {
		g.whole = ""
		if g.Visible() {
			g.Hide()
		}
		return
	}
	g.after, g.whole = typed, whole
	rest := whole
	if len(typed) <= len(whole) {
		rest = whole[len(typed):]
	}
	size := themeSize(theme.SizeNameText)
	side := themeSize(theme.SizeNameInnerPadding)
	x := side + fyne.MeasureText(typed, size, fyne.TextStyle{}).Width + 1
	g.text.Color, g.text.TextSize = themeColor(theme.ColorNamePlaceHolder), size
	g.text.Text = elide(rest, max(0, g.Size().Width-x-side), size, false)
	height := g.text.MinSize().Height
	g.text.Move(fyne.NewPos(x, (g.Size().Height-height)/2-1))
	g.text.Resize(g.text.MinSize())
	g.Show()
	g.text.Refresh()
	canvas.Refresh(g)
}

func (g *ghost) CreateRenderer() fyne.WidgetRenderer { return ghostRenderer{g} }

type ghostRenderer struct{ g *ghost }

func (r ghostRenderer) Destroy()                     {}
func (r ghostRenderer) Refresh()                     {}
func (r ghostRenderer) Layout(fyne.Size)             {}
func (r ghostRenderer) MinSize() fyne.Size           { return fyne.Size{} }
func (r ghostRenderer) Objects() []fyne.CanvasObject { return []fyne.CanvasObject{r.g.text} }

// suggest shows how the text could go on.
func (i *input) suggest() {
	if i.complete == nil {
		return
	}
	whole := ""
	if i.focused && !i.Disabled() && i.CursorColumn == len([]rune(i.Text)) && i.SelectedText() == "" {
		if whole = i.complete(i.Text); !strings.HasPrefix(strings.ToLower(whole), strings.ToLower(i.Text)) || len(whole) <= len(i.Text) {
			whole = ""
		}
	}
	if whole != i.ghost.whole || i.Text != i.ghost.after {
		i.ghost.show(i.Text, whole)
	}
}

// takes tells whether a key took what was suggested.
func (i *input) takes(ev *fyne.KeyEvent) bool {
	if i.ghost.whole == "" || !i.focused || (ev.Name != fyne.KeyTab && ev.Name != fyne.KeyRight) {
		return false
	}
	whole := i.ghost.whole
	i.SetText(whole)
	i.CursorColumn = len([]rune(whole))
	i.Refresh()
	i.suggest()
	return true
}

// AcceptsTab keeps the Tab key while there is something to take by it.
func (i *input) AcceptsTab() bool { return i.tabs || i.ghost.whole != "" && i.focused && !i.shift }
