package pack

import (
	"archive/zip"
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"time"
)

// archive is the zip while it is written, with the checksums of its files.
type archive struct {
	zip  *zip.Writer
	time time.Time
	sums []sum
}

type sum struct {
	name string
	hash string // SHA-256 in hex
}

// add writes a file that is made on the way.
func (a *archive) add(name string, write func(io.Writer) error) error {
	h := &zip.FileHeader{Name: name, Method: zip.Deflate, Modified: a.time}
	h.SetMode(filed)
	w, err := a.zip.CreateHeader(h)
	if err != nil {
		return err
	}
	hash := sha256.New()
	if err := write(io.MultiWriter(w, hash)); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	a.sums = append(a.sums, sum{name, hex.EncodeToString(hash.Sum(nil))})
	return nil
}

// store puts a file in as it is: pictures do not get smaller. It is read twice,
// so that its size stands before it, as every program that unpacks likes it,
// and so that a damaged original is found before it is handed on.
func (a *archive) store(name string, when time.Time, want string, open func() (io.ReadCloser, error)) error {
	hash, crc := sha256.New(), crc32.NewIEEE()
	size, err := copyTo(io.MultiWriter(hash, crc), open)
	if err != nil {
		return err
	}
	got := hex.EncodeToString(hash.Sum(nil))
	if got != want {
		return errors.New("the kept file is damaged: its bytes are not those that came in")
	}
	w, err := a.zip.CreateRaw(rawHeader(name, when, size, crc.Sum32()))
	if err != nil {
		return err
	}
	again, err := copyTo(w, open)
	if err != nil {
		return err
	}
	if again != size {
		return errors.New("the kept file changed while it was read")
	}
	a.sums = append(a.sums, sum{name, got})
	return nil
}

// rawHeader sets what CreateRaw, unlike CreateHeader, leaves as it is.
func rawHeader(name string, when time.Time, size int64, crc uint32) *zip.FileHeader {
	const version20, utf8Name = 20, 0x800
	h := &zip.FileHeader{Name: name, Method: zip.Store, Flags: utf8Name, ReaderVersion: version20,
		CRC32: crc, CompressedSize64: uint64(size), UncompressedSize64: uint64(size)}
	h.SetModTime(when) //lint:ignore SA1019 CreateRaw writes only the fields that this sets
	h.SetMode(filed)
	h.CreatorVersion |= version20
	return h
}

// filed are the rights of an unpacked file. With them the zip is one of Unix:
// unzip, which is on most Linux computers, breaks the letters beyond ASCII in
// the names of any other.
const filed = 0o644

func copyTo(w io.Writer, open func() (io.ReadCloser, error)) (int64, error) {
	f, err := open()
	if err != nil {
		return 0, err
	}
	n, err := io.Copy(w, f)
	return n, errors.Join(err, f.Close())
}

// addManifest lists the files as `sha256sum --check` reads them.
func (a *archive) addManifest() error {
	sums := a.sums
	return a.add(manifestName, func(w io.Writer) error {
		return buffered(w, func(b *bufio.Writer) error {
			for _, s := range sums {
				fmt.Fprintf(b, "%s  %s\n", s.hash, s.name)
			}
			return nil
		})
	})
}
