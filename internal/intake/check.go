package intake

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"syscall"
	"time"
)

// likenessSide is how large a page is rendered to take its likeness, in pixels.
const likenessSide = 256

// maxChecked is how many pages Check decodes; the service reads no more of a document.
const maxChecked = 15

// Original is a file that was checked: what it is and how it can be known again.
type Original struct {
	Path        string
	Kind        Kind
	Size        int64     // bytes
	ModTime     time.Time // UTC
	SHA256      string    // of the bytes, 64 lower-case hexadecimal digits
	Pages       int       // at least 1; how many the service reads is for others to mind
	Width       int       // of the upright first page in pixels; a PDF's at 200 dots per inch. 0 when unknown
	Height      int
	Orientation int    // EXIF orientation, 1 to 8, that was honoured for Width and Height; 1 when there is none, and for HEIC, which turns itself
	Likeness    uint64 // of the first page, see Likeness; 0 when it could not be rendered
	Unseen      string // why its pages cannot be rendered on this computer, empty for nearly all. The service may read it
}

// MediaType is the registered media type of the original.
func (o Original) MediaType() string { return o.Kind.MediaType() }

// Ext is the usual extension for such a file with its dot, whatever it is called now.
func (o Original) Ext() string { return o.Kind.Ext() }

// Check reads a file once, whole, and says what it is. The error is a
// *MissingError when the path leads nowhere, a *Refusal when the fault lies
// with the file, and anything else (such as ctx's error) when it does not.
func (in *Intake) Check(ctx context.Context, path string) (Original, error) {
	if err := regular(path); err != nil {
		return Original{}, err
	}
	f, err := os.Open(path)
	if err != nil {
		return Original{}, openError(path, err)
	}
	defer f.Close()
	return in.CheckFile(ctx, f, path)
}

// CheckFile is Check for a file that is open already; it reads from the
// beginning, whatever the file's offset. The path only names it.
func (in *Intake) CheckFile(ctx context.Context, f *os.File, path string) (Original, error) {
	o, err := in.checkFile(ctx, f)
	if err != nil {
		return Original{}, named(path, err)
	}
	o.Path = path
	return o, nil
}

func (in *Intake) checkFile(ctx context.Context, f *os.File) (Original, error) {
	before, err := f.Stat()
	if err != nil {
		return Original{}, unreadable(err)
	}
	switch size := before.Size(); {
	case !before.Mode().IsRegular():
		return Original{}, irregular(before)
	case size == 0:
		return Original{}, emptyFile()
	case size > MaxBytes:
		return Original{}, tooMuch(size)
	}
	data, sum, err := readHashed(ctx, io.NewSectionReader(f, 0, before.Size()+1), before.Size())
	if err != nil {
		return Original{}, err
	}
	after, err := f.Stat()
	if err != nil {
		return Original{}, unreadable(err)
	}
	if int64(len(data)) != before.Size() || after.Size() != before.Size() || !after.ModTime().Equal(before.ModTime()) {
		return Original{}, refuse("the file changed while it was being read",
			"Wait until the program that writes it is done, then add it again.")
	}
	o, err := in.inspect(ctx, data)
	if err != nil {
		return Original{}, err
	}
	o.SHA256, o.Size, o.ModTime = sum, before.Size(), before.ModTime().UTC()
	return o, nil
}

// inspect sniffs, measures and decodes.
func (in *Intake) inspect(ctx context.Context, data []byte) (Original, error) {
	kind, ok := Sniff(data[:min(len(data), sniffLen)])
	if !ok {
		return Original{}, notReceipt(data)
	}
	if len(data) < MinBytes {
		return Original{}, refuse(fmt.Sprintf("the %s has only %s, too little for a receipt", kind, Size(int64(len(data)))),
			"It is probably damaged: copy it again from where it came from.")
	}
	o := Original{Kind: kind, Pages: 1, Orientation: 1}
	doc, err := in.OpenBytes(ctx, data)
	var cannot *UnsupportedError
	if errors.As(err, &cannot) {
		o.Unseen = cannot.Reason
		return o, nil
	}
	if err != nil {
		return Original{}, err
	}
	o.Pages = doc.Pages()
	o.Orientation = doc.frames[0].orientation
	if o.Width, o.Height, err = doc.Size(0); err != nil {
		return Original{}, err
	}
	err = doc.decodeAll(ctx, &o)
	if errors.As(err, &cannot) {
		o.Unseen, err = cannot.Reason, nil
	}
	return o, err
}

// decodeAll decodes the pages to notice damage and takes the likeness of the
// first. Of a PDF only the first is rendered: its pages are found by an index
// that the renderer has read already.
func (d *Document) decodeAll(ctx context.Context, o *Original) error {
	pages := min(d.Pages(), maxChecked)
	if d.kind == PDF {
		pages = 1
	}
	for n := range pages {
		img, err := d.Page(ctx, n, likenessSide)
		if err != nil {
			return err
		}
		if n == 0 {
			o.Likeness = Likeness(img)
		}
	}
	return nil
}

// readHashed reads all of r, which should be size bytes long, and its SHA-256.
func readHashed(ctx context.Context, r io.Reader, size int64) (data []byte, sum string, err error) {
	hash := sha256.New()
	buf := bytes.NewBuffer(make([]byte, 0, size+bytes.MinRead))
	for {
		if err := ctx.Err(); err != nil {
			return nil, "", err
		}
		_, err := io.CopyN(io.MultiWriter(hash, buf), r, 1<<20)
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, "", unreadable(err)
		}
	}
	return buf.Bytes(), hex.EncodeToString(hash.Sum(nil)), nil
}

// regular refuses what must not even be opened: a folder, and a pipe, which
// would wait for ever for a writer.
func regular(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return openError(path, err)
	}
	if !info.Mode().IsRegular() {
		return named(path, irregular(info))
	}
	return nil
}

func irregular(info fs.FileInfo) *Refusal {
	if info.IsDir() {
		return refuse("this is a folder", "Add the files in it.")
	}
	return refuse("this is a device or a pipe, not a file", "")
}

func openError(path string, err error) error {
	switch {
	case isMissing(err):
		return &MissingError{Path: path}
	case errors.Is(err, fs.ErrPermission):
		return &Refusal{Path: path, Reason: "you have no permission to read this file",
			Advice: "Ask its owner, or copy it to a folder of your own."}
	}
	return named(path, unreadable(err))
}

// isMissing also knows a path that goes through a file as if it were a folder.
func isMissing(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR)
}

func unreadable(err error) *Refusal {
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	return refuse(fmt.Sprintf("the file cannot be read (%v)", err), "Check the disk or the connection it lies on.")
}

func emptyFile() *Refusal {
	return refuse("the file is empty", "Copy it again from where it came from.")
}
