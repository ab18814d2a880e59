// Package server is the other side of the Veryfi v8 protocol for receipts: an
// [net/http.Handler] that takes files, has a [Reader] read them, and answers
// as Veryfi's service does (https://docs.veryfi.com/api/receipts-invoices/).
// It is the engine on this computer, and what the client is tested against.
//
// Where Veryfi's pages leave a choice open, or where a program on somebody's
// own computer must differ, the server does this:
//
//   - Both slash forms of every path are answered, "//" counts as "/", and
//     nothing is redirected, since a redirect turns a POST into a GET.
//   - An asynchronous submission answers 201 with the id alone. Until it is
//     read, the document answers 200 with status "in_progress" and nulls.
//   - A document that could not be read answers 200 with status "failed" and
//     the reason under "error"; see [Config.Failed] for the other ways.
//   - file_url, file_urls and the bulk route are refused: a reader of private
//     papers fetches nothing from a network.
//   - A zip is one document, its members in alphabetical order. Folders, hidden
//     files and __MACOSX are left out; encrypted zips, zips within zips and
//     names that climb out of the zip are refused.
//   - A documents-set makes one document of each member of a zip (a PDF with
//     many pages is one document), all with the set's external_id and tags. Its
//     documents_id is empty until all of them are done.
//   - A document shown with bounding_boxes has every word and its place under
//     "ocr_words", which is ours: pages of lines of ["word", x1, y1, x2, y2].
//   - A webhook may be http when its address is of this computer; elsewhere it
//     must be https. An address gets events once it is confirmed.
//   - Links to files are signed, last 15 minutes and need no credentials.
//   - The signature of a request is not checked: Veryfi's own SDKs disagree on
//     how to make it.
package server
