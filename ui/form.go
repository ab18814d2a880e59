package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// form is the fields of one receipt, saved as soon as a field is left.
type form struct {
	fields  map[receipt.Field]*field
	order   []*field // as they stand
	writing writing
	today   func() receipt.Date

	entry   *entry
	focused *field           // has the focus, or nil
	holding bool             // the focus that is about to be lost comes back
	held    *field           // had the focus, and gets it back
	drafts  map[draft]string // typed, but not to be taken as it is

	content *fyne.Container
	scroll  *container.Scroll
	extra   []fyne.CanvasObject // the lines that are empty on most receipts
	more    *button
	wide    bool // every line is shown
	proof   *proofLine
	taxes   *grid
	items   *grid
	past    *history

	canvas    func() fyne.Canvas                                   // of the window that the form is in
	complete  func(name receipt.Field, text, vendor string) string // from what was entered before
	onCorrect func(id int64, name receipt.Field, plain string)
	onLines   func(id int64, items []receipt.LineItem, taxes []receipt.TaxLine)
	onFocus   func(receipt.Field) // "" when no field has the focus
	onLeave   func()              // the last field is done
	onKey     func(*fyne.KeyEvent) bool
	onShort   func(fyne.Shortcut) bool
}

// draft names a text that the person typed into a field of a receipt.
type draft struct {
	id   int64
	name receipt.Field
}

func newForm(w writing, today func() receipt.Date) *form {
	f := &form{fields: make(map[receipt.Field]*field), writing: w, today: today, drafts: make(map[draft]string)}
	f.proof, f.taxes, f.items, f.past = newProofLine(w), newTaxGrid(), newItemGrid(), newHistory()
	f.more = newButton(tr("More fields"), iconDown, quiet, f.widen)
	rows := [][]receipt.Field{
		{receipt.FieldVendor},
		{receipt.FieldDate, receipt.FieldInvoiceNumber},
		{receipt.FieldTotal, receipt.FieldCurrency},
		{receipt.FieldSubtotal, receipt.FieldTax},
		{receipt.FieldTip, receipt.FieldDiscount},
		{receipt.FieldFees, receipt.FieldRounding},
		nil,
		{receipt.FieldCategory},
		{receipt.FieldPaymentType, receipt.FieldPaymentDigits},
		{receipt.FieldNotes},
	}
	var objects []fyne.CanvasObject
	for _, names := range rows {
		if names == nil {
			objects = append(objects, f.proof)
			continue
		}
		row := make([]fyne.CanvasObject, len(names))
		for i, name := range names {
			row[i] = f.add(name)
		}
		both := beside(row...)
		objects = append(objects, both)
		switch names[0] {
		case receipt.FieldTip, receipt.FieldFees, receipt.FieldPaymentType, receipt.FieldNotes:
			f.extra = append(f.extra, both)
		}
	}
	objects = append(objects, inset(0, 0, -buttonSide, 0, across(0, f.more)), f.taxes, f.items, f.past)
	f.content = flow(gap, objects...)
	f.scroll = container.NewVScroll(inset(gapTiny, gapLarge, scrollEdge, gap, f.content))
	f.past.onChange = f.layOut
	f.joinGrids()
	f.proof.onMend = f.takeMend
	f.proof.use.onKey = func(ev *fyne.KeyEvent) { f.onKey(ev) }
	return f
}

func (f *form) add(name receipt.Field) fyne.CanvasObject {
	line := newField(name)
	f.fields[name] = line
	f.order = append(f.order, line)
	line.input.OnSubmitted = func(string) { f.enter(line) }
	line.input.OnChanged = func(string) { f.foresee(line) }
	line.input.complete = f.completion(name)
	line.input.onScroll = func(ev *fyne.ScrollEvent) { f.scroll.Scrolled(ev) }
	line.input.onFocus = func(gained bool) { f.focusMoved(line, gained) }
	line.input.onKey = func(ev *fyne.KeyEvent) bool {
		if ev.Name == fyne.KeyEscape && line.dirty() {
			f.revert(line)
			return true
		}
		return f.onKey(ev)
	}
	line.input.onShortcut = func(s fyne.Shortcut) bool {
		switch s.(type) {
		case *fyne.ShortcutUndo, *fyne.ShortcutRedo:
			if line.dirty() { // the typing is undone first, then what was saved
				return false
			}
		}
		return f.onShort(s)
	}
	return line.content
}

