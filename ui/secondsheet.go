package ui

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// readings is the sheet with the two readings of a receipt.
type readings struct {
	w     *Window
	read  desk.Readings
	taken map[desk.Part]bool // what the person chose of the second
	rows  []*readingRow
	sheet *sheet
	take  *button // takes what was chosen
}

// readingRow is a part in which the two differ.
type readingRow struct {
	part        desk.Part
	left, right *readingSide
	take        *button
}

// compareReadings shows the two readings of the current receipt side by side.
func (w *Window) compareReadings() {
	e := w.panel.entry
	if w.sheet != nil || e == nil || !w.saved() {
		return
	}
	if !e.receipt.Second.Read() {
		w.toast.say(toneInfo, tr("This receipt has no second reading."), "", nil)
		return
	}
	var read desk.Readings
	w.do(func(ctx context.Context) (err error) { read, err = w.desk.Readings(ctx, e.id()); return err }, func() {
		if w.sheet == nil && w.panel.entry != nil && w.panel.entry.id() == read.Receipt.ID {
			w.showReadings(read)
		}
	})
}

func (w *Window) showReadings(read desk.Readings) {
	r := &readings{w: w, read: read, taken: make(map[desk.Part]bool)}
	first, second := capital(engineName(read.Receipt.Engine)), capital(engineName(read.Receipt.Second.Engine))
	objects := []fyne.CanvasObject{container.New(readingLayout{}, newParagraph("", theme.SizeNameCaptionText, colorMuted),
		readingHead(tr("As it stands"), first), readingHead(tr("Second reading"), second), exactly(fyne.NewSize(readingTake, 1), newParagraph("", sizePill, colorMuted)))}
	for _, part := range read.Differ {
		objects = append(objects, r.row(part))
	}
	objects = append(objects, r.same())
	keep := newButton(tr("1  Keep it as it stands"), "", normal, func() { r.done(nil) })
	all := newButton(tr("2  Take all of the second"), "", normal, func() { r.done(read.All()) })
	r.take = newButton(tr("3  Take the chosen"), iconCheck, primary, func() { r.done(r.chosen()) })
	all.setEnabled(len(read.All()) > 0)
	title, text := tr("Two readings of #%d", read.Receipt.ID), tr("Take what is right of the second reading. Nothing changes before you say so.")
	if len(read.Differ) == 0 {
		text = tr("Both readings say the same now.")
	}
	if slices.ContainsFunc(read.Differ, func(p desk.Part) bool { return read.Yours[p] }) {
		text += " " + tr("What you corrected stays, unless you take it by its own button.")
	}
	body, off := w.besidePicture(read.Receipt, flow(gapSmall, objects...))
	width := float32(820)
	if off != nil {
		width = 1120
	}
	r.sheet = w.showSheet(title, text, width, body, []fyne.CanvasObject{keep, all, r.take})
	r.sheet.onClose = func() { call(off) }
	r.sheet.onKey = pressed(map[fyne.KeyName]*button{fyne.Key1: keep, fyne.Key2: all, fyne.Key3: r.take})
	r.sheet.enter = r.take.press
	r.tell()
}

// besidePicture stands rows beside the receipt's picture, where the window has
// room for both; off clears the picture.
func (w *Window) besidePicture(r receipt.Receipt, rows fyne.CanvasObject) (body fyne.CanvasObject, off func()) {
	size := w.window.Canvas().Size()
	e := w.book.get(r.ID)
	if size.Width < 1200 || e == nil {
		return rows, nil
	}
	v := w.versusPicture(e)
	return container.New(pictureLayout{min(560, size.Height-300)}, v.content, rows), v.clear
}

// pictureLayout stands a picture of some height before what belongs to it.
type pictureLayout struct{ height float32 }

const pictureWidth float32 = 320

func (l pictureLayout) heightFor(o []fyne.CanvasObject, width float32) float32 {
	return max(l.height, heightOf(o[1], width-pictureWidth-gapLarge))
}

func (l pictureLayout) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(pictureWidth+gapLarge+300, l.height)
}

func (l pictureLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	o[0].Move(fyne.Position{})
	o[0].Resize(fyne.NewSize(pictureWidth, l.height))
	o[1].Move(fyne.NewPos(pictureWidth+gapLarge, 0))
	o[1].Resize(fyne.NewSize(size.Width-pictureWidth-gapLarge, size.Height))
}

func readingHead(what, who string) fyne.CanvasObject {
	name := newParagraph(what, theme.SizeNameText, theme.ColorNameForeground)
	name.bold = true
	return flow(1, name, newParagraph(who, theme.SizeNameCaptionText, colorMuted))
}

// texts are what the two readings say of a part.
func (r *readings) texts(part desk.Part) (name, left, right string) {
	w, a, b := r.w.book.writing, r.read.Receipt.Fields, r.read.Second
	switch part {
	case desk.PartTaxLines:
		left, right = unlike(taxTexts(w, a), taxTexts(w, b))
		return tr("Taxes"), left, right
	case desk.PartLineItems:
		left, right = unlike(itemTexts(w, a), itemTexts(w, b))
		return tr("Line items"), left, right
	}
	return label(part), w.field(a, part), w.field(b, part)
}

