package pack

import (
	"bufio"
	"context"
	_ "embed"
	"html/template"
	"io"
	"net/url"
	"path"
	"strconv"
	"strings"

	"github.com/spindle-receipts/spindle/internal/export"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

//go:embed index.html.tmpl
var indexText string

// indexTemplate escapes every value for the place where it stands.
var indexTemplate = template.Must(template.New(indexName).Parse(indexText))

// indexPage is what stands above and below the receipts.
type indexPage struct {
	Title      string
	Count      int
	Review     int
	LeftOut    int
	Pictures   int
	Dates      string
	Currencies []*currencySum
	Rates      []indexRate
	Files      []indexFile
}

type indexRate struct{ Currency, Percent, Net, Tax string }

type indexFile struct {
	Name, About string
	Link        template.URL
}

// indexRow is one receipt.
type indexRow struct {
	Number                                int64
	Date, Vendor, InvoiceNumber, Category string
	Payment, Currency, Subtotal, Tax, Tip string
	Total                                 string
	Refund, Review                        bool
	Why, Notes                            string
	Pictures                              []indexFile
}

// writeIndex writes a page that needs nothing but itself: no script, no
// network, no other file.
func writeIndex(ctx context.Context, w io.Writer, c Config, s *summary) error {
	return buffered(w, func(b *bufio.Writer) error {
		page := newIndexPage(c, s)
		if err := indexTemplate.ExecuteTemplate(b, "top", page); err != nil {
			return err
		}
		if err := writeIndexRows(ctx, b, c, s); err != nil {
			return err
		}
		if s.leftOut > 0 {
			if err := indexTemplate.ExecuteTemplate(b, "left out", page); err != nil {
				return err
			}
			if err := eachLeftOut(ctx, c, func(row export.Row, why string) error {
				return indexTemplate.ExecuteTemplate(b, "left out row", newIndexRow(s, row, why))
			}); err != nil {
				return err
			}
		}
		return indexTemplate.ExecuteTemplate(b, "end", page)
	})
}

func writeIndexRows(ctx context.Context, w io.Writer, c Config, s *summary) error {
	for row, err := range c.Rows {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		if c.LeftOut(row) != "" {
			continue
		}
		if err := indexTemplate.ExecuteTemplate(w, "row", newIndexRow(s, row, "")); err != nil {
			return err
		}
	}
	return nil
}

func newIndexPage(c Config, s *summary) indexPage {
	page := indexPage{Title: oneLine(c.Title), Count: s.count, Review: s.review, LeftOut: s.leftOut, Pictures: s.pictures, Dates: s.dates(), Currencies: s.currencies}
	for _, r := range s.rates {
		page.Rates = append(page.Rates, indexRate{currencyName(r.Currency), r.Percent(), shown(r.Net, r.Currency), shown(r.Tax, r.Currency)})
	}
	for _, f := range c.Files {
		page.Files = append(page.Files, indexFile{f.Name, oneLine(f.About), link(f.Name)})
	}
	page.Files = append(page.Files,
		indexFile{slipName, "these figures as plain text", link(slipName)},
		indexFile{manifestName, "checksums of all files; check them with: sha256sum --check " + manifestName, link(manifestName)})
	return page
}

func newIndexRow(s *summary, row export.Row, why string) indexRow {
	r, f := row.Receipt, row.Receipt.Fields
	money := func(a receipt.Amount) string { return a.In(f.Currency) }
	line := indexRow{Number: r.ID, Date: f.Date.String(), Vendor: oneLine(title(row)), InvoiceNumber: oneLine(f.InvoiceNumber), Category: oneLine(f.Category),
		Payment: oneLine(f.Payment()), Currency: oneLine(f.Currency), Subtotal: money(f.Subtotal), Tax: money(f.Tax), Tip: money(f.Tip), Total: money(f.Total),
		Refund: f.Total.Sign() < 0, Review: r.Status == receipt.Review, Why: oneLine(why), Notes: oneLine(f.Notes)}
	pages := s.names.pages(r)
	for i, p := range pages {
		name := strings.TrimPrefix(path.Ext(p), ".")
		if len(pages) > 1 {
			name = "page " + strconv.Itoa(i+1)
		}
		line.Pictures = append(line.Pictures, indexFile{Name: name, Link: link(p)})
	}
	return line
}

// link is the address of a file of the pack, from beside it.
func link(name string) template.URL {
	u := url.URL{Path: name}
	return template.URL(u.EscapedPath())
}
