package intake

import (
	"bytes"
	"fmt"
	"unicode/utf8"
)

// asPDF is the advice for what an office program can print.
const asPDF = "Save it as a PDF and add that."

// notReceipt says what a file that is no receipt looks like, and what to do.
func notReceipt(data []byte) *Refusal {
	if blank(data) {
		return refuse("the file holds nothing but zeros, as a copy that broke off leaves it", "Copy it again from where it came from.")
	}
	what, advice := looks(data[:min(len(data), sniffLen)])
	return refuse(fmt.Sprintf("this is no picture or PDF: it looks like %s", what), advice)
}

// signature is how a kind of file that is no receipt begins.
type signature struct {
	offset       int
	magic        string
	what, advice string
}

var signatures = []signature{
	{0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word, Excel or Outlook file", asPDF},
	{0, "{\\rtf", "a rich text document", asPDF},
	{0, "8BPS", "a Photoshop picture", "Save it as a JPEG and add that."},
	{0, "\xff\x0a", "a JPEG XL picture", "Save it as a JPEG and add that."},
	{0, "\x00\x00\x00\x0cJXL ", "a JPEG XL picture", "Save it as a JPEG and add that."},
	{0, "\x00\x00\x00\x0cjP  ", "a JPEG 2000 picture", "Save it as a JPEG and add that."},
	{0, "\x00\x00\x01\x00", "an icon", ""},
	{0, "%!PS", "a PostScript document", asPDF},
	{0, "7z\xbc\xaf\x27\x1c", "a 7z archive", "Unpack it and add the files in it."},
	{0, "Rar!\x1a\x07", "a RAR archive", "Unpack it and add the files in it."},
	{0, "\x1f\x8b", "a gzip archive", "Unpack it and add the files in it."},
	{257, "ustar", "a tar archive", "Unpack it and add the files in it."},
	{0, "BZh", "a bzip2 archive", "Unpack it and add the files in it."},
	{0, "\xfd7zXZ\x00", "an xz archive", "Unpack it and add the files in it."},
	{0, "SQLite format 3\x00", "a database", ""},
	{0, "\x7fELF", "a program", ""},
	{0, "MZ", "a program", ""},
	{0, "\xcf\xfa\xed\xfe", "a program", ""},
	{0, "ID3", "a sound recording", ""},
	{0, "OggS", "a sound recording", ""},
	{0, "fLaC", "a sound recording", ""},
	{0, "\x1aE\xdf\xa3", "a film", ""},
	{4, "ftyp", "a film", "Take a still picture of the receipt and add that."},
	{4, "moov", "a film", "Take a still picture of the receipt and add that."},
	{0, "L\x00\x00\x00\x01\x14\x02\x00", "a Windows shortcut", "Add the file that it points to."},
	{0, "[InternetShortcut]", "a link to a web page", "Print the page as a PDF and add that."},
}

func looks(b []byte) (what, advice string) {
	if bytes.HasPrefix(b, []byte("PK\x03\x04")) || bytes.HasPrefix(b, []byte("PK\x05\x06")) {
		return looksZip(b)
	}
	if len(b) >= 12 && string(b[:4]) == "RIFF" {
		if string(b[8:12]) == "AVI " {
			return "a film", "Take a still picture of the receipt and add that."
		}
		return "a sound recording", ""
	}
	for _, s := range signatures {
		if len(b) >= s.offset && bytes.HasPrefix(b[s.offset:], []byte(s.magic)) {
			return s.what, s.advice
		}
	}
	if text, ok := plainText(b); ok {
		return looksText(text)
	}
	return "data of a kind that is not known here", "Receipts are JPEG, PNG, WebP, TIFF, GIF, BMP, HEIC or PDF files."
}

// looksZip tells office documents, which are zips inside, from archives by
// the names of their first members.
func looksZip(b []byte) (what, advice string) {
	for _, d := range []struct{ member, what, advice string }{
		{"application/vnd.oasis.opendocument.text", "an OpenDocument text", asPDF},
		{"application/vnd.oasis.opendocument.spreadsheet", "an OpenDocument spreadsheet", asPDF},
		{"application/vnd.oasis.opendocument", "an OpenDocument file", asPDF},
		{"application/epub+zip", "an e-book", ""},
		{"word/", "a Word document", asPDF},
		{"xl/", "an Excel workbook", asPDF},
		{"ppt/", "a PowerPoint presentation", asPDF},
		{"[Content_Types].xml", "an Office document", asPDF},
	} {
		if bytes.Contains(b, []byte(d.member)) {
			return d.what, d.advice
		}
	}
	return "a zip archive", "Unpack it and add the files in it."
}

// plainText tells whether b reads as text, and gives it in UTF-8.
func plainText(b []byte) (string, bool) {
	if len(b) >= 2 && (string(b[:2]) == "\xff\xfe" || string(b[:2]) == "\xfe\xff") {
		return "", true // UTF-16
	}
	controls, strange := 0, 0
	for rest := b; len(rest) > 0; {
		r, n := utf8.DecodeRune(rest)
		if r == utf8.RuneError && n == 1 {
			strange++ // Latin-1, or the last rune cut in two
		}
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' && r != '\f' {
			controls++
		}
		rest = rest[n:]
	}
	return string(b), controls == 0 && strange <= len(b)/8
}

func looksText(text string) (what, advice string) {
	head := bytes.ToLower(bytes.TrimSpace([]byte(text)))
	switch {
	case bytes.Contains(head, []byte("<svg")):
		return "an SVG drawing", asPDF
	case bytes.Contains(head, []byte("<html")), bytes.HasPrefix(head, []byte("<!doctype html")):
		return "a web page", "Print it as a PDF and add that."
	case bytes.HasPrefix(head, []byte("<?xml")):
		return "an XML file", ""
	case isMail(head):
		return "an e-mail", "Add the receipt that is attached to it, or print the e-mail as a PDF."
	}
	return "a text file", asPDF
}

// isMail looks for the header lines that every message has (RFC 5322, 3.6).
func isMail(head []byte) bool {
	lines := append([]byte("\n"), head...)
	return bytes.Contains(lines, []byte("\nfrom:")) && bytes.Contains(lines, []byte("\ndate:"))
}
