package intake

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"
	"testing"
)

// shops are different receipts.
func shops() map[string]*image.RGBA {
	return map[string]*image.RGBA{
		"kiosk":    kiosk(),
		"station":  drawReceipt("", "", "NORTH STATION FUEL", "Pump 4   Diesel", "42.10 l x 1.689", "", "71.11 EUR", "VISA **** 7373"),
		"cafe":     drawReceipt("Cafe Olive", "", "2 Espresso", "1 Cake", "1 Water", "1 Sandwich with everything", "Sum 23.40", "Tip  2.00", "Thank you", "See you soon"),
		"hardware": drawReceipt("", "TOOLS & SCREWS Ltd.", "Invoice 2026-0042", "Hammer", "", "", "", "", "", "", "Total 19.99"),
	}
}

func brighter(img *image.RGBA) *image.RGBA {
	b := image.NewRGBA(img.Rect)
	for i, v := range img.Pix {
		b.Pix[i] = uint8(min(255, int(v)*108/100+5))
	}
	return b
}

func TestLikeness(t *testing.T) {
	for name, img := range shops() {
		small, err := shrink(context.Background(), img, 100, 133)
		if err != nil {
			t.Fatal(err)
		}
		var again bytes.Buffer
		if err := jpeg.Encode(&again, small, &jpeg.Options{Quality: 30}); err != nil {
			t.Fatal(err)
		}
		compressed, err := jpeg.Decode(&again)
		if err != nil {
			t.Fatal(err)
		}
		gray := image.NewGray(img.Rect)
		for y := range img.Rect.Dy() {
			for x := range img.Rect.Dx() {
				gray.Set(x, y, img.At(x, y))
			}
		}
		for change, other := range map[string]image.Image{"smaller and compressed": compressed, "brighter": brighter(img), "grey": gray} {
			if d := Distance(Likeness(img), Likeness(other)); d > AlikeDistance {
				t.Errorf("%s, %s: distance %d, want at most %d", name, change, d, AlikeDistance)
			}
		}
		for otherName, other := range shops() {
			if d := Distance(Likeness(img), Likeness(other)); otherName != name && d <= AlikeDistance {
				t.Errorf("%s and %s: distance %d, want more than %d", name, otherName, d, AlikeDistance)
			}
		}
	}
}

func TestLikenessDoesNotDependOnTheBounds(t *testing.T) {
	img := kiosk()
	moved := *img
	moved.Rect = img.Rect.Add(image.Pt(7, -3))
	if a, b := Likeness(img), Likeness(&moved); a != b {
		t.Errorf("%x and %x", a, b)
	}
	Likeness(image.NewGray(image.Rect(0, 0, 1, 1))) // smaller than the grid
	Likeness(image.NewGray(image.Rect(5, 5, 1000, 6)))
}
