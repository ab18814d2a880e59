package ui

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// exporter is the dialog that writes receipts to a file.
type exporter struct {
	w      *Window
	sheet  *sheet
	which  *widget.RadioGroup
	format *picker
	folder *input
	name   *input
	note   *paragraph
	save   *button
	sets   map[string][]int64
	own    bool // the person gave the file a name of their own
}

func (w *Window) showExport() {
	if w.sheet != nil || !w.saved() {
		return
	}
	x := &exporter{w: w}
	names, chosen := x.choose()
	if len(names) == 0 {
		w.toast.say(toneInfo, "There is nothing to export yet: no receipt has been read.", "", nil)
		return
	}
	x.note = newParagraph("", theme.SizeNameCaptionText, colorMuted)
	x.save = newButton("Export", iconExport, primary, x.export)
	x.folder, x.name = newInput(), newInput()
	x.which = widget.NewRadioGroup(names, func(string) {
		x.check()
		w.window.Canvas().Focus(x.name) // a radio button would keep Enter and Esc to itself
	})
	x.which.Required = true
	x.which.Selected = chosen
	formats := w.desk.Formats()
	x.format = newPicker(formats, "", func(string) { x.rename(); x.check() })
	x.format.onKey = w.sheetKey
	x.folder.put(w.exportDir())
	x.folder.OnChanged = func(string) { x.check() }
	x.name.OnChanged = func(string) { x.own = true; x.check() }
	for _, i := range []*input{x.folder, x.name} {
		i.OnSubmitted = func(string) { x.export() }
		w.adopt(i)
	}
	browse := newButton("Choose…", iconFolder, normal, x.browse)
	body := flow(gap,
		setting("What", "", container.NewThemeOverride(x.which, strongTheme{})),
		setting("Format", "", framed(x.format)),
		setting("Folder", "", container.NewBorder(nil, nil, nil, inset(0, 0, gapSmall, 0, browse), bare(x.folder))),
		setting("File name", "", bare(x.name)),
		setting("", "", x.note))
	x.sheet = w.showSheet("Export receipts", "", 560, body, []fyne.CanvasObject{
		newButton("Cancel", "", normal, func() { x.sheet.close() }), x.save})
	if len(formats) > 0 {
		x.format.SetSelected(formats[0])
	}
	x.check()
}

// choose gives the sets of receipts that can be exported, and the likely one.
func (x *exporter) choose() (names []string, chosen string) {
	w := x.w
	x.sets = make(map[string][]int64)
	offer := func(what string, ids []int64) {
		if len(ids) > 0 {
			name := fmt.Sprintf("%s (%d)", what, len(ids))
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
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	return home
}

// rename gives the file a name of the format, unless the person gave one.
func (x *exporter) rename() {
	base := strings.TrimSuffix(x.name.Text, filepath.Ext(x.name.Text))
	if !x.own {
		base = "receipts-" + x.w.now().Format(time.DateOnly)
	}
	own := x.own
	x.name.put(base + "." + extension(x.format.Selected))
	x.own = own
}

// extension is the ending of a format's files: a format is named after it, or
// after the program that takes it, and those take CSV.
func extension(format string) string {
	switch format {
	case "json", "xlsx", "csv", "zip", "iif", "qif", "jsonl":
		return format
	}
	return "csv"
}

func (x *exporter) path() string {
	return filepath.Join(strings.TrimSpace(x.folder.Text), strings.TrimSpace(x.name.Text))
}

// check says what will happen, or what is missing.
func (x *exporter) check() {
	if x.sheet == nil {
		return
	}
	text, color, ok := "", fyne.ThemeColorName(colorMuted), true
	folder := strings.TrimSpace(x.folder.Text)
	info, err := os.Stat(folder)
	switch {
	case strings.TrimSpace(x.name.Text) == "":
		text, color, ok = "Give the file a name.", colorAmber, false
	case !filepath.IsAbs(folder) || err != nil || !info.IsDir():
		text, color, ok = "There is no such folder. Choose one that is there.", colorAmber, false
	default:
		text = "Writes " + count(len(x.sets[x.which.Selected]), "receipt") + "."
		if _, err := os.Stat(x.path()); err == nil {
			text, color = "A file of this name is there already and will be replaced.", colorAmber
		}
	}
	x.note.set(text, color)
	x.save.setEnabled(ok)
	x.sheet.resize()
}

func (x *exporter) browse() {
	x.w.pickFolder(x.folder.put)
}

func (x *exporter) export() {
	if x.save.Disabled() {
		return
	}
	w, ids, path, format, n := x.w, x.sets[x.which.Selected], x.path(), x.format.Selected, 0
	x.save.setText("Exporting…")
	x.save.setEnabled(false)
	w.run(func() {
		var err error
		n, err = w.desk.Export(w.ctx, path, format, ids)
		fyne.Do(func() {
			x.save.setText("Export")
			x.save.setEnabled(true)
			if err != nil {
				x.note.set(sentence(err), colorRed)
				x.sheet.resize()
				return
			}
			x.sheet.close()
			w.toast.say(toneGood, fmt.Sprintf("Exported %s to %s", count(n, "receipt"), path), "", nil)
		})
	})
}
