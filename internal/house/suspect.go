package house

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/intake"
	"github.com/spindle-receipts/spindle/internal/store"
)

// Suspect tells which of the files behind paths, about to be taken in for a
// client, look like those of another: the other one has the same bytes, or is
// in their names, or its receipts came from their folder and never this one's.
// It looks, and changes nothing; clients that cannot be looked at are left out.
// files are all files that the paths lead to, nil when there is no other client.
func (o *Office) Suspect(ctx context.Context, id string, paths []string) (files []string, doubts []desk.Doubt, err error) {
	o.busy.Lock()
	defer o.busy.Unlock()
	mine, ok := o.roster.find(id)
	if !ok || len(o.roster.Clients) == 0 {
		return nil, nil, nil
	}
	found, err := intake.Expand(ctx, paths)
	if err != nil {
		return nil, nil, nil // Add says what is wrong with them
	}
	p := newPile(ctx, found.Files)
	var sure, named, folder []desk.Doubt
	err = o.look(ctx, mine, func(own *store.Store) error {
		for _, c := range append([]listed{o.roster.Main}, o.roster.Clients...) {
			if c.ID == id {
				continue
			}
			named = append(named, o.doubt(c, "its name is in the names of files or folders", p.named(nameOf(c), nameOf(mine))))
			err := o.look(ctx, c, func(s *store.Store) error {
				same, err := p.same(s, own)
				if err != nil {
					return err
				}
				from, err := p.from(s, own)
				sure = append(sure, o.doubt(c, "it has the same already, to the last byte", same))
				folder = append(folder, o.doubt(c, "its receipts came from this folder before, and none of "+mine.Name+"'s did", from))
				return err
			})
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if err != nil {
				o.main.log.Debug("looking whose files they are", "error", err)
			}
		}
		return nil
	})
	return found.Files, once(append(append(sure, named...), folder...)), err
}

// nameOf is the name that a person gave to a client, "" for none.
func nameOf(c listed) string {
	if c.ID == "" && c.Name == mainName {
		return ""
	}
	return c.Name
}

func (o *Office) doubt(c listed, reason string, files []string) desk.Doubt {
	o.mu.Lock()
	defer o.mu.Unlock()
	return desk.Doubt{Client: o.client(c), Files: files, Reason: reason}
}

// once leaves each file in the first doubt that it is in, and leaves out what
// has no file then. The same client for another reason is a doubt of its own.
func once(doubts []desk.Doubt) []desk.Doubt {
	seen := make(map[string]bool)
	var left []desk.Doubt
	for _, d := range doubts {
		var files []string
		for _, f := range d.Files {
			if !seen[f] {
				seen[f] = true
				files = append(files, f)
			}
		}
		if d.Files = files; len(files) > 0 {
			left = append(left, d)
		}
	}
	return left
}

// pile is files that are about to be taken in.
type pile struct {
	ctx    context.Context
	files  []string
	sizes  map[string]int64
	hashes map[string]string // of those that were read already
	home   string            // of the user: its own name says nothing
}

func newPile(ctx context.Context, files []string) *pile {
	p := &pile{ctx: ctx, files: files, sizes: make(map[string]int64), hashes: make(map[string]string)}
	for _, f := range files {
		if info, err := os.Stat(f); err == nil && info.Mode().IsRegular() {
			p.sizes[f] = info.Size()
		}
	}
	p.home, _ = os.UserHomeDir() // "" leaves nothing out
	return p
}

// same are the files whose bytes another history has and the own one has not.
func (p *pile) same(other, own *store.Store) (files []string, err error) {
	sizes, err := other.Sizes(p.ctx)
	if err != nil {
		return nil, err
	}
	for _, f := range p.files {
		size, there := p.sizes[f]
		if !there || !sizes[size] {
			continue
		}
		hash, err := p.hash(f)
		if err != nil {
			if p.ctx.Err() != nil {
				return nil, p.ctx.Err()
			}
			continue // Add says what is wrong with it
		}
		theirs, err := other.HoldsBytes(p.ctx, hash)
		if err != nil {
			return nil, err
		}
		if !theirs {
			continue
		}
		ours, err := own.HoldsBytes(p.ctx, hash)
		if err != nil {
			return nil, err
		}
		if !ours {
			files = append(files, f)
		}
	}
	return files, nil
}

