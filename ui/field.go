package ui

import (
	"path/filepath"
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// field is one line of the form: a label, what the receipt says, and under it
// what is doubtful or wrong about it.
type field struct {
	name    receipt.Field
	label   *phrase
	input   *input
	message *paragraph
	content *fyne.Container

	value string // what the desk has, as the person would write it
	doubt string
	wrong string // why the typed text cannot be taken
	means string // what the typed text comes to, shown before it is taken
}

func newField(name receipt.Field) *field {
	f := &field{name: name, label: newElastic(label(name), theme.SizeNameCaptionText, colorMuted, false), input: newInput(),
		message: newParagraph("", theme.SizeNameCaptionText, colorAmber)}
	f.message.Hide()
	f.content = flow(gapTiny, f.label, bare(f.input), f.message)
	return f
}

// label is a field's name over its entry.
func label(name receipt.Field) string {
	switch name {
	case receipt.FieldPaymentDigits:
		return tr("Card ends in")
	case receipt.FieldPaymentType:
		return tr("Paid with")
	}
	return capital(tr(name.Words()))
}

func capital(text string) string {
	for i, r := range text {
		if i == 0 {
			return string(unicode.ToUpper(r)) + text[len(string(r)):]
		}
	}
	return text
}

// sentence is an error as a sentence.
func sentence(err error) string {
	text := told(strings.TrimSpace(err.Error()))
	if first, _, _ := strings.Cut(text, " "); !strings.Contains(first, "://") && !filepath.IsAbs(first) {
		text = capital(text)
	}
	if text != "" && !strings.ContainsAny(text[len(text)-1:], ".!?") {
		text += "."
	}
	return text
}

// dirty tells that something was typed that the desk does not have.
func (f *field) dirty() bool { return f.input.Text != f.value }

// show shows what the desk has; with keep, what was typed stays.
func (f *field) show(value, doubt string, keep bool) {
	dirty := f.dirty()
	f.value, f.doubt = value, doubt
	if !keep || !dirty {
		f.wrong, f.means = "", ""
		f.input.put(value)
	}
	f.tell()
}

// tell shows what is wrong, or else what is doubtful. It says whether the
// form has to be laid out anew.
func (f *field) tell() bool {
	text, color := f.wrong, fyne.ThemeColorName(colorRed)
	switch {
	case f.means != "":
		text, color = f.means, colorBlue
	case text == "":
		text, color = f.doubt, colorAmber
	}
	before, shown := f.message.text, f.message.Visible()
	f.message.set(text, color)
	f.message.Hidden = text == ""
	ink := fyne.ThemeColorName(colorMuted)
	if text != "" {
		ink = color
	}
	if f.label.color != ink {
		f.label.color = ink
		f.label.Refresh()
	}
	return before != text || shown != f.message.Visible()
}
