package desk

import (
	"time"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// Event is news for whoever listens: the receipts as they now are.
type Event struct {
	Changed []receipt.Receipt
	Removed []int64  // gone for good
	Offers  []Offer  // batches that wait for the person's word, as they now are
	Settled []string // batches that no longer do
	Notice  *Notice  // something to tell the person, or nil
	Indexed bool     // what was read on receipts has come into the search
	Link    *Link    // how the service's news reach this computer, when that has changed
}

// Notice is a sentence for the person about the work as a whole.
type Notice struct {
	Text   string // what happened, why, and what to do
	Urgent bool   // the work has stopped until the person does something
}

// Added tells what became of a pile of files: count in = count out.
type Added struct {
	Batch    string
	Receipts []receipt.Receipt // the new rows, in order
	Known    []receipt.Receipt // rows that the history already held for these bytes
	Rows     []int64           // the rows that stand for the files, new and known, in the order given
	Skipped  []Skip            // what was found in folders and left out
}

// Skip is a file that was left out, and why.
type Skip struct {
	Path   string
	Reason string
}

// Change is one entry in the history of a receipt.
type Change struct {
	At     time.Time // UTC
	Person bool      // by a person; else by the program
	What   string    // "read", "corrected", "exported", ...
	Field  string    // the field, or "status"
	Before string
	After  string
}
