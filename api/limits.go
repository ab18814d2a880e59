package api

import "archive/zip"

// Limits of the service: https://docs.veryfi.com/api/receipts-invoices/
// and https://faq.veryfi.com (file size, number of pages, rate).
const (
	MinBytes         = 250        // of anything that is sent
	MaxDocumentBytes = 20_000_000 // of a file or zip sent to become one document
	MaxSetBytes      = 50_000_000 // of a PDF or zip sent to be split
	MaxDocumentPages = 15         // read of one document; pages beyond are dropped without a word
	MaxSetPages      = 100        // read of one set
	MaxPageSize      = 50         // documents per page of a search
	MaxRequests      = 60         // per second
)

// The fixed parts of a zip without extra fields, comments and zip64:
// https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3.
const (
	localHeaderBytes     = 30
	directoryHeaderBytes = 46
	directoryEndBytes    = 22
)

// ZipSize is the length in bytes of the zip in which files would be sent, by
// their names and sizes alone. The limits count it.
func ZipSize(files []File) int64 {
	size := int64(directoryEndBytes)
	for _, f := range files {
		size += localHeaderBytes + directoryHeaderBytes + 2*int64(len(f.Name)) + f.Size
	}
	return size
}

// zipDate is 1980-01-01, the first day that a zip can tell, so that the same
// files make the same zip.
const zipDate = 1<<5 | 1

func zipHeader(f File, crc uint32) *zip.FileHeader {
	h := &zip.FileHeader{
		Name:               f.Name,
		Method:             zip.Store,
		CRC32:              crc,
		CompressedSize64:   uint64(f.Size),
		UncompressedSize64: uint64(f.Size),
		CreatorVersion:     20,
		ReaderVersion:      20,
		//lint:ignore SA1019 Modified would add an extra field, of which ZipSize knows nothing
		ModifiedDate: zipDate,
	}
	for _, c := range f.Name {
		if c >= 0x80 {
			h.Flags = 0x800 // the name is UTF-8
		}
	}
	return h
}
