package intake

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"

	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/responses"

	"github.com/spindle-receipts/spindle/internal/reader/text"
)

const (
	minTextRunes   = 20  // fewer visible characters are a stamp or a page number, not the page's text
	maxOddShare    = 0.1 // of characters without a meaning: beyond it the fonts' tables are wrong
	scanShare      = 0.5 // of the page under one picture: beyond it the page is a scan
	finePixel      = 64  // steps of a pixel in which places are asked for
	wordGap        = 1.8 // of the line's height: words further apart are different lines, as in columns
	maxTextOnAPage = 100_000
)

// Text reads the words of a PDF's page n, from 0, as the program that made it
// wrote them, with their places in the picture that Page gives for the same
// maxSide. ok is false when there are none to rely on: for a picture, a scan
// (whose text somebody else has guessed), or fonts that do not say what their
// signs mean. The scores of the words are 1. Words that are too faint or too
// small to see are among them.
func (d *Document) Text(ctx context.Context, n, maxSide int) (page text.Page, ok bool, err error) {
	if err := d.has(n); err != nil {
		return text.Page{}, false, err
	}
	if d.kind != PDF {
		return text.Page{}, false, nil
	}
	return d.intake.pdf.text(ctx, d.data, n, maxSide)
}

func (p *pdfRuntime) text(ctx context.Context, data []byte, n, maxSide int) (page text.Page, ok bool, err error) {
	err = p.with(ctx, data, func(d pdfDocument) error {
		size, err := d.GetPageSize(&requests.GetPageSize{Page: d.page(n)})
		if err != nil || size.Width <= 0 || size.Height <= 0 || d.isScan(n, size.Width*size.Height) {
			return nil
		}
		page.Width, page.Height = pdfSize(size.Width, size.Height, maxSide)
		place, err := d.placing(n, page.Width, page.Height)
		if err != nil {
			return nil
		}
		res, err := d.GetPageTextStructured(&requests.GetPageTextStructured{Page: d.page(n), Mode: requests.GetPageTextStructuredModeChars})
		if err != nil || len(res.Chars) > maxTextOnAPage || !meaningful(res.Chars) {
			return nil
		}
		page.Lines = linesOf(wordsOf(res.Chars, place))
		ok = len(page.Lines) > 0
		return nil
	})
	if err != nil || !ok {
		return text.Page{}, false, err
	}
	return page, true, nil
}

// isScan looks for a picture that covers much of the page.
func (d pdfDocument) isScan(n int, area float64) bool {
	count, err := d.FPDFPage_CountObjects(&requests.FPDFPage_CountObjects{Page: d.page(n)})
	if err != nil {
		return true
	}
	for i := range count.Count {
		object, err := d.FPDFPage_GetObject(&requests.FPDFPage_GetObject{Page: d.page(n), Index: i})
		if err != nil {
			continue
		}
		kind, err := d.FPDFPageObj_GetType(&requests.FPDFPageObj_GetType{PageObject: object.PageObject})
		if err != nil || kind.Type != enums.FPDF_PAGEOBJ_IMAGE {
			continue
		}
		b, err := d.FPDFPageObj_GetBounds(&requests.FPDFPageObj_GetBounds{PageObject: object.PageObject})
		if err == nil && float64(b.Right-b.Left)*float64(b.Top-b.Bottom) > scanShare*area {
			return true
		}
	}
	return false
}

// placing maps places on the page, as the PDF counts them, to pixels of the
// upright picture. PDFium knows about turned and cropped pages; three points
// give the whole map.
func (d pdfDocument) placing(n, width, height int) (func(x, y float64) text.Point, error) {
	const far = 1000
	ask := func(x, y float64) (text.Point, error) {
		res, err := d.FPDF_PageToDevice(&requests.FPDF_PageToDevice{
			Page: d.page(n), SizeX: width * finePixel, SizeY: height * finePixel,
			Rotate: enums.FPDF_PAGE_ROTATION_NONE, PageX: x, PageY: y,
		})
		if err != nil {
			return text.Point{}, err
		}
		return text.Point{X: float64(res.DeviceX) / finePixel, Y: float64(res.DeviceY) / finePixel}, nil
	}
	o, err := ask(0, 0)
	if err != nil {
		return nil, err
	}
	right, err := ask(far, 0)
	if err != nil {
		return nil, err
	}
	up, err := ask(0, far)
	if err != nil {
		return nil, err
	}
	return func(x, y float64) text.Point {
		x, y = x/far, y/far
		return text.Point{
			X: o.X + x*(right.X-o.X) + y*(up.X-o.X),
			Y: o.Y + x*(right.Y-o.Y) + y*(up.Y-o.Y),
		}
	}, nil
}

