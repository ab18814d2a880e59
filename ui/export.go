package ui

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/spindle-receipts/spindle/internal/desk"
)

// exporter is the dialog that writes receipts to a file. It rehearses every
// export, so that what the other program would refuse is seen before.
type exporter struct {
	w        *Window
	sheet    *sheet
	which    *widget.RadioGroup
	profiles []desk.ExportProfile
	format   *picker
	about    *paragraph
	trust    *paragraph
	books    *books
	shape    *choice
	folder   *input
	name     *input
	found    *findings
	preview  *preview
	note     *paragraph
	save     *button
	sets     map[string][]int64
	own      bool   // the person gave the file a name of their own
	again    bool   // also what this format exported before
	only     string // the one currency of a format that takes no more; "" for all
	busy     bool

	rehearsal *desk.Rehearsal // nil while there is none for what is chosen
	turn      int             // counts the rehearsals, so that an old one is not shown
}

// The shapes of an export.
const (
	shapeFile = "A file"
	shapePack = "Month-end pack"
)

func (w *Window) showExport() {
	if w.sheet != nil || !w.saved() {
		return
	}
	x := &exporter{w: w}
	names, chosen := x.choose()
	if len(names) == 0 {
		w.toast.say(toneInfo, tr("There is nothing to export yet: no receipt has been read."), "", nil)
		return
	}
	w.run(func() {
		profiles, broken := w.desk.ExportProfiles(w.ctx)
		fyne.Do(func() {
			if w.sheet != nil || w.gone || len(profiles) == 0 {
				return
			}
			x.profiles = profiles
			x.build(names, chosen)
			if broken != nil {
				w.toast.say(toneWarn, tr("One of your export formats is left out: %s", sentence(broken)), "", nil)
			}
		})
	})
}

func (x *exporter) build(names []string, chosen string) {
	w := x.w
	x.about = newParagraph("", theme.SizeNameCaptionText, colorMuted)
	x.trust = newParagraph("", theme.SizeNameCaptionText, colorMuted)
	x.note = newParagraph("", theme.SizeNameCaptionText, colorMuted)
	x.save = newButton(tr("Export"), iconExport, primary, x.export)
	x.folder, x.name = newInput(), newInput()
	x.which = widget.NewRadioGroup(names, func(string) {
		x.again, x.only = false, ""
		x.rehearse()
		w.window.Canvas().Focus(x.name) // a radio button would keep Enter and Esc to itself
	})
	x.which.Required = true
	x.which.Selected = chosen
	titles := make([]string, len(x.profiles))
	for i, p := range x.profiles {
		titles[i] = told(p.Title)
	}
	x.format = newPicker(titles, "", func(string) { x.useFormat() })
	x.format.onKey = w.sheetKey
	x.books = newBooks(w, x.rehearse)
	x.shape = newChoice([]string{shapeFile, shapePack}, shapeFile, func(string) { x.rename(); x.check() })
	x.folder.put(w.exportDir())
	x.folder.OnChanged = func(string) { x.check() }
	x.name.OnChanged = func(string) { x.own = true; x.check() }
	for _, i := range []*input{x.folder, x.name} {
		i.OnSubmitted = func(string) { x.export() }
		w.adopt(i)
	}
	x.found, x.preview = newFindings(x), newPreview()
	browse := newButton(tr("Choose…"), iconFolder, normal, x.browse)
	body := flow(gap,
		setting(tr("What"), "", container.NewThemeOverride(x.which, strongTheme{})),
		setting(tr("Format"), "", flow(6, framed(x.format), x.about, x.trust)),
		x.books.content,
		setting(tr("As"), "", x.shape),
		setting(tr("Folder"), "", container.NewBorder(nil, nil, nil, inset(0, 0, gapSmall, 0, browse), bare(x.folder))),
		setting(tr("File name"), "", bare(x.name)),
		x.found.content,
		x.preview.content,
		setting("", "", x.note))
	x.sheet = w.showSheet(tr("Export receipts"), "", 680, body, []fyne.CanvasObject{
		newButton(tr("Cancel"), "", normal, func() { x.sheet.close() }), x.save})
	x.sheet.onClose = func() { x.turn++ }
	x.format.SetSelected(titles[x.usual()])
}

// usual is the format that was used last.
func (x *exporter) usual() int {
	for i, p := range x.profiles {
		if p.Name == x.w.settings.ExportProfile {
			return i
		}
	}
	return 0
}

// profile is the chosen format.
func (x *exporter) profile() desk.ExportProfile {
	for _, p := range x.profiles {
		if told(p.Title) == x.format.Selected {
			return p
		}
	}
	return x.profiles[0]
}

// useFormat shows what a format is and asks, and rehearses it.
func (x *exporter) useFormat() {
	p := x.profile()
	x.again, x.only = false, ""
	x.about.set(told(p.About), colorMuted)
	x.trust.set(told(p.Trust), colorMuted)
	x.rehearsal = nil
	x.rename()
	x.turn++
	turn := x.turn
	x.w.run(func() {
		c, err := x.w.desk.ExportChoices(x.w.ctx, p.Name)
		fyne.Do(func() {
			if turn != x.turn {
				return
			}
			if err != nil {
				x.say(sentence(err), colorRed)
			}
			x.books.use(p, c, x.w.cfg.DecimalComma)
			x.rehearse()
		})
	})
}

