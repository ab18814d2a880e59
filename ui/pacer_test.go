package ui

import (
	"testing"
	"time"
)

// The time that is left is told from evidence, by the middle of what the last
// receipts took, and does not jump.
func TestTheTimeThatIsLeft(t *testing.T) {
	var p pacer
	now := testNow
	tell := func(after time.Duration, done int) (time.Duration, bool) {
		now = now.Add(after)
		return p.left(batchWork{done: done, all: 40}, now)
	}
	if _, ok := tell(0, 0); ok {
		t.Error("a time is told before anything is read")
	}
	for done := 1; done <= 2; done++ {
		if left, ok := tell(2*time.Second, done); ok {
			t.Errorf("after %d receipts it says %v", done, left)
		}
	}
	if left, ok := tell(2*time.Second, 3); !ok || left != 74*time.Second {
		t.Errorf("after three it says %v, %v", left, ok)
	}
	if left, _ := tell(20*time.Second, 4); left < 50*time.Second || left > 80*time.Second {
		t.Errorf("one that took long makes it %v", left)
	}
	before, _ := tell(2*time.Second, 5)
	if left, _ := tell(2200*time.Millisecond, 6); left > before {
		t.Errorf("it says %v after %v", left, before)
	}
	p.rest() // a pause of an hour is nobody's pace
	if left, ok := tell(time.Hour, 6); !ok || left != 68*time.Second {
		t.Errorf("after a pause it says %v, %v", left, ok)
	}
	if _, ok := tell(time.Second, 40); ok {
		t.Error("a time is told when all is read")
	}
}

func TestProgressThatStandsStill(t *testing.T) {
	w := batchWork{done: 38, all: 40, needs: 2, stuck: 2}
	if got := progressWords(w, 20*time.Second); got != "38 of 40 read · waiting: each row says why · 2 need you" {
		t.Errorf("it says %q", got)
	}
	w.stuck = 1 // the other goes on
	if got := progressWords(w, 20*time.Second); got != "38 of 40 read · about 20 s left · 2 need you" {
		t.Errorf("it says %q", got)
	}
}
