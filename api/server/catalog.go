package server

import (
	"crypto/sha256"
	"slices"
	"sync"
	"time"
)

// idEpoch is what ids count milliseconds from: a server that starts later
// starts with a higher number than any that an earlier one gave out, as long as
// that one gave out fewer than a thousand a second.
var idEpoch = time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)

// catalog holds the documents and the sets. Its lock guards them all.
type catalog struct {
	mu        sync.Mutex
	documents map[int64]*document
	ids       []int64 // of the documents, oldest first
	sets      map[int64]*set
	setIDs    []int64
	tags      map[string]int64
	first     map[[sha256.Size]byte]int64 // the first document of the same bytes
	lastID    int64

	pending  int
	waiting  int64 // bytes of the files of pending documents
	finished int
	kept     int64 // bytes of the files of finished documents
	read     int   // documents read since the start
}

// set is a submission that was split into documents.
type set struct {
	id        int64
	documents []int64
	left      int // still in progress
	failed    int
}

func newCatalog(now time.Time) *catalog {
	return &catalog{
		documents: map[int64]*document{},
		sets:      map[int64]*set{},
		tags:      map[string]int64{},
		first:     map[[sha256.Size]byte]int64{},
		lastID:    max(now.Sub(idEpoch).Milliseconds(), 100_000_000),
	}
}

func (c *catalog) nextID() int64 {
	c.lastID++
	return c.lastID
}

// add makes a document in progress.
func (c *catalog) add(o order, sources []*spooled, of *set, now time.Time) *document {
	d := &document{
		id: c.nextID(), order: o, sources: sources, set: of,
		status: inProgress, created: now, updated: now, read: make(chan struct{}),
		external: o.externalID, tags: c.tagsNamed(o.tags),
		fields: map[string]any{}, values: map[string]Value{},
	}
	same := contentOf(sources)
	if before, exists := c.documents[c.first[same]]; exists {
		d.duplicateOf = before.id
	} else {
		c.first[same] = d.id
	}
	c.documents[d.id] = d
	c.ids = append(c.ids, d.id)
	c.pending++
	c.waiting += totalSize(sources)
	return d
}

// contentOf tells documents of the same files from others.
func contentOf(sources []*spooled) [sha256.Size]byte {
	var all []byte
	for _, f := range sources {
		all = append(all, f.hash[:]...)
	}
	return sha256.Sum256(all)
}

// leave counts a document that no longer waits to be read; what becomes of one
// that was deleted meanwhile counts no more.
func (c *catalog) leave(d *document) {
	c.pending--
	c.waiting -= totalSize(d.sources)
	if !d.deleted {
		c.finished++
		c.kept += totalSize(d.sources)
	}
}

// remove takes a document out and returns the files that it no longer needs.
// Those of a document that is being read are still needed.
func (c *catalog) remove(d *document) []*spooled {
	if _, exists := c.documents[d.id]; !exists {
		return nil
	}
	delete(c.documents, d.id)
	c.ids = slices.DeleteFunc(c.ids, func(id int64) bool { return id == d.id })
	if same := contentOf(d.sources); c.first[same] == d.id {
		delete(c.first, same)
	}
	if !d.finished() {
		d.deleted = true
		return nil
	}
	c.finished--
	return c.dropFiles(d)
}

func (c *catalog) dropFiles(d *document) []*spooled {
	if d.filesGone {
		return nil
	}
	d.filesGone = true
	c.kept -= totalSize(d.sources)
	return d.sources
}

// trim keeps to the limits: the oldest finished documents lose their files
// first, and go when there are too many. It returns the files to remove.
func (c *catalog) trim(l Limits) (gone []*spooled) {
	if c.finished <= l.Documents && c.kept <= max(l.KeepBytes, 0) {
		return nil
	}
	for _, id := range slices.Clone(c.ids) {
		d := c.documents[id]
		switch {
		case !d.finished() || d.set != nil && d.set.left > 0:
		case c.finished > l.Documents:
			gone = append(gone, c.remove(d)...)
		case c.kept > max(l.KeepBytes, 0):
			gone = append(gone, c.dropFiles(d)...)
		}
	}
	c.trimSets()
	return gone
}

// trimSets forgets sets of which no document is left.
func (c *catalog) trimSets() {
	c.setIDs = slices.DeleteFunc(c.setIDs, func(id int64) bool {
		s := c.sets[id]
		if s.left > 0 || slices.ContainsFunc(s.documents, func(d int64) bool { return c.documents[d] != nil }) {
			return false
		}
		delete(c.sets, id)
		return true
	})
}

// tagsNamed finds the tags of these names, or makes them.
func (c *catalog) tagsNamed(names []string) []tag {
	var out []tag
	for _, name := range names {
		if slices.ContainsFunc(out, func(t tag) bool { return t.Name == name }) {
			continue
		}
		id, exists := c.tags[name]
		if !exists {
			id = c.nextID()
			c.tags[name] = id
		}
		out = append(out, tag{ID: id, Name: name})
	}
	return out
}
