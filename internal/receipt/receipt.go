// Package receipt is the domain: pure values about receipts, money and proof,
// without any I/O. It imports nothing of ours.
package receipt

import "time"

// Status is where a receipt stands on its way from a file to an export.
type Status string

// The states of a receipt, in the order of the road.
const (
	Waiting  Status = "waiting"  // safe on this computer, not yet sent
	Sending  Status = "sending"  // its external id is stored; it may or may not have arrived
	Reading  Status = "reading"  // accepted by the engine, not yet read
	Review   Status = "review"   // read; a person must look, Reasons say why
	Ready    Status = "ready"    // read; every needed field is there and the arithmetic proves
	Exported Status = "exported" // written to a file that somebody asked for
	Failed   Status = "failed"   // could not be read; Reason says why; the original is kept
	Held     Status = "held"     // looks like a duplicate; nothing is sent until a person says so
)

// Open tells whether the program still has work to do on the receipt by itself.
func (s Status) Open() bool { return s == Waiting || s == Sending || s == Reading }

// Read tells whether the receipt's fields have arrived.
func (s Status) Read() bool { return s == Review || s == Ready || s == Exported }

// Engine is who reads receipts.
type Engine string

// The engines.
const (
	Local  Engine = "local"  // the reader on this computer
	Veryfi Engine = "veryfi" // the Veryfi service, or what speaks like it
)

// Original is a file as it came in. Its bytes are kept under its hash.
type Original struct {
	Path   string // as the person gave it
	SHA256 string // 64 hex digits; "" when the file could not be kept
	Kind   string // "jpeg", "png", "pdf", ...; "" when refused
	Size   int64  // bytes
	CRC32  uint32 // IEEE, of the bytes; 0 when it is not known
	Pages  int
	Width  int // of the first page upright, pixels
	Height int
}

// Receipt is one row: what came in, where it stands, and what was read.
type Receipt struct {
	ID          int64 // the number that people and the command line use
	Batch       string
	Status      Status
	Reasons     []string // why Review, Failed or Held, in words; the first is the main one
	Engine      Engine   // "" until it is sent for the first time
	ExternalID  string   // ours, made before the first byte is sent, kept for ever
	DocumentID  string   // the service's
	DuplicateOf int64    // the receipt that this one repeats; 0 for none
	Originals   []Original
	Fields      Fields
	Evidence    map[Field]Evidence
	Corrected   map[Field]bool // by a person
	Tags        []string       // that a person gave, in the order of their letters
	Second      Second         // reading, by the other engine
	Turned      int            // degrees clockwise that the person turned the picture
	Created     time.Time      // UTC, when it came in
	Updated     time.Time      // UTC
	ExportedAt  time.Time      // UTC, zero for never
	Trashed     time.Time      // UTC, zero when not in the trash
}

// Evidence is where on the picture a field was read and how sure the engine is.
type Evidence struct {
	Page  int        `json:"page"`            // from 0
	Box   [4]float64 `json:"box"`             // x1, y1, x2, y2 as fractions of the upright page; all 0 for none
	Score *float64   `json:"score,omitempty"` // 0 to 1; nil when the engine did not say
	Doubt string     `json:"doubt,omitempty"` // why the engine is not sure, as the end of a sentence; "" when it did not say
}

// HasBox tells whether the field has a place on the picture.
func (e Evidence) HasBox() bool { return e.Box != [4]float64{} }

// Reason is the main reason in words, or "".
func (r Receipt) Reason() string {
	if len(r.Reasons) == 0 {
		return ""
	}
	return r.Reasons[0]
}
