package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Document is one receipt or invoice as the service answers with it.
//
// Which fields appear depends on the account, and their JSON varies: scalars
// or {value, score}, null or "", numbers or strings. Whatever cannot be read
// is an unknown Field, never an error, and Raw keeps everything.
//
// Source: https://docs.veryfi.com/api/receipts-invoices/get-a-document/
type Document struct {
	Raw json.RawMessage // the object as it came

	ID         ID
	ExternalID string
	Status     string    // see Pending and Failed; else "processed", "reviewed", "archived", …
	Created    time.Time // UTC; zero when unknown
	Updated    time.Time
	Reason     string // why it failed, in the service's words

	Vendor           Vendor
	Date             Field // "YYYY-MM-DD HH:MM:SS", local to the shop; 00:00:00 when no time is printed
	DueDate          Field // "YYYY-MM-DD"
	Currency         Field // ISO 4217
	Subtotal         Field
	Tax              Field
	Tip              Field
	Discount         Field
	Shipping         Field
	Rounding         Field
	Total            Field
	Category         Field
	InvoiceNumber    Field
	ReceiptNumber    Field // document_reference_number
	PurchaseOrder    Field
	DocumentType     Field // "receipt", "invoice", "credit_note", …
	CountryCode      Field // ISO 3166 alpha-2
	PaymentType      Field
	PaymentName      Field // "Visa ***7373"
	CardNumber       Field
	AccountNumber    Field
	Notes            string
	Text             string // everything that was read
	TaxLines         []TaxLine
	LineItems        []LineItem
	Tags             []string
	Duplicate        bool // the service believes that it has seen the receipt before
	DuplicateOf      ID
	MoneyIn          bool // the service believes that money came in: a refund, or a sale
	Warnings         []string
	TotalPages       int // in what was sent
	ProcessedPages   int // read; fewer than TotalPages when it was over the limit
	Pages            []PageSize
	SourceDocuments  []SourceDocument // one per file of a zip, in its order
	ImageURL, PDFURL string           // signed, valid for 15 minutes: get the document again for fresh ones. Never log them
	ThumbnailURL     string

	unread bool // the answer tells that the document is not read yet
}

// Vendor is who sold.
type Vendor struct {
	Name, RawName, Address, Phone, VATNumber, RegNumber, Email, Web, Category Field
}

// TaxLine is one rate of tax.
type TaxLine struct {
	Name, Code, Rate, Base, Total Field // Rate in percent
	Inclusive                     Field // "true": the tax is part of the prices
}

// LineItem is one thing bought.
type LineItem struct {
	ID                                                                ID
	Order                                                             int // from 0
	Description, Quantity, Unit, Price, Total, Discount, Tax, TaxRate Field
	TaxCode, SKU, Category, Type, Date                                Field
}

// PageSize is the size of a page in pixels.
type PageSize struct{ Width, Height int }

// SourceDocument tells what the service knows of one file that was sent.
type SourceDocument struct{ Width, Height, SizeKB int }

// ParseDocument reads a document leniently. It is an error only when raw is
// not a JSON object with an ID.
func ParseDocument(raw json.RawMessage) (Document, error) {
	raw = unwrap(raw)
	o, ok := parseObject(raw)
	if !ok {
		return Document{}, errors.New("reading a document: it is not a JSON object")
	}
	d := Document{Raw: raw, ID: o.id("id")}
	if d.ID == "" {
		return Document{}, errors.New("reading a document: it has no id")
	}
	d.readRecord(o)
	d.readFields(o)
	d.readLists(o)
	d.readMeta(o)
	return d, nil
}

func (d *Document) readRecord(o object) {
	d.ExternalID = o.text("external_id")
	d.Status = strings.ToLower(strings.TrimSpace(o.text("status")))
	d.Created = timestamp(o.text("created_date"), o.text("created"))
	d.Updated = timestamp(o.text("updated_date"), o.text("updated"))
	d.Reason = tidy(wordsOf(o["error"]), maxMessage)
	d.Notes = o.text("notes")
	d.Text = o.text("ocr_text")
	d.Tags = o.strings("tags", "name")
	d.Duplicate = o.boolean("is_duplicate")
	d.DuplicateOf = o.id("duplicate_of")
	d.MoneyIn = o.boolean("is_money_in")
	d.ImageURL = o.text("img_url")
	d.PDFURL = o.text("pdf_url")
	d.ThumbnailURL = o.text("img_thumbnail_url")
	d.unread = onlyRecord(o)
}

// onlyRecord tells whether there is nothing but what the service writes down
// before it reads: an asynchronous submission is answered so.
func onlyRecord(o object) bool {
	for key, raw := range o {
		switch key {
		case "id", "external_id", "created_date", "updated_date", "created", "updated", "tags", "reference_number":
			continue
		}
		if text := string(raw); text != "null" && text != `""` {
			return false
		}
	}
	return true
}

