package ui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
)

const (
	toastFade = 180 * time.Millisecond
	toastStay = 6 * time.Second
	toastLong = 12 * time.Second // bad news and news with an action
)

// toast is a short piece of news that comes and goes by itself. It lies over
// the window's title, where nothing is pressed. A new one takes the place and
// the time of the old one.
type toast struct {
	over   fyne.CanvasObject // the head of the window
	beside fyne.CanvasObject // its buttons, at its right
	layer  *fyne.Container
	banner *banner
	action *button
	close  *button
	shadow *canvas.Rectangle
	fade   *fyne.Animation
	timer  *time.Timer
	round  int // which toast is shown: an old timer has nothing to say
}

func newToast() *toast {
	t := &toast{shadow: canvas.NewRectangle(clearColor)}
	t.action = newButton("", "", normal, nil)
	t.close = newButton("", iconClose, quiet, t.hide)
	t.banner = newBanner(t.action, t.close)
	t.layer = container.New(toastLayout{t}, t.shadow, t.banner)
	t.layer.Hide()
	return t
}

// say shows a piece of news, with an action when its name is not empty.
func (t *toast) say(tn tone, text, action string, do func()) {
	t.stop()
	t.round++
	t.action.Hide()
	stay := toastStay
	if action != "" {
		t.action.setText(action)
		t.action.tapped = func() { t.hide(); do() }
		t.action.Show()
		stay = toastLong
	}
	if tn == toneBad || tn == toneWarn {
		stay = toastLong
	}
	t.banner.say(tn, text)
	t.layer.Show()
	t.layer.Refresh()
	t.appear()
	round := t.round
	t.timer = time.AfterFunc(stay, func() {
		fyne.Do(func() {
			if t.round == round {
				t.hide()
			}
		})
	})
}

// appear lets the toast sink into its place.
func (t *toast) appear() {
	t.fade = fyne.NewAnimation(toastFade, func(done float32) {
		t.place(t.rest().AddXY(0, (done-1)*16)) // the window may change its size meanwhile
	})
	t.fade.Curve = fyne.AnimationEaseOut
	t.fade.Start()
}

func (t *toast) stop() {
	if t.timer != nil {
		t.timer.Stop()
	}
	if t.fade != nil {
		t.fade.Stop()
	}
}

func (t *toast) hide() {
	t.stop()
	t.round++
	t.layer.Hide()
}

func (t *toast) text() string {
	if !t.layer.Visible() {
		return ""
	}
	return t.banner.text
}

const toastWidth float32 = 560

// room is where the toast begins, and how wide it may be.
func (t *toast) room() (left, width float32) {
	driver := fyne.CurrentApp().Driver()
	left = driver.AbsolutePositionForObject(t.over).X - gapSmall
	return left, min(toastWidth, driver.AbsolutePositionForObject(t.beside).X-gap-left)
}

// rest is where the toast comes to stand: in the middle of the head, or down
// from the window's edge when it is higher than that.
func (t *toast) rest() fyne.Position {
	left, width := t.room()
	top := fyne.CurrentApp().Driver().AbsolutePositionForObject(t.over).Y
	return fyne.NewPos(left, max(gapTiny, top+(t.over.Size().Height-t.banner.heightFor(width))/2))
}

func (t *toast) width() float32 {
	_, width := t.room()
	return width
}

func (t *toast) place(at fyne.Position) {
	t.banner.Move(at)
	t.shadow.Move(at)
}

type toastLayout struct{ t *toast }

func (toastLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (l toastLayout) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	t := l.t
	w := t.width()
	t.shadow.CornerRadius = 8
	t.shadow.FillColor = themeColor(theme.ColorNameOverlayBackground)
	t.shadow.Shadow = canvas.Shadow{Color: themeColor(theme.ColorNameShadow), BlurRadius: 18, Offset: fyne.NewPos(0, 4), Variant: canvas.DropShadow}
	area := fyne.NewSize(w, t.banner.heightFor(w))
	t.banner.Resize(area)
	t.shadow.Resize(area)
	t.place(t.rest())
}