// rename gives the file a name of the format, unless the person gave one.
func (x *exporter) rename() {
	p := x.profile()
	base := strings.TrimSuffix(x.name.Text, filepath.Ext(x.name.Text))
	if !x.own {
		base = "receipts-" + x.w.now().Format(time.DateOnly)
		if p.Name != p.File.Extension {
			base = p.Name + "-" + x.w.now().Format(time.DateOnly)
		}
	}
	ext := p.File.Extension
	if x.packed() {
		ext = "zip"
	}
	own := x.own
	x.name.put(base + "." + ext)
	x.own = own
}

func (x *exporter) packed() bool { return x.shape.chosen == shapePack }

func (x *exporter) path() string {
	return filepath.Join(strings.TrimSpace(x.folder.Text), strings.TrimSpace(x.name.Text))
}

// paths are the files that the export would write.
func (x *exporter) paths() []string {
	if x.packed() || x.rehearsal == nil || len(x.rehearsal.Files) == 0 {
		return []string{x.path()}
	}
	return desk.Paths(x.rehearsal.Plan, x.path())
}

func (x *exporter) say(text string, color fyne.ThemeColorName) {
	x.note.set(text, color)
	x.sheet.resize()
}

// check says what will happen, or what is missing.
func (x *exporter) check() {
	if x.sheet == nil || x.busy {
		return
	}
	text, color, ok := x.forecast(), fyne.ThemeColorName(colorMuted), x.rehearsal != nil && len(x.rehearsal.Files) > 0 && x.rehearsal.Blocked() == nil
	action := tr("Export")
	folder := strings.TrimSpace(x.folder.Text)
	info, err := os.Stat(folder)
	switch {
	case strings.TrimSpace(x.name.Text) == "":
		text, color, ok = tr("Give the file a name."), colorAmber, false
	case !filepath.IsAbs(folder) || err != nil || !info.IsDir():
		text, color, ok = tr("There is no such folder. Choose one that is there."), colorAmber, false
	default:
		for _, path := range x.paths() {
			if _, err := os.Stat(path); err == nil && ok {
				text, color, action = tr("%s %s is there already: “Replace” writes over it.", text, filepath.Base(path)), colorAmber, tr("Replace")
				break
			}
		}
	}
	x.save.setText(action)
	x.save.setEnabled(ok)
	x.say(text, color)
}

// forecast is what an export would write, in words.
func (x *exporter) forecast() string {
	r := x.rehearsal
	switch {
	case r == nil:
		return tr("Checking…")
	case r.Blocked() != nil:
		return tr("Nothing can be written yet.")
	case len(r.Files) == 0:
		return tr("No receipt is left to be exported.")
	}
	sums := make([]string, len(r.Sums))
	for i, s := range r.Sums {
		sums[i] = x.w.book.writing.amount(s.Total, s.Currency) + " " + s.Currency
	}
	what := receipts(r.Receipts)
	if len(sums) > 0 && len(sums) <= 4 {
		what += ", " + strings.Join(sums, ", ")
	}
	if n := len(x.paths()); n > 1 {
		return tr("Writes %s, in %d files.", what, n)
	}
	return tr("Writes %s.", what)
}

func (x *exporter) browse() {
	x.w.pickFolder(x.folder.put)
}

// request is the export as it is chosen.
func (x *exporter) request() desk.Request {
	return desk.Request{Profile: x.profile(), Choices: x.books.choices(), IDs: x.ids(), Again: x.again}
}

// ids are the chosen receipts, those of one currency where that is wanted.
func (x *exporter) ids() []int64 {
	all := x.sets[x.which.Selected]
	if x.only == "" {
		return all
	}
	var ids []int64
	for _, id := range all {
		if e := x.w.book.get(id); e != nil && e.receipt.Fields.Currency == x.only {
			ids = append(ids, id)
		}
	}
	return ids
}

// rehearse goes through the export as it is chosen, and shows what was found.
func (x *exporter) rehearse() {
	if x.sheet == nil || x.busy {
		return
	}
	x.turn++
	turn, request := x.turn, x.request()
	x.rehearsal = nil
	x.check()
	x.w.run(func() {
		r, err := x.w.desk.Rehearse(x.w.ctx, request)
		fyne.Do(func() {
			if turn == x.turn {
				x.show(r, err)
			}
		})
	})
}

// used are the categories and ways to pay of the receipts: an account can be
// given for each.
func (x *exporter) used() []desk.ExportName {
	var names []desk.ExportName
	seen := make(map[desk.ExportName]bool)
	add := func(kind, key string) {
		if n := (desk.ExportName{Kind: kind, Key: key}); key != "" && !seen[n] {
			seen[n] = true
			names = append(names, n)
		}
	}
	for _, id := range x.sets[x.which.Selected] {
		if e := x.w.book.get(id); e != nil {
			add("account", e.receipt.Fields.Category)
			add("payment", e.receipt.Fields.PaymentType)
		}
	}
	return names
}

func (x *exporter) show(r *desk.Rehearsal, err error) {
	x.rehearsal = r
	if err != nil {
		x.rehearsal = nil
		x.save.setEnabled(false)
		x.say(sentence(err), colorRed)
		return
	}
	x.books.offer(slices.Concat(r.Unnamed, x.used()))
	x.found.show(r)
	x.preview.show(r)
	x.check()
}
