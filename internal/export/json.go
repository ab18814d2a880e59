package export

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// element is one receipt in the JSON.
type element struct {
	File     []string        `json:"file"`
	Status   string          `json:"status"`
	Engine   string          `json:"engine"`
	Error    string          `json:"error"`
	Document json.RawMessage `json:"document"`
	Fields   json.RawMessage `json:"fields"`
}

// jsonLayout is one array with an element on each line.
type jsonLayout struct{}

func (jsonLayout) begin(b *bytes.Buffer) { b.WriteString("[\n") }

func (jsonLayout) between() string { return ",\n" }

func (jsonLayout) receipt(b *bytes.Buffer, entries []entry) (int, error) {
	for i := range entries[:1] { // the element is whole, whatever the grain
		line, err := entries[i].row.json()
		if err != nil {
			return 0, err
		}
		b.Write(line)
	}
	return 1, nil
}

func (jsonLayout) end(b *bytes.Buffer, empty bool) {
	if !empty {
		b.WriteByte('\n')
	}
	b.WriteString("]\n")
}

func (r Row) json() ([]byte, error) {
	fields, err := r.fields()
	if err != nil {
		return nil, err
	}
	document := json.RawMessage("null")
	if r.Document != nil {
		document, err = withoutSignatures(bytes.ToValidUTF8(r.Document, []byte("\uFFFD")))
		if err != nil {
			return nil, fmt.Errorf("the document of receipt %d: %w", r.Receipt.ID, err)
		}
	}
	return marshal(element{r.paths(), status(r.Receipt.Status), string(r.Receipt.Engine), clean(r.reasons()), document, fields})
}

// fields is an object of what the CSV shows, under the names and in the order
// of its columns, as text. Nothing runs formulas here, so that the text is
// whole.
func (r Row) fields() (json.RawMessage, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, c := range r.cells() {
		if i > 0 {
			b.WriteByte(',')
		}
		value, err := marshal(c.value)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&b, "%q:%s", columns[i], value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// marshal is json.Marshal without the escapes that HTML would need.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}
