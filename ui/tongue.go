package ui

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync/atomic"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/spindle-receipts/spindle/internal/catalogue"
)

// tongue is the language that the window speaks, for every widget of it. It
// is set once, before the window is made.
var tongue atomic.Pointer[catalogue.Catalogue]

func init() { tongue.Store(&catalogue.Catalogue{}) }

// Speak sets the language of the windows that are made from now on, and of the
// toolkit's own menus and dialogs in them. It is called before any is made.
func Speak(c *catalogue.Catalogue) error {
	tongue.Store(c)
	texts := make(map[string]string)
	for _, english := range toolkitTexts {
		texts[english] = english
		if text, ok := c.Toolkit[english]; ok {
			texts[english] = text
		}
	}
	content, err := json.Marshal(texts)
	if err != nil {
		return fmt.Errorf("giving the toolkit its texts: %w", err)
	}
	// The toolkit speaks the computer's language and has no way to choose
	// another one: each language that it knows gets these texts.
	for _, code := range toolkitLanguages {
		if err := lang.AddTranslationsForLocale(content, fyne.Locale(code)); err != nil {
			return fmt.Errorf("giving the toolkit its texts: %w", err)
		}
	}
	return nil
}

var toolkitLanguages = []string{"cs", "de", "el", "en", "es", "fr", "ja", "pl", "pt", "pt-BR", "ru", "sv", "ta", "uk", "zh"}

// toolkitTexts are the texts of Fyne 2.8 that the window can come to show.
var toolkitTexts = []string{"Cancel", "Copy", "Create Folder", "Cut", "Enter filename", "Error", "Favourites", "File", "Folder", "New Folder", "No", "OK", "Open",
	"Paste", "Quit", "Redo", "Save", "Select all", "Show Hidden Files", "Undo", "Yes"}

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
