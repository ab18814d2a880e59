package ui

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/export"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// fakeDesk is a desk in memory, for the window's tests only. It keeps the
// rules of states that the window relies on; the real desk is tested with the
// window elsewhere.
type fakeDesk struct {
	receipts    []receipt.Receipt
	listeners   map[int]func(desk.Event)
	settings    desk.Settings
	layout      desk.Layout
	credentials desk.Credentials
	keychain    error // what the keychain says to everything
	connection  error // what a test of the connection gives
	reader      error
	pageError   error
	asked       []string // what was asked of the desk, in order
	undo, redo  []step
	added       desk.Added
	exported    []int64
	choices     map[string]desk.ExportChoices
	before      map[int64]desk.Exported
	clock       time.Time
	pages       int
	link        desk.Link
	token       string
	spending    desk.Spending
	offers      []desk.Offer
	refuse      error          // what the desk says to the person's word on an offer
	refused     error          // what it says to a correction
	long        map[int64]bool // PDFs that can be cut
	options     desk.Options
	suggests    desk.Rule // for receipts of its vendor
	rules       []desk.Rule
	changes     []int64 // what a rule would change
	watched     []string
	lying       int              // files in a folder
	texts       map[int64]string // what the pictures say
	words       map[pageOf][]desk.Word
	second      receipt.Fields // what the other engine reads
}

// step is a change that can be taken back.
type step struct {
	what   string
	before []receipt.Receipt
	after  []receipt.Receipt
}

func newFakeDesk(receipts ...receipt.Receipt) *fakeDesk {
	return &fakeDesk{receipts: receipts, listeners: make(map[int]func(desk.Event)), choices: make(map[string]desk.ExportChoices), settings: desk.DefaultSettings(), layout: desk.Layout{Welcomed: true}, clock: testNow, pages: 1}
}

func (d *fakeDesk) note(format string, args ...any) {
	d.asked = append(d.asked, fmt.Sprintf(format, args...))
}

func (d *fakeDesk) Subscribe(f func(desk.Event)) func() {
	key := len(d.listeners) + 1
	d.listeners[key] = f
	return func() { delete(d.listeners, key) }
}

func (d *fakeDesk) tell(e desk.Event) {
	for _, f := range d.listeners {
		f(e)
	}
}

func (d *fakeDesk) Receipts(context.Context) ([]receipt.Receipt, error) {
	return slices.Clone(d.receipts), nil
}

