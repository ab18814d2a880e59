package desk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spindle-receipts/spindle/internal/export"
	"github.com/spindle-receipts/spindle/internal/receipt"
	"github.com/spindle-receipts/spindle/internal/store"
)

// What an export is made of, under the names of this room.
type (
	ExportProfile = export.Profile
	ExportChoices = export.Choices
	ExportPlan    = export.Plan
	ExportName    = export.Unnamed // what the person's books have no name for yet
	ExportSum     = export.Sum
	ExportGroup   = export.Group // problems of one kind
	Exported      = store.Export // an export that was written
	ExportedFile  = store.ExportFile
)

// Exporter writes the receipts of a history. The window and the command line
// both export by it.
type Exporter struct {
	Store *store.Store
	Now   func() time.Time // nil means time.Now
	Notes *Notes           // where another program has the history; nil where it can be written
}

// profilesFolder is where a person's own profiles are, in the history's folder.
const profilesFolder = "profiles"

// ProfilesFolder is the folder of the history at home for a person's own
// export profiles. It need not be there.
func ProfilesFolder(home string) string { return filepath.Join(home, profilesFolder) }

// ExportProfiles are the export profiles, the person's own in the history at
// home among them. With an error, which says in words which of those are
// damaged, the others are good.
func ExportProfiles(home string) (export.Catalogue, error) {
	folder := ProfilesFolder(home)
	if _, err := os.Stat(folder); errors.Is(err, os.ErrNotExist) {
		return export.Profiles(), nil
	}
	all, err := export.Load(os.DirFS(folder))
	if err != nil {
		err = fmt.Errorf("in %s: %w", folder, err)
	}
	return all, err
}

// ExportProfileNamed is the profile of that name; export.ErrFormat when there
// is none.
func ExportProfileNamed(home, name string) (export.Profile, error) {
	all, broken := ExportProfiles(home)
	p, err := all.Find(name)
	if err != nil && broken != nil {
		return p, fmt.Errorf("%w (%w)", err, broken)
	}
	return p, err
}

func choicesKey(profile string) string { return "export_" + profile }

// Choices are what was chosen for a profile in this history, or nothing.
func (x Exporter) Choices(ctx context.Context, profile string) (export.Choices, error) {
	var c export.Choices
	_, err := x.Store.Setting(ctx, choicesKey(profile), &c)
	return c, err
}

// SaveChoices keeps the choices for the next export by this profile.
func (x Exporter) SaveChoices(ctx context.Context, profile string, c export.Choices) error {
	return x.Store.SetSetting(ctx, choicesKey(profile), c)
}

// Request is which receipts are to be written, and how.
type Request struct {
	Profile export.Profile
	Choices export.Choices
	IDs     []int64           // in the order in which they are written
	Again   bool              // also what was exported by this profile before
	Edit    func(*export.Row) // what each row goes through before it is written; nil for nothing
}

// Rehearsal is an export before it is written.
type Rehearsal struct {
	*export.Plan
	Before map[int64]Exported // receipts that are left out: this profile wrote them already
	rows   export.Rows
	again  bool
}

// Rehearse goes through an export and writes nothing.
func (x Exporter) Rehearse(ctx context.Context, r Request) (*Rehearsal, error) {
	ids, before := r.IDs, map[int64]Exported{}
	if once(r.Profile) {
		ids = onlyOnce(ids)
	}
	if once(r.Profile) && !r.Again {
		var err error
		if ids, before, err = x.fresh(ctx, r.Profile.Name, ids); err != nil {
			return nil, err
		}
	}
	c := r.Choices
	if c.Today == (receipt.Date{}) {
		c.Today = receipt.DateOf(x.now())
	}
	if r.Profile.Numbered() {
		var err error
		if c.Given, err = x.given(ctx, r.Profile.Name); err != nil {
			return nil, err
		}
	}
	rows := x.rows(ctx, ids, r.Profile.NeedsDocument(), r.Edit)
	plan, err := export.Rehearse(ctx, r.Profile, c, rows)
	if err != nil {
		return nil, fmt.Errorf("rehearsing the export: %w", err)
	}
	plan.Skip = func(n int) export.Rows { return x.rows(ctx, ids[n:], r.Profile.NeedsDocument(), r.Edit) }
	return &Rehearsal{Plan: plan, Before: before, rows: rows, again: r.Again}, nil
}

