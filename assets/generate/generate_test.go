package main

import (
	"bytes"
	"image"
	_ "image/png"
	"io/fs"
	"testing"

	"github.com/spindle-receipts/spindle/assets"
)

func TestEveryReceiptProves(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range samples() {
		if err := s.prove(); err != nil {
			t.Errorf("%s: %v", s.File, err)
		}
		if seen[s.File] {
			t.Errorf("%s is made twice", s.File)
		}
		seen[s.File] = true
	}
}

func TestProveFindsAWrongFigure(t *testing.T) {
	for name, spoil := range map[string]func(*receipt){
		"item":     func(s *receipt) { s.Items[0].Total = s.Items[0].Total.Add(d("0.01")) },
		"tax line": func(s *receipt) { s.Taxes[0].Amount = s.Taxes[0].Amount.Add(d("0.01")) },
		"subtotal": func(s *receipt) { s.Subtotal = s.Subtotal.Add(d("0.01")) },
		"tip":      func(s *receipt) { s.Tip = s.Tip.Add(d("0.01")) },
		"total":    func(s *receipt) { s.Total = s.Total.Sub(d("0.01")) },
	} {
		s := diner()
		spoil(s)
		if s.prove() == nil {
			t.Errorf("a wrong %s goes unnoticed", name)
		}
	}
}

// The committed tables are what this source writes.
func TestTruthIsCurrent(t *testing.T) {
	for name, write := range map[string]func(*bytes.Buffer, []*receipt) error{"truth.csv": writeTruth, "items.csv": writeItems, "taxes.csv": writeTaxes} {
		var got bytes.Buffer
		if err := write(&got, samples()); err != nil {
			t.Fatal(err)
		}
		want, err := fs.ReadFile(assets.Samples, name)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got.Bytes(), want) {
			t.Errorf("%s is not what the generator writes: run go run ./assets/generate", name)
		}
	}
}

// Drawing is slow, so one scan is drawn twice and one photo once.
func TestDrawing(t *testing.T) {
	scan, err := stationer().render()
	if err != nil {
		t.Fatal(err)
	}
	again, err := stationer().render()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(scan, again) {
		t.Error("the same receipt was drawn in two ways")
	}
	photo, err := fuel().render()
	if err != nil {
		t.Fatal(err)
	}
	m, format, err := image.Decode(bytes.NewReader(photo))
	if err != nil {
		t.Fatal(err)
	}
	if format != "jpeg" || m.Bounds() != image.Rect(0, 0, 960, 1280) {
		t.Errorf("the photo is a %s of %v", format, m.Bounds())
	}
}

func TestGroup(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"0.50", "0,50"}, {"999.00", "999,00"}, {"1000.00", "1.000,00"}, {"-1234567.89", "-1.234.567,89"}, {"11974", "11.974"}, {"31.154", "31,154"},
	} {
		if got := group(c.in, ".", ","); got != c.want {
			t.Errorf("group(%q) is %q, want %q", c.in, got, c.want)
		}
	}
}