// meaningful tells whether the characters are text: enough of them, and few
// that stand for nothing.
func meaningful(chars []*responses.GetPageTextStructuredChar) bool {
	seen, odd := 0, 0
	for _, c := range chars {
		for _, r := range c.Text {
			if unicode.IsSpace(r) {
				continue
			}
			seen++
			if r == unicode.ReplacementChar || unicode.IsControl(r) || unicode.Is(unicode.Co, r) {
				odd++
			}
		}
	}
	return seen >= minTextRunes && float64(odd) <= maxOddShare*float64(seen)
}

// rect is an upright rectangle in pixels.
type rect struct{ left, top, right, bottom float64 }

func (a rect) height() float64 { return a.bottom - a.top }

func (a rect) with(b rect) rect {
	return rect{min(a.left, b.left), min(a.top, b.top), max(a.right, b.right), max(a.bottom, b.bottom)}
}

func (a rect) quad() text.Quad {
	return text.Quad{{X: a.left, Y: a.top}, {X: a.right, Y: a.top}, {X: a.right, Y: a.bottom}, {X: a.left, Y: a.bottom}}
}

// word is a run of characters, in the order in which the PDF holds them.
type word struct {
	text string
	rect
}

func wordsOf(chars []*responses.GetPageTextStructuredChar, place func(x, y float64) text.Point) []word {
	var words []word
	var letters strings.Builder
	var at rect
	end := func() {
		if letters.Len() > 0 {
			words = append(words, word{letters.String(), at})
		}
		letters.Reset()
	}
	for _, c := range chars {
		letter := readable(c.Text)
		if letter == "" {
			end()
			continue
		}
		p, q := place(c.PointPosition.Left, c.PointPosition.Top), place(c.PointPosition.Right, c.PointPosition.Bottom)
		box := rect{min(p.X, q.X), min(p.Y, q.Y), max(p.X, q.X), max(p.Y, q.Y)}
		if letters.Len() > 0 && !at.besides(box) {
			end()
		}
		if letters.Len() == 0 {
			at = box
		}
		at = at.with(box)
		letters.WriteString(letter)
	}
	end()
	return words
}

// readable gives what is to be read, or nothing for blanks and marks of the
// layout. PDFium writes a hyphen at the end of a line as U+0002 or U+FFFE.
func readable(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == 2 || r == 0xfffe:
			return '-'
		case unicode.IsSpace(r) || unicode.IsControl(r):
			return -1
		}
		return r
	}, s)
}

// besides tells whether a sign stands where the word goes on. Signs without a
// size, such as some blanks and accents, stand anywhere.
func (a rect) besides(b rect) bool {
	size := max(a.height(), b.height())
	return b.left-a.right < size && a.left-b.right < size && b.top < a.bottom+size/2 && a.top-size/2 < b.bottom
}

// linesOf puts words at the same height and near each other on lines, and
// orders the lines from top to bottom.
func linesOf(words []word) []text.Line {
	type line struct {
		rect
		words []word
	}
	var lines []*line
	for _, w := range words {
		var on *line
		for i := len(lines) - 1; i >= 0 && on == nil; i-- {
			if lines[i].goesOn(w.rect) {
				on = lines[i]
			}
		}
		if on == nil {
			on = &line{rect: w.rect}
			lines = append(lines, on)
		}
		on.words, on.rect = append(on.words, w), on.rect.with(w.rect)
	}
	sortBy(lines, func(l *line) float64 { return (l.top + l.bottom) / 2 })
	list := make([]text.Line, 0, len(lines))
	for _, l := range lines {
		sortBy(l.words, func(w word) float64 { return w.left })
		list = append(list, lineOf(l.words, l.rect))
	}
	return list
}

// goesOn tells whether a word lies on a line: at least half of the lower one's
// height in common, and not far from it.
func (a rect) goesOn(b rect) bool {
	common := min(a.bottom, b.bottom) - max(a.top, b.top)
	gap := max(b.left-a.right, a.left-b.right)
	return common >= min(a.height(), b.height())/2 && gap <= wordGap*max(a.height(), b.height())
}

func lineOf(words []word, at rect) text.Line {
	l := text.Line{Score: 1, Quad: at.quad()}
	texts := make([]string, len(words))
	for i, w := range words {
		texts[i] = w.text
		l.Words = append(l.Words, text.Word{Text: w.text, Score: 1, Quad: w.quad()})
	}
	l.Text = strings.Join(texts, " ")
	return l
}

func sortBy[T any](list []T, key func(T) float64) {
	slices.SortStableFunc(list, func(a, b T) int { return cmp.Compare(key(a), key(b)) })
}
