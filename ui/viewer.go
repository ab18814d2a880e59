package ui

import (
	"context"
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// pictureSide bounds the pictures that are shown: old graphics stop at 4096,
// and a receipt can be read at less.
const pictureSide = 2000

// pageOf names a page of a receipt.
type pageOf struct {
	id   int64
	page int
}

// viewer is the picture with its pages and buttons. Pages are fetched away
// from Fyne's goroutine; of those asked for, only the last one is shown.
type viewer struct {
	picture *picture
	content *fyne.Container

	load    func(ctx context.Context, p pageOf) (image.Image, error)
	run     func(func()) // away from Fyne's goroutine
	onTurn  func(id int64)
	wanted  pageOf
	turned  int  // degrees clockwise
	failed  bool // the picture could not be fetched
	pages   int
	cancel  context.CancelFunc
	kept    map[pageOf]image.Image
	order   []pageOf
	receipt receipt.Receipt
	field   receipt.Field // whose place is lit; "" for none

	wordsOf   func(ctx context.Context, p pageOf) ([]desk.Word, error)
	aim       func(words []desk.Word, at int, add bool) (from, to int, text string, ok bool)
	onTake    func(text string, add bool)
	words     []desk.Word // of the page that is shown
	worded    worded      // whose they are
	stopWords context.CancelFunc
	sought    []string // what a search is for

	bar                  *fyne.Container
	pager                *fyne.Container
	previous, next       *button
	zoomIn, zoomOut, fit *button
	turn                 *button
	which                *phrase
}

// keptPages is how many pages are kept to go back to, about 16 MB each.
const keptPages = 4

func newViewer() *viewer {
	v := &viewer{picture: newPicture(), kept: make(map[pageOf]image.Image)}
	v.previous = newButton("", iconPrevious, quiet, func() { v.turnTo(v.wanted.page - 1) })
	v.next = newButton("", iconNext, quiet, func() { v.turnTo(v.wanted.page + 1) })
	v.zoomIn = newButton("", iconZoomIn, quiet, func() { v.picture.zoomBy(zoomStep) })
	v.zoomOut = newButton("", iconZoomOut, quiet, func() { v.picture.zoomBy(1 / zoomStep) })
	v.fit = newButton("", iconFit, quiet, v.picture.fit)
	v.turn = newButton("", iconRotate, quiet, v.rotate)
	v.which = newPhrase("", theme.SizeNameCaptionText, colorMuted, false)
	v.pager = inset(0, 0, 0, 0, floating(v.previous, middle(v.which), v.next))
	v.bar = across(0, v.pager, layout.NewSpacer(), floating(v.zoomOut, v.zoomIn, v.fit, v.turn))
	v.picture.onZoom = v.enable
	v.picture.pointing.over, v.picture.pointing.click = v.point, v.click
	v.picture.pointing.out = func() { v.picture.mark([4]float64{}) }
	v.content = container.NewStack(v.picture, container.NewBorder(nil, inset(0, gapSmall, gapSmall, gapSmall, v.bar), nil, nil))
	return v
}

// floating stands buttons on a small surface over the picture.
func floating(objects ...fyne.CanvasObject) fyne.CanvasObject {
	for _, o := range objects {
		if b, ok := o.(*button); ok {
			b.small = true
		}
	}
	return newSurface(inset(1, 1, 1, 1, across(0, objects...)), colorCard, colorBorder, 8)
}

// show shows a receipt's first page, or the page it is at when it is the
// same receipt.
func (v *viewer) show(r receipt.Receipt, pages int) {
	want := pageOf{id: r.ID}
	if v.wanted.id == r.ID {
		want.page = min(v.wanted.page, max(0, pages-1))
	} else {
		v.field = ""
		v.picture.light([4]float64{})
	}
	v.receipt, v.pages = r, pages
	v.want(want, r.Turned)
	v.relight()
	v.fetchWords()
	v.showHits() // it may have been turned
}

func (v *viewer) clear() {
	v.wanted, v.receipt, v.field = pageOf{}, receipt.Receipt{}, ""
	if v.cancel != nil {
		v.cancel()
	}
	v.picture.say("")
	v.fetchWords()
	v.enable()
}

func (v *viewer) turnTo(page int) {
	if page >= 0 && page < v.pages {
		v.want(pageOf{v.wanted.id, page}, v.turned)
		v.relight()
		v.fetchWords()
	}
}

func (v *viewer) want(p pageOf, turned int) {
	if p == v.wanted && turned == v.turned && !v.failed && (v.picture.image != nil || v.picture.note != "") {
		v.enable()
		return
	}
	v.wanted, v.turned, v.failed = p, turned, false
	if v.cancel != nil {
		v.cancel()
	}
	m, ok := v.kept[p]
	if ok && turned == 0 {
		v.picture.show(m)
		v.enable()
		return
	}
	if copying(v.receipt) {
		v.failed = true // it is asked for anew when the receipt changes
		v.picture.say(tr("The picture appears once it is safely copied."))
		v.enable()
		return
	}
	v.picture.say(tr("Loading the picture…"))
	v.enable()
	ctx, cancel := context.WithCancel(context.Background())
	v.cancel = cancel
	v.run(func() {
		if ctx.Err() != nil { // the person has gone on
			return
		}
		var err error
		if !ok {
			m, err = v.load(ctx, p)
		}
		shown := turn(m, turned)
		fyne.Do(func() {
			if err == nil {
				v.keep(p, m)
			}
			if p == v.wanted && turned == v.turned {
				v.loaded(shown, err)
			}
		})
	})
}

func (v *viewer) loaded(m image.Image, err error) {
	v.failed = err != nil
	if err != nil {
		v.picture.say(tr("The picture cannot be shown. %s", sentence(err)))
		return
	}
	v.picture.show(m)
	v.relight()
	v.enable()
}

func (v *viewer) keep(p pageOf, m image.Image) {
	if _, ok := v.kept[p]; !ok {
		v.order = append(v.order, p)
	}
	v.kept[p] = m
	if len(v.order) > keptPages {
		delete(v.kept, v.order[0])
		v.order = v.order[1:]
	}
}

// forget fetches the pages anew: they have another order.
func (v *viewer) forget() {
	v.kept, v.order, v.failed = make(map[pageOf]image.Image), nil, true
	if v.wanted.id != 0 {
		v.want(v.wanted, v.turned)
		v.relight()
	}
}

func (v *viewer) rotate() {
	if v.wanted.id != 0 {
		v.onTurn(v.wanted.id)
	}
}

// light lights the place where a field was read, turning to its page.
func (v *viewer) light(f receipt.Field) {
	v.field = f
	if e, ok := v.receipt.Evidence[f]; ok && e.HasBox() && e.Page != v.wanted.page && e.Page < v.pages {
		v.want(pageOf{v.wanted.id, e.Page}, v.turned)
		v.fetchWords()
	}
	v.relight()
}

func (v *viewer) relight() {
	e, ok := v.receipt.Evidence[v.field]
	if !ok || !e.HasBox() || e.Page != v.wanted.page || v.receipt.Corrected[v.field] {
		v.picture.light([4]float64{})
		return
	}
	v.picture.light(turnBox(e.Box, v.receipt.Turned))
}

func (v *viewer) enable() {
	there := v.picture.image != nil
	v.zoomIn.setEnabled(there && v.picture.zoom < zoomMost)
	v.zoomOut.setEnabled(there && v.picture.zoom > 1)
	v.fit.setEnabled(there && v.picture.zoom > 1)
	v.turn.setEnabled(there)
	v.previous.setEnabled(v.wanted.page > 0)
	v.next.setEnabled(v.wanted.page < v.pages-1)
	v.which.set(tr("Page %d of %d", v.wanted.page+1, v.pages))
	if show := v.pages > 1; show != v.pager.Visible() {
		v.pager.Hidden = !show
		v.bar.Refresh()
	}
}
