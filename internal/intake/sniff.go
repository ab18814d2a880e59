package intake

import (
	"bytes"
	"encoding/binary"
)

// sniffLen is how many bytes from the beginning of a file Sniff wants to see.
const sniffLen = 4096

// Sniff tells the kind of a file by its first bytes (4096 are plenty).
// For anything that is no receipt ok is false and kind is empty.
func Sniff(head []byte) (kind Kind, ok bool) {
	kind = sniff(head)
	return kind, kind != ""
}

func sniff(b []byte) Kind {
	switch {
	case bytes.HasPrefix(b, []byte("\xff\xd8\xff")):
		return JPEG
	case bytes.HasPrefix(b, []byte("\x89PNG\r\n\x1a\n")):
		return PNG
	case len(b) >= 12 && string(b[:4]) == "RIFF" && string(b[8:12]) == "WEBP":
		return WebP
	case bytes.HasPrefix(b, []byte("II*\x00")), bytes.HasPrefix(b, []byte("MM\x00*")):
		return TIFF
	case bytes.HasPrefix(b, []byte("II+\x00")), bytes.HasPrefix(b, []byte("MM\x00+")):
		return TIFF // BigTIFF
	case bytes.HasPrefix(b, []byte("GIF87a")), bytes.HasPrefix(b, []byte("GIF89a")):
		return GIF
	case isBMP(b):
		return BMP
	case isPDF(b):
		return PDF
	}
	return sniffBrands(b)
}

// isBMP looks beyond the two letters, which also begin many a text: the
// reserved words are zero and the second header has one of the known sizes.
func isBMP(b []byte) bool {
	if len(b) < 18 || string(b[:2]) != "BM" || binary.LittleEndian.Uint32(b[6:]) != 0 {
		return false
	}
	switch binary.LittleEndian.Uint32(b[14:]) {
	case 12, 16, 40, 52, 56, 64, 108, 124:
		return true
	}
	return false
}

// isPDF allows for rubbish before the header, as every PDF viewer does: the
// header may begin anywhere in the first 1024 bytes (ISO 32000-1, annex H.3.4.1).
func isPDF(b []byte) bool {
	return bytes.Contains(b[:min(len(b), 1024)], []byte("%PDF-"))
}

// sniffBrands tells HEIC and AVIF apart by the brands of the file type box
// (ISO/IEC 14496-12, 4.3; ISO/IEC 23008-12, B.4.1; AV1 Image File Format).
func sniffBrands(b []byte) Kind {
	if len(b) < 16 || string(b[4:8]) != "ftyp" {
		return ""
	}
	size := int(min(int64(binary.BigEndian.Uint32(b)), int64(len(b))))
	brands := []string{string(b[8:12])}
	for i := 16; i+4 <= size; i += 4 {
		brands = append(brands, string(b[i:i+4]))
	}
	for _, brand := range brands {
		switch brand {
		case "heic", "heix", "heim", "heis", "hevc", "hevx":
			return HEIC
		case "avif", "avis":
			return AVIF
		}
	}
	if brands[0] == "mif1" || brands[0] == "msf1" {
		return HEIC // the codec is not named; the decoder will know
	}
	return ""
}
