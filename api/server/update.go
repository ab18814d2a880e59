package server

import (
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"
)

// What may be written of a document, a line item and a tax line, by the form of
// the value. Other members are ignored
// (https://docs.veryfi.com/api/receipts-invoices/update-a-document/).
var (
	writableText = strings.Fields(`account_number category currency_code delivery_note_number
		document_reference_number document_title document_type external_id invoice_number incoterms notes
		purchase_order_number store_number tracking_number vending_person`)
	writableNumbers = strings.Fields(`discount exch_rate insurance shipping subtotal tax tip total total_weight
		total_quantity rounding`)
	writableFlags    = strings.Fields(`is_billable is_approved is_duplicate is_money_in`)
	writableDates    = strings.Fields(`due_date service_start_date service_end_date`)
	writableStatuses = []string{processed, reviewed, archived}

	writableParts = map[string][]string{
		"vendor": strings.Fields(`name raw_name address phone_number fax_number email web logo category type
			country_code vat_number reg_number abn_number account_number account_currency order_number external_id
			bank_name bank_number bank_swift iban`),
		"bill_to": strings.Fields(`name address vat_number`),
		"ship_to": strings.Fields(`name address`),
		"payment": strings.Fields(`terms`),
	}

	lineItemText = strings.Fields(`category country_of_origin date description end_date hsn lot manufacturer
		reference section sku start_date tax_code type unit_of_measure upc`)
	lineItemNumbers = strings.Fields(`discount discount_rate order price quantity tax tax_rate total weight`)
	taxLineText     = strings.Fields(`name code`)
	taxLineNumbers  = strings.Fields(`base order rate total`)
)

// jsonBody reads the fields of a request that brings no file.
func (s *Server) jsonBody(c *call) (form, error) {
	text, err := io.ReadAll(http.MaxBytesReader(c.w, c.Body, s.config.Limits.FieldBytes))
	if err != nil {
		return nil, err
	}
	return parseObject(text)
}

// updateDocument answers PUT /documents/{id}/ with the whole document.
func (s *Server) updateDocument(c *call) (answer, error) {
	fields, err := s.jsonBody(c)
	if err != nil {
		return answer{}, err
	}
	return s.change(c, func(d *document) (any, error) {
		if err := s.update(d, fields); err != nil {
			return nil, err
		}
		return s.render(d, s.viewOf(c, d)), nil
	})
}

// change lets f alter the document that a path names, and answers with what f
// returns.
func (s *Server) change(c *call, f func(*document) (any, error)) (answer, error) {
	s.catalog.mu.Lock()
	defer s.catalog.mu.Unlock()
	d, err := s.find(c)
	if err != nil {
		return answer{}, err
	}
	if !d.finished() {
		return answer{}, bad(textMalformed, "the document is still being read")
	}
	before := d.updated
	d.updated = s.now()
	body, err := f(d)
	if err != nil {
		d.updated = before
		return answer{}, err
	}
	return ok(body)
}

// update writes all the fields or none.
func (s *Server) update(d *document, f form) error {
	fresh, err := f.pick(writableText, writableNumbers)
	if err != nil {
		return err
	}
	if err := f.pickFlags(fresh); err != nil {
		return err
	}
	if err := f.pickDates(fresh, s.now()); err != nil {
		return err
	}
	status := d.status
	if f.has("status") {
		if status = f.text("status"); !slices.Contains(writableStatuses, status) {
			return badField("status", "status is one of processed, reviewed, archived")
		}
	}
	parts := map[string]map[string]any{}
	for name, writable := range writableParts {
		given, _ := f[name].(map[string]any)
		if parts[name], err = form(given).pick(writable, nil); err != nil {
			return err
		}
	}
	if custom, isMap := f["custom_fields"].(map[string]any); isMap {
		fresh["custom_fields"] = custom
	}
	lines, err := s.replaceEntries(f, "line_items", lineItems, d.lines)
	if err != nil {
		return err
	}
	taxes, err := s.replaceEntries(f, "tax_lines", taxLines, d.taxes)
	if err != nil {
		return err
	}
	d.apply(fresh, parts)
	if d.status, d.lines, d.taxes = status, lines, taxes; status != failed {
		d.failure = "" // a person filled in what could not be read
	}
	if f.has("tags") {
		d.tags = s.catalog.tagsNamed(f.list("tags"))
	}
	return nil
}

// apply takes over fields that were checked. What a person wrote is certain.
func (d *document) apply(fresh map[string]any, parts map[string]map[string]any) {
	if id, given := fresh["external_id"]; given {
		d.external, _ = id.(string)
		delete(fresh, "external_id")
	}
	maps.Copy(d.fields, fresh)
	for name := range fresh {
		d.correct(name)
	}
	for part, values := range parts {
		if len(values) == 0 {
			continue // clients send an empty object for a part that was not set
		}
		known, _ := d.fields[part].(map[string]any)
		if known == nil {
			known = map[string]any{}
			d.fields[part] = known
		}
		maps.Copy(known, values)
		for name := range values {
			d.correct(part + "." + name)
		}
	}
}

func (d *document) correct(name string) {
	if _, read := d.values[name]; read {
		d.values[name] = Value{Score: 1}
	}
}

// pick takes the named texts and numbers out of a request; null clears one.
func (f form) pick(texts, numbers []string) (map[string]any, error) {
	out := map[string]any{}
	for _, name := range texts {
		value, given := f[name]
		if !given {
			continue
		}
		switch value.(type) {
		case nil, string:
			out[name] = value
		case json.Number:
			out[name] = f.text(name)
		default:
			return nil, badField(name, "%s is a text", name)
		}
	}
	for _, name := range numbers {
		value, given := f[name]
		if !given {
			continue
		}
		out[name] = value
		if text, isText := value.(string); isText {
			value = amount(text)
			out[name] = value
		}
		if _, isNumber := value.(json.Number); !isNumber && f[name] != nil {
			return nil, badField(name, "%s is a number", name)
		}
	}
	return out, nil
}

func (f form) pickFlags(out map[string]any) error {
	for _, name := range writableFlags {
		if f.has(name) {
			out[name] = f.flag(name)
		}
	}
	return nil
}

// pickDates takes dates, of which the document's own is within ten years back
// and three months ahead, as the service has it.
func (f form) pickDates(out map[string]any, now time.Time) error {
	for _, name := range append([]string{"date"}, writableDates...) {
		value, given := f[name]
		if !given {
			continue
		}
		if value == nil || value == "" {
			out[name] = nil
			continue
		}
		t, valid := parseDate(f.text(name))
		if !valid {
			return badField(name, "%s is not a date like 2026-01-31", name)
		}
		if name != "date" {
			out[name] = t.Format(time.DateOnly)
			continue
		}
		if t.Before(now.AddDate(-10, 0, 0)) || t.After(now.AddDate(0, 3, 0)) {
			return badField(name, "date is more than ten years ago or three months ahead")
		}
		out[name] = t.Format(stampLayout)
	}
	return nil
}
