// Package api speaks version 8 of the Veryfi receipts and invoices protocol
// (https://docs.veryfi.com/api/receipts-invoices/) from the client's side.
//
// A [Client] zips receipt files without recompressing them, streams the zip
// to the service, asks for documents, lists and settings, and turns every
// shape of error the service is known to answer into one [Error]. It knows
// nothing of where files come from or where documents go.
//
// Documents are decoded leniently, because fields come and go with the
// account they belong to: see [Document].
package api
