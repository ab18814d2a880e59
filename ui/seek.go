package ui

import (
	"context"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
)

// onPictures is which receipts have a word of the search line on their
// picture, by the word as it is searched.
type onPictures map[string]map[int64]struct{}

// has tells whether the word stands on the picture of a receipt.
func (o onPictures) has(word string, id int64) bool {
	_, ok := o[word][id]
	return ok
}

// sought tells whether a word is looked for on the pictures: one letter of an
// alphabet is on all of them.
func sought(word string) bool {
	return utf8.RuneCountInString(word) > 1 || word != "" && word[0] >= utf8.RuneSelf
}

// seek asks the desk for what the pictures say. What the rows say is shown
// meanwhile; an answer that comes after the next key is left out. With anew
// the words that are known are asked for again.
func (w *Window) seek(anew bool) {
	if w.unseek != nil {
		w.unseek()
	}
	words := parseSearch(w.query.search, w.book.writing, w.today()).words
	w.panel.viewer.seek(words)
	known, open := make(onPictures, len(words)), false
	for _, word := range words {
		if found, ok := w.book.onPictures[word]; ok {
			known[word] = found
		} else {
			open = open || sought(word)
		}
	}
	w.book.onPictures = known
	if !open && !(anew && len(words) > 0) {
		return
	}
	ctx, cancel := context.WithCancel(w.ctx)
	w.unseek = cancel
	w.find(func() { w.lookUp(ctx, words) })
}

// lookUp asks for words, away from Fyne's goroutine.
func (w *Window) lookUp(ctx context.Context, words []string) {
	known := make(onPictures, len(words))
	for _, word := range words {
		if !sought(word) {
			continue
		}
		ids, err := w.desk.FindText(ctx, word)
		if ctx.Err() != nil { // the person has typed on
			return
		}
		if err != nil {
			w.log.Warn("searching what the pictures say", "error", err)
		}
		found := make(map[int64]struct{}, len(ids))
		for _, id := range ids {
			found[id] = struct{}{}
		}
		known[word] = found
	}
	fyne.Do(func() {
		if ctx.Err() == nil {
			w.book.onPictures = known
			w.refill()
		}
	})
}

// byPicture counts the receipts that are shown for what their picture says.
func (w *Window) byPicture() int {
	if len(w.book.onPictures) == 0 {
		return 0
	}
	words, n := parseSearch(w.query.search, w.book.writing, w.today()).words, 0
	for _, e := range w.list.rows {
		for _, word := range words {
			if !strings.Contains(e.search, word) {
				n++
				break
			}
		}
	}
	return n
}

// pictureWords say how many of the receipts in the list are there for what
// their picture says; "" for none.
func pictureWords(n, all int) string {
	switch {
	case n == 0:
		return ""
	case n == all:
		return tr("found on the picture")
	}
	return trn(n, "%d found on the picture", "%d found on the picture")
}