func (p *pile) hash(file string) (string, error) {
	if hash, ok := p.hashes[file]; ok {
		return hash, nil
	}
	f, err := os.Open(file)
	if err != nil {
		return "", err
	}
	hash, err := store.Hash(p.ctx, f)
	if err = errors.Join(err, f.Close()); err == nil {
		p.hashes[file] = hash
	}
	return hash, err
}

// from are the files in folders from which receipts of another history came
// and none of the own one.
func (p *pile) from(other, own *store.Store) (files []string, err error) {
	folders := make(map[string]bool)
	for _, f := range p.files {
		start := filepath.Dir(f) + string(filepath.Separator)
		is, known := folders[start]
		if !known {
			if is, err = other.CameFrom(p.ctx, start); err != nil {
				return nil, err
			}
			if is {
				ours, err := own.CameFrom(p.ctx, start)
				if err != nil {
					return nil, err
				}
				is = !ours
			}
			folders[start] = is
		}
		if is {
			files = append(files, f)
		}
	}
	return files, nil
}

// namedDepth is how many folders over a file may tell by their names whose it is.
const namedDepth = 3

// named are the files that have a client's name in their own or their
// folders', unless the name of the client that they are for is there too, as
// more than a part of the other one.
func (p *pile) named(name, mine string) (files []string) {
	words, own := wordsOf(name), wordsOf(mine)
	if len(strings.Join(words, "")) < 3 {
		return nil
	}
	for _, f := range p.files {
		parts := p.parts(f)
		if hasName(parts, words) && (!hasName(parts, own) || hasName([]string{name}, own)) {
			files = append(files, f)
		}
	}
	return files
}

// parts are the names of a file and of the folders over it, without those that
// the user's own folder has.
func (p *pile) parts(file string) (parts []string) {
	if p.home != "" {
		if rel, err := filepath.Rel(p.home, file); err == nil && filepath.IsLocal(rel) {
			file = rel
		}
	}
	dir, base := filepath.Split(file)
	parts = []string{strings.TrimSuffix(base, filepath.Ext(base))}
	parts = append(parts, strings.Split(filepath.ToSlash(filepath.Clean(dir)), "/")...)
	if over := len(parts) - 1 - namedDepth; over > 0 {
		parts = append(parts[:1], parts[1+over:]...)
	}
	return parts
}

// forms are words that say of what form a company is, or nothing at all: a
// file is seldom named with them.
var forms = map[string]bool{"ltd": true, "limited": true, "inc": true, "llc": true, "llp": true, "plc": true, "corp": true, "co": true, "company": true, "gmbh": true, "ag": true,
	"kg": true, "ug": true, "ohg": true, "ek": true, "gbr": true, "se": true, "sa": true, "sarl": true, "sas": true, "srl": true, "spa": true, "bv": true, "nv": true, "oy": true,
	"ab": true, "as": true, "aps": true, "pty": true, "and": true, "und": true, "the": true, "books": true, "client": true}

// wordsOf are the words of a name that tell it from others, in small letters
// without their marks.
func wordsOf(name string) []string {
	all := strings.FieldsFunc(norm.NFKD.String(strings.ToLower(name)), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.Is(unicode.Mn, r)
	})
	var words []string
	for _, w := range all {
		w = strings.Map(func(r rune) rune {
			if unicode.Is(unicode.Mn, r) {
				return -1
			}
			return r
		}, w)
		if !forms[w] {
			words = append(words, w)
		}
	}
	return words
}

// hasName tells whether the words stand in one of the parts, one after the other.
func hasName(parts, words []string) bool {
	if len(words) == 0 {
		return false
	}
	for _, part := range parts {
		if in := wordsOf(part); strings.Contains(" "+strings.Join(in, " ")+" ", " "+strings.Join(words, " ")+" ") {
			return true
		}
	}
	return false
}
