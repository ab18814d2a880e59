package ui

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// history is what happened to a receipt, folded away until it is asked for.
type history struct {
	widget.BaseWidget
	open     bool
	onOpen   func() // fetches the history
	onChange func()

	head *foldHead
	body *fyne.Container
	all  *fyne.Container
}

func newHistory() *history {
	h := &history{body: flow(gapSmall)}
	h.head = newFoldHead(tr("History"), h.toggle)
	h.body.Hide()
	h.all = flow(gapSmall, h.head, h.body)
	h.ExtendBaseWidget(h)
	return h
}

func (h *history) toggle() {
	h.open = !h.open
	h.head.show(h.open, "")
	h.body.Hidden = !h.open
	if h.open && h.onOpen != nil {
		h.onOpen()
	}
	h.onChange()
}

// show shows changes, the newest first.
func (h *history) show(changes []desk.Change) {
	h.body.Objects = nil
	for i := len(changes) - 1; i >= 0; i-- {
		c := changes[i]
		h.body.Add(flow(2,
			newParagraph(changeWords(c), theme.SizeNameCaptionText, theme.ColorNameForeground),
			newParagraph(moment(c.At)+c.At.Local().Format(":05"), sizePill, colorMuted)))
	}
	h.onChange()
}

// changeWords is a change as a sentence.
func changeWords(c desk.Change) string {
	c = lineWords(c)
	if c.Field == "status" {
		c.Before, c.After = tr(c.Before), tr(c.After)
	}
	who := "Spindle"
	if c.Person {
		who = tr("You")
	}
	what := told(c.What)
	if c.Field != "" && c.Field != "status" {
		what += " " + tr(receipt.Field(c.Field).Words())
	}
	switch {
	case c.Before != "" && c.After != "":
		return fmt.Sprintf("%s: %s, %s → %s", who, what, c.Before, c.After)
	case c.After != "":
		return fmt.Sprintf("%s: %s, %s", who, what, c.After)
	case c.Before != "":
		return tr("%s: %s, was %s", who, what, c.Before)
	}
	return who + ": " + what
}

func (h *history) heightFor(width float32) float32 { return heightOf(h.all, width) }

func (h *history) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(h.all) }
