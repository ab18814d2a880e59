package intake

import (
	"encoding/binary"
	"errors"
)

var errHEIF = errors.New("broken HEIF boxes")

// heifFrame reads the upright size of the primary image from the boxes of a
// HEIC or AVIF file (ISO/IEC 23008-12). The decoder turns the picture itself,
// by the file's own properties; its EXIF orientation must be ignored.
func heifFrame(data []byte) (frame, error) {
	if cutOff(data) {
		return frame{}, errHEIF
	}
	meta, ok := findBox(data, "meta")
	if _, film := findBox(data, "moov"); !ok && film {
		return frame{}, &UnsupportedError{"a sequence of pictures cannot be shown on this computer"}
	}
	if !ok || len(meta) < 4 {
		return frame{}, errHEIF
	}
	meta = meta[4:]
	pitm, ok1 := findBox(meta, "pitm")
	iprp, ok2 := findBox(meta, "iprp")
	ipco, ok3 := findBox(iprp, "ipco")
	ipma, ok4 := findBox(iprp, "ipma")
	if !ok1 || !ok2 || !ok3 || !ok4 {
		return frame{}, errHEIF
	}
	id, ok := primaryItem(pitm)
	if !ok {
		return frame{}, errHEIF
	}
	f := frame{orientation: 1}
	properties, _ := boxes(ipco)
	for _, index := range associations(ipma, id) {
		if index >= 1 && index <= len(properties) {
			f = f.with(properties[index-1])
		}
	}
	if f.width <= 0 || f.height <= 0 {
		return frame{}, errHEIF
	}
	return f, nil
}

// with applies one property: the size, a crop, a quarter turn, a depth.
func (f frame) with(p box) frame {
	switch {
	case p.kind == "ispe" && len(p.body) >= 12:
		f.width, f.height = int(be32(p.body[4:])), int(be32(p.body[8:]))
	case p.kind == "clap" && len(p.body) >= 16:
		wn, wd, hn, hd := be32(p.body), be32(p.body[4:]), be32(p.body[8:]), be32(p.body[12:])
		if wd > 0 && hd > 0 && wn/wd > 0 && hn/hd > 0 {
			f.width, f.height = min(f.width, int(wn/wd)), min(f.height, int(hn/hd))
		}
	case p.kind == "irot" && len(p.body) >= 1 && p.body[0]&1 == 1:
		f.width, f.height = f.height, f.width
	case p.kind == "pixi" && len(p.body) >= 6 && p.body[5] > 8:
		f.deep = true
	}
	return f
}

// box is one box of ISO/IEC 14496-12, 4.2.
type box struct {
	kind string
	body []byte
}

// boxes lists the boxes that lie one after the other in b, up to the first
// broken one, with which rest begins.
func boxes(b []byte) (list []box, rest []byte) {
	for len(b) >= 8 {
		size, head := uint64(be32(b)), 8
		switch size {
		case 0:
			size = uint64(len(b)) // to the end
		case 1:
			if len(b) < 16 {
				return list, b
			}
			size, head = binary.BigEndian.Uint64(b[8:]), 16
		}
		if size < uint64(head) || size > uint64(len(b)) {
			return list, b
		}
		list = append(list, box{string(b[4:8]), b[head:size]})
		b = b[size:]
	}
	return list, b
}

// cutOff tells whether the file ends within the box that holds the pictures or
// one that describes them. What some cameras append is no box, and no matter.
func cutOff(b []byte) bool {
	_, rest := boxes(b)
	if len(rest) < 8 {
		return false
	}
	kind := string(rest[4:8])
	return kind == "mdat" || kind == "meta" || kind == "moov"
}

func findBox(b []byte, kind string) ([]byte, bool) {
	list, _ := boxes(b)
	for _, x := range list {
		if x.kind == kind {
			return x.body, true
		}
	}
	return nil, false
}

func primaryItem(pitm []byte) (uint32, bool) {
	switch {
	case len(pitm) >= 6 && pitm[0] == 0:
		return uint32(binary.BigEndian.Uint16(pitm[4:])), true
	case len(pitm) >= 8 && pitm[0] > 0:
		return be32(pitm[4:]), true
	}
	return 0, false
}

// associations lists the properties of an item, from 1, in the order in which they apply.
func associations(ipma []byte, item uint32) []int {
	r := reader{b: ipma}
	version, flags := r.uint(1), r.uint(3)
	for n := r.uint(4); n > 0 && !r.short; n-- {
		idBytes := 2
		if version > 0 {
			idBytes = 4
		}
		id := r.uint(idBytes)
		var list []int
		for count := r.uint(1); count > 0; count-- {
			if flags&1 != 0 {
				list = append(list, int(r.uint(2)&0x7fff))
			} else {
				list = append(list, int(r.uint(1)&0x7f))
			}
		}
		if id == item && !r.short {
			return list
		}
	}
	return nil
}

// reader takes big-endian numbers off a slice and remembers when it fell short.
type reader struct {
	b     []byte
	short bool
}

func (r *reader) uint(n int) uint32 {
	if len(r.b) < n {
		r.short = true
		return 0
	}
	var v uint32
	for _, c := range r.b[:n] {
		v = v<<8 | uint32(c)
	}
	r.b = r.b[n:]
	return v
}

func be32(b []byte) uint32 { return binary.BigEndian.Uint32(b) }