// Paths are the files that a plan writes when its first is at path.
func Paths(p *export.Plan, path string) []string {
	ext := filepath.Ext(path)
	base := strings.TrimSuffix(path, ext)
	paths := make([]string, len(p.Files))
	for i, f := range p.Files {
		switch {
		case f.Beside:
			paths[i] = filepath.Join(filepath.Dir(path), strings.Replace(f.Name, p.Profile.Name, filepath.Base(base), 1))
		default:
			paths[i] = base + f.Suffix + ext
		}
	}
	return paths
}

// Write writes the files of a plan, all or none, the first at path, and
// records in the history that it did. The receipts are not marked.
func (x Exporter) Write(ctx context.Context, r *Rehearsal, path string) (Exported, error) {
	if err := writable(r.Plan); err != nil {
		return Exported{}, err
	}
	paths := Paths(r.Plan, path)
	outputs, sums := make([]export.Output, len(paths)), make([]*summed, len(paths))
	for i := range paths {
		outputs[i] = export.Output{Path: paths[i], Write: func(w io.Writer) error {
			sums[i] = newSummed(w)
			return r.Plan.Write(ctx, i, sums[i])
		}}
	}
	err := export.Files(ctx, outputs, func(drafts []export.Draft) error { return x.intend(ctx, r, paths, sums, drafts) })
	if err != nil {
		return Exported{}, errors.Join(err, x.intended(ctx))
	}
	return x.record(ctx, r, paths, sums)
}

// Stream writes the only file of a plan to w, and records that.
func (x Exporter) Stream(ctx context.Context, r *Rehearsal, w io.Writer) (Exported, error) {
	if err := writable(r.Plan); err != nil {
		return Exported{}, err
	}
	if n := len(r.Files); n > 1 {
		return Exported{}, fmt.Errorf("this export is %d files, and standard output takes one: name a file with -o", n)
	}
	out := newSummed(w)
	if err := r.Plan.Write(ctx, 0, out); err != nil {
		return Exported{}, err
	}
	return x.record(ctx, r, []string{"-"}, []*summed{out})
}

// writable tells in words why there is nothing to write.
func writable(p *export.Plan) error {
	if err := p.Blocked(); err != nil {
		return err
	}
	if len(p.Files) == 0 {
		return fmt.Errorf("%w: no receipt is left that can be exported", export.ErrStopped)
	}
	return nil
}

// record writes down what was exported, even when the program is just ending:
// the file is there.
func (x Exporter) record(ctx context.Context, r *Rehearsal, paths []string, sums []*summed) (Exported, error) {
	e, written, err := x.entry(r, paths, sums)
	if err != nil {
		return Exported{}, err
	}
	if x.Notes != nil {
		err = x.Notes.write(ctx, intent{Export: &e, Receipts: written, Done: true})
	} else if e.ID, err = x.Store.AddExport(context.WithoutCancel(ctx), e, written); err == nil {
		err = x.intended(ctx)
	}
	if err != nil {
		err = fmt.Errorf("%s is written, but that could not be noted: %w", paths[0], err)
	}
	return e, err
}

// entry is what the history keeps of an export.
func (x Exporter) entry(r *Rehearsal, paths []string, sums []*summed) (Exported, []store.ExportedReceipt, error) {
	choices, err := marshal(r.Choices)
	if err != nil {
		return Exported{}, nil, err
	}
	e := Exported{At: x.now().UTC(), Profile: r.Profile.Name, Choices: choices}
	for i, path := range paths {
		if path != "-" {
			path = absolute(path)
		}
		e.Files = append(e.Files, store.ExportFile{Path: path, SHA256: sums[i].sum()})
	}
	written := slices.Collect(func(yield func(store.ExportedReceipt) bool) {
		for place := range r.Written() {
			if !yield(store.ExportedReceipt{ID: place.Receipt, Updated: place.Updated, Number: place.Number, Vendor: place.Vendor}) {
				return
			}
		}
	})
	e.Receipts = len(written)
	return e, written, nil
}

func (x Exporter) now() time.Time {
	if x.Now == nil {
		return time.Now()
	}
	return x.Now()
}
