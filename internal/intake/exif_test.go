package intake

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"os"
	"testing"

	"golang.org/x/image/tiff"
)

// sides says for each EXIF orientation which side of the upright picture the
// first stored row and the first stored column are (EXIF 2.32, 4.6.4 A).
var sides = [9][2]string{
	1: {"top", "left"}, 2: {"top", "right"}, 3: {"bottom", "right"}, 4: {"bottom", "left"},
	5: {"left", "top"}, 6: {"right", "top"}, 7: {"right", "bottom"}, 8: {"left", "bottom"},
}

// stored gives the picture as a camera stores it that notes this orientation.
func stored(up *image.RGBA, orientation int) *image.RGBA {
	w, h := up.Rect.Dx(), up.Rect.Dy()
	rows, columns := h, w
	if orientation >= 5 {
		rows, columns = w, h
	}
	img := image.NewRGBA(image.Rect(0, 0, columns, rows))
	for r := range rows {
		for c := range columns {
			var x, y int
			for i, side := range sides[orientation] {
				n := [2]int{r, c}[i]
				switch side {
				case "top":
					y = n
				case "bottom":
					y = h - 1 - n
				case "left":
					x = n
				case "right":
					x = w - 1 - n
				}
			}
			img.SetRGBA(c, r, up.RGBAAt(x, y))
		}
	}
	return img
}

// exifBlock is a TIFF block with an orientation between two other entries.
func exifBlock(order binary.AppendByteOrder, orientation int) []byte {
	b := []byte("II*\x00")
	if order.String() == "BigEndian" {
		b = []byte("MM\x00*")
	}
	b = order.AppendUint32(b, 8)
	b = order.AppendUint16(b, 3)
	for _, e := range [][2]int{{0x0100, 77}, {orientationTag, orientation}, {0x0128, 2}} {
		b = order.AppendUint16(b, uint16(e[0]))
		b = order.AppendUint16(b, 3)
		b = order.AppendUint32(b, 1)
		b = order.AppendUint16(b, uint16(e[1]))
		b = append(b, 0, 0)
	}
	return order.AppendUint32(b, 0)
}

func jpegWithEXIF(jpg, exif []byte) []byte {
	segment := append([]byte("Exif\x00\x00"), exif...)
	head := binary.BigEndian.AppendUint16([]byte{0xff, 0xd8, 0xff, 0xe1}, uint16(len(segment)+2))
	return append(append(head, segment...), jpg[2:]...)
}

func pngWithEXIF(pic, exif []byte) []byte {
	const afterHeader = 8 + 25
	chunk := append([]byte("eXIf"), exif...)
	b := bytes.Clone(pic[:afterHeader])
	b = binary.BigEndian.AppendUint32(b, uint32(len(exif)))
	b = append(b, chunk...)
	b = binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(chunk))
	return append(b, pic[afterHeader:]...)
}

func TestOrientation(t *testing.T) {
	in := New("")
	defer in.Close()
	receipt := kiosk()
	for orientation := 1; orientation <= 8; orientation++ {
		lying := stored(receipt, orientation)
		little, big := exifBlock(binary.LittleEndian, orientation), exifBlock(binary.BigEndian, orientation)
		var tif bytes.Buffer
		if err := tiff.Encode(&tif, lying, nil); err != nil {
			t.Fatal(err)
		}
		for _, f := range []struct {
			name string
			data []byte
		}{
			{"little.jpg", jpegWithEXIF(jpegBytes(t, lying), little)},
			{"big.jpg", jpegWithEXIF(jpegBytes(t, lying), big)},
			{"picture.png", pngWithEXIF(pngBytes(t, lying), big)},
			{"picture.tif", tiffOf(t, page{lying, orientation, 0})},
		} {
			t.Run(fmt.Sprintf("%d %s", orientation, f.name), func(t *testing.T) {
				path := write(t, f.name, f.data)
				o, err := in.Check(context.Background(), path)
				if err != nil {
					t.Fatal(err)
				}
				if o.Orientation != orientation || o.Width != 240 || o.Height != 320 {
					t.Errorf("orientation %d, %d by %d; want %d, 240 by 320", o.Orientation, o.Width, o.Height, orientation)
				}
				for _, side := range []int{0, 160} {
					isReceipt(t, render(t, in, path, 0, side))
				}
			})
		}
	}
}

func TestOrientationThatIsNonsense(t *testing.T) {
	jpg := jpegBytes(t, kiosk())
	for name, exif := range map[string][]byte{
		"nine":        exifBlock(binary.BigEndian, 9),
		"zero":        exifBlock(binary.BigEndian, 0),
		"cut":         exifBlock(binary.BigEndian, 6)[:20],
		"empty":       {},
		"far away":    []byte("II*\x00\xff\xff\xff\xff"),
		"many":        []byte("II*\x00\x08\x00\x00\x00\xff\xff"),
		"other magic": []byte("XX*\x00\x08\x00\x00\x00\x00\x00"),
	} {
		if got := exifOrientation(JPEG, jpegWithEXIF(jpg, exif)); got != 1 {
			t.Errorf("%s: orientation %d, want 1", name, got)
		}
	}
}

func TestWebPOrientation(t *testing.T) {
	data, err := os.ReadFile("testdata/turned.webp")
	if err != nil {
		t.Fatal(err)
	}
	if got := exifOrientation(WebP, data); got != 6 {
		t.Errorf("orientation %d, want 6", got)
	}
}

func render(t *testing.T, in *Intake, path string, n, maxSide int) *image.RGBA {
	t.Helper()
	doc, err := in.Open(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer doc.Close()
	img, err := doc.Page(context.Background(), n, maxSide)
	if err != nil {
		t.Fatal(err)
	}
	return img
}
