package server

import (
	"time"

	"github.com/spindle-receipts/spindle/api"
)

// Limits bounds what the server takes and keeps. A zero field means the value
// named beside it; where it says so, a negative one means without a bound.
type Limits struct {
	FileBytes     int64 // one upload to /documents/: 20,000,000, as the service documents
	SetBytes      int64 // one upload to /documents-set/: 50,000,000
	MinBytes      int64 // the smallest upload: 250; negative: 1
	FieldBytes    int64 // everything in a request that is not a file: 1 MiB
	UnpackedBytes int64 // all members of a zip together: 200,000,000
	Members       int   // members of a zip, counting those left out: 1,000
	Pages         int   // pages read of one document: 15; the rest are dropped without a word
	SetPages      int   // pages read of one document of a set: 100

	Uploads      int   // uploads received at the same time: 8; the others wait
	Pending      int   // documents waiting to be read: 5,000; beyond, 429
	PendingBytes int64 // bytes of the files of those: 10 GiB; beyond, 429
	Documents    int   // finished documents kept: 10,000; beyond, the oldest go
	KeepBytes    int64 // files of finished documents kept for links: 1 GiB; beyond, the oldest go; negative: none are kept
	Rate         int   // requests a second, 60, as the service documents; negative: without a bound

	LinkLife time.Duration // how long a link to a file answers: 15 minutes
}

func (l Limits) filled() Limits {
	fill(&l.FileBytes, api.MaxDocumentBytes)
	fill(&l.SetBytes, api.MaxSetBytes)
	fill(&l.MinBytes, api.MinBytes)
	fill(&l.FieldBytes, 1<<20)
	fill(&l.UnpackedBytes, 200_000_000)
	fill(&l.Members, 1000)
	fill(&l.Pages, api.MaxDocumentPages)
	fill(&l.SetPages, api.MaxSetPages)
	fill(&l.Uploads, 8)
	fill(&l.Pending, 5000)
	fill(&l.PendingBytes, 10<<30)
	fill(&l.Documents, 10_000)
	fill(&l.KeepBytes, 1<<30)
	fill(&l.Rate, api.MaxRequests)
	fill(&l.LinkLife, 15*time.Minute)
	return l
}

func fill[T int | int64 | time.Duration](field *T, standard T) {
	if *field == 0 {
		*field = standard
	}
}
