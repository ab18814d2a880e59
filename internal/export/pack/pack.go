// Package pack makes the month-end pack: one zip with the files to import, the
// pictures under names that tell what they are, an index that any browser
// opens, a control slip, and the checksums of all that.
package pack

import (
	"archive/zip"
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
	"time"

	"github.com/spindle-receipts/spindle/internal/export"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// Config is what a pack is made of.
type Config struct {
	Title string // such as "Acme Ltd, March 2026"

	// Rows are the receipts. They are gone through several times, which must
	// give the same receipts in the same order.
	Rows export.Rows

	// Open opens a kept original.
	Open func(receipt.Original) (io.ReadCloser, error)

	// LeftOut says in words why a receipt is in none of the files, and "" when
	// it is in one. nil leaves out what has not been read.
	LeftOut func(export.Row) string

	// Files are what is imported and what people open, in their order.
	Files []File
}

// File is a file of the pack beside the pictures.
type File struct {
	Name  string // in the pack, with / between folders
	About string // what it is for, in words
	Write func(context.Context, io.Writer) error
}

// The files that every pack has.
const (
	indexName    = "index.html"
	slipName     = "control-slip.txt"
	manifestName = "SHA256SUMS"
	pictures     = "receipts/" // their folder
)

// Write streams a pack. The same receipts and files give the same bytes: the
// times in the zip are those of the receipts.
func Write(ctx context.Context, w io.Writer, c Config) error {
	if c.LeftOut == nil {
		c.LeftOut = unread
	}
	if err := checkFiles(c.Files); err != nil {
		return err
	}
	s, err := summarize(ctx, c)
	if err != nil {
		return err
	}
	a := &archive{zip: zip.NewWriter(w), time: s.time()}
	if err := a.write(ctx, c, s); err != nil {
		return fmt.Errorf("making the pack: %w", err)
	}
	return a.zip.Close()
}

func (a *archive) write(ctx context.Context, c Config, s *summary) error {
	if err := a.add(indexName, func(w io.Writer) error { return writeIndex(ctx, w, c, s) }); err != nil {
		return err
	}
	if err := a.add(slipName, func(w io.Writer) error { return writeSlip(ctx, w, c, s) }); err != nil {
		return err
	}
	for _, f := range c.Files {
		if err := a.add(f.Name, func(w io.Writer) error { return f.Write(ctx, w) }); err != nil {
			return err
		}
	}
	for row, err := range c.Rows {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		if err := a.addPictures(c, s, row.Receipt); err != nil {
			return err
		}
	}
	return a.addManifest()
}

func (a *archive) addPictures(c Config, s *summary, r receipt.Receipt) error {
	pages := s.names.pages(r)
	for i, o := range kept(r) {
		if i >= len(pages) {
			return errors.New("the receipts changed while the pack was made: make it again")
		}
		when := a.time
		if r.Fields.Date.Known() {
			when = zipTime(r.Fields.Date.Time())
		}
		open := func() (io.ReadCloser, error) { return c.Open(o) }
		if err := a.store(pages[i], when, o.SHA256, open); err != nil {
			if errors.Is(err, fs.ErrNotExist) {
				return fmt.Errorf("the kept picture of receipt %d (%s) is missing: bring the folder with the originals back, or move the receipt to the trash", r.ID, o.Path)
			}
			return fmt.Errorf("the picture of receipt %d (%s): %w", r.ID, o.Path, err)
		}
	}
	return nil
}

// unread is why a receipt without fields is in no file, in words.
func unread(row export.Row) string {
	r := row.Receipt
	switch {
	case r.Status.Read():
		return ""
	case r.Reason() != "":
		return strings.Join(r.Reasons, "; ")
	case r.Status == receipt.Held:
		return "It looks like a duplicate."
	}
	return "It has not been read yet."
}

// checkFiles refuses names that would not unpack, or over another file.
func checkFiles(files []File) error {
	taken := map[string]bool{indexName: true, slipName: true, strings.ToLower(manifestName): true}
	for _, f := range files {
		name := strings.ToLower(f.Name)
		if !fs.ValidPath(f.Name) || strings.ContainsAny(f.Name, "\\:*?\"<>|\r\n") || strings.HasPrefix(name, pictures) || path.Base(name) == "." {
			return fmt.Errorf("%q cannot be a file's name in the pack", f.Name)
		}
		if taken[name] {
			return fmt.Errorf("the pack has %q already", f.Name)
		}
		taken[name] = true
	}
	return nil
}

// zipTime is a time that a zip can hold, which knows 1980 to 2107.
func zipTime(t time.Time) time.Time {
	first, last := time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2037, 12, 31, 0, 0, 0, 0, time.UTC)
	switch {
	case t.Before(first):
		return first
	case t.After(last): // the Unix time beside it has 32 bits
		return last
	}
	return t.UTC()
}

// buffered writes through a buffer to w.
func buffered(w io.Writer, write func(*bufio.Writer) error) error {
	b := bufio.NewWriterSize(w, 64<<10)
	if err := write(b); err != nil {
		return err
	}
	return b.Flush()
}
