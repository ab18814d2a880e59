package desk

import (
	"context"
	"errors"
	"os"
	"slices"
	"testing"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// offered waits for the only offer.
func (r *room) offered() Offer {
	r.t.Helper()
	var offers []Offer
	r.until("there is an offer", func() bool {
		var err error
		if offers, err = r.Offers(context.Background()); err != nil {
			r.t.Fatal(err)
		}
		return len(offers) == 1
	})
	return offers[0]
}

func (r *room) noOffer() {
	r.t.Helper()
	if offers, err := r.Offers(context.Background()); err != nil || len(offers) != 0 {
		r.t.Errorf("there is still %v (%v)", offers, err)
	}
}

func TestNothingIsSentBeforeThePersonSaysSo(t *testing.T) {
	t.Parallel()
	s := startService(t)
	r := start(t, s)
	old := r.take(Options{}, pictures(t, 1)...) // 0
	r.settle(old...)
	dir := t.TempDir()
	paths := append(pictures(t, 4), write(t, dir, "copy.jpg", pictureOf(t, 201, "THE SHOP", "number 1", "sum 1")), write(t, dir, "empty.jpg", nil))
	heard := make(chan Event, 1000)
	defer r.Subscribe(func(e Event) { heard <- e })()
	added, err := r.Add(t.Context(), paths, Options{Engine: receipt.Veryfi, Ask: true, Reuse: true})
	if err != nil {
		t.Fatal(err)
	}
	o := r.offered()
	want := "3 new, 1 held, 1 read before, 1 that cannot be read: about 0.24 USD"
	if o.Batch != added.Batch || o.Words != want || o.Documents != 3 || o.Price.String() != "0.24" || o.LeftToday != 499 {
		t.Errorf("the offer is %+v, want %q", o, want)
	}
	if err := r.stops(added.Rows...); !errors.Is(err, ErrAsking) {
		t.Errorf("it stopped for %v", err)
	}
	for e := range heard { // the listeners hear of it too
		if len(e.Offers) == 1 && e.Offers[0].same(o) {
			break
		}
	}
	r.restart()
	if o := r.offered(); o.Words != want || len(s.documents()) != 1 {
		t.Errorf("after a restart %q, and %d documents", o.Words, len(s.documents()))
	}
	// One goes to the trash, and the price goes up.
	if err := r.Trash(t.Context(), added.Receipts[2].ID); err != nil {
		t.Fatal(err)
	}
	r.set(func(s *Settings) { s.Price, s.DailyLimit = receipt.MustAmount("0.123"), 2 })
	if o := r.offered(); o.New != 2 || o.Price.String() != "0.246" || o.LeftToday != 1 {
		t.Errorf("the offer is %+v", o)
	}
	r.set(func(s *Settings) { s.DailyLimit = 0 })
	settled := make(chan string, 10)
	defer r.Subscribe(func(e Event) {
		for _, id := range e.Settled {
			settled <- id
		}
	})()
	r.until("it is told after the restart", func() bool {
		r.offers.mu.Lock()
		defer r.offers.mu.Unlock()
		return len(r.offers.told) == 1
	})
	if err := r.SendBatch(t.Context(), o.Batch); err != nil {
		t.Fatal(err)
	}
	r.settle(added.Receipts[0].ID, added.Receipts[1].ID)
	if id := <-settled; id != o.Batch || len(s.documents()) != 3 {
		t.Errorf("settled %s, %d documents", id, len(s.documents()))
	}
	r.noOffer()
	// What is taken out of the trash afterwards belongs to what was agreed to.
	if err := r.Restore(t.Context(), added.Receipts[2].ID); err != nil {
		t.Fatal(err)
	}
	r.settle(added.Rows...)
	if len(s.documents()) != 4 {
		t.Errorf("%d documents", len(s.documents()))
	}
}

func TestABatchThatWaitsCanBeReadHere(t *testing.T) {
	t.Parallel()
	s := startService(t)
	for _, bundle := range []Bundle{Each, Split} {
		r := start(t, s)
		ids := r.take(Options{Bundle: bundle, Ask: true}, pictures(t, 3)...)
		o := r.offered()
		before := len(s.documents())
		if err := r.SendHere(t.Context(), o.Batch); err != nil {
			t.Fatal(err)
		}
		r.settle(ids...)
		for _, id := range ids {
			if got := r.get(id); got.Engine != receipt.Local || !got.Status.Read() {
				t.Errorf("%s: receipt %d is %s, %s", bundle, id, got.Status, got.Engine)
			}
		}
		r.noOffer()
		if r.spent() != 0 || len(s.documents()) != before+3 { // the service stands for both engines here
			t.Errorf("%s: %d spent, %d documents", bundle, r.spent(), len(s.documents())-before)
		}
	}
}

func TestASplitBatchIsOfferedToo(t *testing.T) {
	t.Parallel()
	s := startService(t)
	r := start(t, s)
	ids := r.take(Options{Bundle: Split, Ask: true}, pictures(t, 5)...)
	if o := r.offered(); o.Documents != 5 || o.Price.String() != "0.40" {
		t.Errorf("the offer is %+v", o)
	}
	if sets, err := r.store.OpenSets(t.Context()); err != nil || len(sets) != 0 {
		t.Errorf("there are zips already: %v, %v", sets, err)
	}
	if err := r.SendBatch(t.Context(), r.offered().Batch); err != nil {
		t.Fatal(err)
	}
	r.settle(ids...)
	splitOnce(t, s, r, ids)
}

// Retry and Release are a person's word for the receipt alone.
func TestWhatAPersonSendsByItselfIsNotAskedFor(t *testing.T) {
	t.Parallel()
	s := startService(t)
	r := start(t, s)
	r.useVeryfi()
	dir := t.TempDir()
	same := picture(t, "same")
	empty := write(t, dir, "empty.jpg", nil)
	ids := r.take(Options{Ask: true}, write(t, dir, "a.jpg", same), write(t, dir, "b.jpg", same), empty)
	if o := r.offered(); o.New != 1 || o.Held != 1 || o.Failed != 1 {
		t.Errorf("the offer is %+v", o)
	}
	if err := r.Retry(t.Context(), ids[0]); err != nil { // it has not failed
		t.Fatal(err)
	}
	if err := r.Release(t.Context(), ids[1]); err != nil {
		t.Fatal(err)
	}
	r.settle(ids[1])
	if err := os.WriteFile(empty, picture(t, "whole now"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := r.Retry(t.Context(), ids[2]); err != nil {
		t.Fatal(err)
	}
	r.settle(ids[2])
	want := []receipt.Status{receipt.Waiting, receipt.Review, receipt.Ready} // the copy is the same sale
	if got := r.statuses(ids...); !slices.Equal(got[:1], want[:1]) || !r.get(ids[1]).Status.Read() || !r.get(ids[2]).Status.Read() {
		t.Errorf("they are %v", got)
	}
	if len(s.documents()) != 2 || r.spent() != 2 {
		t.Errorf("%d documents, %d counted", len(s.documents()), r.spent())
	}
}

// What waited for the reader on this computer is not paid for unasked when the
// person changes the engine.
func TestAChangeOfEngineAsksToo(t *testing.T) {
	t.Parallel()
	s := startService(t)
	r := open(t, s)
	ids := r.take(Options{Engine: receipt.Local}, pictures(t, 2)...)
	r.set(func(s *Settings) { s.Engine = receipt.Veryfi })
	r.run()
	if o := r.offered(); o.New != 2 {
		t.Errorf("the offer is %+v", o)
	}
	r.set(func(s *Settings) { s.Engine = receipt.Local })
	r.settle(ids...)
	r.noOffer()
	if r.spent() != 0 {
		t.Errorf("%d counted", r.spent())
	}
}
