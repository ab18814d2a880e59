//go:build unix

package main

import (
	"runtime"
	"syscall"
	"time"
)

// ownPeak is the most memory that this process held, in bytes.
func ownPeak() int64 { return peakOf(syscall.RUSAGE_SELF) }

// childrenPeak is the most memory that one ended child of this process held.
func childrenPeak() int64 { return peakOf(syscall.RUSAGE_CHILDREN) }

func peakOf(who int) int64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(who, &u); err != nil {
		return 0
	}
	if runtime.GOOS == "darwin" {
		return int64(u.Maxrss)
	}
	return int64(u.Maxrss) << 10 // kilobytes everywhere else
}

// cpuTime is the time of all cores that this process and its ended children took.
func cpuTime() time.Duration {
	var sum int64
	for _, who := range []int{syscall.RUSAGE_SELF, syscall.RUSAGE_CHILDREN} {
		var u syscall.Rusage
		if err := syscall.Getrusage(who, &u); err == nil {
			sum += u.Utime.Nano() + u.Stime.Nano()
		}
	}
	return time.Duration(sum)
}
