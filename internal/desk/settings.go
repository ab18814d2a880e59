package desk

import (
	"context"

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
	before, err := d.Settings(ctx)
	if err != nil {
		return err
	}
	if err := d.store.SetSetting(ctx, settingsKey, s); err != nil {
		return err
	}
	if s.Engine != before.Engine {
		if err := d.switchEngine(ctx, s.Engine); err != nil {
			return err
		}
	}
	d.reopen()
	return nil
}

// switchEngine gives what waits to the other engine. Zips that wait are taken
// apart for it, and formed anew.
func (d *Desk) switchEngine(ctx context.Context, engine receipt.Engine) error {
	moved, err := d.giveTo(ctx, engine)
	for _, r := range moved {
		d.route(r)
	}
	return err
}

func (d *Desk) giveTo(ctx context.Context, engine receipt.Engine) ([]receipt.Receipt, error) {
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
	for _, r := range all {
		if r.Status == receipt.Waiting && !inSet[r.ID] {
			ids = append(ids, r.ID)
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
	d.gate.open(receipt.Local)
	d.gate.open(receipt.Veryfi)
}
