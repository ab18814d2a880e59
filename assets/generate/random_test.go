package main

import (
	"bytes"
	"image"
	"reflect"
	"strings"
	"testing"
)

func TestRandomReceiptsProveAndFit(t *testing.T) {
	countries := map[string]bool{}
	again := random(39, 7)
	for i, r := range random(39, 7) {
		if err := r.prove(); err != nil {
			t.Errorf("%s: %v", r.File, err)
		}
		page := r.lines()
		var all strings.Builder
		for _, l := range page.Lines {
			all.WriteString(l.Text + "\n")
			if l.Quad[1].X > float64(page.Width) || l.Quad[2].Y > float64(page.Height) {
				t.Errorf("%s: %q stands off the paper", r.File, l.Text)
			}
		}
		for _, it := range r.Items {
			if !strings.Contains(all.String(), it.Text) {
				t.Errorf("%s: %q is not printed", r.File, it.Text)
			}
		}
		if !reflect.DeepEqual(page, again[i].lines()) {
			t.Errorf("%s is printed in two ways", r.File)
		}
		countries[r.Country] = true
	}
	if len(countries) != len(lands()) {
		t.Errorf("39 receipts come from %d countries", len(countries))
	}
}

func TestRandomReceiptIsDrawn(t *testing.T) {
	data, err := random(1, 3)[0].render()
	if err != nil {
		t.Fatal(err)
	}
	if _, format, err := image.DecodeConfig(bytes.NewReader(data)); err != nil || format != "jpeg" {
		t.Errorf("it is %q: %v", format, err)
	}
}
