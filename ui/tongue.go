package ui

import (
	"strings"
	"sync/atomic"

	"github.com/spindle-receipts/spindle/internal/catalogue"
)

// tongue is the language that the window speaks, for every widget of it. It
// is set once, before the window is made.
var tongue atomic.Pointer[catalogue.Catalogue]

func init() { Speak(&catalogue.Catalogue{}) }

// Speak sets the language of the windows that are made from now on.
func Speak(c *catalogue.Catalogue) { tongue.Store(c) }

// tr is an English text of the window in its language, with its placeholders
// filled as package fmt fills them.
func tr(english string, args ...any) string { return tongue.Load().Text(english, args...) }

// trn is a text about n things, which fill the first placeholder.
func trn(n int, one, many string, args ...any) string {
	return tongue.Load().Count(n, one, many, args...)
}

// told is a sentence of another room, which are all English, in the window's
// language.
func told(english string) string { return tongue.Load().Sentence(english) }

// toldEach is sentences of other rooms, one a line.
func toldEach(english []string) string {
	all := make([]string, len(english))
	for i, s := range english {
		all[i] = told(s)
	}
	return strings.Join(all, "\n")
}

// receipts are so many receipts in words, as pages and lines are.
func receipts(n int) string { return trn(n, "%d receipt", "%d receipts") }
func pagesOf(n int) string  { return trn(n, "%d page", "%d pages") }
func linesOf(n int) string  { return trn(n, "%d line", "%d lines") }

// inSentence is a name as it is written within a sentence.
func inSentence(name string) string { return tongue.Load().Inside(name) }

// keyName is a key or a shortcut as it is printed on the keyboard.
func keyName(english string) string { return strings.ReplaceAll(english, "Ctrl", tr("Ctrl")) }
