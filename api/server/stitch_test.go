package server

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	imagepng "image/png"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// fetch gets a link, with no credentials.
func (s *service) fetch(link string) reply {
	s.t.Helper()
	r, err := http.NewRequest("GET", link, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	got, err := send(r)
	if err != nil {
		s.t.Fatal(err)
	}
	return got
}

func pngPicture() string {
	img := image.NewNRGBA(image.Rect(0, 0, 40, 30))
	img.SetNRGBA(1, 1, color.NRGBA{R: 255, A: 255})
	var b bytes.Buffer
	if err := imagepng.Encode(&b, img); err != nil {
		panic(err)
	}
	return b.String() + strings.Repeat(" ", 250)
}

// checkPDF follows a PDF's table of contents: every object is where it says.
func checkPDF(t *testing.T, pdf string, pages int) {
	t.Helper()
	tail := regexp.MustCompile(`startxref\n(\d+)\n%%EOF\n$`).FindStringSubmatch(pdf)
	if !strings.HasPrefix(pdf, "%PDF-1.4") || tail == nil {
		t.Fatalf("not a PDF: %.40q ... %.40q", pdf, pdf[max(0, len(pdf)-40):])
	}
	at, err := strconv.Atoi(tail[1])
	if err != nil || !strings.HasPrefix(pdf[at:], "xref\n0 ") {
		t.Fatalf("no table at %s", tail[1])
	}
	for i, entry := range regexp.MustCompile(`(\d{10}) 00000 n \n`).FindAllStringSubmatch(pdf[at:], -1) {
		offset, err := strconv.Atoi(entry[1])
		if want := fmt.Sprintf("%d 0 obj\n", i+1); err != nil || !strings.HasPrefix(pdf[offset:], want) {
			t.Errorf("object %d is not at %d", i+1, offset)
		}
	}
	if n := strings.Count(pdf, "/Type/Page/"); n != pages {
		t.Errorf("%d pages, want %d", n, pages)
	}
}
