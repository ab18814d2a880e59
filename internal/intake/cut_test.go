package intake

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

func TestCutKeepsEveryPageWhole(t *testing.T) {
	in := New(sharedCache)
	defer in.Close()
	var pages [][]string
	for n := range 31 {
		pages = append(pages, []string{fmt.Sprintf("receipt number %d", n+1), strings.Repeat("x", n+1)})
	}
	whole := pdfBytes(pages...)
	kept := bytes.Clone(whole)
	var parts []Part
	if err := in.Cut(t.Context(), whole, 15, 1<<20, func(p Part) error { parts = append(parts, p); return nil }); err != nil {
		t.Fatal(err)
	}
	if len(parts) != 3 || parts[1].First != 16 || parts[1].Last != 30 || parts[2].First != 31 || parts[2].Last != 31 {
		t.Fatalf("the parts are %d: %d-%d …", len(parts), parts[0].First, parts[0].Last)
	}
	if !bytes.Equal(whole, kept) {
		t.Error("the whole was changed")
	}
	original := openBytes(t, in, whole)
	for _, p := range parts {
		part := openBytes(t, in, p.Data)
		for _, n := range []int{0, part.Pages() - 1} {
			want, err := original.Page(t.Context(), p.First-1+n, 300)
			if err != nil {
				t.Fatal(err)
			}
			got, err := part.Page(t.Context(), n, 300)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got.Pix, want.Pix) {
				t.Errorf("page %d of the whole is another in its part", p.First+n)
			}
		}
	}
}

// noise is a line that no compression makes short.
func noise(seed int) string {
	random := rand.New(rand.NewPCG(uint64(seed), 1))
	line := make([]byte, 6000)
	for i := range line {
		line[i] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-"[random.IntN(64)]
	}
	return string(line)
}

func TestCutMindsTheBytes(t *testing.T) {
	in := New(sharedCache)
	defer in.Close()
	pages := make([][]string, 8)
	for n := range pages {
		pages[n] = []string{noise(n)}
	}
	whole := pdfBytes(pages...)
	limit, covered, parts := int64(len(whole)/3), 0, 0
	err := in.Cut(t.Context(), whole, 15, limit, func(p Part) error {
		if int64(len(p.Data)) > limit || p.First != covered+1 {
			t.Errorf("pages %d to %d have %d bytes, more than %d", p.First, p.Last, len(p.Data), limit)
		}
		covered, parts = p.Last, parts+1
		return nil
	})
	if err != nil || covered != 8 || parts < 2 {
		t.Errorf("%d pages came out in %d parts: %v", covered, parts, err)
	}
	var refusal *Refusal
	if err := in.Cut(t.Context(), whole, 15, 1000, func(Part) error { return nil }); !errors.As(err, &refusal) || !strings.Contains(refusal.Reason, "page 1 alone") {
		t.Errorf("a page beyond the limit: %v", err)
	}
	if err := in.Cut(t.Context(), jpegBytes(t, kiosk()), 15, limit, nil); !errors.As(err, &refusal) {
		t.Errorf("a picture: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := in.Cut(ctx, whole, 15, limit, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
}

func TestSizes(t *testing.T) {
	for bytes, want := range map[int64]string{200: "0.2 kB", 9_999: "10.0 kB", 345_678: "345 kB", 22_400_000: "22.4 MB"} {
		if got := Size(bytes); got != want {
			t.Errorf("%d bytes are %q, want %q", bytes, got, want)
		}
	}
	if r := TooLarge(20_000_001, 20_000_000, "Veryfi", true); !strings.Contains(r.Reason, "a little more than 20 MB; Veryfi takes at most 20 MB") {
		t.Errorf("got %q", r.Reason)
	}
}