// row shows a part in which the two differ.
func (r *readings) row(part desk.Part) fyne.CanvasObject {
	name, left, right := r.texts(part)
	row := &readingRow{part: part, left: newReadingSide(left), right: newReadingSide(right)}
	row.take = newButton(tr("Take this"), "", normal, func() { r.toggle(row) })
	r.rows = append(r.rows, row)
	about := flow(1, newParagraph(name+"  ≠", theme.SizeNameCaptionText, colorMuted))
	if r.read.Yours[part] {
		about.Add(newParagraph(tr("corrected by you"), sizePill, colorBlue))
	}
	return container.New(readingLayout{}, about, row.left.content, row.right.content, row.take)
}

// same is one quiet sentence about what both say.
func (r *readings) same() fyne.CanvasObject {
	var facts []fact
	for _, name := range receipt.AllFields() {
		// What differs only in how it is written, as 12.5 and 12.50, is the same.
		if _, left, _ := r.texts(name); left != "" && name != receipt.FieldNotes && !slices.Contains(r.read.Differ, name) {
			facts = append(facts, fact{label(name), left, left})
		}
	}
	for _, part := range []desk.Part{desk.PartTaxLines, desk.PartLineItems} {
		n := len(r.read.Second.LineItems)
		if part == desk.PartTaxLines {
			n = len(r.read.Second.TaxLines)
		}
		if n > 0 && !slices.Contains(r.read.Differ, part) {
			name, _, _ := r.texts(part)
			facts = append(facts, fact{name, linesOf(n), linesOf(n)})
		}
	}
	all := make([]string, len(facts))
	for i, f := range facts {
		all[i] = inSentence(f.name) + " " + f.left
	}
	if len(all) == 0 {
		return flow(0)
	}
	return newParagraph(tr("The same in both: %s", strings.Join(all, " · ")), theme.SizeNameCaptionText, colorMuted)
}

// toggle takes a part of the second reading, or leaves it.
func (r *readings) toggle(row *readingRow) {
	r.taken[row.part] = !r.taken[row.part]
	r.tell()
}

// chosen are the parts that the person chose, in the order of the window.
func (r *readings) chosen() []desk.Part {
	return slices.DeleteFunc(slices.Clone(r.read.Differ), func(p desk.Part) bool { return !r.taken[p] })
}

// tell shows what was chosen.
func (r *readings) tell() {
	for _, row := range r.rows {
		taken := r.taken[row.part]
		row.left.show(!taken)
		row.right.show(taken)
		row.take.icon = ""
		row.take.text = tr("Take this")
		if taken {
			row.take.icon, row.take.text = iconCheck, tr("Taken")
		}
		row.take.Refresh()
	}
	n := len(r.chosen())
	r.take.setEnabled(n > 0)
}

// done takes parts of the second reading; without any all stays as it is.
func (r *readings) done(parts []desk.Part) {
	w, id := r.w, r.read.Receipt.ID
	who := engineName(r.read.Receipt.Second.Engine)
	r.sheet.close()
	take := func() {
		w.do(func(ctx context.Context) error { return w.desk.TakeSecond(ctx, id, parts...) }, func() {
			if len(parts) == 0 {
				w.toast.say(toneInfo, tr("#%d stays as it stands.", id), "", nil)
				return
			}
			w.toast.say(toneInfo, trn(len(parts), "Took %d value that %s read.", "Took %d values that %s read.", who), tr("Undo"), w.undo)
		})
	}
	if len(parts) == 0 {
		take()
		return
	}
	w.unlock([]int64{id}, take, func() {})
}

// readingSide is what one reading says of a part.
type readingSide struct {
	content *card
	words   *paragraph
	empty   bool
}

func newReadingSide(text string) *readingSide {
	s := &readingSide{empty: text == ""}
	if s.empty {
		text = tr("nothing")
	}
	s.words = newParagraph(text, theme.SizeNameText, colorMuted)
	s.content = newSurface(inset(gapTiny, gapTiny, gapSmall, gapSmall, s.words), colorCard, colorBorder, 6)
	return s
}

// show marks the side that stands once the sheet is left.
func (s *readingSide) show(stands bool) {
	ink := fyne.ThemeColorName(colorMuted)
	if s.words.bold = stands && !s.empty; stands && !s.empty {
		ink = theme.ColorNameForeground
	}
	s.words.set(s.words.text, ink)
	if stands {
		s.content.setColors(colorSelected, "")
	} else {
		s.content.setColors(theme.ColorNameOverlayBackground, colorBorder)
	}
	s.content.Refresh()
}

// readingLayout stands a name before two sides of the same width and a button.
type readingLayout struct{}

const (
	readingName float32 = 104
	readingTake float32 = 104
)

func (readingLayout) side(width float32) float32 {
	return (width - readingName - readingTake - 3*gapSmall) / 2
}

func (l readingLayout) heightFor(o []fyne.CanvasObject, width float32) float32 {
	side := l.side(width)
	return max(heightOf(o[0], readingName), heightOf(o[1], side), heightOf(o[2], side), o[3].MinSize().Height)
}

func (l readingLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	width := readingName + readingTake + 3*gapSmall + 2*120
	return fyne.NewSize(width, l.heightFor(o, width))
}

func (l readingLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	side, x := l.side(size.Width), float32(0)
	for i, width := range []float32{readingName, side, side, readingTake} {
		height := heightOf(o[i], width)
		if i == 3 {
			height = o[i].MinSize().Height
		}
		o[i].Move(fyne.NewPos(x, (size.Height-height)/2))
		o[i].Resize(fyne.NewSize(width, height))
		x += width + gapSmall
	}
}
