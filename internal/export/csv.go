package export

import (
	"context"
	"encoding/csv"
	"io"
	"strings"
)

// writeCSV writes RFC 4180: UTF-8 without a byte order mark, lines that end in
// CRLF, a header.
func writeCSV(ctx context.Context, w io.Writer, rows []Row) error {
	out := csv.NewWriter(w)
	out.UseCRLF = true
	if err := out.Write(columns); err != nil {
		return err
	}
	for _, row := range rows {
		if err := ctx.Err(); err != nil {
			return err
		}
		var record []string
		for _, c := range row.cells() {
			if c.kind == text {
				c.value = neutral(c.value)
			}
			record = append(record, c.value)
		}
		if err := out.Write(record); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

const (
	// triggers begin what a spreadsheet would run as a formula, with their
	// full-width twins. Anybody can print such a text on a receipt.
	// https://github.com/OWASP/www-community/blob/master/pages/attacks/CSV_Injection.md
	triggers = "=+-@\t\r\n\x00＝＋－＠"
	// unseen is what a spreadsheet may skip before it looks.
	unseen = " \u00A0\u3000\uFEFF\u200B\u200C\u200D\u2060"
)

// neutral is text with an apostrophe before it where it would otherwise run.
// Numbers and dates of our own never come here: -60.00 stays a number.
func neutral(s string) string {
	rest := strings.TrimLeft(s, unseen)
	if rest != "" && strings.ContainsRune(triggers, []rune(rest)[0]) {
		return "'" + s
	}
	return s
}
