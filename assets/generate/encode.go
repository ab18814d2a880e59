package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"

	"golang.org/x/image/tiff"
)

func asJPEG(m image.Image, quality int) ([]byte, error) {
	var b bytes.Buffer
	err := jpeg.Encode(&b, m, &jpeg.Options{Quality: quality})
	return b.Bytes(), err
}

// asTurnedJPEG stores the picture lying on its side, as a phone does, with the
// EXIF orientation (6: turn right to see it upright) that says so.
func asTurnedJPEG(m *image.RGBA, quality int) ([]byte, error) {
	b := m.Bounds()
	side := image.NewRGBA(image.Rect(0, 0, b.Dy(), b.Dx()))
	for y := range b.Dy() {
		for x := range b.Dx() {
			side.SetRGBA(y, b.Dx()-1-x, m.RGBAAt(x, y))
		}
	}
	data, err := asJPEG(side, quality)
	if err != nil {
		return nil, err
	}
	var exif bytes.Buffer
	exif.WriteString("Exif\x00\x00MM\x00\x2a")
	for _, v := range []any{uint32(8), uint16(1), uint16(0x0112), uint16(3), uint32(1), uint16(6), uint16(0), uint32(0)} {
		binary.Write(&exif, binary.BigEndian, v) // a bytes.Buffer does not fail
	}
	out := append([]byte{}, data[:2]...)
	out = append(out, 0xFF, 0xE1, byte((exif.Len()+2)>>8), byte(exif.Len()+2))
	out = append(out, exif.Bytes()...)
	return append(out, data[2:]...), nil
}

// paletted keeps the picture's greys, of which there are few.
func paletted(m *image.Gray) *image.Paletted {
	var index [256]int
	for i := range index {
		index[i] = -1
	}
	var palette color.Palette
	out := image.NewPaletted(m.Bounds(), nil)
	for i, v := range m.Pix {
		if index[v] < 0 {
			index[v] = len(palette)
			palette = append(palette, color.Gray{v})
		}
		out.Pix[i] = uint8(index[v])
	}
	out.Palette = palette
	return out
}

func asPNG(m *image.Gray) ([]byte, error) {
	var b bytes.Buffer
	err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, paletted(m))
	return b.Bytes(), err
}

func asGIF(m *image.Gray) ([]byte, error) {
	var b bytes.Buffer
	err := gif.Encode(&b, paletted(m), nil)
	return b.Bytes(), err
}

func asTIFF(m *image.Gray) ([]byte, error) {
	var b bytes.Buffer
	err := tiff.Encode(&b, m, &tiff.Options{Compression: tiff.Deflate, Predictor: true})
	return b.Bytes(), err
}

// asPDF writes one A4 page for each picture, as scanners to PDF do.
func asPDF(quality int, pages ...*image.Gray) ([]byte, error) {
	var b bytes.Buffer
	var offsets []int
	object := func(format string, args ...any) {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n", len(offsets))
		fmt.Fprintf(&b, format, args...)
		b.WriteString("\nendobj\n")
	}
	b.WriteString("%PDF-1.4\n%\xE2\xE3\xCF\xD3\n")
	kids := ""
	for i := range pages {
		kids += fmt.Sprintf("%d 0 R ", 3+3*i)
	}
	object("<< /Type /Catalog /Pages 2 0 R >>")
	object("<< /Type /Pages /Kids [ %s] /Count %d >>", kids, len(pages))
	for i, m := range pages {
		data, err := asJPEG(m, quality)
		if err != nil {
			return nil, err
		}
		n := 3 + 3*i
		content := "q 595 0 0 842 0 0 cm /Scan Do Q"
		object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /XObject << /Scan %d 0 R >> >> >>", n+1, n+2)
		object("<< /Length %d >>\nstream\n%s\nendstream", len(content), content)
		object("<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode /Length %d >>\nstream\n%s\nendstream",
			m.Bounds().Dx(), m.Bounds().Dy(), len(data), data)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, o := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, start)
	return b.Bytes(), nil
}
