package ui

import (
	"fmt"
	"fyne.io/fyne/v2"

	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// state is how the window shows where a receipt stands: an icon, a word and a
// colour, never the colour alone.
type state struct {
	icon iconName
	word string
	ink  fyne.ThemeColorName
	tint fyne.ThemeColorName
	rank int // for sorting: what needs a person first
}

// stateOf is the state of a receipt in the window's words.
func stateOf(r receipt.Receipt) state { return stateIn(r, tr) }

// english is a text as it is written in the code.
func english(text string, args ...any) string { return fmt.Sprintf(text, args...) }

// stateIn is the state of a receipt in the words of a language.
func stateIn(r receipt.Receipt, word func(string, ...any) string) state {
	switch r.Status {
	case receipt.Waiting:
		if copying(r) {
			return state{iconWaiting, word("Copying…"), colorGrey, colorGreyTint, 6}
		}
		return state{iconSafe, word("Safe, waiting"), colorGrey, colorGreyTint, 5}
	case receipt.Sending:
		if desk.Unsure(r) {
			return state{iconReview, word("Did it arrive?"), colorAmber, colorAmberTint, 1}
		}
		return state{iconSending, word("Sending"), colorBlue, colorBlueTint, 4}
	case receipt.Reading:
		return state{iconReading, word("Reading"), colorBlue, colorBlueTint, 3}
	case receipt.Review:
		return state{iconReview, word("Needs review"), colorAmber, colorAmberTint, 2}
	case receipt.Ready:
		return state{iconReady, word("Ready"), colorGreen, colorGreenTint, 7}
	case receipt.Exported:
		return state{iconExported, word("Exported"), colorGrey, colorGreyTint, 8}
	case receipt.Failed:
		return state{iconFailed, word("Could not read"), colorRed, colorRedTint, 0}
	case receipt.Held:
		if r.DuplicateOf != 0 {
			return state{iconHeld, word("Same as #%d?", r.DuplicateOf), colorViolet, colorVioletTint, 1}
		}
		return state{iconHeld, word("Held"), colorViolet, colorVioletTint, 1}
	}
	return state{iconWaiting, string(r.Status), colorGrey, colorGreyTint, 9}
}

// copying tells that the safe copy of a file is still being made.
func copying(r receipt.Receipt) bool {
	if r.Status != receipt.Waiting {
		return false
	}
	for _, o := range r.Originals {
		if o.SHA256 == "" {
			return true
		}
	}
	return false
}
