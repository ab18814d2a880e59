package ui

import (
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/receipt"
	"github.com/spindle-receipts/spindle/tunnel"
)

// The window knows every way there is.
func TestWaysAreThoseOfTheTunnel(t *testing.T) {
	var names []string
	for _, w := range ways {
		if w.kind != "" {
			names = append(names, w.kind)
		}
	}
	slices.Sort(names)
	if !slices.Equal(names, tunnel.Kinds()) {
		t.Errorf("the window knows %q, there are %q", names, tunnel.Kinds())
	}
}

func veryfiWindow(t *testing.T, size fyne.Size) (*fakeDesk, *Window, *preferences) {
	d := newFakeDesk(pile()...)
	d.settings.Engine = receipt.Veryfi
	w := openWindow(t, d, size)
	return d, w, w.settingsForTest()
}

func TestSettingsOfTheNews(t *testing.T) {
	d, w, p := veryfiWindow(t, large)
	n := p.news
	if n.told.Visible() {
		t.Error("a way is asked for though nobody wants to be told")
	}
	n.choice.choose(newsTell)
	if !d.settings.Webhook || d.settings.Tunnel != "cloudflared" || !n.told.Visible() {
		t.Fatalf("the settings are %+v", d.settings)
	}
	shown := func() (names []string) {
		for name, row := range n.rows {
			if row.Visible() {
				names = append(names, name)
			}
		}
		slices.Sort(names)
		return names
	}
	for _, way := range ways {
		n.way.SetSelected(way.name)
		want := slices.Sorted(slices.Values(wayFields[way.kind]))
		if d.settings.Tunnel != way.kind || !slices.Equal(shown(), want) {
			t.Errorf("%s: the settings have %q, and %q are asked for", way.name, d.settings.Tunnel, shown())
		}
	}
	n.way.SetSelected("Your own server, by SSH")
	n.host.put("anna@example.com:22")
	n.public.put("https://hooks.example.com ")
	n.port.put("99999")
	n.save()
	if !n.wrong.Visible() || d.settings.TunnelHost != "" {
		t.Errorf("a port that is none was taken: %+v", d.settings)
	}
	n.port.put("8765")
	n.port.OnSubmitted(n.port.Text)
	if s := d.settings; n.wrong.Visible() || s.TunnelPort != 8765 || s.TunnelHost != "anna@example.com:22" || s.PublicURL != "https://hooks.example.com" {
		t.Errorf("the settings are %+v", s)
	}
	n.way.SetSelected("Your own proxy")
	n.listen.put("9000")
	key(w, fyne.KeyEscape) // what was typed last is kept
	if d.settings.ListenAddress != "127.0.0.1:9000" || d.settings.Tunnel != "manual" {
		t.Errorf("the settings are %+v", d.settings)
	}
}

// A service on this computer needs no way.
func TestSettingsOfNewsNearby(t *testing.T) {
	d, _, p := veryfiWindow(t, large)
	p.url.put("http://127.0.0.1:8080")
	p.saveURL()
	p.news.choice.choose(newsTell)
	if d.settings.Tunnel != "" || len(p.news.way.Selected) == 0 || !strings.HasPrefix(p.news.way.Selected, "None") {
		t.Errorf("the way is %q, %q", d.settings.Tunnel, p.news.way.Selected)
	}
}

func TestTokenGoesToTheKeychain(t *testing.T) {
	d, _, p := veryfiWindow(t, large)
	p.news.choice.choose(newsTell)
	p.news.way.SetSelected("ngrok")
	k := p.news.token
	if !k.line.Password || k.remove.Visible() || !k.save.Disabled() {
		t.Error("the token's line is not as it should be")
	}
	k.line.SetText("2abc_secret")
	test.Tap(k.save)
	if d.token != "2abc_secret" || k.line.Text != "" || !k.remove.Visible() || !strings.Contains(k.words.text, "is in this computer's keychain") {
		t.Errorf("kept %q; the line has %q; it says %q", d.token, k.line.Text, k.words.text)
	}
	test.Tap(k.remove)
	if d.token != "" || k.remove.Visible() {
		t.Error("the token was not removed")
	}
	d.keychain = errKeychain
	k.line.SetText("again")
	test.Tap(k.save)
	if !strings.Contains(k.words.text, "locked") || k.line.Text != "again" {
		t.Errorf("with a locked keychain it says %q and keeps %q", k.words.text, k.line.Text)
	}
}

