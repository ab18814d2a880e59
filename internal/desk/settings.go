package desk

import (
	"context"
	"errors"

	"github.com/spindle-receipts/spindle/internal/receipt"
	"github.com/spindle-receipts/spindle/internal/store"
)

const settingsKey = "settings"

// Settings are what the person chose, or the defaults.
func (d *Desk) Settings(ctx context.Context) (Settings, error) {
	s := DefaultSettings()
	_, err := d.store.Setting(ctx, settingsKey, &s)
	return s, err
}

// SaveSettings keeps the settings. Receipts that wait and were never sent go
// to the engine that is chosen now.
func (d *Desk) SaveSettings(ctx context.Context, s Settings) error {
	if s.DailyLimit < 0 {
		return errors.New("the limit of documents a day must not be less than nothing; 0 is no limit")
	}
	if s.Price.Sign() < 0 {
		return errors.New("the price of a document must not be less than nothing")
	}
	before, err := d.Settings(ctx)
	if err != nil {
		return err
	}
	if err := d.store.SetSetting(ctx, settingsKey, s); err != nil {
		return err
	}
	if s.Engine != before.Engine {
		if err := d.switchEngine(ctx, s); err != nil {
			return err
		}
	}
	d.reopen()
	d.openPurse()
	d.offersMayChange()
	return nil
}

// switchEngine gives what waits to the other engine. Zips that wait are taken
// apart for it, and formed anew. What would be paid for now waits for the
// person's word, if they want to be asked.
func (d *Desk) switchEngine(ctx context.Context, s Settings) error {
	moved, err := d.giveTo(ctx, s.Engine, s.AskBeforePaying && s.Engine == receipt.Veryfi)
	for _, r := range moved {
		d.halts.goesOn(r.ID)
		d.route(r)
	}
	return err
}

func (d *Desk) giveTo(ctx context.Context, engine receipt.Engine, ask bool) ([]receipt.Receipt, error) {
	d.forming.Lock()
	defer d.forming.Unlock()
	if err := d.dissolveSets(ctx); err != nil {
		return nil, err
	}
	inSet, err := d.inOpenSets(ctx)
	if err != nil {
		return nil, err
	}
	all, err := d.store.Receipts(ctx)
	if err != nil {
		return nil, err
	}
	var ids []int64
	asked := make(map[string]bool)
	for _, r := range all {
		if r.Status != receipt.Waiting || inSet[r.ID] {
			continue
		}
		ids = append(ids, r.ID)
		if ask && r.Engine != engine && !asked[r.Batch] {
			asked[r.Batch] = true
			if err := d.setBatch(ctx, r.Batch, func(b *batch) { b.Ask, b.Said = true, nil }); err != nil {
				return nil, err
			}
		}
	}
	return d.changeEach(ctx, ids, store.Edit{By: store.Person, What: "given to the other engine"}, func(r *receipt.Receipt) error {
		if r.Status == receipt.Waiting && r.Engine != engine {
			r.Engine, r.ExternalID, r.Reasons = engine, "", nil
		}
		return nil
	})
}

// reopen lets every engine be asked again: something may have been mended.
func (d *Desk) reopen() {
	if d.refresh != nil {
		d.refresh()
	}
	d.denials.clear(receipt.Local)
	d.denials.clear(receipt.Veryfi)
	d.gate.open(receipt.Local)
	d.gate.open(receipt.Veryfi)
}
