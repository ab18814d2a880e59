package ui

import (
	"slices"
	"testing"
)

func TestQueueKeepsTheOrder(t *testing.T) {
	var q queue
	var got, want []int
	gate := make(chan bool)
	q.run(func() { <-gate })
	for i := range 200 {
		want = append(want, i)
		q.run(func() { got = append(got, i) })
	}
	close(gate)
	q.wait()
	if !slices.Equal(got, want) {
		t.Errorf("done in the order %v", got)
	}
	again := false
	q.run(func() { again = true })
	q.wait()
	if !again {
		t.Error("it does not go on after it was idle")
	}
}
