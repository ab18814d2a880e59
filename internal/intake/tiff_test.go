package intake

import (
	"context"
	"encoding/binary"
	"image"
	"testing"
)

// page is a page of a TIFF file made for a test.
type page struct {
	img         *image.RGBA
	orientation int
	subfile     int // NewSubfileType: 1 is a preview
}

// tiffOf writes uncompressed RGB pages into one TIFF file (TIFF 6.0, section 6).
func tiffOf(t testing.TB, pages ...page) []byte {
	t.Helper()
	order := binary.LittleEndian
	b := []byte("II*\x00\x00\x00\x00\x00")
	link := 4 // where the place of the next directory is noted
	for _, p := range pages {
		w, h := p.img.Rect.Dx(), p.img.Rect.Dy()
		strip := len(b)
		for i := 0; i < len(p.img.Pix); i += 4 {
			b = append(b, p.img.Pix[i:i+3]...)
		}
		depths := len(b)
		b = append(b, 8, 0, 8, 0, 8, 0)
		order.PutUint32(b[link:], uint32(len(b)))
		entries := [][4]uint32{
			{254, 4, 1, uint32(p.subfile)}, {256, 4, 1, uint32(w)}, {257, 4, 1, uint32(h)}, {258, 3, 3, uint32(depths)},
			{259, 3, 1, 1}, {262, 3, 1, 2}, {273, 4, 1, uint32(strip)}, {274, 3, 1, uint32(p.orientation)},
			{277, 3, 1, 3}, {278, 4, 1, uint32(h)}, {279, 4, 1, uint32(w * h * 3)},
		}
		b = order.AppendUint16(b, uint16(len(entries)))
		for _, e := range entries {
			b = order.AppendUint16(b, uint16(e[0]))
			b = order.AppendUint16(b, uint16(e[1]))
			b = order.AppendUint32(b, e[2])
			b = order.AppendUint32(b, e[3])
		}
		link = len(b)
		b = order.AppendUint32(b, 0)
	}
	return b
}

func TestTIFFPages(t *testing.T) {
	in := New("")
	defer in.Close()
	preview := image.NewRGBA(image.Rect(0, 0, 24, 32))
	data := tiffOf(t, page{kiosk(), 1, 0}, page{preview, 1, 1}, page{stored(drawReceipt("page two"), 8), 8, 0})
	path := write(t, "scan.tif", data)
	o, err := in.Check(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	if o.Kind != TIFF || o.Pages != 2 || o.Width != 240 || o.Height != 320 {
		t.Errorf("%v, %d pages, %d by %d; want a TIFF of 2 pages, 240 by 320", o.Kind, o.Pages, o.Width, o.Height)
	}
	for n := range 2 {
		isReceipt(t, render(t, in, path, n, 0))
	}
	if Distance(Likeness(render(t, in, path, 0, 0)), Likeness(render(t, in, path, 1, 0))) == 0 {
		t.Error("both pages show the same picture")
	}
}

func TestTIFFWhoseSecondPageIsDamaged(t *testing.T) {
	in := New("")
	defer in.Close()
	whole := tiffOf(t, page{kiosk(), 1, 0}, page{kiosk(), 1, 0})
	second := len(tiffOf(t, page{kiosk(), 1, 0}))
	isRefused(t, in, "scan.tif", whole[:second+1000], "damaged")
}

func TestTIFFThatLoops(t *testing.T) {
	data := tiffOf(t, page{kiosk(), 1, 0})
	binary.LittleEndian.PutUint32(data[len(data)-4:], binary.LittleEndian.Uint32(data[4:])) // its next page is itself
	if pages, ok := tiffPages(data); ok || len(pages) != 1 {
		t.Errorf("%d pages, whole %v; want 1 page of a broken chain", len(pages), ok)
	}
}
