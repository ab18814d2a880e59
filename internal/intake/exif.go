package intake

import (
	"bytes"
	"encoding/binary"
)

// orientationTag is the one entry of EXIF that matters here (EXIF 2.32, 4.6.4 A).
const orientationTag = 0x0112

// exifOrientation finds how a picture lies by its EXIF data: 1 is upright, 2
// to 8 are the other seven ways. Whatever cannot be read is upright.
func exifOrientation(k Kind, data []byte) int {
	switch k {
	case JPEG:
		return tiffOrientation(jpegEXIF(data))
	case PNG:
		return tiffOrientation(pngEXIF(data))
	case WebP:
		return tiffOrientation(webpEXIF(data))
	case TIFF:
		return tiffOrientation(data)
	}
	return 1
}

// jpegEXIF returns the TIFF block of the first APP1 segment with EXIF data.
func jpegEXIF(b []byte) []byte {
	for i := 2; i+4 <= len(b) && b[i] == 0xff; {
		marker := b[i+1]
		if marker == 0xff { // fill byte
			i++
			continue
		}
		if marker == 0xda || marker == 0xd9 { // the scan or the end: no more headers
			return nil
		}
		end := i + 2 + int(binary.BigEndian.Uint16(b[i+2:]))
		if end > len(b) || end < i+4 {
			return nil
		}
		segment := b[i+4 : end]
		if marker == 0xe1 && bytes.HasPrefix(segment, []byte("Exif\x00")) && len(segment) > 6 {
			return segment[6:]
		}
		i = end
	}
	return nil
}

// pngEXIF returns the eXIf chunk (PNG, third edition, 11.3.3.3).
func pngEXIF(b []byte) []byte {
	for i := 8; i+12 <= len(b); {
		n := int64(binary.BigEndian.Uint32(b[i:]))
		end := int64(i) + 12 + n
		if end > int64(len(b)) {
			return nil
		}
		if string(b[i+4:i+8]) == "eXIf" {
			return b[i+8 : i+8+int(n)]
		}
		i = int(end)
	}
	return nil
}

// webpEXIF returns the EXIF chunk of an extended WebP file.
func webpEXIF(b []byte) []byte {
	for i := 12; i+8 <= len(b); {
		n := int64(binary.LittleEndian.Uint32(b[i+4:]))
		end := int64(i) + 8 + n
		if end > int64(len(b)) {
			return nil
		}
		if string(b[i:i+4]) == "EXIF" {
			return bytes.TrimPrefix(b[i+8:end], []byte("Exif\x00\x00"))
		}
		i = int(end + n&1)
	}
	return nil
}

// tiffOrientation reads the orientation from the first directory of a TIFF block.
func tiffOrientation(b []byte) int {
	order, first, ok := tiffHeader(b)
	if !ok {
		return 1
	}
	dir, ok := readDirectory(b, order, first)
	if !ok {
		return 1
	}
	return dir.orientation()
}
