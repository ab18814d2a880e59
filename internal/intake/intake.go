package intake

import (
	"context"

	"golang.org/x/sync/semaphore"
)

const (
	// MinBytes and MaxBytes are the sizes of a file that is looked at: less
	// than the one holds no receipt, and the service takes no less
	// (https://docs.veryfi.com); more than the other is more than it takes in
	// any way. What it takes of which kind is for others to mind, see TooLarge.
	MinBytes = 250
	MaxBytes = 64_000_000

	// maxPixels bounds what is decoded: beyond it a picture is refused by its
	// header. A phone takes 12 to 50 million, a flatbed A4 at 600 dpi has 35.
	maxPixels = 100_000_000
)

// Intake checks and renders originals. It owns the runtime that renders PDFs,
// which starts when the first PDF comes. Its methods may be called from many
// goroutines; how much is decoded at once is bounded.
type Intake struct {
	pixels *semaphore.Weighted // pixels being decoded
	pdf    *pdfRuntime
}

// New returns an Intake that keeps the compiled PDF renderer (22 MB) under
// cacheDir, so that a second start takes a fraction of a second rather than
// several. An empty cacheDir, or one that cannot be written, keeps nothing.
func New(cacheDir string) *Intake {
	return &Intake{pixels: semaphore.NewWeighted(maxPixels), pdf: newPDFRuntime(cacheDir)}
}

// Close ends the PDF renderer; it waits for pages being rendered. Documents
// opened before fail from then on.
func (in *Intake) Close() error { return in.pdf.close() }

// decoding waits until so many pixels may be decoded and returns what to call afterwards.
func (in *Intake) decoding(ctx context.Context, pixels int64) (done func(), err error) {
	n := min(pixels, maxPixels)
	if err := in.pixels.Acquire(ctx, n); err != nil {
		return nil, err
	}
	return func() { in.pixels.Release(n) }, nil
}
