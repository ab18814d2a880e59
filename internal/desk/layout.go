package desk

import "context"

const layoutKey = "layout"

// Layout is how the window was left: for the window alone, the desk only
// keeps it.
type Layout struct {
	Columns    []Column `json:"columns,omitempty"` // of the list, in their order; none is the usual ones
	Sort       string   `json:"sort,omitempty"`    // the column that sorts, "" for the order of intake
	Descending bool     `json:"descending,omitempty"`
	Welcomed   bool     `json:"welcomed,omitempty"` // the first steps were shown
	Split      float32  `json:"split,omitempty"`    // the list's share of the window; 0 is the usual one
}

// Column is a column of the list.
type Column struct {
	Name   string  `json:"name"`
	Width  float32 `json:"width,omitempty"` // in Fyne's units; 0 is the usual one
	Hidden bool    `json:"hidden,omitempty"`
}

// Layout is how the window was left, or the zero Layout.
func (d *Desk) Layout(ctx context.Context) (Layout, error) {
	var l Layout
	_, err := d.store.Setting(ctx, layoutKey, &l)
	return l, err
}

// SaveLayout keeps how the window is left.
func (d *Desk) SaveLayout(ctx context.Context, l Layout) error {
	return d.store.SetSetting(ctx, layoutKey, l)
}
