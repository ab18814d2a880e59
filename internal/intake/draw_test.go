package intake

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/basicfont"
	"golang.org/x/image/math/fixed"
)

// The corners of a drawn receipt, by which its orientation is known.
var (
	topLeft     = color.RGBA{220, 30, 30, 255}
	topRight    = color.RGBA{30, 160, 30, 255}
	bottomLeft  = color.RGBA{30, 30, 220, 255}
	bottomRight = color.RGBA{230, 180, 20, 255}
)

// drawReceipt draws a receipt of 240 by 320 pixels with a coloured square in
// each corner.
func drawReceipt(lines ...string) *image.RGBA {
	const w, h, corner = 240, 320, 40
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(img, img.Rect, image.NewUniform(color.White), image.Point{}, draw.Src)
	for _, c := range []struct {
		x, y int
		c    color.RGBA
	}{{0, 0, topLeft}, {w - corner, 0, topRight}, {0, h - corner, bottomLeft}, {w - corner, h - corner, bottomRight}} {
		draw.Draw(img, image.Rect(c.x, c.y, c.x+corner, c.y+corner), image.NewUniform(c.c), image.Point{}, draw.Src)
	}
	pen := font.Drawer{Dst: img, Src: image.Black, Face: basicfont.Face7x13}
	for i, line := range lines {
		pen.Dot = fixed.P(20, 70+i*18)
		pen.DrawString(line)
	}
	return img
}

func kiosk() *image.RGBA {
	return drawReceipt("HARBOUR KIOSK", "12 Quay Street", "2026-03-14 09:26", "", "Coffee           3.20", "Bun              2.10", "", "TOTAL EUR        5.30")
}

// isReceipt checks that a page shows a drawn receipt upright.
func isReceipt(t *testing.T, img *image.RGBA) {
	t.Helper()
	b := img.Bounds()
	if b.Dx()*4 != b.Dy()*3 {
		t.Errorf("page is %v, want 3 to 4", b)
		return
	}
	d := b.Dx() / 12
	for _, c := range []struct {
		name string
		x, y int
		want color.RGBA
	}{
		{"top left", d, d, topLeft}, {"top right", b.Dx() - d, d, topRight},
		{"bottom left", d, b.Dy() - d, bottomLeft}, {"bottom right", b.Dx() - d, b.Dy() - d, bottomRight},
	} {
		if got := img.RGBAAt(c.x, c.y); !near(got, c.want) {
			t.Errorf("%s is %v, want %v", c.name, got, c.want)
		}
	}
}

func near(a, b color.RGBA) bool {
	diff := func(x, y uint8) bool { return int(x)-int(y) < 40 && int(y)-int(x) < 40 }
	return diff(a.R, b.R) && diff(a.G, b.G) && diff(a.B, b.B) && a.A == 255
}

func jpegBytes(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 90}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func pngBytes(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// pdfBytes makes a PDF with a page of text for each argument. Pages are 240 by
// 320 points, with the same corners as a drawn receipt.
func pdfBytes(pages ...[]string) []byte {
	return rotatedPDF(0, pages...)
}

// rotatedPDF is pdfBytes with pages that a viewer turns clockwise by so many degrees.
func rotatedPDF(rotate int, pages ...[]string) []byte {
	objects := []string{"<</Type/Catalog/Pages 2 0 R>>", ""}
	kids := ""
	for _, lines := range pages {
		content := pdfContent(lines)
		n := len(objects) + 1
		kids += fmt.Sprintf("%d 0 R ", n)
		objects = append(objects,
			fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 240 320]/Rotate %d/Contents %d 0 R"+
				"/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>", rotate, n+1),
			fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", len(content), content))
	}
	objects[1] = fmt.Sprintf("<</Type/Pages/Kids[%s]/Count %d>>", kids, len(pages))
	return assemblePDF(objects)
}

func pdfContent(lines []string) string {
	rgb := func(c color.RGBA) string {
		return fmt.Sprintf("%.3f %.3f %.3f rg", float64(c.R)/255, float64(c.G)/255, float64(c.B)/255)
	}
	s := rgb(topLeft) + " 0 280 40 40 re f " + rgb(topRight) + " 200 280 40 40 re f " +
		rgb(bottomLeft) + " 0 0 40 40 re f " + rgb(bottomRight) + " 200 0 40 40 re f 0 g\n"
	for i, line := range lines {
		s += fmt.Sprintf("BT /F 12 Tf 20 %d Td (%s) Tj ET\n", 250-i*18, line)
	}
	return s
}

func assemblePDF(objects []string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	var offsets []int
	for i, o := range objects {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, o := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, xref)
	return b.Bytes()
}

// write puts a file into a new folder of the test.
func write(t testing.TB, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
