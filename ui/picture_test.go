package ui

import (
	"errors"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestPicture(t *testing.T) {
	d := newFakeDesk(pile()...)
	d.pages = 3
	w := openWindow(t, d, large)
	press(t, w, 2, 0)
	v := w.panel.viewer
	fit := v.picture.shown.Size()
	if v.picture.image == nil || fit.Width <= 0 {
		t.Fatal("no picture")
	}
	at := fyne.NewPos(120, 160)
	before := fyne.NewPos((at.X-v.picture.offset.X)/fit.Width, (at.Y-v.picture.offset.Y)/fit.Height)
	v.picture.Scrolled(&fyne.ScrollEvent{PointEvent: fyne.PointEvent{Position: at}, Scrolled: fyne.Delta{DY: 10}})
	now := v.picture.shown.Size()
	after := fyne.NewPos((at.X-v.picture.offset.X)/now.Width, (at.Y-v.picture.offset.Y)/now.Height)
	if now.Width <= fit.Width || before.X-after.X > 0.02 || after.X-before.X > 0.02 {
		t.Errorf("zooming moves the point under the pointer from %v to %v", before, after)
	}
	test.Drag(w.window.Canvas(), fyne.CurrentApp().Driver().AbsolutePositionForObject(v.picture).AddXY(50, 50), 5000, 5000)
	if v.picture.offset.X > v.picture.Size().Width || v.picture.offset.Y > v.picture.Size().Height {
		t.Errorf("the picture can be dragged out of sight: %v", v.picture.offset)
	}
	v.picture.DoubleTapped(&fyne.PointEvent{})
	if v.picture.shown.Size() != fit {
		t.Error("a double tap does not fit the picture")
	}
	test.Tap(v.next)
	if v.wanted.page != 1 || v.which.text != "Page 2 of 3" {
		t.Errorf("it shows %q", v.which.text)
	}
	test.Tap(v.turn)
	if d.find(2).Turned != 90 || v.picture.image.Bounds().Dx() != 520 || v.wanted.page != 1 {
		t.Errorf("turned by %d, the picture is %v", d.find(2).Turned, v.picture.image.Bounds())
	}
	d.pageError = errors.New("the file is damaged")
	press(t, w, 3, 0)
	if !strings.Contains(v.picture.note, "The file is damaged.") || !v.turn.Disabled() {
		t.Errorf("instead of the picture it says %q", v.picture.note)
	}
}

func TestTurnedBoxes(t *testing.T) {
	box := [4]float64{0.1, 0.2, 0.3, 0.4}
	turned := turnBox(box, 90)
	for i, want := range [4]float64{0.6, 0.1, 0.8, 0.3} {
		if d := turned[i] - want; d > 1e-9 || d < -1e-9 {
			t.Fatalf("turned by 90 it is %v", turned)
		}
	}
	if got := turnBox(box, 360); got != box {
		t.Errorf("turned all the way round it is %v", got)
	}
}
