package ocr

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/spindle-receipts/spindle/internal/reader/models"
)

// TestRestingEngineReadsAgain lets the detector's memory go in the middle of
// reading and between pages.
func TestRestingEngineReadsAgain(t *testing.T) {
	img := drawn(t, 560, 500, 26, receiptText)
	want := allText(read(t, img))
	d := engine(t).detector.session
	_, done, err := d.borrow(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := engine(t).Rest(); err != nil {
		t.Fatal(err)
	}
	if got := allText(read(t, img)); got != want { // while somebody uses it
		t.Errorf("read %q, before %q", got, want)
	}
	done()
	if d.session != nil {
		t.Error("the detector was not let go when its last user was done")
	}
	if got := allText(read(t, img)); got != want {
		t.Errorf("after a rest it read %q, before %q", got, want)
	}
}

// TestOpeningIsNotWaitedForInVain stops one who waits for the detector, at once
// and however long the opening takes, and leaves it to the next.
func TestOpeningIsNotWaitedForInVain(t *testing.T) {
	set, err := models.Find()
	if err != nil {
		t.Fatal(err)
	}
	if err := acquireLibrary(set.Runtime); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = releaseLibrary() }()
	whole, goOn := newDetector(set, 1).session.open, make(chan struct{})
	tries := 0
	l := &lentSession{open: func() (*session, error) {
		if tries++; tries == 1 {
			<-goOn
			return nil, errors.New("the file is gone")
		}
		return whole()
	}}
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if _, _, err := l.borrow(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("waiting ended with %v", err)
	}
	close(goOn)
	if _, _, err = l.borrow(t.Context()); err != nil { // may have joined the failed opening
		_, _, err = l.borrow(t.Context())
	}
	if err != nil {
		t.Fatalf("after a failed opening: %v", err)
	}
	l.giveBack()
	if err := l.close(); err != nil || l.session != nil {
		t.Errorf("closing: %v", err)
	}
}
