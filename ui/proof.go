package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// proofLine shows the arithmetic of a receipt: the equation, and whether it
// holds.
type proofLine struct {
	widget.BaseWidget
	writing writing
	banner  *banner
}

func newProofLine(w writing) *proofLine {
	p := &proofLine{writing: w, banner: newBanner()}
	p.ExtendBaseWidget(p)
	return p
}

func (p *proofLine) show(e *entry) {
	t, text := proofWords(e, p.writing)
	p.banner.say(t, text)
	p.Hidden = text == ""
}

// proofWords is what the arithmetic of a receipt says; "" where there is none.
func proofWords(e *entry, w writing) (tone, string) {
	equation := e.proof().Equation
	switch {
	case equation == "":
		return toneInfo, ""
	case e.proof().Holds:
		return toneGood, w.equation(equation)
	}
	return toneWarn, w.equation(strings.Replace(equation, " = ", " ≠ ", 1)) + ", so a figure is wrong or missing"
}

func (p *proofLine) heightFor(width float32) float32 { return p.banner.heightFor(width) }

func (p *proofLine) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(p.banner)
}
