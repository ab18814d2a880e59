package desk

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// LimitError tells that the day's limit of documents at the Veryfi service is
// reached. Nothing was sent.
type LimitError struct {
	Limit int // documents a day
	Spent int // today
}

func (e *LimitError) Error() string {
	if e.Spent < e.Limit {
		return fmt.Sprintf("the limit of %d documents a day leaves only %d for today, fewer than this zip needs. "+
			"It is safe here and goes on by itself after midnight, or at once when you raise the limit in Settings", e.Limit, e.Limit-e.Spent)
	}
	return fmt.Sprintf("the limit of %d documents a day is reached. "+
		"What waits is safe here and goes on by itself after midnight, or at once when you raise the limit in Settings", e.Limit)
}

// Spending is what was submitted to the Veryfi service on a day.
type Spending struct {
	Day       receipt.Date // of this computer
	Documents int          // submitted; those whose answer was lost count too
	Limit     int          // 0 for none
	Price     receipt.Amount
	Currency  string
}

// Left is how many documents may still be submitted; -1 when there is no limit.
func (s Spending) Left() int {
	if s.Limit <= 0 {
		return -1
	}
	return max(0, s.Limit-s.Documents)
}

// Spending is what was submitted to the Veryfi service today.
func (d *Desk) Spending(ctx context.Context) (Spending, error) {
	settings, err := d.Settings(ctx)
	if err != nil {
		return Spending{}, err
	}
	s := Spending{Day: d.today(), Limit: d.limit(settings), Price: settings.Price, Currency: settings.PriceCurrency}
	s.Documents, err = d.store.Spent(ctx, s.Day.String())
	return s, err
}

// Limit has this run obey a limit of documents a day in place of that in the
// settings; 0 is no limit.
func (d *Desk) Limit(documents int) {
	d.purse.mu.Lock()
	defer d.purse.mu.Unlock()
	d.purse.override = &documents
}

func (d *Desk) limit(s Settings) int {
	d.purse.mu.Lock()
	defer d.purse.mu.Unlock()
	if d.purse.override != nil {
		return *d.purse.override
	}
	return s.DailyLimit
}

func (d *Desk) today() receipt.Date { return receipt.DateOf(d.now().Local()) }

// purse holds back what would go beyond the day's limit.
type purse struct {
	mu       sync.Mutex
	override *int
	shut     error        // the limit is reached, not a document is left
	told     receipt.Date // the day whose limit the person was told of
	day      receipt.Date // on which something was held back, and
	limit    int          // the limit then
	held     []held
}

// held is what is done when there may be room again, and for which receipts.
type held struct {
	again func()
	ids   []int64
}

// hold keeps h until there may be room. All is held from then on when no
// document is left.
func (p *purse) hold(day receipt.Date, err *LimitError, h held) (first bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.day, p.limit, p.held = day, err.Limit, append(p.held, h)
	if err.Spent >= err.Limit {
		p.shut = err
	}
	first = p.told != day
	p.told = day
	return first
}

// holds keeps h when not a document is left; it tells why, or nil.
func (p *purse) holds(h held) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.shut != nil {
		p.held = append(p.held, h)
	}
	return p.shut
}

// open gives everything that was held back.
func (p *purse) open() []held {
	p.mu.Lock()
	defer p.mu.Unlock()
	all := p.held
	p.held, p.shut, p.told = nil, nil, receipt.Date{}
	return all
}

// openPurse lets everything that the limit held back try again.
func (d *Desk) openPurse() {
	all := d.purse.open()
	for _, h := range all {
		d.halts.goesOn(h.ids...)
	}
	for _, h := range all {
		h.again()
	}
}

// otherwise tells whether something was held back on another day, or by
// another limit.
func (p *purse) otherwise(day receipt.Date, limit int) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.held) > 0 && (p.day != day || p.limit != limit)
}

func (p *purse) holding() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.held) > 0
}

// spend counts documents that are about to be submitted against the day's
// limit, and returns when that is on the disk. The error is a *LimitError when
// they must not be sent. Only the Veryfi service counts: the reader on this
// computer is free.
func (d *Desk) spend(ctx context.Context, engine receipt.Engine, externalID string, documents int) (entry int64, err error) {
	if engine != receipt.Veryfi {
		return 0, nil
	}
	settings, err := d.Settings(ctx)
	if err != nil {
		return 0, err
	}
	day, limit, within := d.today().String(), d.limit(settings), false
	err = d.alone(func() (err error) {
		entry, within, err = d.store.Spend(ctx, day, externalID, documents, limit)
		return err
	})
	if err != nil || within {
		return entry, err
	}
	spent, err := d.store.Spent(ctx, day)
	if err != nil {
		return 0, err
	}
	return 0, &LimitError{Limit: limit, Spent: spent}
}

// unspend takes the count back when a submission failed and certainly did not
// arrive. One whose answer was lost counts.
func (d *Desk) unspend(ctx context.Context, entry int64, err error) error {
	if entry == 0 || arrivedPerhaps(err) {
		return nil
	}
	if err := d.alone(func() error { return d.store.Unspend(context.WithoutCancel(ctx), entry) }); err != nil {
		return err
	}
	d.openPurse()
	return nil
}

// mostDocuments is how many documents a zip that is split can become: every
// page could be a receipt. The limit of a day holds whatever comes of it.
func mostDocuments(receipts []receipt.Receipt) int {
	n := 0
	for _, r := range receipts {
		for _, o := range r.Originals {
			n += max(o.Pages, 1)
		}
	}
	return n
}

// spentOn counts a zip that was split as the documents that it became.
func (d *Desk) spentOn(ctx context.Context, engine receipt.Engine, externalID string, documents int) error {
	if engine != receipt.Veryfi {
		return nil
	}
	if err := d.alone(func() error { return d.store.SpentOn(ctx, externalID, documents) }); err != nil {
		return err
	}
	d.openPurse()
	d.listeners.tell(Event{}) // the count is another
	return nil
}

// overLimit holds receipts back until there may be room, and tells the person.
func (d *Desk) overLimit(ctx context.Context, reached *LimitError, again func(), ids ...int64) error {
	d.standStill(reached, ids...)
	if !d.purse.hold(d.today(), reached, held{again, ids}) {
		return nil
	}
	waiting, err := d.store.Unfinished(ctx)
	if err != nil {
		return err
	}
	n := 0
	for _, r := range waiting {
		if r.Engine == receipt.Veryfi && r.Status != receipt.Reading && !errors.Is(d.halts.reason(r.ID), ErrAsking) {
			n++
		}
	}
	seconds, err := d.store.OpenSeconds(ctx)
	if err != nil {
		return err
	}
	for _, r := range seconds {
		if r.Second.Engine == receipt.Veryfi && r.Second.Status == receipt.SecondWaiting && r.Trashed.IsZero() {
			n++
		}
	}
	d.notice(fmt.Sprintf("%s waiting: %v.", areOrIs(n), reached), false)
	return nil
}

func areOrIs(n int) string {
	if n == 1 {
		return "1 receipt is"
	}
	return fmt.Sprintf("%d receipts are", n)
}

// watchDay lets go on what the limit held back once there is another day. It
// looks at the clock rather than set it, for a computer that sleeps through
// midnight.
func (d *Desk) watchDay(ctx context.Context) error {
	ticker := time.NewTicker(d.pace.newDay)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ticker.C:
		}
		if !d.purse.holding() {
			continue
		}
		s, err := d.Settings(ctx)
		if err != nil {
			return err
		}
		if d.purse.otherwise(d.today(), d.limit(s)) {
			d.openPurse()
		}
	}
}
