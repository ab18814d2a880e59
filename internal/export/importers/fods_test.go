package importers

import (
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"
	"testing"
)

// typed is a cell as LibreOffice has it.
type typed struct {
	kind  string // float, date, string or ""
	value string // of a number or a date
	text  string // as it is shown
}

// sheets are those of a flat OpenDocument spreadsheet by name. A formula in any
// of them fails the test.
func sheets(t *testing.T, data []byte) map[string][][]typed {
	t.Helper()
	r := fods{decoder: xml.NewDecoder(strings.NewReader(string(data))), sheets: map[string][][]typed{}}
	for {
		token, err := r.decoder.Token()
		if errors.Is(err, io.EOF) {
			return r.sheets
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			if formula := attribute(token, "formula"); formula != "" {
				t.Errorf("there is a formula: %s", formula)
			}
			r.start(token)
		case xml.EndElement:
			r.end(token.Name.Local)
		case xml.CharData:
			if r.inText > 0 {
				r.text.Write(token)
			}
		}
	}
}

// fods reads a flat OpenDocument spreadsheet.
type fods struct {
	decoder *xml.Decoder
	sheets  map[string][][]typed
	name    string
	row     []typed
	cell    typed
	repeat  int
	text    strings.Builder
	lines   int
	inText  int
}

func (r *fods) start(e xml.StartElement) {
	switch e.Name.Local {
	case "table":
		r.name = attribute(e, "name")
	case "table-row":
		r.row = nil
	case "table-cell":
		r.cell = typed{kind: attribute(e, "value-type"), value: attribute(e, "value") + attribute(e, "date-value")}
		r.repeat, _ = strconv.Atoi(attribute(e, "number-columns-repeated"))
		r.text.Reset()
		r.lines = 0
	case "p":
		if r.lines++; r.lines > 1 {
			r.text.WriteByte('\n')
		}
		r.inText++
	case "s":
		n, _ := strconv.Atoi(attribute(e, "c"))
		r.text.WriteString(strings.Repeat(" ", max(n, 1)))
	case "tab":
		r.text.WriteByte('\t')
	}
}

func (r *fods) end(name string) {
	switch name {
	case "p":
		r.inText--
	case "table-cell":
		r.cell.text = r.text.String()
		for range min(max(r.repeat, 1), 64) { // the rest of the row is one empty cell, repeated
			r.row = append(r.row, r.cell)
		}
	case "table-row":
		r.sheets[r.name] = append(r.sheets[r.name], r.row)
	}
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