// show shows a receipt. What is being typed into it stays.
func (f *form) show(e *entry) {
	same := f.entry != nil && f.entry.id() == e.id()
	if !same {
		f.leave()
		f.wide = false
		f.scroll.ScrollToOffset(fyne.Position{})
	}
	f.entry = e
	doubts := e.doubts()
	for _, line := range f.order {
		line.show(f.writing.field(e.receipt.Fields, line.name), doubts[line.name], same)
		if text, ok := f.drafts[draft{e.id(), line.name}]; ok && !same {
			line.input.put(text)
			f.check(line)
		}
		f.enable(line, e)
	}
	f.proof.show(e)
	f.showLines(e)
	f.fold()
	f.layOut()
	if f.past.open {
		f.past.onOpen()
	}
}

// enable lets fields be edited once they have been read.
func (f *form) enable(line *field, e *entry) {
	if on := e.receipt.Status.Read(); on == line.input.Disabled() {
		if on {
			line.input.Enable()
		} else {
			line.input.Disable()
		}
	}
}

// leave keeps what was typed and could not be taken.
func (f *form) leave() {
	if f.entry == nil {
		return
	}
	for _, line := range f.order {
		key := draft{f.entry.id(), line.name}
		if line.wrong != "" {
			f.drafts[key] = line.input.Text
		} else {
			delete(f.drafts, key)
		}
	}
}

// check tells whether what was typed can be taken, and as what.
func (f *form) check(line *field) (plain string, ok bool) {
	plain, err := f.writing.plain(line.name, line.input.Text, f.entry.receipt.Fields, f.today())
	line.wrong, line.means = "", ""
	if err != nil {
		line.wrong = sentence(err)
	}
	if line.tell() {
		f.layOut()
	}
	return plain, err == nil
}

// commit saves what was typed into a field.
func (f *form) commit(line *field) bool {
	if f.entry == nil || !line.dirty() {
		if line.wrong != "" || line.means != "" {
			line.wrong, line.means = "", ""
			line.tell()
			f.layOut()
		}
		return true
	}
	plain, ok := f.check(line)
	if !ok {
		return false
	}
	if f.same(line.name, plain) {
		line.input.put(line.value)
		return true
	}
	line.input.put(f.shown(line.name, plain)) // the result of a calculation, a whole date
	line.value = line.input.Text
	f.onCorrect(f.entry.id(), line.name, plain)
	return true
}

// same tells whether a text means what the receipt says already.
func (f *form) same(name receipt.Field, plain string) bool {
	return says(f.entry.receipt.Fields, name, plain)
}

// says tells whether a field has the value that a plain text means.
func says(fields receipt.Fields, name receipt.Field, plain string) bool {
	if name.Money() {
		a, err := receipt.ParseAmount(plain)
		return err == nil && a.Equal(fields.Amount(name))
	}
	return plain == fields.Get(name)
}

// commitAll saves whatever is still being typed.
func (f *form) commitAll() bool {
	good := true
	for _, line := range f.order {
		good = f.commit(line) && good
	}
	for _, g := range []*grid{f.taxes, f.items} {
		good = g.cells.commit() && good
	}
	return good
}

func (f *form) revert(line *field) {
	line.input.put(line.value)
	line.wrong, line.means = "", ""
	line.tell()
	f.layOut()
}

// enter saves a field and goes on: to the next doubt, else out of the form.
func (f *form) enter(line *field) {
	if !f.commit(line) {
		return
	}
	if !f.focusDoubt(line.name, false) {
		f.onLeave()
	}
}

// reveal brings a field into sight.
func (f *form) reveal(line *field) { f.revealAt(line.content, 0, line.content.Size().Height) }

func (f *form) widen() {
	f.wide = true
	f.fold()
	f.layOut()
}

// fold hides the lines that are empty and seldom needed.
func (f *form) fold() {
	hidden := false
	for _, row := range f.extra {
		used := f.wide
		for _, line := range f.order {
			for _, o := range row.(*fyne.Container).Objects {
				if o == fyne.CanvasObject(line.content) && (line.value != "" || line.input.Text != "" || line.doubt != "") {
					used = true
				}
			}
		}
		if row.Visible() != used {
			if used {
				row.Show()
			} else {
				row.Hide()
			}
		}
		hidden = hidden || !used
	}
	f.more.Hidden = !hidden
}

// layOut gives every line its place after one has grown or gone. It does not
// refresh them: drawing fifteen entries anew is what makes a form slow.
func (f *form) layOut() {
	f.content.Layout.Layout(f.content.Objects, f.content.Size())
	f.scroll.Content.Resize(f.scroll.Content.MinSize().Max(fyne.NewSize(f.scroll.Size().Width, 0)))
	f.scroll.Refresh()
}
