package api

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"strings"
)

// File is one member of the zip of a [Submission].
type File struct {
	// Name within the zip, such as "001_till.jpg". The service puts pages in
	// the alphabetical order of the names.
	Name string
	// Size in bytes. A file that turns out shorter or longer is an error.
	Size int64
	// CRC32 (IEEE) of the content if it is known, else 0: the file is then
	// read once more beforehand.
	CRC32 uint32
	// Open starts reading. It may be called several times.
	Open func() (io.ReadCloser, error)
}

// archive is a zip that is written while it is sent. Members are stored and
// their checksums stand before them, for some unzip programs cannot read a
// stored member whose length follows it.
type archive struct {
	files []File
	sums  []uint32
}

// newArchive checks the files and sums those whose sum is not known.
func newArchive(ctx context.Context, files []File) (*archive, error) {
	if len(files) == 0 {
		return nil, errors.New("there are no files to send")
	}
	seen := map[string]bool{}
	a := &archive{files: files}
	for _, f := range files {
		if err := checkName(f.Name); err != nil {
			return nil, err
		}
		if seen[f.Name] {
			return nil, fmt.Errorf("two files are called %q in the same zip", f.Name)
		}
		seen[f.Name] = true
		if f.Size <= 0 {
			return nil, fmt.Errorf("%s is empty", f.Name)
		}
		if f.Open == nil {
			return nil, fmt.Errorf("%s has nothing to read from", f.Name)
		}
		crc := f.CRC32
		if crc == 0 {
			var err error
			if crc, err = copyFile(ctx, io.Discard, f); err != nil {
				return nil, err
			}
		}
		a.sums = append(a.sums, crc)
	}
	return a, nil
}

func checkName(name string) error {
	if name == "" || len(name) > 255 || strings.ContainsAny(name, "/\\\x00") || name == "." || name == ".." {
		return fmt.Errorf("%.60q is no name for a file in a zip", name)
	}
	return nil
}

func (a *archive) size() int64 { return ZipSize(a.files) }

// writeTo writes the zip. It fails, and before the end of the zip, when a
// file is not what it was when the zip was planned.
func (a *archive) writeTo(ctx context.Context, w io.Writer) error {
	z := zip.NewWriter(w)
	for i, f := range a.files {
		member, err := z.CreateRaw(zipHeader(f, a.sums[i]))
		if err != nil {
			return fmt.Errorf("zipping %s: %w", f.Name, err)
		}
		if err := z.Flush(); err != nil {
			return err
		}
		crc, err := copyFile(ctx, member, f)
		if err != nil {
			return err
		}
		if crc != a.sums[i] {
			return fmt.Errorf("%s changed while it was being sent", f.Name)
		}
	}
	return z.Close()
}

// copyFile copies exactly the file's size and returns the sum of it.
func copyFile(ctx context.Context, w io.Writer, f File) (uint32, error) {
	r, err := f.Open()
	if err != nil {
		return 0, fmt.Errorf("opening %s: %w", f.Name, err)
	}
	defer r.Close()
	sum := crc32.NewIEEE()
	src := &contextReader{ctx, r}
	n, err := io.CopyN(io.MultiWriter(sum, w), src, f.Size)
	if errors.Is(err, io.EOF) {
		return 0, fmt.Errorf("%s became shorter: %d bytes of %d", f.Name, n, f.Size)
	}
	if err != nil {
		return 0, fmt.Errorf("reading %s: %w", f.Name, err)
	}
	if n, err := io.ReadFull(src, make([]byte, 1)); n > 0 || !errors.Is(err, io.EOF) {
		if n == 0 {
			return 0, fmt.Errorf("reading %s: %w", f.Name, err)
		}
		return 0, fmt.Errorf("%s became longer than %d bytes", f.Name, f.Size)
	}
	return sum.Sum32(), nil
}

// contextReader ends with its context.
type contextReader struct {
	ctx context.Context
	r   io.Reader
}

func (r *contextReader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.r.Read(p)
}
