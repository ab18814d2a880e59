package ui

import (
	"bytes"
	"context"
	"path/filepath"
	"slices"

	"fyne.io/fyne/v2"

	"github.com/spindle-receipts/spindle/internal/desk"
)

// export writes what was shown. Where the receipts changed meanwhile it shows
// that first.
func (x *exporter) export() {
	if x.save.Disabled() || x.busy {
		return
	}
	w, request, path, packed := x.w, x.request(), x.path(), x.packed()
	shown := x.rehearsal
	x.busy = true
	x.save.setText(tr("Exporting…"))
	x.save.setEnabled(false)
	w.run(func() {
		r, err := w.desk.Rehearse(w.ctx, request)
		if err == nil && !alike(shown, r) {
			fyne.Do(func() {
				x.busy = false
				x.show(r, nil)
				x.say(tr("What you export has changed: look at it, then export."), colorAmber)
			})
			return
		}
		if err == nil {
			err = x.write(r, path, packed)
		}
		fyne.Do(func() { x.done(r, err, path) })
	})
}

// write runs away from Fyne's goroutine.
func (x *exporter) write(r *desk.Rehearsal, path string, packed bool) error {
	w := x.w
	if err := w.desk.SaveExportChoices(w.ctx, r.Profile.Name, r.Choices); err != nil {
		return err
	}
	if packed {
		_, err := w.desk.Pack(w.ctx, r, path, tr("Receipts, %s", longDay(w.now())))
		return err
	}
	_, err := w.desk.Export(w.ctx, r, path)
	return err
}

func (x *exporter) done(r *desk.Rehearsal, err error, path string) {
	w := x.w
	x.busy = false
	if err != nil {
		x.check()
		x.say(sentence(err), colorRed)
		return
	}
	if folder := filepath.Dir(path); w.settings.ExportProfile != r.Profile.Name || w.settings.ExportFolder != folder {
		w.settings.ExportProfile, w.settings.ExportFolder = r.Profile.Name, folder
		s := w.settings
		w.do(func(ctx context.Context) error { return w.desk.SaveSettings(ctx, s) }, nil)
	}
	x.sheet.close()
	text := tr("Exported %s to %s", receipts(r.Receipts), path)
	if n := r.Excluded; n > 0 {
		text += tr(". %s left out", receipts(n))
	}
	w.toast.say(toneGood, text, "", nil)
}

func sameSum(a, b desk.ExportSum) bool {
	return a.Currency == b.Currency && a.Receipts == b.Receipts && a.Total.Equal(b.Total) && a.Tax.Equal(b.Tax)
}

// alike tells whether two rehearsals found the same.
func alike(a, b *desk.Rehearsal) bool {
	return a != nil && a.Receipts == b.Receipts && a.Excluded == b.Excluded && len(a.Before) == len(b.Before) &&
		a.ProblemCount == b.ProblemCount && a.ChangeCount == b.ChangeCount && (a.Blocked() == nil) == (b.Blocked() == nil) &&
		slices.EqualFunc(a.Sums, b.Sums, sameSum) && bytes.Equal(a.First(previewLines), b.First(previewLines))
}
