package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// proofLine shows the arithmetic of a receipt: the equation, and whether it
// holds. Where it does not, it says what is off, and offers what would mend it.
type proofLine struct {
	widget.BaseWidget
	writing writing
	banner  *banner
	use     *button // takes the mend
	mend    *mend   // nil for none
	onMend  func(mend)
}

func newProofLine(w writing) *proofLine {
	p := &proofLine{writing: w, use: newButton("", iconCheck, normal, nil)}
	p.use.tapped = func() { p.take() }
	p.banner = newBanner(p.use)
	p.ExtendBaseWidget(p)
	return p
}

func (p *proofLine) show(e *entry) {
	t, text := proofWords(e, p.writing)
	p.mend = nil
	if proof := e.proof(); proof.Equation != "" && !proof.Holds {
		if m, ok := mendOf(e.receipt.Fields); ok {
			p.mend = &m
			p.use.setText(tr("Make the %s %s (F9)", tr(m.field.Words()), p.writing.amount(m.to, e.receipt.Fields.Currency)))
		}
	}
	p.use.Hidden = p.mend == nil
	p.banner.say(t, text)
	p.Hidden = text == ""
}

// take makes the change that mends the figures.
func (p *proofLine) take() bool {
	if p.mend == nil || p.onMend == nil {
		return false
	}
	p.onMend(*p.mend)
	return true
}

// proofWords is what the arithmetic of a receipt says; "" where there is none.
func proofWords(e *entry, w writing) (tone, string) {
	proof := e.proof()
	equation := proof.Equation
	switch {
	case equation == "":
		return toneInfo, ""
	case proof.Holds:
		return toneGood, w.equation(equation)
	}
	f := e.receipt.Fields
	made := f.Subtotal.Add(f.Tax).Add(f.Tip).Add(f.Fees).Sub(f.Discount).Add(f.Rounding)
	text := tr("%s: off by %s.", w.equation(strings.Replace(equation, " = ", " ≠ ", 1)), w.amount(f.Total.Sub(made).Abs(), f.Currency))
	if m, ok := mendOf(f); ok && m.why != "" {
		text += " " + w.equation(strings.TrimSuffix(m.why, ".")) + "."
	}
	return toneWarn, text
}

func (p *proofLine) heightFor(width float32) float32 { return p.banner.heightFor(width) }

func (p *proofLine) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(p.banner)
}
