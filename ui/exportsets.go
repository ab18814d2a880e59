package ui

import (
	"fmt"
	"os"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// choose gives the sets of receipts that can be exported, and the likely one.
func (x *exporter) choose() (names []string, chosen string) {
	w := x.w
	x.sets = make(map[string][]int64)
	offer := func(what string, ids []int64) {
		if len(ids) > 0 {
			name := fmt.Sprintf("%s (%d)", tr(what), len(ids))
			x.sets[name] = ids
			names = append(names, name)
		}
	}
	if len(w.list.selection.ids) > 1 {
		offer("Selected receipts", w.chosen(func(e *entry) bool { return !e.trashed() && e.receipt.Status.Read() }))
	}
	all := order{}
	pick := func(is func(*entry) bool) []int64 {
		var ids []int64
		for _, id := range (query{filter: showAll, order: all}).run(w.book) {
			if is(w.book.get(id)) {
				ids = append(ids, id)
			}
		}
		return ids
	}
	offer("Ready, not exported yet", pick(with(receipt.Ready)))
	if w.query.search != "" || (w.query.filter != showAll && w.query.filter != showReady) {
		var ids []int64
		for _, id := range w.list.shown {
			if e := w.book.get(id); !e.trashed() && e.receipt.Status.Read() {
				ids = append(ids, id)
			}
		}
		offer("Shown in the list", ids)
	}
	offer("Ready and exported before", pick(func(e *entry) bool {
		return !e.trashed() && (e.receipt.Status == receipt.Ready || e.receipt.Status == receipt.Exported)
	}))
	offer("Everything read, reviewed or not", pick(func(e *entry) bool { return !e.trashed() && e.receipt.Status.Read() }))
	if len(names) > 0 {
		chosen = names[0]
	}
	return names, chosen
}

func (w *Window) exportDir() string {
	if w.cfg.ExportDir != "" {
		return w.cfg.ExportDir
	}
	if info, err := os.Stat(w.settings.ExportFolder); err == nil && info.IsDir() {
		return w.settings.ExportFolder
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	return home
}
