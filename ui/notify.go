package ui

import (
	"fyne.io/fyne/v2"
)

// notifier tells once, when a batch has ended and the window is not the one
// that the person works in. Only fixed words and numbers go into the text: on
// Windows it is run as a script, and a vendor's name could be anything.
type notifier struct {
	app  fyne.App
	away bool            // another program has the person's eyes
	busy map[string]bool // batches that were being worked on
}

func newNotifier(a fyne.App) *notifier {
	n := &notifier{app: a, busy: make(map[string]bool)}
	life := a.Lifecycle()
	life.SetOnEnteredForeground(func() { n.away = false })
	life.SetOnExitedForeground(func() { n.away = true })
	return n
}

// heard looks which batches have ended since it looked last.
func (n *notifier) heard(t *tally) {
	for batch := range n.busy {
		if t.open[batch] != nil {
			continue
		}
		delete(n.busy, batch)
		if w := t.all[batch]; w != nil && w.all > 0 && n.away {
			n.app.SendNotification(fyne.NewNotification("Spindle", batchEnded(*w)))
		}
	}
	for batch := range t.open {
		n.busy[batch] = true
	}
}

// batchEnded says what became of a batch.
func batchEnded(w batchWork) string {
	text := receipts(w.all)
	if w.needs > 0 {
		return tr("%s read, %s.", text, trn(w.needs, "%d needs you", "%d need you"))
	}
	return tr("%s read. Nothing needs you.", text)
}
