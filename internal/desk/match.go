package desk

import (
	"fmt"
	"slices"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// match finds the file of each document, -1 where it is not known: by the
// size of the picture and of the file as the service saw them, among files
// that agree in both by the order, and of pages without a size in pixels by
// that of the file alone. byOrder tells for which documents it is the order
// alone. Of a zip with one file all documents are from that file; the first is
// its row's.
func match(documents []api.Document, receipts []receipt.Receipt) (fileOf []int, byOrder []bool) {
	fileOf, byOrder = unmatched(len(documents))
	if len(receipts) == 1 && len(documents) > 0 {
		fileOf[0] = 0
		return fileOf, byOrder
	}
	best := 0
	for _, round := range roundings {
		files, guesses := matchBy(round, documents, receipts)
		if worth := worth(files, guesses); worth > best {
			fileOf, byOrder, best = files, guesses, worth
		}
	}
	return fileOf, byOrder
}

func unmatched(n int) (fileOf []int, byOrder []bool) {
	return slices.Repeat([]int{-1}, n), make([]bool, n)
}

// roundings are the ways in which the service may tell the size of a file:
// whether in thousands or in units of 1024 bytes is not documented, nor how it
// rounds. It does it in one way for all.
var roundings = []func(bytes int64) int64{
	func(n int64) int64 { return (n + 512) / 1024 },
	func(n int64) int64 { return n / 1024 },
	func(n int64) int64 { return (n + 1023) / 1024 },
	func(n int64) int64 { return (n + 500) / 1000 },
	func(n int64) int64 { return n / 1000 },
	func(n int64) int64 { return (n + 999) / 1000 },
}

// worth is more for more documents with a file, and then for fewer by the
// order alone.
func worth(fileOf []int, byOrder []bool) int {
	n := 0
	for i, file := range fileOf {
		if file >= 0 {
			n += len(fileOf) + 1
		}
		if byOrder[i] {
			n--
		}
	}
	return n
}

// matchBy matches under the belief that file sizes are told in one way.
func matchBy(round func(int64) int64, documents []api.Document, receipts []receipt.Receipt) (fileOf []int, byOrder []bool) {
	fileOf, byOrder = unmatched(len(documents))
	taken := make(map[int]bool)
	for _, pixels := range []bool{true, false} {
		sent, got := make(map[string][]int), make(map[string][]int)
		for i, r := range receipts {
			if !taken[i] && (pixels || r.Originals[0].Kind == "pdf") {
				looks := looksOf(r.Originals[0], round, pixels)
				sent[looks] = append(sent[looks], i)
			}
		}
		for i, document := range documents {
			if looks := documentLooks(document, pixels); looks != "" && fileOf[i] < 0 {
				got[looks] = append(got[looks], i)
			}
		}
		for looks, some := range got {
			if len(some) != len(sent[looks]) {
				continue
			}
			for n, i := range some {
				fileOf[i], byOrder[i] = sent[looks][n], len(some) > 1
				taken[sent[looks][n]] = true
			}
		}
	}
	return fileOf, byOrder
}

// looksOf is how a file looks to the service; which of its sides is the longer
// one may be told before or after it is turned upright.
func looksOf(o receipt.Original, round func(int64) int64, pixels bool) string {
	if !pixels {
		return fmt.Sprint(round(o.Size))
	}
	return fmt.Sprintf("%dx%d %d", min(o.Width, o.Height), max(o.Width, o.Height), round(o.Size))
}

func documentLooks(document api.Document, pixels bool) string {
	if len(document.SourceDocuments) != 1 {
		return ""
	}
	s := document.SourceDocuments[0]
	if !pixels {
		return fmt.Sprint(s.SizeKB)
	}
	return fmt.Sprintf("%dx%d %d", min(s.Width, s.Height), max(s.Width, s.Height), s.SizeKB)
}