// The state is told while the settings are open, and calmly at the edge of
// the window.
func TestTheLinkIsTold(t *testing.T) {
	d, w, p := veryfiWindow(t, large)
	p.news.choice.choose(newsTell)
	tell := func(l desk.Link) { d.tell(desk.Event{Link: &l}) }
	tell(desk.Link{Wanted: true, Stuck: true, Words: "The program cloudflared is not on this computer."})
	if !p.news.again.Visible() || !strings.Contains(p.news.words.text, "cloudflared") || !strings.Contains(w.mark.words.text, "needs you") {
		t.Errorf("stuck it says %q and %q", p.news.words.text, w.mark.words.text)
	}
	saves := len(d.asked)
	test.Tap(p.news.again)
	if len(d.asked) != saves+1 {
		t.Error("trying again asks nothing of the desk")
	}
	tell(desk.Link{Wanted: true, Up: true, Public: "https://a.example", Words: "Registered at https://a.example."})
	if p.news.again.Visible() || w.mark.Visible() || w.toast.layer.Visible() {
		t.Errorf("up it says %q, %q", w.mark.words.text, w.toast.text())
	}
	tell(desk.Link{Wanted: true, Public: "https://a.example", Words: "The tunnel is down."})
	if w.mark.words.text != "Tunnel down, polling carries on" || w.banner.Visible() || w.toast.layer.Visible() {
		t.Errorf("fallen it says %q, %q", w.mark.words.text, w.toast.text())
	}
	tell(desk.Link{Wanted: true, Up: true, Public: "https://a.example", Words: "Registered at https://a.example."})
	if w.toast.text() != "News from Veryfi arrives again." {
		t.Errorf("back it says %q", w.toast.text())
	}
	tell(desk.Link{})
	if w.mark.Visible() {
		t.Errorf("off it says %q", w.mark.words.text)
	}
}

func TestSettingsOfSpending(t *testing.T) {
	d, _, p := veryfiWindow(t, large)
	d.spending.Documents = 12
	s := p.costs
	s.fetch()
	if s.today.text != "12 of 500 today · about 0.96 USD" {
		t.Errorf("today is %q", s.today.text)
	}
	s.price.put("0.16")
	s.unit.put("eur")
	s.limit.put("40")
	s.save()
	if d.settings.Price.String() != "0.16" || d.settings.PriceCurrency != "EUR" || d.settings.DailyLimit != 40 || s.today.text != "12 of 40 today · about 1.92 EUR" {
		t.Errorf("the settings are %+v; today is %q", d.settings, s.today.text)
	}
	for _, bad := range []func(){func() { s.price.put("cheap") }, func() { s.price.put("-1") }, func() { s.price.put("0.16"); s.limit.put("many") },
		func() { s.limit.put("40"); s.unit.put("euros") }} {
		bad()
		s.save()
		if !s.wrong.Visible() || d.settings.DailyLimit != 40 || d.settings.PriceCurrency != "EUR" {
			t.Errorf("taken: %q %q %q", s.price.Text, s.unit.Text, s.limit.Text)
		}
	}
	s.unit.put("")
	s.price.put("")
	s.limit.put("")
	s.save()
	if d.settings.Price.Known() || d.settings.DailyLimit != 0 || s.today.text != "12 today" {
		t.Errorf("with nothing the settings are %+v; today is %q", d.settings, s.today.text)
	}
	s.ask.choose(payAtOnce)
	s.learn.choose(learnYes)
	if d.settings.AskBeforePaying || !d.settings.PushCorrections {
		t.Errorf("the settings are %+v", d.settings)
	}
}

// Who goes through the settings by Tab sees where they are.
func TestSettingsScrollToTheFocus(t *testing.T) {
	_, w, p := veryfiWindow(t, small)
	driver := fyne.CurrentApp().Driver()
	reached := make(map[fyne.Focusable]bool)
	for range 60 {
		w.window.Canvas().FocusNext()
		f := w.window.Canvas().Focused()
		o, ok := f.(fyne.CanvasObject)
		if !ok || reached[f] {
			continue
		}
		reached[f] = true
		at, room := driver.AbsolutePositionForObject(o), driver.AbsolutePositionForObject(p.sheet.scroll)
		if b, ok := o.(*button); ok && b.text == "Done" {
			continue // it does not scroll
		}
		if at.Y < room.Y || at.Y+o.Size().Height > room.Y+p.sheet.scroll.Size().Height {
			t.Errorf("%T has the focus out of sight, at %v", o, at.Y)
		}
	}
	if !reached[p.country] || !reached[p.url] || len(reached) < 15 {
		t.Errorf("only %d were reached", len(reached))
	}
}
