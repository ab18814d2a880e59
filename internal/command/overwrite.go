package command

import (
	"fmt"
	"os"

	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/export"
)

// mayWrite tells that an export would write over a file that nobody meant: one
// that was not named, such as the refunds beside the bills, or one that has
// receipts which no later export has.
func (x *exporting) mayWrite(r *desk.Rehearsal) error {
	if x.output == "-" || x.replace || len(r.Files) == 0 {
		return nil
	}
	paths := desk.Paths(r.Plan, x.output)
	if x.pack {
		paths = paths[:1]
		paths[0] = x.output
	}
	if !x.pack && !once(r.Profile) && paths[0] == x.output { // named, and the whole of it is in the history
		paths = paths[1:]
	}
	for _, path := range paths {
		if err := x.free(path); err != nil {
			return err
		}
	}
	return nil
}

// once tells whether a receipt goes into one file of the profile only.
func once(p export.Profile) bool { return p.Rules.Take == "ready" }

// mayExport tells before anything is read that there is a file already where
// an accounting profile would write.
func (o *options) mayExport() error {
	home, err := o.place()
	if err != nil || o.output == "-" {
		return err
	}
	p, err := desk.ExportProfileNamed(home, o.format)
	if err != nil || !once(p) {
		return err
	}
	return (&exporting{options: o}).free(o.output)
}

func (x *exporting) free(path string) error {
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
		return nil // what is wrong otherwise is told when it is written
	}
	way := "name another, or move it away"
	if x.Lookup("replace") != nil {
		way = "name another, or give --replace to write over it"
	}
	return fmt.Errorf("the file %s is there already: %s", path, way)
}
