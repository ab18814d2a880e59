package ocr

import (
	"context"
	"errors"
	"testing"
	"time"
)

const (
	// cancelWithin is how soon nobody notices that reading had to be stopped.
	cancelWithin = 100 * time.Millisecond
	// cancelTries is how often a stop may be late because the computer does
	// other work: one in time shows that nothing in the reading holds it up.
	cancelTries = 40
)

// TestStopsInATenthOfASecond ends the reading at moments spread over the time
// that it takes, in the detector and in the recogniser.
func TestStopsInATenthOfASecond(t *testing.T) {
	img := drawn(t, 560, 500, 26, receiptText)
	began := time.Now()
	read(t, img)
	whole := time.Since(began)
	for _, part := range []float64{0.2, 0.5} {
		late, after := time.Hour, time.Duration(part*float64(whole))
		for range cancelTries {
			ctx, cancel := context.WithTimeout(context.Background(), after)
			_, err := engine(t).Read(ctx, img)
			deadline, _ := ctx.Deadline()
			cancel()
			if err == nil { // this time it was quicker than before
				after = after * 3 / 4
				continue
			}
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Fatal(err)
			}
			if late = min(late, time.Since(deadline)); late < cancelWithin {
				break
			}
		}
		if late >= cancelWithin {
			t.Errorf("at %.1f of the reading, %v passed until it stopped", part, late)
		}
	}
}
