package intake

import (
	"context"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// FuzzInspect feeds whatever it likes to everything but the PDF and HEIC
// renderers, which live in sandboxes of their own.
func FuzzInspect(f *testing.F) {
	entries, err := os.ReadDir("testdata")
	if err != nil {
		f.Fatal(err)
	}
	for _, e := range entries {
		if !e.IsDir() {
			data, err := os.ReadFile(filepath.Join("testdata", e.Name()))
			if err != nil {
				f.Fatal(err)
			}
			f.Add(data)
		}
	}
	f.Add(jpegWithEXIF(jpegBytes(f, kiosk()), exifBlock(binary.BigEndian, 6)))
	f.Add(pngWithEXIF(pngBytes(f, kiosk()), exifBlock(binary.LittleEndian, 3)))
	f.Add(tiffOf(f, page{kiosk(), 1, 0}, page{kiosk(), 8, 0}))
	f.Add(gifBytes(f))
	f.Add(bmpBytes(f, kiosk()))
	f.Add([]byte("BM and other words"))
	in := New("")
	f.Fuzz(func(t *testing.T, data []byte) {
		kind, ok := Sniff(data[:min(len(data), sniffLen)])
		if !ok {
			if r := notReceipt(data); r.Reason == "" {
				t.Error("refused without a reason")
			}
			return
		}
		if o := exifOrientation(kind, data); o < 1 || o > 8 {
			t.Errorf("orientation %d", o)
		}
		if kind == PDF || kind == HEIC {
			_, _ = heifFrame(data)
			return
		}
		doc, err := in.OpenBytes(context.Background(), data)
		if err == nil && doc.frames[0].pixels() < 1<<20 {
			_, err = doc.Page(context.Background(), 0, 64)
		}
		var refusal *Refusal
		var unsupported *UnsupportedError
		if err != nil && !errors.As(err, &refusal) && !errors.As(err, &unsupported) {
			t.Errorf("%v: %v, want a refusal", kind, err)
		}
	})
}
