package server

import (
	"bytes"
	"image"
	_ "image/gif" // the formats whose size a header tells
	_ "image/jpeg"
	_ "image/png"
	"io"
	"os"

	_ "golang.org/x/image/bmp"
	_ "golang.org/x/image/tiff"
	_ "golang.org/x/image/webp"
)

// kind is what a file is by its first bytes, whatever its name says.
type kind string

const (
	unknown kind = ""
	jpeg    kind = "jpg"
	png     kind = "png"
	gif     kind = "gif"
	webp    kind = "webp"
	bmp     kind = "bmp"
	tiff    kind = "tif"
	heic    kind = "heic"
	avif    kind = "avif"
	pdf     kind = "pdf"
	zipped  kind = "zip"
)

var mediaTypes = map[kind]string{
	jpeg: "image/jpeg", png: "image/png", gif: "image/gif", webp: "image/webp", bmp: "image/bmp",
	tiff: "image/tiff", heic: "image/heic", avif: "image/avif", pdf: "application/pdf", zipped: "application/zip",
}

// sniff tells the kind of a file from its head, of which 1,024 bytes are enough.
func sniff(head []byte) kind {
	starts := func(s string) bool { return bytes.HasPrefix(head, []byte(s)) }
	switch {
	case starts("\xff\xd8\xff"):
		return jpeg
	case starts("\x89PNG\r\n\x1a\n"):
		return png
	case starts("GIF87a"), starts("GIF89a"):
		return gif
	case starts("RIFF") && len(head) >= 12 && string(head[8:12]) == "WEBP":
		return webp
	case starts("BM") && len(head) >= 26:
		return bmp
	case starts("II*\x00"), starts("MM\x00*"):
		return tiff
	case starts("PK\x03\x04"), starts("PK\x05\x06"):
		return zipped
	case len(head) >= 12 && string(head[4:8]) == "ftyp":
		return brand(string(head[8:12]))
	case bytes.Contains(head[:min(len(head), 1024)], []byte("%PDF-")): // readers allow some bytes before it
		return pdf
	}
	return unknown
}

// brand tells the picture formats within the ISO media container apart.
func brand(major string) kind {
	switch major {
	case "heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1":
		return heic
	case "avif", "avis":
		return avif
	}
	return unknown
}

// look finds out a file's kind and, where its header tells, its size in pixels.
func (f *spooled) look() error {
	file, err := os.Open(f.path)
	if err != nil {
		return err
	}
	defer file.Close()
	head := make([]byte, 1024)
	n, err := io.ReadFull(file, head)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		return err
	}
	f.kind = sniff(head[:n])
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	if c, _, err := image.DecodeConfig(file); err == nil {
		f.width, f.height = c.Width, c.Height
	}
	return nil
}
