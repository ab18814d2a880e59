package ui

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// The words of the choices about paying and corrections.
const (
	payAsk    = "Ask me first"
	payAtOnce = "Send at once"
	learnNo   = "Keep to myself"
	learnYes  = "Tell Veryfi"
)

// spending is the part of the settings about what the service costs.
type spending struct {
	p       *preferences
	content *fyne.Container
	price   *input
	unit    *input
	limit   *input
	wrong   *paragraph
	today   *paragraph
	ask     *choice
	learn   *choice
}

func newSpending(p *preferences) *spending {
	s := &spending{p: p, wrong: newParagraph("", sizePill, colorRed), today: newParagraph("", theme.SizeNameCaptionText, colorMuted)}
	s.wrong.Hide()
	line := func(text, empty string) *input {
		i := newInput()
		i.SetPlaceHolder(empty)
		i.put(text)
		i.OnSubmitted = func(string) { s.save() }
		i.onFocus = func(gained bool) {
			if !gained {
				s.save()
			}
		}
		p.w.adopt(i)
		return i
	}
	limit := ""
	if p.s.DailyLimit > 0 {
		limit = strconv.Itoa(p.s.DailyLimit)
	}
	s.price = line(p.w.book.writing.entry(p.s.Price, p.s.PriceCurrency), tr("None"))
	s.unit, s.limit = line(p.s.PriceCurrency, "USD"), line(limit, tr("No limit"))
	s.ask = newChoice([]string{payAsk, payAtOnce}, chosen(p.s.AskBeforePaying, payAsk, payAtOnce), func(name string) {
		p.s.AskBeforePaying = name == payAsk
		p.save()
	})
	s.learn = newChoice([]string{learnNo, learnYes}, chosen(p.s.PushCorrections, learnYes, learnNo), func(name string) {
		p.s.PushCorrections = name == learnYes
		p.save()
	})
	box := func(width float32, i *input) fyne.CanvasObject { return container.New(leftLayout{width}, bare(i)) }
	s.content = flow(gap,
		setting(tr("Before sending"), "", s.ask),
		setting(tr("A document costs"), "", flow(gapTiny, across(gapSmall, box(90, s.price), box(70, s.unit)), s.wrong)),
		setting(tr("Documents a day"), tr("At most. The rest waits for the next day."), flow(6, box(90, s.limit), s.today)),
		setting(tr("Corrections"), tr("Veryfi learns from what you correct."), s.learn))
	return s
}

func chosen(is bool, yes, no string) string {
	if is {
		return yes
	}
	return no
}

// fetch finds out what was spent today.
func (s *spending) fetch() {
	var spent desk.Spending
	s.p.w.do(func(ctx context.Context) (err error) { spent, err = s.p.w.desk.Spending(ctx); return err }, func() {
		s.today.set(spentWords(spent, s.p.w.book.writing), colorMuted)
		s.p.sheet.resize()
	})
}

// spentWords are "12 of 500 today · about 0.96 USD".
func spentWords(s desk.Spending, w writing) string {
	words := tr("%d today", s.Documents)
	if s.Limit > 0 {
		words = tr("%d of %d today", s.Documents, s.Limit)
	}
	if s.Price.Known() && s.Documents > 0 {
		words += " · " + tr("about %s", strings.TrimSpace(w.amount(s.Price.Times(s.Documents), s.Currency)+" "+s.Currency))
	}
	return words
}

// save takes what was typed.
func (s *spending) save() {
	n, err := s.typed()
	s.wrong.Hidden = err == nil
	if err != nil {
		s.wrong.set(sentence(err), colorRed)
		s.p.sheet.resize()
		return
	}
	s.unit.put(n.PriceCurrency)
	if n != s.p.s {
		s.p.s = n
		s.p.save()
		s.fetch()
	}
	s.p.sheet.resize()
}

// typed is the settings with what was typed.
func (s *spending) typed() (desk.Settings, error) {
	n := s.p.s
	unit := strings.ToUpper(trim(s.unit))
	if unit == "" {
		unit = "USD"
	}
	if len(unit) != 3 || strings.Trim(unit, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return n, errors.New(tr("a currency is three letters, such as USD"))
	}
	n.PriceCurrency = unit
	switch text := trim(s.price); {
	case text == "":
		n.Price = receipt.Amount{}
	case text != s.p.w.book.writing.entry(s.p.s.Price, s.p.s.PriceCurrency):
		plain, err := s.p.w.book.writing.plainAmount(text, unit)
		if err != nil {
			return n, err
		}
		if n.Price, err = receipt.ParseAmount(plain); err != nil {
			return n, err
		}
		if n.Price.Known() && n.Price.Sign() < 0 {
			return n, errors.New(tr("a price is not less than nothing"))
		}
	}
	n.DailyLimit = 0
	if text := trim(s.limit); text != "" {
		limit, err := strconv.Atoi(text)
		if err != nil || limit < 0 {
			return n, errors.New(tr("the limit is a number of documents, such as 500, or nothing"))
		}
		n.DailyLimit = limit
	}
	return n, nil
}
