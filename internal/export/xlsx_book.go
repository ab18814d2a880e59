package export

import (
	"archive/zip"
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"
	"time"
)

// book is a workbook (Office Open XML, ECMA-376) while it is written. Each
// sheet goes to the zip as its rows come; what names the sheets and the styles
// follows them.
//
// It is written here and not by excelize, which reads it in the tests: its
// stream writer takes numbers only as floats, keeps the zip in memory and puts
// the sheets into the zip in a random order, so that the same export would
// give other bytes.
type book struct {
	zip    *zip.Writer
	sheets []*sheet
	styles []style // in the order of their numbers
	known  map[style]int
	rows   int // that a sheet holds
}

// style is how a cell looks; format is a number format of Excel.
type style struct {
	format string
	look   look
	place  place
}

// place is where in its cell a value stands.
type place string

const (
	anywhere place = ""
	left     place = `horizontal="left"`             // of a date, which would touch the column beside it
	right    place = `horizontal="right" indent="1"` // of a number and of the heading above it, for the same reason
	wrapped  place = `vertical="top" wrapText="1"`   // of several lines
)

type look int

const (
	plain look = iota
	bold
	heading
)

// bookTime stands at every part, since the same receipts give the same bytes.
var bookTime = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// writeBook writes the tables as the sheets of a workbook, one after the other.
func writeBook(ctx context.Context, w io.Writer, tables []sheetData) error {
	return newBook(w).write(ctx, tables)
}

func newBook(w io.Writer) *book {
	b := &book{zip: zip.NewWriter(w), known: map[style]int{}, rows: sheetRows}
	b.style(style{"General", plain, anywhere}) // number 0 is that of a cell without one
	return b
}

func (b *book) write(ctx context.Context, tables []sheetData) error {
	if err := b.part("_rels/.rels", packageRelations); err != nil {
		return err
	}
	for _, t := range tables {
		if err := b.table(ctx, t); err != nil {
			return fmt.Errorf("sheet %s: %w", t.name, err)
		}
	}
	for _, p := range []struct{ name, content string }{
		{"xl/styles.xml", b.styleSheet()},
		{"xl/workbook.xml", b.workbook()},
		{"xl/_rels/workbook.xml.rels", b.relations()},
		{"[Content_Types].xml", b.contentTypes()},
	} {
		if err := b.part(p.name, p.content); err != nil {
			return err
		}
	}
	return b.zip.Close()
}

func (b *book) create(name string) (io.Writer, error) {
	return b.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: bookTime})
}

func (b *book) part(name, content string) error {
	w, err := b.create(name)
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, xmlHeader+content)
	return err
}

// add starts the next sheet.
func (b *book) add(name string, t sheetData) (*sheet, error) {
	w, err := b.create(fmt.Sprintf("xl/worksheets/sheet%d.xml", len(b.sheets)+1))
	if err != nil {
		return nil, err
	}
	s := &sheet{book: b, name: name, table: t, out: bufio.NewWriterSize(w, 64<<10)}
	b.sheets = append(b.sheets, s)
	s.begin()
	return s, nil
}

// style gives the number of a style.
func (b *book) style(s style) int {
	n, ok := b.known[s]
	if !ok {
		n = len(b.styles)
		b.known[s] = n
		b.styles = append(b.styles, s)
	}
	return n
}

const (
	xmlHeader        = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	mainNamespace    = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	officeDocument   = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	packageNamespace = "http://schemas.openxmlformats.org/package/2006"
	packageRelations = `<Relationships xmlns="` + packageNamespace + `/relationships"><Relationship Id="rId1" Type="` + officeDocument +
		`/officeDocument" Target="xl/workbook.xml"/></Relationships>`
	spreadsheetType = "application/vnd.openxmlformats-officedocument.spreadsheetml."
)

// firstFormat is the first number of a format that is not built in.
const firstFormat = 164

