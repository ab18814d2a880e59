package desk

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/spindle-receipts/spindle/internal/export"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// A program that is killed between the files of an export and the note of them
// neither writes the receipts once more nor forgets them.
func TestAnExportThatWasInterrupted(t *testing.T) {
	t.Parallel()
	for _, named := range []bool{false, true} {
		s := startService(t)
		r := start(t, s)
		ids := r.take(Options{}, pictures(t, 2)...)
		r.settle(ids...)
		x, rehearsal := r.Exporter(), r.rehearse("csv", ids...)
		path := filepath.Join(t.TempDir(), "out.csv")
		out := newSummed(nil)
		temp := path + ".draft"
		f, err := os.Create(temp)
		r.must(err)
		out.w = f
		r.must(rehearsal.Plan.Write(t.Context(), 0, out))
		r.must(f.Close())
		r.must(x.intend(t.Context(), rehearsal, []string{path}, []*summed{out}, []export.Draft{{Temp: temp, Path: path}}))
		if named {
			r.must(os.Rename(temp, path))
		}
		r.stop() // as the kill would
		r.build()
		r.must(FinishExport(t.Context(), r.store))
		r.must(FinishExport(t.Context(), r.store)) // once is enough
		exports, err := r.Exports(t.Context())
		r.must(err)
		want, status := 0, receipt.Ready
		if named {
			want, status = 1, receipt.Exported
		}
		if got := r.get(ids[0]); len(exports) != want || got.Status != status {
			t.Errorf("named %v: %d exports are noted, the receipt is %s", named, len(exports), got.Status)
		}
		if _, err := os.Stat(temp); err == nil {
			t.Error("the draft is left behind")
		}
	}
}
