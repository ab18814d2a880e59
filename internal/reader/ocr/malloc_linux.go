package ocr

/*
#include <stdlib.h>
#ifdef __GLIBC__
#include <malloc.h>
static void bound_heap(void) {
	mallopt(M_MMAP_THRESHOLD, 8 << 20);
	mallopt(M_ARENA_MAX, 2);
}
static void trim_heap(void) { malloc_trim(0); }
#else
static void bound_heap(void) {}
static void trim_heap(void) {}
#endif
*/
import "C"

// boundHeap keeps the C library from holding on to what a page needed. Left
// alone glibc raises the size from which memory goes straight back to the
// system as it meets the models' large tensors, and keeps a heap per thread.
// A lower bound than this one saves more memory, and costs time: the system
// clears every page that it gives anew.
func boundHeap() { C.bound_heap() }

// trimHeap gives back what lies free in the C library's heaps. The detector
// and the recogniser take turns with sizes that do not fit into each other's
// holes: without it they add up.
func trimHeap() { C.trim_heap() }
