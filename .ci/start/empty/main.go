// Empty is the least program with a window of the toolkit, of Spindle's size.
package main

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/widget"
)

func main() {
	w := app.New().NewWindow("Empty")
	w.SetContent(widget.NewLabel("x"))
	w.Resize(fyne.NewSize(1280, 800))
	w.ShowAndRun()
}