// FindText is for plain texts alone; the real index is tested with the store.
func (d *fakeDesk) FindText(_ context.Context, text string) (ids []int64, _ error) {
	d.note("find %q", text)
	for id, words := range d.texts {
		if strings.Contains(" "+fold(strings.ReplaceAll(words, "\n", " ")), " "+text) {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

func (d *fakeDesk) find(id int64) *receipt.Receipt {
	for i := range d.receipts {
		if d.receipts[i].ID == id {
			return &d.receipts[i]
		}
	}
	return nil
}

// change changes receipts, remembers how to take it back and tells of it.
func (d *fakeDesk) change(what string, ids []int64, f func(*receipt.Receipt) error) error {
	var s step
	s.what = what
	for _, id := range ids {
		r := d.find(id)
		if r == nil {
			return fmt.Errorf("there is no receipt %d", id)
		}
		s.before = append(s.before, *r)
		now := *r
		now.Corrected = make(map[receipt.Field]bool)
		for k, v := range r.Corrected {
			now.Corrected[k] = v
		}
		if err := f(&now); err != nil {
			return err
		}
		d.clock = d.clock.Add(time.Second)
		now.Updated = d.clock
		*r = now
		s.after = append(s.after, now)
	}
	d.undo, d.redo = append(d.undo, s), nil
	d.tell(desk.Event{Changed: slices.Clone(s.after)})
	return nil
}

func (d *fakeDesk) put(receipts []receipt.Receipt) {
	for _, r := range receipts {
		d.clock = d.clock.Add(time.Second)
		r.Updated = d.clock
		*d.find(r.ID) = r
		d.tell(desk.Event{Changed: []receipt.Receipt{r}})
	}
}

func (d *fakeDesk) Undo(context.Context) (string, error) {
	if len(d.undo) == 0 {
		return "", nil
	}
	s := d.undo[len(d.undo)-1]
	d.undo, d.redo = d.undo[:len(d.undo)-1], append(d.redo, s)
	d.put(s.before)
	return s.what, nil
}

func (d *fakeDesk) Redo(context.Context) (string, error) {
	if len(d.redo) == 0 {
		return "", nil
	}
	s := d.redo[len(d.redo)-1]
	d.redo, d.undo = d.redo[:len(d.redo)-1], append(d.undo, s)
	d.put(s.after)
	return s.what, nil
}

func (d *fakeDesk) Add(_ context.Context, paths []string, o desk.Options) (desk.Added, error) {
	d.options = o
	d.note("add %v as %s", paths, o.Bundle)
	a := d.added
	if a.Receipts == nil && a.Known == nil && a.Skipped == nil {
		for _, p := range paths {
			a.Receipts = append(a.Receipts, receipt.Receipt{ID: int64(len(d.receipts) + len(a.Receipts) + 1), Batch: "added", Status: receipt.Waiting,
				Originals: []receipt.Original{{Path: p}}})
		}
	}
	d.receipts = append(d.receipts, a.Receipts...)
	d.tell(desk.Event{Changed: a.Receipts})
	return a, nil
}

func (d *fakeDesk) Correct(_ context.Context, id int64, name receipt.Field, text string) error {
	d.note("correct %d %s to %s", id, name, text)
	if d.refused != nil {
		return d.refused
	}
	return d.change("the "+name.Words()+" of #"+fmt.Sprint(id), []int64{id}, func(r *receipt.Receipt) error {
		r.Corrected[name] = true
		if err := r.Fields.Set(name, text); err != nil {
			return err
		}
		if r.Status.Read() && receipt.Prove(r.Fields, r.Evidence, r.Corrected, receipt.DateOf(testNow)).Ready() {
			r.Status = receipt.Ready
		}
		return nil
	})
}

func (d *fakeDesk) CorrectEach(_ context.Context, ids []int64, name receipt.Field, text string) error {
	d.note("correct %v %s to %s", ids, name, text)
	return d.change(fmt.Sprintf("the %s of %d receipts", name.Words(), len(ids)), ids, func(r *receipt.Receipt) error {
		r.Corrected[name] = true
		err := r.Fields.Set(name, text)
		d.prove(r)
		return err
	})
}

func (d *fakeDesk) CorrectLines(_ context.Context, id int64, items []receipt.LineItem, taxes []receipt.TaxLine) error {
	d.note("correct the lines of %d", id)
	return d.change("the lines", []int64{id}, func(r *receipt.Receipt) error {
		r.Fields.LineItems, r.Fields.TaxLines = items, taxes
		d.prove(r)
		return nil
	})
}

// prove sets the status as the real desk does.
func (d *fakeDesk) prove(r *receipt.Receipt) {
	p := receipt.Prove(r.Fields, r.Evidence, r.Corrected, receipt.DateOf(testNow))
	r.Status, r.Reasons = receipt.Ready, p.Reasons()
	if !p.Ready() {
		r.Status = receipt.Review
	}
}

func (d *fakeDesk) Layout(context.Context) (desk.Layout, error) { return d.layout, nil }

func (d *fakeDesk) SaveLayout(_ context.Context, l desk.Layout) error {
	d.layout = l
	return nil
}

func (d *fakeDesk) to(what string, s receipt.Status, ids []int64) error {
	d.note("%s %v", what, ids)
	return d.change(what, ids, func(r *receipt.Receipt) error { r.Status = s; return nil })
}

func (d *fakeDesk) Accept(_ context.Context, ids ...int64) error {
	return d.to("accept", receipt.Ready, ids)
}
func (d *fakeDesk) Retry(_ context.Context, ids ...int64) error {
	return d.to("retry", receipt.Waiting, ids)
}
func (d *fakeDesk) SendAgain(_ context.Context, ids ...int64) error {
	d.note("send again %v", ids)
	return nil
}
func (d *fakeDesk) Release(_ context.Context, ids ...int64) error {
	return d.to("release", receipt.Waiting, ids)
}

func (d *fakeDesk) KeepOne(_ context.Context, id int64) error {
	d.note("keep one, not %d", id)
	return d.change("keeping one", []int64{id}, func(r *receipt.Receipt) error { r.Trashed = testNow; return nil })
}

func (d *fakeDesk) KeepBoth(_ context.Context, id int64) error {
	d.note("keep both with %d", id)
	return d.change("keeping both", []int64{id}, func(r *receipt.Receipt) error {
		if r.Status == receipt.Held {
			r.Status = receipt.Waiting
		}
		r.Reasons = nil
		return nil
	})
}

func (d *fakeDesk) Suggestion(r receipt.Receipt) (desk.Rule, bool) {
	return d.suggests, d.suggests.Vendor != "" && d.suggests.Vendor == r.Fields.Vendor
}

func (d *fakeDesk) NotNow(_ context.Context, r desk.Rule, forGood bool) error {
	d.note("not now %s, for good: %v", r, forGood)
	d.suggests = desk.Rule{}
	return nil
}

func (d *fakeDesk) Rules(context.Context) ([]desk.Rule, error) { return d.rules, nil }

func (d *fakeDesk) SaveRule(_ context.Context, r desk.Rule) error {
	d.note("rule %s", r)
	d.suggests = desk.Rule{}
	d.rules = append(slices.DeleteFunc(d.rules, func(old desk.Rule) bool { return old.Vendor == r.Vendor }), r)
	return nil
}

func (d *fakeDesk) RemoveRule(_ context.Context, vendor string) error {
	d.note("no rule for %s", vendor)
	d.rules = slices.DeleteFunc(d.rules, func(old desk.Rule) bool { return old.Vendor == vendor })
	return nil
}

func (d *fakeDesk) RuleChanges(context.Context, desk.Rule) ([]int64, error) { return d.changes, nil }

func (d *fakeDesk) ApplyRule(_ context.Context, rule desk.Rule, ids ...int64) error {
	d.note("apply %s to %v", rule, ids)
	return d.change("the rule", ids, func(r *receipt.Receipt) error { r.Fields.Category = rule.Category; return nil })
}

func (d *fakeDesk) Tag(_ context.Context, ids []int64, tag string, on bool) error {
	d.note("tag %v %s %v", ids, tag, on)
	tag, err := receipt.ParseTag(tag)
	if err != nil {
		return err
	}
	return d.change("tags", ids, func(r *receipt.Receipt) error {
		if on {
			r.Tags = receipt.WithTag(r.Tags, tag)
		} else {
			r.Tags = receipt.WithoutTag(r.Tags, tag)
		}
		return nil
	})
}

func (d *fakeDesk) SetTags(_ context.Context, ids []int64, tags []string) error {
	d.note("tags of %v: %s", ids, strings.Join(tags, ", "))
	return d.change("tags", ids, func(r *receipt.Receipt) error { r.Tags = slices.Clone(tags); return nil })
}

func (d *fakeDesk) CanRegroup(r receipt.Receipt) bool {
	return r.Trashed.IsZero() && r.Status != receipt.Sending && r.Status != receipt.Reading && len(r.Originals) > 0
}

func (d *fakeDesk) CanSplit(r receipt.Receipt) bool {
	return d.CanRegroup(r) && (len(r.Originals) > 1 || d.pages > 1)
}

// regroup has receipts replaced by new ones.
func (d *fakeDesk) regroup(what string, ids []int64, n int) (desk.Added, error) {
	var added desk.Added
	for i := range n {
		added.Receipts = append(added.Receipts, receipt.Receipt{ID: int64(201 + i), Status: receipt.Waiting, Created: testNow, Updated: testNow,
			Originals: []receipt.Original{{Path: fmt.Sprintf("/new%d.pdf", i), SHA256: "ee", Pages: 1}}})
	}
	d.receipts = append(d.receipts, added.Receipts...)
	d.tell(desk.Event{Changed: added.Receipts})
	return added, d.change(what, ids, func(r *receipt.Receipt) error { r.Trashed = testNow; return nil })
}

func (d *fakeDesk) Join(_ context.Context, ids ...int64) (desk.Added, error) {
	d.note("join %v", ids)
	return d.regroup("joining", ids, 1)
}

func (d *fakeDesk) SplitUp(_ context.Context, id int64) (desk.Added, error) {
	d.note("split %d", id)
	return d.regroup("splitting", []int64{id}, d.pages)
}

func (d *fakeDesk) Reorder(_ context.Context, id int64, order []int) error {
	d.note("reorder %d as %v", id, order)
	return d.change("order", []int64{id}, func(r *receipt.Receipt) error {
		was := r.Originals
		r.Originals = nil
		for _, at := range order {
			r.Originals = append(r.Originals, was[at])
		}
		return nil
	})
}

func (d *fakeDesk) Watched(context.Context) ([]string, error)    { return d.watched, nil }
func (d *fakeDesk) FilesIn(context.Context, string) (int, error) { return d.lying, nil }

func (d *fakeDesk) Watch(_ context.Context, folder string, too bool) error {
	d.note("watch %s, too: %v", folder, too)
	d.watched = append(d.watched, folder)
	return nil
}

func (d *fakeDesk) Unwatch(_ context.Context, folder string) error {
	d.watched = slices.DeleteFunc(d.watched, func(one string) bool { return one == folder })
	return nil
}

func (d *fakeDesk) Trash(_ context.Context, ids ...int64) error {
	d.note("trash %v", ids)
	return d.change("moving to the trash", ids, func(r *receipt.Receipt) error { r.Trashed = testNow; return nil })
}

func (d *fakeDesk) Restore(_ context.Context, ids ...int64) error {
	d.note("restore %v", ids)
	return d.change("putting back", ids, func(r *receipt.Receipt) error { r.Trashed = time.Time{}; return nil })
}

func (d *fakeDesk) Turn(_ context.Context, id int64, degrees int) error {
	d.note("turn %d by %d", id, degrees)
	return d.change("turning", []int64{id}, func(r *receipt.Receipt) error { r.Turned = (r.Turned + degrees) % 360; return nil })
}

// Page draws a plain receipt.
func (d *fakeDesk) Page(_ context.Context, id int64, page, _ int) (image.Image, error) {
	d.note("page %d of %d", page, id)
	if d.pageError != nil {
		return nil, d.pageError
	}
	m := image.NewRGBA(image.Rect(0, 0, 300, 520))
	draw.Draw(m, m.Bounds(), image.NewUniform(color.RGBA{0xfd, 0xfb, 0xf4, 0xff}), image.Point{}, draw.Src)
	ink := image.NewUniform(color.RGBA{0x55, 0x55, 0x58, 0xff})
	for i := range 14 {
		y := 40 + i*32
		draw.Draw(m, image.Rect(30, y, 90+(i*53)%110, y+9), ink, image.Point{}, draw.Src)
		draw.Draw(m, image.Rect(225, y, 270, y+9), ink, image.Point{}, draw.Src)
	}
	return m, nil
}

func (d *fakeDesk) Words(_ context.Context, id int64, page int) ([]desk.Word, error) {
	return d.words[pageOf{id, page}], nil
}

func (d *fakeDesk) Pages(receipt.Receipt) int { return d.pages }

func (d *fakeDesk) ExportProfiles(context.Context) ([]desk.ExportProfile, error) {
	return export.Profiles(), nil
}

func (d *fakeDesk) ExportChoices(_ context.Context, profile string) (desk.ExportChoices, error) {
	return d.choices[profile], nil
}

func (d *fakeDesk) SaveExportChoices(_ context.Context, profile string, c desk.ExportChoices) error {
	d.choices[profile] = c
	return nil
}

// Rehearse is the real one, over the receipts of the fake.
func (d *fakeDesk) Rehearse(ctx context.Context, r desk.Request) (*desk.Rehearsal, error) {
	rows := func(yield func(export.Row, error) bool) {
		for _, id := range r.IDs {
			if i := slices.IndexFunc(d.receipts, func(r receipt.Receipt) bool { return r.ID == id }); !yield(export.Row{Receipt: d.receipts[i]}, nil) {
				return
			}
		}
	}
	plan, err := export.Rehearse(ctx, r.Profile, r.Choices, rows)
	return &desk.Rehearsal{Plan: plan, Before: d.before}, err
}

func (d *fakeDesk) Export(ctx context.Context, r *desk.Rehearsal, path string) (desk.Exported, error) {
	d.exported = nil
	for place := range r.Written() {
		d.exported = append(d.exported, place.Receipt)
	}
	d.note("export %d as %s to %s", len(d.exported), r.Profile.Name, filepath.Base(path))
	if err := os.WriteFile(path, []byte("id\n"), 0o600); err != nil {
		return desk.Exported{}, err
	}
	return desk.Exported{Receipts: len(d.exported)}, d.change("exporting", d.exported, func(r *receipt.Receipt) error {
		r.Status, r.ExportedAt = receipt.Exported, testNow
		return nil
	})
}

func (d *fakeDesk) Pack(ctx context.Context, r *desk.Rehearsal, path, title string) (desk.Exported, error) {
	d.note("pack %q", title)
	return d.Export(ctx, r, path)
}

func (d *fakeDesk) ExportsOf(context.Context, int64) ([]desk.Exported, error) {
	return []desk.Exported{{At: testNow, Profile: "xero-bills", Files: []desk.ExportedFile{{Path: "/home/anna/xero-bills-2026-11-24.csv"}}}}, nil
}

func (d *fakeDesk) History(context.Context, int64) ([]desk.Change, error) {
	return []desk.Change{
		{At: testNow.Add(-time.Hour), What: "read", Field: "total", After: "66.00"},
		{At: testNow, Person: true, What: "corrected", Field: "total", Before: "66.00", After: "60.00"},
	}, nil
}

func (d *fakeDesk) Settings(context.Context) (desk.Settings, error) { return d.settings, nil }

func (d *fakeDesk) SaveSettings(_ context.Context, s desk.Settings) error {
	d.note("save settings")
	d.settings = s
	return nil
}

func (d *fakeDesk) Credentials(context.Context) (desk.Credentials, error) {
	return d.credentials, d.keychain
}

func (d *fakeDesk) SaveCredentials(_ context.Context, c desk.Credentials) error {
	if d.keychain == nil {
		d.credentials = c
	}
	return d.keychain
}

func (d *fakeDesk) RemoveCredentials(context.Context) error {
	d.credentials = desk.Credentials{}
	return d.keychain
}

func (d *fakeDesk) TestConnection(_ context.Context, url string, c desk.Credentials) error {
	d.note("test %s as %s", url, c.Username)
	return d.connection
}

func (d *fakeDesk) ReaderReady(context.Context) error { return d.reader }

var errReader = errors.New("the reader on this computer is not set up: its model is missing. Close the program and run \"make setup\", or choose Veryfi in the settings")

var errKeychain = errors.New("the keychain is locked. Unlock it (log in again, or open your password manager) and try again. The reader on this computer works without credentials")

func (d *fakeDesk) Link() desk.Link { return d.link }

func (d *fakeDesk) SaveTunnelToken(_ context.Context, token string) error {
	if d.keychain == nil {
		d.token = token
	}
	return d.keychain
}

func (d *fakeDesk) HasTunnelToken(context.Context) (bool, error) { return d.token != "", d.keychain }

func (d *fakeDesk) RemoveTunnelToken(context.Context) error {
	d.token = ""
	return d.keychain
}

func (d *fakeDesk) Spending(context.Context) (desk.Spending, error) {
	s := d.spending
	s.Limit, s.Price, s.Currency = d.settings.DailyLimit, d.settings.Price, d.settings.PriceCurrency
	return s, nil
}

func (d *fakeDesk) Offers(context.Context) ([]desk.Offer, error) { return d.offers, nil }

func (d *fakeDesk) settle(what, batch string) error {
	d.note("%s %s", what, batch)
	if d.refuse == nil {
		d.tell(desk.Event{Settled: []string{batch}})
	}
	return d.refuse
}

func (d *fakeDesk) SendBatch(_ context.Context, batch string) error { return d.settle("send", batch) }
func (d *fakeDesk) SendHere(_ context.Context, batch string) error {
	return d.settle("read here", batch)
}

func (d *fakeDesk) PushCorrections(_ context.Context, ids ...int64) (int, error) {
	d.note("tell the corrections of %v", ids)
	return len(ids), nil
}

func (d *fakeDesk) DeleteAtService(_ context.Context, ids ...int64) (int, error) {
	d.note("delete %v at the service", ids)
	return len(ids), nil
}

func (d *fakeDesk) CanCut(r receipt.Receipt) bool { return d.long[r.ID] }

func (d *fakeDesk) CutPDF(_ context.Context, id int64) (desk.Added, error) {
	d.note("cut %d", id)
	parts := []receipt.Receipt{{ID: 101, Status: receipt.Waiting}, {ID: 102, Status: receipt.Waiting}}
	return desk.Added{Receipts: parts}, d.change("splitting", []int64{id}, func(r *receipt.Receipt) error { r.Trashed = testNow; return nil })
}
