package ui

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"github.com/spindle-receipts/spindle/internal/desk"
)

// How the service's news come, as the window calls it.
const (
	newsAsk  = "Ask now and then"
	newsTell = "Be told at once"
)

// way is a way from a public address to this computer.
type way struct {
	kind  string // as the settings call it
	name  string
	about string
}

var ways = []way{
	{"cloudflared", "Cloudflare quick tunnel", "Needs the program cloudflared and no account. The address is a new one with every start."},
	{"ngrok", "ngrok", "Needs an account at ngrok.com. Its authtoken is kept in this computer's keychain."},
	{"ssh", "Your own server, by SSH", "A server of yours with a public https address passes on what comes, through a connection that this computer opens to it."},
	{"tailscale", "Tailscale Funnel", "Needs the program tailscale, logged in, with Funnel allowed. The address stays the same."},
	{"manual", "Your own proxy", "A proxy of yours passes on what comes to a public https address to the address on this computer."},
	{"", "None: the service is on this computer", "For a service under an address of this computer, such as “spindle serve”."},
}

// wayOf finds a way by its name or its kind.
func wayOf(is func(way) bool) way {
	for _, w := range ways {
		if is(w) {
			return w
		}
	}
	return ways[0]
}

// newsPart is the part of the settings about how the service tells that a
// receipt is read.
type newsPart struct {
	p       *preferences
	content *fyne.Container
	choice  *choice
	about   *paragraph
	way     *picker
	wayText *paragraph
	token   *token

	public, host, port, key, listen *input
	wrong                           *paragraph // about the port
	told                            *fyne.Container
	rows                            map[string]*fyne.Container // by the fields' names

	dot   *card
	words *paragraph
	again *button
	state *fyne.Container
}

func newNewsPart(p *preferences) *newsPart {
	n := &newsPart{p: p}
	chosen := newsAsk
	if p.s.Webhook {
		chosen = newsTell
	}
	n.choice = newChoice([]string{newsAsk, newsTell}, chosen, n.choose)
	n.about = newParagraph("", theme.SizeNameCaptionText, colorMuted)
	n.wayText = newParagraph("", theme.SizeNameCaptionText, colorMuted)
	n.wrong = newParagraph("", sizePill, colorRed)
	n.wrong.Hide()
	names := make([]string, len(ways))
	for i, w := range ways {
		names[i] = tr(w.name)
	}
	n.way = newPicker(names, tr(wayOf(func(w way) bool { return w.kind == p.s.Tunnel }).name), n.useWay)
	n.way.onKey = p.w.sheetKey
	n.token = newToken(p.w)
	n.buildFields()
	n.dot, n.words = newDot(colorGrey), newParagraph("", theme.SizeNameCaptionText, colorMuted)
	n.again = newButton(tr("Try again"), iconRetry, normal, p.save)
	n.state = flow(gapSmall, container.New(dotLayout{}, n.dot, n.words), across(0, n.again))
	n.told = flow(gap,
		setting(tr("Way to this computer"), "", flow(6, framed(n.way), n.wayText)),
		n.rows["token"], n.rows["public"], n.rows["host"], n.rows["port"], n.rows["key"], n.rows["listen"],
		setting(tr("State"), "", inset(8, 0, 0, 0, n.state)))
	n.content = flow(gap, setting(tr("News from Veryfi"), "", flow(6, n.choice, n.about)), n.told)
	return n
}

func (n *newsPart) buildFields() {
	line := func(text, empty string) *input {
		i := newInput()
		i.SetPlaceHolder(empty)
		i.put(text)
		i.OnSubmitted = func(string) { n.save() }
		i.onFocus = func(gained bool) {
			if !gained {
				n.save()
			}
		}
		n.p.w.adopt(i)
		return i
	}
	s := n.p.s
	port := ""
	if s.TunnelPort != 0 {
		port = strconv.Itoa(s.TunnelPort)
	}
	listen := s.ListenAddress
	if listen == desk.DefaultSettings().ListenAddress {
		listen = ""
	}
	n.public, n.host, n.port = line(s.PublicURL, ""), line(s.TunnelHost, "me@example.com:22"), line(port, "")
	n.key, n.listen = line(s.TunnelKey, tr("The SSH agent, or the usual files")), line(listen, tr("Any free port"))
	n.rows = map[string]*fyne.Container{
		"token":  setting(tr("Authtoken"), "", n.token.content),
		"public": setting(tr("Public address"), "", bare(n.public)),
		"host":   setting(tr("Server"), "", bare(n.host)),
		"port":   setting(tr("Port there"), "", flow(gapTiny, container.New(leftLayout{110}, bare(n.port)), n.wrong)),
		"key":    setting(tr("Private key"), "", bare(n.key)),
		"listen": setting(tr("Address here"), "", bare(n.listen)),
	}
}