func (b *book) styleSheet() string {
	var formats, cells strings.Builder
	ids := map[string]int{"General": 0, "@": 49}
	for _, s := range b.styles {
		id, ok := ids[s.format]
		if !ok {
			id = firstFormat + len(ids) - 2
			ids[s.format] = id
			fmt.Fprintf(&formats, `<numFmt numFmtId="%d" formatCode="%s"/>`, id, escaped(s.format))
		}
		place := ""
		if s.look == heading {
			place = `vertical="center" `
		}
		if place += string(s.place); place != "" {
			place = "<alignment " + place + "/>"
		}
		fmt.Fprintf(&cells, `<xf numFmtId="%d" fontId="%d" fillId="%d" borderId="%d" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">%s</xf>`,
			id, min(s.look, bold), map[look]int{plain: 0, bold: 0, heading: 2}[s.look], s.look, place)
	}
	custom := ""
	if n := len(ids) - 2; n > 0 {
		custom = fmt.Sprintf(`<numFmts count="%d">%s</numFmts>`, n, formats.String())
	}
	const font = `<sz val="11"/><name val="Calibri"/><family val="2"/>`
	return `<styleSheet ` + mainNamespace + `>` + custom +
		`<fonts count="2"><font>` + font + `</font><font><b/>` + font + `</font></fonts>` +
		// The first two fills are the application's own, whatever stands there.
		`<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>` +
		`<fill><patternFill patternType="solid"><fgColor rgb="FFE8EEF4"/><bgColor indexed="64"/></patternFill></fill></fills>` +
		`<borders count="3"><border><left/><right/><top/><bottom/><diagonal/></border>` +
		`<border><left/><right/><top style="thin"><color rgb="FF7A8794"/></top><bottom/><diagonal/></border>` +
		`<border><left/><right/><top/><bottom style="thin"><color rgb="FF7A8794"/></bottom><diagonal/></border></borders>` +
		`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
		fmt.Sprintf(`<cellXfs count="%d">%s</cellXfs>`, len(b.styles), cells.String()) +
		`<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`
}

func (b *book) workbook() string {
	var sheets, names strings.Builder
	for i, s := range b.sheets {
		fmt.Fprintf(&sheets, `<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, escaped(s.name), i+1, i+1)
		fmt.Fprintf(&names, `<definedName name="_xlnm._FilterDatabase" localSheetId="%d" hidden="1">'%s'!%s</definedName>`, i, escaped(s.name), s.filter(true))
		fmt.Fprintf(&names, `<definedName name="_xlnm.Print_Titles" localSheetId="%d">'%s'!$1:$1</definedName>`, i, escaped(s.name))
	}
	return `<workbook ` + mainNamespace + ` xmlns:r="` + officeDocument + `"><bookViews><workbookView activeTab="0"/></bookViews><sheets>` +
		sheets.String() + `</sheets><definedNames>` + names.String() + `</definedNames></workbook>`
}

func (b *book) relations() string {
	var list strings.Builder
	for i := range b.sheets {
		fmt.Fprintf(&list, `<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, i+1, officeDocument, i+1)
	}
	return `<Relationships xmlns="` + packageNamespace + `/relationships">` + list.String() +
		fmt.Sprintf(`<Relationship Id="rId%d" Type="%s/styles" Target="styles.xml"/></Relationships>`, len(b.sheets)+1, officeDocument)
}

func (b *book) contentTypes() string {
	var list strings.Builder
	override := func(part, kind string) {
		fmt.Fprintf(&list, `<Override PartName="/xl/%s" ContentType="%s%s+xml"/>`, part, spreadsheetType, kind)
	}
	override("workbook.xml", "sheet.main")
	override("styles.xml", "styles")
	for i := range b.sheets {
		override(fmt.Sprintf("worksheets/sheet%d.xml", i+1), "worksheet")
	}
	return `<Types xmlns="` + packageNamespace + `/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/>` + list.String() + `</Types>`
}
