//go:build unix

package desk

import (
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// Opening a pipe that nobody writes to would take for ever.
func TestAPipeIsNoReceipt(t *testing.T) {
	t.Parallel()
	r := start(t, startService(t))
	pipe := filepath.Join(t.TempDir(), "pipe.jpg")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	ids := r.take(Options{Reuse: true}, pipe)
	r.settle(ids...)
	if got := r.get(ids[0]); got.Status != receipt.Failed || !strings.Contains(got.Reason(), "pipe") {
		t.Errorf("it is %s %q", got.Status, got.Reasons)
	}
}
