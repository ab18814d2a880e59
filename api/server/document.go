package server

import (
	"cmp"
	"encoding/json"
	"time"
)

// The values of a document's status. The service knows no "failed"; see
// Config.Failed.
const (
	inProgress = "in_progress"
	processed  = "processed"
	reviewed   = "reviewed"
	archived   = "archived"
	failed     = "failed"
)

const stampLayout = "2006-01-02 15:04:05"

func stamp(t time.Time) string { return t.UTC().Format(stampLayout) }

// order is what a sender asked for along with the files.
type order struct {
	externalID    string
	categories    []string
	tags          []string
	country       string
	maxPages      int
	async         bool
	autoDelete    bool
	scores, boxes bool // confidence_details, bounding_boxes
}

func (s *Server) orderOf(f form, mostPages int) (order, error) {
	pages, err := f.number("max_pages_to_process")
	if err != nil {
		return order{}, err
	}
	if pages <= 0 || pages > mostPages {
		pages = mostPages
	}
	detailed := f.flag("detailed")
	return order{
		externalID: f.text("external_id"),
		categories: f.list("categories"),
		tags:       f.list("tags"),
		country:    f.text("country"),
		maxPages:   pages,
		async:      f.flag("async"),
		autoDelete: f.flag("auto_delete"),
		scores:     detailed || f.flag("confidence_details"),
		boxes:      detailed || f.flag("bounding_boxes"),
	}, nil
}

// document is one receipt as the server knows it. All but its id, order and
// sources is guarded by the catalog's lock.
type document struct {
	id      int64
	order   order
	sources []*spooled
	set     *set // what it was split from, or nil

	status   string
	failure  string // why it could not be read
	refused  bool   // the failure is the sender's matter, not the server's
	deleted  bool   // while it was in progress
	created  time.Time
	updated  time.Time
	read     chan struct{} // closed when it is no longer in progress
	external string
	tags     []tag

	fields      map[string]any   // plain members of the JSON; vendor, payment, bill_to and ship_to are maps
	values      map[string]Value // how sure the reader was, by member or "vendor.member"
	lines       []*entry
	taxes       []*entry
	text        string
	words       json.RawMessage // as they are sent, nil for none
	pages       []PageSize
	totalPages  int
	duplicateOf int64
	filesGone   bool
}

// entry is a line item or a tax line.
type entry struct {
	id     int64
	fields map[string]any
	values map[string]Value
}

type tag struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
}

func (d *document) finished() bool { return d.status != inProgress }

// shown is the status that the world sees.
func (d *document) shown(f Failure) string {
	if d.status == failed && f == FailedIsPending {
		return inProgress
	}
	return d.status
}

// kind is the type of file that the document's img_url shows.
func (d *document) kind() kind {
	if len(d.sources) == 1 {
		return d.sources[0].kind
	}
	return pdf
}

// fill takes over what the reader found.
func (d *document) fill(r Reading, nextID func() int64) {
	for key, v := range map[string]Value{
		"subtotal": r.Subtotal, "tax": r.Tax, "tip": r.Tip, "discount": r.Discount,
		"shipping": r.Shipping, "rounding": r.Rounding, "total": r.Total,
	} {
		d.put(key, v, amount(v.Text))
	}
	for key, v := range map[string]Value{
		"currency_code": r.Currency, "category": r.Category, "invoice_number": r.InvoiceNumber,
		"document_type": r.DocumentType, "country_code": r.CountryCode,
	} {
		d.put(key, v, word(v.Text))
	}
	d.put("date", r.Date, dateTime(r.Date.Text))
	d.fillVendor(r.Vendor)
	d.fillPayment(r.PaymentType, r.CardNumber)
	d.fillEntry(r)
	for i, t := range r.TaxLines {
		d.taxes = append(d.taxes, newTaxLine(nextID(), i, t))
	}
	for i, l := range r.LineItems {
		d.lines = append(d.lines, newLineItem(nextID(), i, l))
	}
	d.text, d.words, d.pages = r.Text, encodeWords(r.Words), r.Pages
	d.totalPages = max(r.TotalPages, len(r.Pages))
}

func (d *document) put(key string, v Value, plain any) {
	d.fields[key] = plain
	d.values[key] = v
}

func (d *document) fillVendor(v Vendor) {
	vendor := map[string]any{}
	for key, value := range map[string]Value{
		"name": v.Name, "address": v.Address, "phone_number": v.Phone, "vat_number": v.VATNumber,
		"reg_number": v.RegNumber, "email": v.Email, "web": v.Web,
	} {
		vendor[key] = word(value.Text)
		d.values["vendor."+key] = value
	}
	vendor["raw_name"], vendor["raw_address"] = vendor["name"], vendor["address"]
	d.fields["vendor"] = vendor
}

func (d *document) fillPayment(kind, card Value) {
	payment := map[string]any{"type": word(kind.Text), "card_number": word(card.Text)}
	d.values["payment.type"], d.values["payment.card_number"] = kind, card
	if name := paymentName(kind.Text, card.Text); name != "" {
		payment["display_name"] = name
		d.values["payment.display_name"] = Value{Score: min(cmp.Or(kind.Score, 1), cmp.Or(card.Score, 1))}
	}
	d.fields["payment"] = payment
}

// fillEntry says on which side of the books the document stands: a refund
// brings money in.
func (d *document) fillEntry(r Reading) {
	refund := r.DocumentType.Text == "credit_note" || len(r.Total.Text) > 0 && r.Total.Text[0] == '-'
	d.fields["is_money_in"] = refund
	d.fields["accounting_entry_type"] = "debit"
	if refund {
		d.fields["accounting_entry_type"] = "credit"
	}
}

// put sets one member of an entry; what the receipt does not carry stays out
// until the entry is shown.
func (e *entry) put(key string, v Value, plain any) {
	e.values[key] = v
	if plain != nil {
		e.fields[key] = plain
	}
}

func newEntry(id int64, order int) *entry {
	return &entry{id: id, fields: map[string]any{"order": order}, values: map[string]Value{}}
}

func newTaxLine(id int64, order int, t TaxLine) *entry {
	e := newEntry(id, order)
	e.put("name", t.Name, word(t.Name.Text))
	e.put("rate", t.Rate, amount(t.Rate.Text))
	e.put("base", t.Base, amount(t.Base.Text))
	e.put("total", t.Total, amount(t.Total.Text))
	e.fields["total_inclusive"] = t.Inclusive
	return e
}

func newLineItem(id int64, order int, l LineItem) *entry {
	e := newEntry(id, order)
	e.put("description", l.Description, word(l.Description.Text))
	e.put("full_description", l.Description, word(l.Description.Text))
	e.put("quantity", l.Quantity, amount(l.Quantity.Text))
	e.put("price", l.Price, amount(l.Price.Text))
	e.put("total", l.Total, amount(l.Total.Text))
	e.put("tax_code", l.TaxCode, word(l.TaxCode.Text))
	return e
}
