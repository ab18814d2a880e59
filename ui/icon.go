package ui

import (
	"fmt"
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// iconName names one of the window's icons: line drawings on a grid of 24,
// all of one family.
type iconName string

// The icons.
const (
	iconAdd      iconName = "add"
	iconExport   iconName = "export"
	iconSettings iconName = "settings"
	iconCheck    iconName = "check"
	iconReady    iconName = "ready"
	iconReview   iconName = "review"
	iconWaiting  iconName = "waiting"
	iconSending  iconName = "sending"
	iconReading  iconName = "reading"
	iconFailed   iconName = "failed"
	iconHeld     iconName = "held"
	iconExported iconName = "exported"
	iconTrash    iconName = "trash"
	iconRestore  iconName = "restore"
	iconRetry    iconName = "retry"
	iconZoomIn   iconName = "zoomIn"
	iconZoomOut  iconName = "zoomOut"
	iconFit      iconName = "fit"
	iconRotate   iconName = "rotate"
	iconPrevious iconName = "previous"
	iconNext     iconName = "next"
	iconUp       iconName = "up"
	iconDown     iconName = "down"
	iconReceipt  iconName = "receipt"
	iconSafe     iconName = "safe"
	iconInfo     iconName = "info"
	iconClose    iconName = "close"
	iconSearch   iconName = "search"
	iconFolder   iconName = "folder"
	iconCloud    iconName = "cloud"
	iconMore     iconName = "more"
	iconFilter   iconName = "filter"
)

// drawings are the paths of the icons, drawn for this window.
var drawings = map[iconName]string{
	iconAdd:      "M12 5V19 M5 12H19",
	iconExport:   "M12 4V15 M7.5 10.5L12 15L16.5 10.5 M5 19.5H19",
	iconSettings: "M4 7H13 M17 7H20 M4 17H7 M11 17H20 M15 5A2 2 0 1 0 15 9A2 2 0 1 0 15 5 M9 15A2 2 0 1 0 9 19A2 2 0 1 0 9 15",
	iconCheck:    "M5 12.5L10 17.5L19.5 7",
	iconReady:    "M12 3A9 9 0 1 0 12 21A9 9 0 1 0 12 3 M8 12.3L11 15.2L16.2 9.4",
	iconReview:   "M12 4L21 19.5H3Z M12 10V14 M12 16.7V16.9",
	iconWaiting:  "M12 3A9 9 0 1 0 12 21A9 9 0 1 0 12 3 M12 7.5V12L15 14",
	iconSending:  "M12 19V6 M6.5 11L12 5.5L17.5 11",
	iconReading:  "M4 8V5H7.5 M16.5 5H20V8 M20 16V19H16.5 M7.5 19H4V16 M8 10H16 M8 14H13",
	iconFailed:   "M12 3A9 9 0 1 0 12 21A9 9 0 1 0 12 3 M9 9L15 15 M15 9L9 15",
	iconHeld:     "M9 9H19.5V19.5H9Z M15 5.5V4.5H4.5V15H5.5",
	iconExported: "M5 13V19H19V13 M12 4V14 M8.5 10.5L12 14L15.5 10.5",
	iconTrash:    "M4.5 7H19.5 M9.5 7V4.5H14.5V7 M6.5 7L7.3 19.5H16.7L17.5 7 M10.5 11V16 M13.5 11V16",
	iconRestore:  "M4.5 10H14.5A5 5 0 0 1 14.5 20H9 M8.5 5.5L4 10L8.5 14.5",
	iconRetry:    "M19.5 12A7.5 7.5 0 1 1 17 6.4L19.5 8.7 M19.5 4V8.7H14.8",
	iconZoomIn:   "M10.5 4A6.5 6.5 0 1 0 10.5 17A6.5 6.5 0 1 0 10.5 4 M15.2 15.2L20 20 M10.5 7.8V13.2 M7.8 10.5H13.2",
	iconZoomOut:  "M10.5 4A6.5 6.5 0 1 0 10.5 17A6.5 6.5 0 1 0 10.5 4 M15.2 15.2L20 20 M7.8 10.5H13.2",
	iconFit:      "M4.5 9V4.5H9 M15 4.5H19.5V9 M19.5 15V19.5H15 M9 19.5H4.5V15",
	iconRotate:   "M4.5 12A7.5 7.5 0 1 0 7 6.4L4.5 8.7 M4.5 4V8.7H9.2",
	iconPrevious: "M14.5 6L8.5 12L14.5 18",
	iconNext:     "M9.5 6L15.5 12L9.5 18",
	iconUp:       "M6 14.5L12 8.5L18 14.5",
	iconDown:     "M6 9.5L12 15.5L18 9.5",
	iconReceipt:  "M6 3.5L8 5L10 3.5L12 5L14 3.5L16 5L18 3.5V20.5L16 19L14 20.5L12 19L10 20.5L8 19L6 20.5Z M9 9.5H15 M9 13.5H13",
	iconSafe:     "M12 3.5L19 6V11.5C19 16 16 19 12 20.5C8 19 5 16 5 11.5V6Z M9 11.8L11.3 14L15.2 9.7",
	iconInfo:     "M12 3A9 9 0 1 0 12 21A9 9 0 1 0 12 3 M12 11V16.2 M12 7.8V8",
	iconClose:    "M6.5 6.5L17.5 17.5 M17.5 6.5L6.5 17.5",
	iconSearch:   "M10.5 4A6.5 6.5 0 1 0 10.5 17A6.5 6.5 0 1 0 10.5 4 M15.2 15.2L20 20",
	iconFilter:   "M4 6.5H20 M7.5 12H16.5 M10.5 17.5H13.5",
	iconFolder:   "M3.5 6H9.5L11.5 8.5H20.5V18.5H3.5Z",
	iconMore:     "M6 12V12.1 M12 12V12.1 M18 12V12.1",
	iconCloud:    "M7 18.5A4.5 4.5 0 0 1 6.6 9.6A5.8 5.8 0 0 1 17.6 10A4.3 4.3 0 0 1 17.5 18.5Z",
}

// drawn is the icon in a colour. Its name tells both, since Fyne keeps
// rendered pictures by name.
func drawn(name iconName, c color.Color) fyne.Resource {
	n := color.NRGBAModel.Convert(c).(color.NRGBA)
	hex := fmt.Sprintf("%02x%02x%02x", n.R, n.G, n.B)
	var paths strings.Builder
	for _, d := range strings.Split(drawings[name], " M") {
		if !strings.HasPrefix(d, "M") {
			d = "M" + d
		}
		fmt.Fprintf(&paths, `<path d="%s" fill="none" stroke="#%s" stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round"/>`, d, hex)
	}
	return fyne.NewStaticResource("spindle-"+string(name)+"-"+hex+".svg",
		[]byte(`<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24">`+paths.String()+`</svg>`))
}

// icons makes every icon once per colour.
type icons map[iconColor]fyne.Resource

type iconColor struct {
	name  iconName
	color color.NRGBA
}

func (i icons) get(name iconName, c color.Color) fyne.Resource {
	key := iconColor{name, color.NRGBAModel.Convert(c).(color.NRGBA)}
	r, ok := i[key]
	if !ok {
		r = drawn(name, c)
		i[key] = r
	}
	return r
}

// glyph shows an icon in a colour of the theme.
type glyph struct {
	widget.BaseWidget
	name  iconName
	color fyne.ThemeColorName
	side  float32
	image *canvas.Image
}

func newGlyph(name iconName, color fyne.ThemeColorName, side float32) *glyph {
	g := &glyph{name: name, color: color, side: side, image: &canvas.Image{FillMode: canvas.ImageFillContain}}
	g.ExtendBaseWidget(g)
	g.paint()
	return g
}

// set changes the icon and its colour.
func (g *glyph) set(name iconName, color fyne.ThemeColorName) {
	if g.name == name && g.color == color {
		return
	}
	g.name, g.color = name, color
	g.Refresh()
}

func (g *glyph) paint() {
	c := themeColor(g.color)
	if r := drawn(g.name, c); g.image.Resource == nil || g.image.Resource.Name() != r.Name() {
		g.image.Resource = r
		g.image.Refresh()
	}
}

func (g *glyph) MinSize() fyne.Size { return fyne.NewSquareSize(g.side) }

func (g *glyph) Refresh() {
	g.paint()
	g.BaseWidget.Refresh()
}

func (g *glyph) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(g.image)
}

// themeColor is a colour of the theme that the app shows now.
func themeColor(name fyne.ThemeColorName) color.Color {
	s := fyne.CurrentApp().Settings()
	return s.Theme().Color(name, s.ThemeVariant())
}

func themeSize(name fyne.ThemeSizeName) float32 {
	return fyne.CurrentApp().Settings().Theme().Size(name)
}

// clearColor is no colour at all.
var clearColor = color.NRGBA{}

// iconSource gives an icon in a colour: drawn, or icons.get which keeps them.
type iconSource func(iconName, color.Color) fyne.Resource
