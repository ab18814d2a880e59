package ui

import (
	"runtime"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

// keyHelp is a key and what it does.
type keyHelp struct{ keys, does string }

// keyGroup are keys that belong together.
type keyGroup struct {
	title string
	keys  []keyHelp
}

// keyGroups are all keys of the window. Ctrl is ⌘ on a Mac.
var keyGroups = []keyGroup{
	{"Review", []keyHelp{
		{"Enter", "Accept and go on to the next; in a field: take it and go to the next doubt"},
		{"Ctrl+Enter", "Accept and go on, from anywhere"},
		{"F8 · Shift+F8", "Next or previous doubtful field, across receipts"},
		{"F6", "Compare with the receipt that it looks like; 1, 2 and 3 choose"},
		{"F7", "Read by the other engine too; compare the two readings; 1, 2 and 3 choose"},
		{"F9", "Make the change that the proof suggests"},
		{"Ctrl+Shift+Enter", "Accept all that prove"},
		{"PgDn · PgUp", "Next or previous receipt, from a field; edits are saved"},
		{"Esc", "Put a field back; out of the form; out of the search"},
	}},
	{"In a field", []keyHelp{
		{"12.50+3*2", "Amounts reckon: + − × ÷ and brackets"},
		{"t · + · - · ++ · +3", "Today, a day on, a day back, two days on, three days on"},
		{"] · [ · m · h · y · r", "A month on or back; first or last of the month; of the year"},
		{"15 · 15/3", "The 15th of the month; the 15th of March"},
		{"Tab · →", "Take the grey text behind what you type"},
		{"Click on the picture", "Put the word there into the field; with Shift, behind what is there"},
		{"F5 · Ctrl+D · Ctrl+'", "Copy this field from the receipt above"},
	}},
	{"Line items and taxes", []keyHelp{
		{"Arrows · Tab", "From cell to cell; typing or Enter edits one"},
		{"Delete · Ctrl+Delete", "Empty a cell; take the line out"},
		{"Space", "A tax that is, or is not, part of the prices"},
	}},
	{"List", []keyHelp{
		{"← · →", "Choose a cell; typing or F2 edits it, as a double click does"},
		{"Enter · Tab · Esc", "In a cell: save and go down; save and go to the right; put it back"},
		{"Shift · Ctrl · Ctrl+A", "Select a range, one more, all"},
		{"Ctrl+B", "Set a field of all selected receipts"},
		{"Ctrl+J", "Join the selected receipts into one, in an order that you choose"},
		{"Ctrl+T", "Tags of all selected receipts; tag:trip finds them"},
		{"Ctrl+L", "Rules: the one that is suggested, or all of them"},
		{"Ctrl+D", "Fill down: the chosen cell, or the category, from the first selected receipt to the others"},
		{"F5 · Ctrl+'", "Copy the cell from the receipt above"},
		{"Alt+← · Alt+→", "The chosen column narrower or wider; with Shift: to the left or right of the next"},
		{"Alt+↑ · Alt+↓", "Sort by the chosen column; make it as wide as what is in it"},
		{"Delete", "Move to the trash, nothing is deleted; with a cell chosen: empty it"},
		{"Ctrl+F", "Search: words, or vendor:shell total>50 date:2026-03 cur:EUR no:category"},
		{"Ctrl+Z · Ctrl+Y", "Undo and redo, whatever it was"},
	}},
	{"Window", []keyHelp{
		{"Ctrl+O · Ctrl+V", "Add files; add the copied paths"},
		{"Ctrl+E", "Export"},
		{"Ctrl+R · Ctrl+Shift+R", "Try again what could not be read: the selected, or all"},
		{"Ctrl+K · Ctrl+1 … 9", "Clients: choose one by its name; the first, the second, …"},
		{"Ctrl+,", "Settings"},
		{"F1", "This sheet"},
	}},
}

// showKeys shows the keys of the window.
func (w *Window) showKeys() {
	var groups []fyne.CanvasObject
	for _, g := range keyGroups {
		rows := []fyne.CanvasObject{newPhrase(tr(g.title), theme.SizeNameText, theme.ColorNameForeground, true)}
		for _, k := range g.keys {
			name := keyName(tr(k.keys))
			if runtime.GOOS == "darwin" {
				name = strings.ReplaceAll(tr(k.keys), "Ctrl", "⌘")
			}
			rows = append(rows, keyRow(name, tr(k.does)))
		}
		groups = append(groups, flow(6, rows...))
	}
	w.showSheet(tr("Keys"), tr("Everything can be done without a mouse."), 620, flow(gapLarge, groups...), nil)
}

// keyRow stands a key beside what it does.
func keyRow(name, does string) fyne.CanvasObject {
	return container.New(keyLayout{}, newParagraph(name, theme.SizeNameCaptionText, colorOnSelected), newParagraph(does, theme.SizeNameCaptionText, theme.ColorNameForeground))
}

// keyLayout stands two objects side by side, the first in a width of its own.
type keyLayout struct{}

const keyWidth float32 = 150

func (keyLayout) heightFor(o []fyne.CanvasObject, width float32) float32 {
	return max(heightOf(o[0], keyWidth), heightOf(o[1], width-keyWidth-gap))
}

func (l keyLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(keyWidth+gap+200, l.heightFor(o, keyWidth+gap+400))
}

func (keyLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	o[0].Move(fyne.Position{})
	o[0].Resize(fyne.NewSize(keyWidth, size.Height))
	o[1].Move(fyne.NewPos(keyWidth+gap, 0))
	o[1].Resize(fyne.NewSize(size.Width-keyWidth-gap, size.Height))
}
