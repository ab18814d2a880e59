//go:build unix

package main

import (
	"fmt"
	"runtime"
	"syscall"
)

// peakMemory is the most memory that the process held.
func peakMemory() string {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return heapPeak()
	}
	size := int64(u.Maxrss)
	if runtime.GOOS != "darwin" {
		size <<= 10 // kilobytes everywhere else
	}
	return fmt.Sprintf("%d MB", size>>20)
}
