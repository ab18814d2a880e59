package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// ruleActs is what is suggested, and what can be said to it.
type ruleActs struct {
	suggestion         func(receipt.Receipt) (desk.Rule, bool)
	always, once, stop func(desk.Rule)
}

// ruleHint suggests a rule, calmly: "Office World → Office supplies, because
// you chose it 3 times".
type ruleHint struct {
	widget.BaseWidget
	rule   desk.Rule
	acts   ruleActs
	always *button
	banner *banner
}

func newRuleHint(acts ruleActs) *ruleHint {
	h := &ruleHint{acts: acts}
	h.always = newButton(tr("Always"), "", normal, func() { acts.always(h.rule) })
	once := newButton(tr("Only once"), "", quiet, func() { acts.once(h.rule) })
	stop := newButton(tr("Stop"), "", quiet, func() { acts.stop(h.rule) })
	h.banner = newBanner(h.always, once, stop)
	h.banner.Hide()
	h.Hidden = true
	h.ExtendBaseWidget(h)
	return h
}

// show suggests what the choices for the receipt's vendor speak for, if
// anything.
func (h *ruleHint) show(e *entry) {
	rule, ok := h.acts.suggestion(e.receipt)
	h.rule, h.Hidden = rule, !ok
	if ok {
		h.banner.less = ""
		if rule.Times > 0 {
			h.banner.less = tr("Always %s? Chosen %d times.", rule.Category, rule.Times)
		}
		h.banner.say(toneInfo, ruleWords(rule))
	}
}

// ruleWords say what a rule does, and where it comes from.
func ruleWords(r desk.Rule) string {
	if r.Times == 0 {
		return r.String() + "."
	}
	return tr("%s, because you chose it %d times.", r, r.Times)
}

func (h *ruleHint) heightFor(width float32) float32 { return h.banner.heightFor(width) }

func (h *ruleHint) MinSize() fyne.Size { return h.banner.MinSize() }

func (h *ruleHint) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(h.banner) }
