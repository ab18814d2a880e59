package ui

import (
	"context"
	"fmt"
	"image"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// fact is something that can be said of two receipts.
type fact struct{ name, left, right string }

func (f fact) differs() bool { return f.left != f.right }

// facts are what the files and the fields of two receipts say, but for what
// neither says anything about.
func (w *Window) facts(left, right *entry) []fact {
	all := []fact{
		{tr("File"), file(left.receipt), file(right.receipt)},
		{tr("Picture"), measures(left.receipt), measures(right.receipt)},
	}
	if left.receipt.Status.Read() && right.receipt.Status.Read() {
		for _, name := range receipt.AllFields() {
			all = append(all, fact{label(name), w.book.writing.field(left.receipt.Fields, name), w.book.writing.field(right.receipt.Fields, name)})
		}
		items := func(e *entry) string { return lineCount(len(e.receipt.Fields.LineItems)) }
		all = append(all, fact{tr("Line items"), items(left), items(right)})
	}
	known := all[:0]
	for _, f := range all {
		if f.left != "" || f.right != "" {
			known = append(known, f)
		}
	}
	return known
}

func lineCount(n int) string {
	if n == 0 {
		return ""
	}
	return linesOf(n)
}

// measures are the size of a receipt's files: "1200 × 1600, 1.2 MB".
func measures(r receipt.Receipt) string {
	if len(r.Originals) == 0 || r.Originals[0].Size == 0 {
		return ""
	}
	size, pages := int64(0), 0
	for _, o := range r.Originals {
		size += o.Size
		pages += max(o.Pages, 1)
	}
	words := fmt.Sprintf("%.1f MB", float64(size)/1e6)
	if size < 1e6 {
		words = fmt.Sprintf("%d KB", (size+500)/1000)
	}
	if pages > 1 {
		return trn(pages, "%d page, %s", "%d pages, %s", words)
	}
	if o := r.Originals[0]; o.Width > 0 {
		return fmt.Sprintf("%d × %d, %s", o.Width, o.Height, words)
	}
	return words
}

// versusRows are the facts that differ, each with a mark, and then in one
// sentence those that do not.
func versusRows(facts []fact) []fyne.CanvasObject {
	var rows []fyne.CanvasObject
	var same []string
	for _, f := range facts {
		if f.differs() {
			rows = append(rows, versusRow(f))
		} else {
			same = append(same, inSentence(f.name)+" "+f.left)
		}
	}
	if len(same) > 0 {
		words := tr("The same in both: %s", strings.Join(same, " · "))
		if len(rows) == 0 {
			words = tr("Everything is the same in both: %s", strings.Join(same, " · "))
		}
		rows = append(rows, newParagraph(words, theme.SizeNameCaptionText, colorMuted))
	}
	return rows
}

// versusRow shows a fact that differs.
func versusRow(f fact) fyne.CanvasObject {
	side := func(text string) fyne.CanvasObject {
		if text == "" {
			return newParagraph(tr("nothing"), theme.SizeNameText, colorMuted)
		}
		p := newParagraph(text, theme.SizeNameText, colorAmber)
		p.bold = true
		return newSurface(inset(gapTiny, gapTiny, gapSmall, gapSmall, p), colorAmberTint, "", 6)
	}
	return container.New(versusLayout{}, newParagraph(f.name+"  ≠", theme.SizeNameCaptionText, colorMuted), side(f.left), side(f.right))
}

// versusLayout stands a name before two sides of the same width.
type versusLayout struct{}

const versusName float32 = 112

func (versusLayout) side(width float32) float32 { return (width - versusName - 2*gapSmall) / 2 }

func (l versusLayout) heightFor(o []fyne.CanvasObject, width float32) float32 {
	side := l.side(width)
	return max(heightOf(o[0], versusName), heightOf(o[1], side), heightOf(o[2], side))
}

func (l versusLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(versusName+2*140, l.heightFor(o, versusName+2*140))
}

func (l versusLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	side := l.side(size.Width)
	for i, width := range []float32{versusName, side, side} {
		x := float32(0)
		if i > 0 {
			x = versusName + gapSmall + float32(i-1)*(side+gapSmall)
		}
		height := heightOf(o[i], width)
		o[i].Move(fyne.NewPos(x, (size.Height-height)/2))
		o[i].Resize(fyne.NewSize(width, height))
	}
}

// versusHead names a receipt over its side.
func versusHead(e *entry, about string) fyne.CanvasObject {
	title := e.receipt.Fields.Vendor
	if title == "" {
		title = file(e.receipt)
	}
	name := newElastic(fmt.Sprintf("#%d  %s", e.id(), title), theme.SizeNameText, theme.ColorNameForeground, true)
	return flow(3, name, newParagraph(about, theme.SizeNameCaptionText, colorMuted), inset(2, 0, 0, 0, container.NewHBox(newPill(e.state))))
}

// versusPicture shows the picture of a receipt; it cannot be turned there.
func (w *Window) versusPicture(e *entry) *viewer {
	v := newViewer()
	v.run = func(f func()) { w.look(f) }
	v.load = func(ctx context.Context, p pageOf) (image.Image, error) {
		return w.desk.Page(ctx, p.id, p.page, pictureSide)
	}
	v.turn.Hide()
	v.fit.Hide()
	v.show(e.receipt, w.desk.Pages(e.receipt))
	return v
}
