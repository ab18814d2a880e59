package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// ShowTrouble opens a small window that says why Spindle cannot start, for
// people who started it from a menu and see no terminal.
func ShowTrouble(c Config, text string) {
	c.App.Settings().SetTheme(NewTheme("system", c.Regular, c.Bold))
	w := c.App.NewWindow("Spindle")
	if c.Icon != nil {
		w.SetIcon(c.Icon)
	}
	title := widget.NewLabelWithStyle(tr("Spindle cannot open your receipts"), fyne.TextAlignLeading, fyne.TextStyle{Bold: true})
	words := widget.NewLabel(told(text))
	words.Wrapping = fyne.TextWrapWord
	words.Selectable = true
	quit := widget.NewButton(tr("Close"), w.Close)
	w.SetContent(container.NewPadded(container.NewBorder(title, container.NewHBox(quit), nil, nil, words)))
	w.Resize(fyne.NewSize(520, 220))
	w.Show()
}
