package server

// The members of a document that a receipt may leave empty, from the service's
// real answers; https://docs.veryfi.com/api/receipts-invoices/get-a-document/.

func nulls(names ...string) map[string]any {
	out := make(map[string]any, len(names)+8)
	for _, name := range names {
		out[name] = nil
	}
	return out
}

func blankDocument() map[string]any {
	d := nulls("account_number", "balance", "cashback", "category", "country_code", "currency_code", "date",
		"default_category", "delivery_date", "delivery_note_number", "discount", "document_reference_number",
		"document_title", "document_type", "due_date", "duplicate_of", "exch_rate", "external_id", "final_balance",
		"guest_count", "img_file_name", "img_thumbnail_url", "img_url", "incoterms", "insurance", "invoice_number",
		"license_plate_number", "notes", "ocr_text", "order_date", "pdf_url", "previous_balance",
		"purchase_order_number", "reference_number", "rounding", "server_name", "service_end_date",
		"service_start_date", "ship_date", "shipping", "store_number", "subtotal", "tax", "tip", "total",
		"total_pages", "total_quantity", "total_weight", "tracking_number", "vending_person",
		"vending_person_number", "vin_number", "accounting_entry_type", "img_blur")
	for _, list := range []string{"barcodes", "is_blurry", "line_items", "tags", "tax_lines", "tracking_numbers",
		"vendors", "warnings", "weights"} {
		d[list] = []any{}
	}
	for _, flag := range []string{"is_approved", "is_duplicate", "is_money_in"} {
		d[flag] = false
	}
	d["bill_to"] = nulls("address", "email", "name", "parsed_address", "phone_number", "reg_number", "vat_number")
	d["ship_to"] = nulls("address", "name", "parsed_address")
	d["custom_fields"] = map[string]any{}
	d["payment"] = blankPayment()
	d["vendor"] = blankVendor()
	return d
}

func blankVendor() map[string]any {
	v := nulls("abn_number", "account_currency", "account_number", "address", "bank_name", "bank_number",
		"bank_swift", "biller_code", "category", "country_code", "email", "external_id", "fax_number", "iban",
		"lat", "lng", "logo", "logo_name", "map_url", "name", "order_number", "phone_number", "raw_address",
		"raw_name", "reg_number", "type", "vat_number", "web")
	v["parsed_address"] = map[string]any{}
	v["external_ids"] = []any{}
	v["bank_breakdown"] = []any{}
	return v
}

func blankPayment() map[string]any {
	return nulls("card_number", "display_name", "terms", "type")
}

func blankTaxLine() map[string]any {
	return nulls("base", "code", "name", "order", "rate", "total", "total_inclusive")
}

func blankLineItem() map[string]any {
	l := nulls("category", "country_of_origin", "date", "description", "discount", "discount_price",
		"discount_rate", "end_date", "full_description", "gross_total", "hsn", "lot", "manufacturer", "net_total",
		"normalized_description", "order", "price", "product_info", "quantity", "reference", "section", "sku",
		"start_date", "subtotal", "tax", "tax_code", "tax_rate", "text", "total", "type", "unit_of_measure", "upc",
		"weight")
	l["tags"] = []any{}
	l["custom_fields"] = map[string]any{}
	return l
}
