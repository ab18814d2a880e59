package intake

import (
	"bytes"
	"encoding/binary"
	"image"
	"io"

	"golang.org/x/image/tiff"
)

// maxTIFFPages ends a chain of directories that is nonsense.
const maxTIFFPages = 10_000

// tiffHeader reads the byte order and the place of the first directory (TIFF 6.0, section 2).
func tiffHeader(b []byte) (order binary.ByteOrder, first uint32, ok bool) {
	if len(b) < 8 {
		return nil, 0, false
	}
	switch string(b[:4]) {
	case "II*\x00":
		order = binary.LittleEndian
	case "MM\x00*":
		order = binary.BigEndian
	default:
		return nil, 0, false
	}
	return order, order.Uint32(b[4:]), true
}

// directory is the entries of one image file directory, 12 bytes each.
type directory struct {
	order   binary.ByteOrder
	entries []byte
	next    uint32
}

func readDirectory(b []byte, order binary.ByteOrder, at uint32) (directory, bool) {
	if int64(at)+2 > int64(len(b)) {
		return directory{}, false
	}
	n := int(order.Uint16(b[at:]))
	rest := b[at+2:]
	if n*12 > len(rest) {
		return directory{}, false
	}
	d := directory{order: order, entries: rest[:n*12]}
	if len(rest) >= n*12+4 {
		d.next = order.Uint32(rest[n*12:])
	}
	return d, true
}

// value gives the first number of a short or long entry.
func (d directory) value(tag uint16) (uint32, bool) {
	for e := d.entries; len(e) >= 12; e = e[12:] {
		if d.order.Uint16(e) != tag {
			continue
		}
		switch d.order.Uint16(e[2:]) {
		case 3:
			return uint32(d.order.Uint16(e[8:])), true
		case 4:
			return d.order.Uint32(e[8:]), true
		}
	}
	return 0, false
}

func (d directory) orientation() int {
	if v, ok := d.value(orientationTag); ok && v >= 1 && v <= 8 {
		return int(v)
	}
	return 1
}

// isPreview tells a reduced copy of another page, or a mask, from a page of
// its own (NewSubfileType, bits 0 and 2).
func (d directory) isPreview() bool {
	v, _ := d.value(254)
	return v&(1|4) != 0
}

// tiffPage is one page of a TIFF file: where its directory is, and how it lies.
type tiffPage struct {
	at          uint32
	orientation int
}

// tiffPages lists the pages in file order, previews left out. A broken chain
// ends the list; ok is false when it broke.
func tiffPages(b []byte) (pages []tiffPage, ok bool) {
	order, at, ok := tiffHeader(b)
	if !ok {
		return nil, false
	}
	seen := map[uint32]bool{}
	for at != 0 {
		dir, ok := readDirectory(b, order, at)
		if !ok || seen[at] || len(seen) >= maxTIFFPages {
			return pages, false
		}
		seen[at] = true
		if !dir.isPreview() {
			pages = append(pages, tiffPage{at, dir.orientation()})
		}
		at = dir.next
	}
	return pages, true
}

// rawPicture refuses what a camera keeps for its owner to develop: a TIFF file
// by its header whose pages are all previews (Canon's has a mark of its own).
func rawPicture() *Refusal {
	return refuse("this is a camera's raw picture", "Export it as a JPEG and add that.")
}

func isCanonRaw(b []byte) bool { return len(b) > 10 && string(b[8:10]) == "CR" }

// tiffView is a TIFF file whose header points at another directory, so that a
// decoder that knows only the first page reads any.
type tiffView struct {
	*bytes.Reader
	header [8]byte
}

func newTIFFView(b []byte, at uint32) *tiffView {
	v := &tiffView{Reader: bytes.NewReader(b)}
	copy(v.header[:], b)
	order, _, _ := tiffHeader(b)
	order.PutUint32(v.header[4:], at)
	return v
}

// ReadAt reads as from the file, with the header replaced.
func (v *tiffView) ReadAt(p []byte, off int64) (int, error) {
	n, err := v.Reader.ReadAt(p, off)
	if off >= 0 && off < int64(len(v.header)) {
		copy(p[:n], v.header[off:])
	}
	return n, err
}

func decodeTIFF(b []byte, at uint32) (image.Image, error) { return tiff.Decode(newTIFFView(b, at)) }

func configTIFF(b []byte, at uint32) (image.Config, error) {
	return tiff.DecodeConfig(newTIFFView(b, at))
}

var _ io.ReaderAt = (*tiffView)(nil)
