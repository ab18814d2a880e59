package receipt

import "time"

// Second is what is known of a second reading of a receipt: a submission of
// its own, to the other engine, so that a person can compare the two. The
// receipt's own fields and state do not change by it.
type Second struct {
	Engine     Engine // who reads it again; "" when nobody was asked to
	Status     SecondStatus
	Reason     string    // why SecondFailed, or why it is not sent yet, in words
	ExternalID string    // ours, made before the first byte is sent
	DocumentID string    // the service's
	At         time.Time // UTC, when it came to this status
}

// SecondStatus is where a second reading stands.
type SecondStatus string

// The states of a second reading, in the order of the road.
const (
	SecondWaiting SecondStatus = "waiting" // asked for, not yet sent
	SecondSending SecondStatus = "sending" // it may or may not have arrived
	SecondReading SecondStatus = "reading" // accepted by the engine
	SecondRead    SecondStatus = "read"    // there, and nobody has said which is right
	SecondSettled SecondStatus = "settled" // a person has said, or both read the same
	SecondFailed  SecondStatus = "failed"  // could not be read; the first reading stays
)

// Open tells whether the program still has work to do on it by itself.
func (s Second) Open() bool {
	return s.Status == SecondWaiting || s.Status == SecondSending || s.Status == SecondReading
}

// Read tells whether its fields have arrived.
func (s Second) Read() bool { return s.Status == SecondRead || s.Status == SecondSettled }

// Other is the other of the two engines.
func (e Engine) Other() Engine {
	if e == Veryfi {
		return Local
	}
	return Veryfi
}