// fields are those that each kind of way needs.
var wayFields = map[string][]string{
	"ngrok": {"token", "public"}, "ssh": {"host", "port", "public", "key"}, "tailscale": {"port"}, "manual": {"public", "listen"},
}

// tell shows what the choices mean, and the fields that they need.
func (n *newsPart) tell() {
	s := n.p.s
	about := tr("Spindle asks the service whether your receipts are read. That works everywhere.")
	if s.Webhook {
		about = tr("The service tells this computer at once, by webhook. Spindle goes on asking beside it, so nothing is missed.")
	}
	n.about.set(about, colorMuted)
	n.told.Hidden = !s.Webhook
	w := wayOf(func(w way) bool { return w.kind == s.Tunnel })
	n.wayText.set(tr(w.about), colorMuted)
	for name, row := range n.rows {
		row.Hidden = true
		for _, needed := range wayFields[w.kind] {
			row.Hidden = row.Hidden && name != needed
		}
	}
	hint := "https://hooks.example.com"
	if w.kind == "ngrok" {
		hint = tr("The account's own, or one that you reserved")
	}
	n.public.SetPlaceHolder(hint)
	hint = ""
	if w.kind == "tailscale" {
		hint = "443"
	}
	n.port.SetPlaceHolder(hint)
}

// show tells how the news arrive.
func (n *newsPart) show(l desk.Link) {
	words := told(l.Words)
	if words == "" {
		words = tr("Off.")
	}
	n.dot.setColors(linkColor(l), "")
	n.words.set(words, theme.ColorNameForeground)
	n.again.Hidden = !l.Stuck
}

func (n *newsPart) choose(name string) {
	s := &n.p.s
	s.Webhook = name == newsTell
	if s.Webhook && s.Tunnel == "" && !onThisComputer(s.URL) {
		s.Tunnel = ways[0].kind
		n.way.Selected = tr(ways[0].name)
		n.way.Refresh()
	}
	n.changed()
}

// onThisComputer tells of an address that needs no way to reach this computer.
func onThisComputer(url string) bool {
	_, host, _ := strings.Cut(url, "://")
	for _, here := range []string{"127.0.0.1", "localhost", "[::1]"} {
		if host == here || strings.HasPrefix(host, here+":") || strings.HasPrefix(host, here+"/") {
			return true
		}
	}
	return false
}

func (n *newsPart) useWay(name string) {
	n.p.s.Tunnel = wayOf(func(w way) bool { return tr(w.name) == name }).kind
	if n.p.s.Tunnel == "" {
		n.p.s.PublicURL = ""
		n.public.put("")
	}
	n.changed()
	if n.p.s.Tunnel == "ngrok" {
		n.token.fetch()
	}
}

func (n *newsPart) changed() {
	n.tell()
	n.p.sheet.resize()
	n.p.save()
}

// save takes what was typed.
func (n *newsPart) save() {
	port, good := portOf(n.port.Text)
	n.wrong.Hidden = good
	if !good {
		n.wrong.set(tr("A number from 1 to 65535."), colorRed)
		n.p.sheet.resize()
		return
	}
	s := n.p.s
	s.PublicURL, s.TunnelHost, s.TunnelPort, s.TunnelKey = trim(n.public), trim(n.host), port, trim(n.key)
	s.ListenAddress = trim(n.listen)
	if _, isPort := portOf(s.ListenAddress); isPort && s.ListenAddress != "" {
		s.ListenAddress = "127.0.0.1:" + s.ListenAddress
		n.listen.put(s.ListenAddress)
	}
	if s.ListenAddress == "" {
		s.ListenAddress = desk.DefaultSettings().ListenAddress
	}
	if s != n.p.s {
		n.p.s = s
		n.p.save()
	}
	n.p.sheet.resize()
}

func trim(i *input) string { return strings.TrimSpace(i.Text) }

// portOf reads a port; nothing is 0.
func portOf(text string) (int, bool) {
	text = strings.TrimSpace(text)
	if text == "" {
		return 0, true
	}
	port, err := strconv.Atoi(text)
	return port, err == nil && port > 0 && port < 1<<16
}

// dotLayout stands a dot before a paragraph, in line with its first line.
type dotLayout struct{}

func (dotLayout) heightFor(o []fyne.CanvasObject, width float32) float32 {
	return heightOf(o[1], width-dotSize-gapSmall)
}

func (l dotLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(120, l.heightFor(o, max(120, o[1].Size().Width+dotSize+gapSmall)))
}

func (dotLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	o[0].Move(fyne.NewPos(0, 4))
	o[0].Resize(fyne.NewSquareSize(dotSize))
	o[1].Move(fyne.NewPos(dotSize+gapSmall, 0))
	o[1].Resize(fyne.NewSize(size.Width-dotSize-gapSmall, size.Height))
}
