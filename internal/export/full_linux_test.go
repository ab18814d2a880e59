package export

import (
	"errors"
	"strings"
	"syscall"
	"testing"
)

// /dev/full is a disk without space.
func TestFileOnAFullDisk(t *testing.T) {
	err := File(t.Context(), "/dev/full", hello)
	if want := "cannot write /dev/full: no space left on device; free some space on that disk and try again"; !errors.Is(err, syscall.ENOSPC) || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("%v", err)
	}
}
