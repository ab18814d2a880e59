package tunnel

import (
	"crypto/sha256"
	"encoding/json"
)

// replays remembers the latest events, each in a fixed space.
type replays struct {
	known map[[sha256.Size]byte]bool
	order [][sha256.Size]byte // a ring, the oldest at next once it is full
	next  int
}

func newReplays(size int) replays {
	return replays{known: map[[sha256.Size]byte]bool{}, order: make([][sha256.Size]byte, 0, size)}
}

func key(n News) [sha256.Size]byte {
	ids, err := json.Marshal(n.IDs)
	if err != nil {
		ids = nil // not possible: IDs are strings
	}
	return sha256.Sum256(append([]byte(n.Event+"\x00"), ids...))
}

func (r *replays) has(n News) bool { return r.known[key(n)] }

func (r *replays) add(n News) {
	k := key(n)
	if len(r.order) < cap(r.order) {
		r.order = append(r.order, k)
	} else {
		delete(r.known, r.order[r.next])
		r.order[r.next] = k
		r.next = (r.next + 1) % len(r.order)
	}
	r.known[k] = true
}