func (d *Document) readFields(o object) {
	d.Vendor = parseVendor(o["vendor"])
	d.Date = o.field("date")
	d.DueDate = o.field("due_date")
	d.Currency = o.field("currency_code")
	d.Subtotal = o.field("subtotal")
	d.Tax = o.field("tax")
	d.Tip = o.field("tip")
	d.Discount = o.field("discount")
	d.Shipping = o.field("shipping")
	d.Rounding = o.field("rounding")
	d.Total = o.field("total")
	d.Category = o.field("category")
	if !d.Category.Known() {
		d.Category = o.field("default_category")
	}
	d.InvoiceNumber = o.field("invoice_number")
	d.ReceiptNumber = o.field("document_reference_number")
	d.PurchaseOrder = o.field("purchase_order_number")
	d.DocumentType = o.field("document_type")
	d.CountryCode = o.field("country_code")
	d.AccountNumber = o.field("account_number")
	if payment := o.object("payment"); payment != nil {
		d.PaymentType = payment.field("type")
		d.PaymentName = payment.field("display_name")
		d.CardNumber = payment.field("card_number")
	} else {
		d.PaymentName = o.field("payment")
	}
}

func (d *Document) readLists(o object) {
	for _, raw := range scored(o, "tax_lines") {
		if t, ok := parseObject(raw); ok {
			d.TaxLines = append(d.TaxLines, TaxLine{
				Name: t.field("name"), Code: t.field("code"), Rate: t.field("rate"), Base: t.field("base"),
				Total: t.field("total"), Inclusive: t.field("total_inclusive"),
			})
		}
	}
	for i, raw := range scored(o, "line_items") {
		if l, ok := parseObject(raw); ok {
			d.LineItems = append(d.LineItems, parseLineItem(l, i))
		}
	}
	d.Warnings = o.strings("warnings", "message", "type")
}

func parseLineItem(l object, at int) LineItem {
	item := LineItem{
		ID: l.id("id"), Order: at, Description: l.field("description"), Quantity: l.field("quantity"),
		Unit: l.field("unit_of_measure"), Price: l.field("price"), Total: l.field("total"),
		Discount: l.field("discount"), Tax: l.field("tax"), TaxRate: l.field("tax_rate"), TaxCode: l.field("tax_code"),
		SKU: l.field("sku"), Category: l.field("category"), Type: l.field("type"), Date: l.field("date"),
	}
	if l.text("order") != "" {
		item.Order = l.integer("order")
	}
	if !item.Description.Known() {
		item.Description = l.field("full_description")
	}
	return item
}

// scored prefers the list that carries scores, which stands beside the plain
// one when confidence_details were asked for.
func scored(o object, key string) []json.RawMessage {
	plain, rich := o.list(key), o.list(key+"_with_scores")
	if len(rich) >= len(plain) {
		return rich
	}
	return plain
}

func (d *Document) readMeta(o object) {
	meta := o.object("meta")
	d.TotalPages = o.integer("total_pages")
	if d.TotalPages == 0 {
		d.TotalPages = meta.integer("total_pages")
	}
	d.ProcessedPages = meta.integer("processed_pages")
	for _, raw := range meta.list("pages") {
		page, _ := parseObject(raw)
		d.Pages = append(d.Pages, PageSize{page.integer("width"), page.integer("height")})
	}
	for _, raw := range meta.list("source_documents") {
		s, _ := parseObject(raw)
		d.SourceDocuments = append(d.SourceDocuments, SourceDocument{s.integer("width"), s.integer("height"), s.integer("size_kb")})
	}
	for _, w := range meta.strings("warnings", "message", "type") {
		if !slices.Contains(d.Warnings, w) {
			d.Warnings = append(d.Warnings, w)
		}
	}
}

// parseVendor reads the vendor object, or a bare name.
func parseVendor(raw json.RawMessage) Vendor {
	v, ok := parseObject(raw)
	if !ok || v["value"] != nil {
		return Vendor{Name: parseField(raw)}
	}
	vendor := Vendor{
		Name: v.field("name"), RawName: v.field("raw_name"), Address: v.field("address"), Phone: v.field("phone_number"),
		VATNumber: v.field("vat_number"), RegNumber: v.field("reg_number"), Email: v.field("email"), Web: v.field("web"),
		Category: v.field("category"),
	}
	if !vendor.Name.Known() {
		vendor.Name = vendor.RawName
	}
	return vendor
}

// timestamp reads the first of the texts that is a time of record, in UTC.
func timestamp(texts ...string) time.Time {
	for _, text := range texts {
		for _, layout := range []string{time.DateTime, time.RFC3339, "2006-01-02T15:04:05"} {
			if t, err := time.Parse(layout, text); err == nil {
				return t.UTC()
			}
		}
	}
	return time.Time{}
}

// Pending tells that the service has not read the document yet. There is no
// HTTP status for it: the protocol says so with the status in_progress, or
// with an answer that holds little but the ID.
func (d Document) Pending() bool {
	return !d.Failed() && (inProgress(d.Status) || d.unread)
}

// Failed tells that the service gave the document up; Reason says why if the
// service did.
func (d Document) Failed() bool {
	return d.Status == "failed" || d.Reason != "" && (d.Status == "" || inProgress(d.Status))
}

func inProgress(status string) bool {
	return strings.HasSuffix(status, "in_progress") || status == "processing" || status == "queued"
}

// String names the document without any of its content.
func (d Document) String() string { return fmt.Sprintf("document %s (%s)", d.ID, d.Status) }
