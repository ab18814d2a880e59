//go:build !linux

package ocr

// boundHeap does nothing: only glibc needs to be told.
func boundHeap() {}

// trimHeap does nothing either.
func trimHeap() {}
