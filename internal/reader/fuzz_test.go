package reader

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/spindle-receipts/spindle/api/server"
)

// fuzzTime is far more than a small picture takes, on any computer.
const fuzzTime = 2 * time.Minute

// FuzzRead gives arbitrary files to the whole reader, with the real renderer of
// PDFs and the real models: each is read or refused with a reason, in time.
func FuzzRead(f *testing.F) {
	strokes := image.NewGray(image.Rect(0, 0, 64, 40))
	for i := range strokes.Pix {
		strokes.Pix[i] = 255
	}
	for x := 8; x < 56; x++ {
		for y := 14; y < 26; y++ {
			if x/3%2 == 0 {
				strokes.SetGray(x, y, color.Gray{})
			}
		}
	}
	var p, j, g bytes.Buffer
	if err := errors.Join(png.Encode(&p, strokes), jpeg.Encode(&j, strokes, nil), gif.Encode(&g, strokes, nil)); err != nil {
		f.Fatal(err)
	}
	f.Add(p.Bytes())
	f.Add(j.Bytes())
	f.Add(g.Bytes())
	pdf := []byte("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n" +
		"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 90 40]/Contents 4 0 R/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n" +
		"4 0 obj<</Length 33>>stream\nBT /F 9 Tf 5 20 Td (TOTAL 1.20) Tj ET\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")
	f.Add(pdf)
	r := sharedReader(f)
	read := func(t testing.TB, data []byte) error {
		path := filepath.Join(t.TempDir(), "receipt")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(context.Background(), fuzzTime)
		defer cancel()
		_, err := r.Read(ctx, []server.Source{{Name: "receipt", Path: path}}, server.Hints{})
		return err
	}
	// The models and the renderer are loaded before the fuzzer's own clock runs.
	if err := read(f, pdf); err != nil {
		f.Fatal(err)
	}
	_ = read(f, p.Bytes()) // whether it is taken for text does not matter
	f.Fuzz(func(t *testing.T, data []byte) {
		err := read(t, data)
		var refused *server.Refusal
		if err != nil && (!errors.As(err, &refused) || refused.Reason == "") {
			t.Errorf("error %v", err)
		}
	})
}
