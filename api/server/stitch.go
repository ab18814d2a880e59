package server

import (
	"bufio"
	"compress/zlib"
	"fmt"
	"image"
	"image/color"
	"io"
	"net/http"
	"os"
	"slices"
	"time"
)

// maxPixels is how big a picture may be that has to be decoded for a PDF.
const maxPixels = 100_000_000

// pointsPerPixel shows a picture at 200 dots an inch.
const pointsPerPixel = 72.0 / 200

// stitchable tells whether pictures can be shown as one PDF.
func stitchable(sources []*spooled) bool {
	return len(sources) > 0 && !slices.ContainsFunc(sources, func(f *spooled) bool {
		return f.width == 0 || f.kind != jpeg && f.width*f.height > maxPixels
	})
}

func serveSpooled(w http.ResponseWriter, r *http.Request, f *spooled) error {
	file, err := os.Open(f.path)
	if err != nil {
		return notFound() // removed a moment ago
	}
	defer file.Close()
	w.Header().Set("Content-Type", mediaTypes[f.kind])
	http.ServeContent(w, r, "", time.Time{}, file)
	return nil
}

// serveStitched shows pictures as the pages of one PDF, as the service shows
// the members of a zip. It is made as it is sent.
func (s *Server) serveStitched(w http.ResponseWriter, r *http.Request, sources []*spooled) error {
	if !stitchable(sources) {
		return notFound()
	}
	w.Header().Set("Content-Type", mediaTypes[pdf])
	if r.Method == http.MethodHead {
		return nil
	}
	buffered := bufio.NewWriterSize(w, 64<<10)
	err := stitch(buffered, sources)
	if err == nil {
		err = buffered.Flush()
	}
	if err != nil { // part of it is on its way: only a broken connection tells now
		s.log.Warn("a PDF was broken off", "error", err)
		panic(http.ErrAbortHandler)
	}
	return nil
}

// stitch writes a PDF with a page for each picture. A JPEG keeps its bytes.
func stitch(w io.Writer, sources []*spooled) error {
	p := &pdfWriter{to: w}
	p.printf("%%PDF-1.4\n%%\xe2\xe3\xcf\xd3\n")
	const catalogID, pagesID, firstID = 1, 2, 3
	const perPage = 4 // page, content, picture, length of the picture
	kids := ""
	for i := range sources {
		kids += fmt.Sprintf("%d 0 R ", firstID+i*perPage)
	}
	p.object(catalogID, "<</Type/Catalog/Pages %d 0 R>>", pagesID)
	p.object(pagesID, "<</Type/Pages/Count %d/Kids[%s]>>", len(sources), kids)
	for i, f := range sources {
		id := firstID + i*perPage
		width, height := float64(f.width)*pointsPerPixel, float64(f.height)*pointsPerPixel
		p.object(id, "<</Type/Page/Parent %d 0 R/MediaBox[0 0 %.2f %.2f]/Contents %d 0 R/Resources<</XObject<</P %d 0 R>>>>>>",
			pagesID, width, height, id+1, id+2)
		content := fmt.Sprintf("q %.2f 0 0 %.2f 0 0 cm /P Do Q", width, height)
		p.object(id+1, "<</Length %d>>stream\n%s\nendstream", len(content), content)
		p.picture(id+2, f)
	}
	p.trailer(catalogID)
	return p.err
}

// pdfWriter counts what it writes, and stops at the first error.
type pdfWriter struct {
	to      io.Writer
	at      int64
	offsets []int64 // of the objects from 1
	err     error
}

func (p *pdfWriter) Write(b []byte) (int, error) {
	if p.err != nil {
		return 0, p.err
	}
	n, err := p.to.Write(b)
	p.at += int64(n)
	p.err = err
	return n, err
}

func (p *pdfWriter) printf(format string, args ...any) { fmt.Fprintf(p, format, args...) }

// begin starts an object; they come in the order of their numbers.
func (p *pdfWriter) begin(id int) {
	p.offsets = append(p.offsets, p.at)
	p.printf("%d 0 obj\n", id)
}

func (p *pdfWriter) object(id int, format string, args ...any) {
	p.begin(id)
	p.printf(format, args...)
	p.printf("\nendobj\n")
}

// picture writes a picture and, as the object after it, its length.
func (p *pdfWriter) picture(id int, f *spooled) {
	file, err := os.Open(f.path)
	if err != nil {
		p.err = err
		return
	}
	defer file.Close()
	filter, space, write := "FlateDecode", "/DeviceRGB", writeRGB
	if f.kind == jpeg {
		config, _, err := image.DecodeConfig(file)
		if err == nil {
			_, err = file.Seek(0, io.SeekStart)
		}
		if err != nil {
			p.err = err
			return
		}
		filter, space, write = "DCTDecode", jpegSpace(config.ColorModel), func(w io.Writer, r io.Reader) error {
			_, err := io.Copy(w, r)
			return err
		}
	}
	p.begin(id)
	p.printf("<</Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8/ColorSpace%s/Filter/%s/Length %d 0 R>>stream\n",
		f.width, f.height, space, filter, id+1)
	start := p.at
	if err := write(p, file); err != nil && p.err == nil {
		p.err = err
	}
	length := p.at - start
	p.printf("\nendstream\nendobj\n")
	p.object(id+1, "%d", length)
}

func jpegSpace(m color.Model) string {
	switch m {
	case color.GrayModel:
		return "/DeviceGray"
	case color.CMYKModel: // as cameras and scanners never, and printers' tools always, store it: inverted
		return "/DeviceCMYK/Decode[1 0 1 0 1 0 1 0]"
	}
	return "/DeviceRGB"
}

// writeRGB decodes a picture and writes its pixels, on white where they are
// transparent.
func writeRGB(w io.Writer, r io.Reader) error {
	img, _, err := image.Decode(r)
	if err != nil {
		return err
	}
	z := zlib.NewWriter(w)
	b := img.Bounds()
	row := make([]byte, 3*b.Dx())
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			red, green, blue, alpha := img.At(x, y).RGBA()
			i := 3 * (x - b.Min.X)
			white := 0xffff - alpha
			row[i], row[i+1], row[i+2] = byte((red+white)>>8), byte((green+white)>>8), byte((blue+white)>>8)
		}
		if _, err := z.Write(row); err != nil {
			return err
		}
	}
	return z.Close()
}

func (p *pdfWriter) trailer(root int) {
	start := p.at
	p.printf("xref\n0 %d\n0000000000 65535 f \n", len(p.offsets)+1)
	for _, offset := range p.offsets {
		p.printf("%010d 00000 n \n", offset)
	}
	p.printf("trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(p.offsets)+1, root, start)
}
