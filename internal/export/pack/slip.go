package pack

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spindle-receipts/spindle/internal/export"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// writeSlip writes what the pack must come to wherever it is imported.
func writeSlip(ctx context.Context, w io.Writer, c Config, s *summary) error {
	return buffered(w, func(b *bufio.Writer) error {
		fmt.Fprintf(b, "Control slip: %s\n\nWhat was imported must come to these figures.\n\n", oneLine(c.Title))
		fmt.Fprintf(b, "Receipts: %d", s.count)
		if s.review > 0 {
			fmt.Fprintf(b, ", of which %d still to be looked at", s.review)
		}
		fmt.Fprintf(b, "\nDates:    %s\nPictures: %d\n", s.dates(), s.pictures)
		if len(s.currencies) > 0 {
			fmt.Fprint(b, "\nSum per currency\n\n")
			if err := s.currencyTable(b); err != nil {
				return err
			}
		}
		if len(s.rates) > 0 {
			fmt.Fprint(b, "\nTax per rate\n\n")
			if err := s.rateTable(b); err != nil {
				return err
			}
		}
		fmt.Fprintf(b, "\nLeft out: %d\n", s.leftOut)
		if err := eachLeftOut(ctx, c, func(row export.Row, why string) error {
			_, err := fmt.Fprintf(b, "  receipt %d, %s: %s\n", row.Receipt.ID, oneLine(title(row)), oneLine(why))
			return err
		}); err != nil {
			return err
		}
		fmt.Fprint(b, "\nFiles\n")
		for _, f := range c.Files {
			fmt.Fprintf(b, "  %s: %s\n", f.Name, oneLine(f.About))
		}
		_, err := fmt.Fprintf(b, "  %s: the receipts with links to their pictures\n  %s: checksums of all files; check them with: sha256sum --check %s\n", indexName, manifestName, manifestName)
		return err
	})
}

func (s *summary) currencyTable(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(t, "Currency\tReceipts\tRefunds\tSubtotal\tTax\tTip\tTotal\t\n")
	for _, c := range s.currencies {
		fmt.Fprintf(t, "%s\t%d\t%d\t%s\t%s\t%s\t%s\t\n", c.Name(), c.Count, c.Refunds, c.In(c.Subtotal), c.In(c.Tax), c.In(c.Tip), c.In(c.Total))
	}
	return t.Flush()
}

func (s *summary) rateTable(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(t, "Currency\tRate\tLines\tNet\tTax\t\n")
	for _, r := range s.rates {
		fmt.Fprintf(t, "%s\t%s\t%d\t%s\t%s\t\n", currencyName(r.Currency), r.Percent(), r.Lines, shown(r.Net, r.Currency), shown(r.Tax, r.Currency))
	}
	return t.Flush()
}

// dates are the first and the last day, in words.
func (s *summary) dates() string {
	text := "none"
	switch {
	case s.first == s.last && s.first.Known():
		text = s.first.String()
	case s.first.Known():
		text = fmt.Sprintf("%s to %s", s.first, s.last)
	}
	if s.undated > 0 {
		text += fmt.Sprintf(" (%d without a date)", s.undated)
	}
	return text
}

// Name is the currency's code, or words where there is none.
func (c currencySum) Name() string { return currencyName(c.Currency) }

// In is an amount as it is shown in the currency.
func (c currencySum) In(a receipt.Amount) string { return shown(a, c.Currency) }

// Percent is the rate in words.
func (r rateSum) Percent() string {
	switch r.Rate {
	case "":
		return "not printed"
	case "none":
		return "not taxed"
	}
	return r.Rate + " %"
}

func currencyName(code string) string {
	if code == "" {
		return "unknown"
	}
	return oneLine(code)
}

// shown is an amount, or a dash where none is known.
func shown(a receipt.Amount, currency string) string {
	if !a.Known() {
		return "-"
	}
	return a.In(currency)
}

// title names a receipt for people: its vendor, or its file.
func title(row export.Row) string {
	if row.Receipt.Fields.Vendor != "" {
		return row.Receipt.Fields.Vendor
	}
	if len(row.Receipt.Originals) > 0 {
		return row.Receipt.Originals[0].Path
	}
	return "without a file"
}

// oneLine is text without line ends and control characters.
func oneLine(s string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7F {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))), " ")
}

// eachLeftOut goes through the receipts that are in no file.
func eachLeftOut(ctx context.Context, c Config, do func(export.Row, string) error) error {
	for row, err := range c.Rows {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		if why := c.LeftOut(row); why != "" {
			if err := do(row, why); err != nil {
				return err
			}
		}
	}
	return nil
}
