package desk

import (
	"context"
	"fmt"
	"strings"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// words say what the offer is.
func (o Offer) words(limit int) string {
	parts := []string{fmt.Sprintf("%d new", o.New)}
	for _, part := range []struct {
		n    int
		what string
	}{{o.Held, "held"}, {o.Known, "read before"}, {o.Failed, "that cannot be read"}} {
		if part.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", part.n, part.what))
		}
	}
	text := strings.Join(parts, ", ")
	if o.Price.Known() {
		if price := about(o.Price, o.Currency); o.Documents > o.New { // the service may find so many
			text += ": at most " + strings.TrimPrefix(price, "about ")
		} else {
			text += ": " + price
		}
	}
	if o.LeftToday >= 0 && o.LeftToday < o.Documents {
		text += fmt.Sprintf(". The limit of %d documents a day leaves %d for today; the rest goes on by itself after midnight", limit, o.LeftToday)
	}
	return text
}

// about is a price that may turn out otherwise.
func about(price receipt.Amount, currency string) string {
	return strings.TrimSpace("about " + price.In(currency) + " " + currency)
}

// Estimate says what up to so many receipts would cost at the Veryfi service.
func (d *Desk) Estimate(ctx context.Context, receipts int) (string, error) {
	s, err := d.Spending(ctx)
	if err != nil {
		return "", err
	}
	text := countOf(make([]int64, receipts)) + " for Veryfi"
	if s.Price.Known() {
		text += fmt.Sprintf(": %s at %s each, less what is held or fails", about(s.Price.Times(receipts), s.Currency), s.Price.In(s.Currency))
	}
	if left := s.Left(); left >= 0 {
		text += fmt.Sprintf(" (%d of today's %d documents are left)", left, s.Limit)
	}
	return text, nil
}

// Cost is what a submission to the Veryfi service may cost.
type Cost struct {
	Words string // "1 receipt, about 0.08 USD", and what the day's limit leaves
	Ask   bool   // the person wants to be asked before anything is sent there
}

// CostOf says what sending so many receipts to an engine may cost; nothing is
// asked where that is the reader on this computer.
func (d *Desk) CostOf(ctx context.Context, engine receipt.Engine, receipts int) (Cost, error) {
	if engine != receipt.Veryfi || receipts == 0 {
		return Cost{}, nil
	}
	settings, err := d.Settings(ctx)
	if err != nil {
		return Cost{}, err
	}
	s, err := d.Spending(ctx)
	if err != nil {
		return Cost{}, err
	}
	text := countOf(make([]int64, receipts))
	if s.Price.Known() {
		text += ", " + about(s.Price.Times(receipts), s.Currency)
	}
	if left := s.Left(); left >= 0 && left < receipts {
		text += fmt.Sprintf(". The limit of %d documents a day leaves %d for today; the rest goes on by itself after midnight", s.Limit, left)
	}
	return Cost{Words: text, Ask: settings.AskBeforePaying}, nil
}
