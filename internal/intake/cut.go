package intake

import (
	"context"
	"fmt"

	"github.com/klippa-app/go-pdfium/requests"
)

// Part is some of the pages of a PDF as a PDF of its own.
type Part struct {
	First, Last int // pages, from 1
	Data        []byte
}

// Cut makes PDFs of whole pages out of one, in their order, each with at most
// so many pages and bytes, and hands them to take one after the other. The
// error is a *Refusal when the fault lies with the file, and take's as it is.
func (in *Intake) Cut(ctx context.Context, data []byte, maxPages int, maxBytes int64, take func(Part) error) error {
	doc, err := in.OpenBytes(ctx, data)
	if err != nil {
		return err
	}
	defer doc.Close()
	if doc.Kind() != PDF {
		return refuse("only a PDF can be split", "")
	}
	for first := 0; first < doc.Pages(); {
		pages := min(maxPages, doc.Pages()-first)
		part, err := in.part(ctx, data, first, pages, maxBytes)
		if err != nil {
			return err
		}
		if err := take(part); err != nil {
			return err
		}
		first = part.Last
	}
	return nil
}

// part takes pages out of a PDF, fewer than asked for when they would be too long.
func (in *Intake) part(ctx context.Context, data []byte, first, pages int, maxBytes int64) (Part, error) {
	for ; ; pages = (pages + 1) / 2 {
		cut, err := in.pdf.take(ctx, data, first, pages)
		if err != nil {
			return Part{}, err
		}
		switch {
		case int64(len(cut)) <= maxBytes:
			return Part{First: first + 1, Last: first + pages, Data: cut}, in.holds(ctx, cut, pages)
		case pages == 1:
			return Part{}, refuse(fmt.Sprintf("page %d alone has %s, and a part may have at most %s", first+1, more(int64(len(cut)), maxBytes), whole(maxBytes)), "Scan it anew with fewer dots per inch.")
		}
	}
}

// holds makes sure that every page is in what was cut out.
func (in *Intake) holds(ctx context.Context, cut []byte, pages int) error {
	doc, err := in.OpenBytes(ctx, cut)
	if err != nil {
		return fmt.Errorf("looking at a part of the PDF: %w", err)
	}
	defer doc.Close()
	if doc.Pages() != pages {
		return fmt.Errorf("a part of the PDF came out with %d pages in place of %d", doc.Pages(), pages)
	}
	return nil
}

// take gives some pages of a document as a document of their own.
func (p *pdfRuntime) take(ctx context.Context, data []byte, first, pages int) (cut []byte, err error) {
	err = p.with(ctx, data, func(d pdfDocument) error {
		fresh, err := d.FPDF_CreateNewDocument(&requests.FPDF_CreateNewDocument{})
		if err != nil {
			return fmt.Errorf("making a part of the PDF: %w", err)
		}
		indices := make([]int, pages)
		for i := range indices {
			indices[i] = first + i
		}
		if _, err := d.FPDF_ImportPagesByIndex(&requests.FPDF_ImportPagesByIndex{Source: d.ref, Destination: fresh.Document, PageIndices: indices}); err != nil {
			return damaged(PDF)
		}
		saved, err := d.FPDF_SaveAsCopy(&requests.FPDF_SaveAsCopy{Flags: requests.SaveFlagNoIncremental, Document: fresh.Document})
		if err != nil || saved.FileBytes == nil {
			return fmt.Errorf("writing a part of the PDF: %w", err)
		}
		cut = *saved.FileBytes
		return nil
	})
	return cut, err
}
