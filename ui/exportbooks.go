package ui

import (
	"cmp"
	"maps"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"github.com/spindle-receipts/spindle/internal/desk"
)

// books is the part of the export dialog that asks what the person's books
// call things: accounts, tax rates, the order of dates.
type books struct {
	w       *Window
	content *fyne.Container
	changed func()
	profile desk.ExportProfile
	given   desk.ExportChoices
	keys    map[string][]string // by kind of need, those that are shown
	comma   bool
}

func newBooks(w *Window, changed func()) *books {
	return &books{w: w, changed: changed, content: flow(gap)}
}

// use shows what a format asks, with what was answered before.
func (b *books) use(p desk.ExportProfile, c desk.ExportChoices, comma bool) {
	b.profile, b.given, b.comma = p, c, comma
	b.keys = make(map[string][]string)
	for kind := range p.Needs {
		known := slices.Sorted(maps.Keys(b.names(kind)))
		if (kind == "account" || kind == "payment") && !slices.Contains(known, "") {
			known = append(known, "")
		}
		b.keys[kind] = inOrder(known)
	}
	b.build()
}

// offer asks for what the receipts need a name for, too.
func (b *books) offer(unnamed []desk.ExportName) {
	grown := false
	for _, u := range unnamed {
		if _, ok := b.profile.Needs[u.Kind]; ok && !slices.Contains(b.keys[u.Kind], u.Key) && len(b.keys[u.Kind]) < maxNames {
			b.keys[u.Kind] = inOrder(append(b.keys[u.Kind], u.Key))
			grown = true
		}
	}
	if grown {
		b.build()
	}
}

// inOrder puts the name for all others behind the others.
func inOrder(keys []string) []string {
	slices.SortFunc(keys, func(a, b string) int {
		if (a == "") != (b == "") {
			return cmp.Compare(b, a)
		}
		return cmp.Compare(a, b)
	})
	return keys
}

// maxNames is how many names of a kind are asked for at a time.
const maxNames = 12

// names are the answers of one kind.
func (b *books) names(kind string) map[string]string {
	switch kind {
	case "account":
		return b.given.Accounts
	case "tax":
		return b.given.Taxes
	case "vendor":
		return b.given.Vendors
	case "payment":
		return b.given.Payments
	}
	return nil
}

func (b *books) setName(kind, key, value string) {
	names := maps.Clone(b.names(kind))
	if names == nil {
		names = make(map[string]string)
	}
	if names[key] == value {
		return
	}
	names[key] = value
	switch kind {
	case "account":
		b.given.Accounts = names
	case "tax":
		b.given.Taxes = names
	case "vendor":
		b.given.Vendors = names
	case "payment":
		b.given.Payments = names
	}
	b.changed()
}

func (b *books) setValue(name, value string) {
	if b.given.Values[name] == value {
		return
	}
	values := maps.Clone(b.given.Values)
	if values == nil {
		values = make(map[string]string)
	}
	values[name] = value
	b.given.Values = values
	b.changed()
}

// choices are the answers.
func (b *books) choices() desk.ExportChoices {
	c := b.given
	c.DecimalComma = b.comma
	return c
}

func (b *books) build() {
	b.content.Objects = nil
	for _, a := range b.profile.Asks {
		value := b.given.Values[a.Name]
		if value == "" {
			value = a.Default
		}
		b.content.Add(setting(told(a.Title), "", flow(gapTiny, b.control(value, "", a.Accept, func(text string) { b.setValue(a.Name, text) }), about(told(a.Help)))))
	}
	for _, kind := range []string{"account", "tax", "vendor", "payment"} {
		need, ok := b.profile.Needs[kind]
		if !ok || len(b.keys[kind]) == 0 {
			continue
		}
		rows := flow(6)
		for _, key := range b.keys[kind] {
			otherwise := b.names(kind)[""]
			if otherwise == "" || key == "" {
				otherwise = need.Default
			}
			control := b.control(b.names(kind)[key], otherwise, need.Accept, func(text string) { b.setName(kind, key, text) })
			rows.Add(beside(inset(7, 0, 0, 0, newPhrase(keyWords(kind, key, len(b.keys[kind]) == 1), theme.SizeNameText, colorMuted, false)), control))
		}
		rows.Add(about(told(need.Help)))
		b.content.Add(setting(told(need.Title), "", rows))
	}
	if len(b.content.Objects) == 0 {
		b.content.Hide()
	} else {
		b.content.Show()
	}
	b.content.Refresh()
}

func about(text string) fyne.CanvasObject {
	return newParagraph(text, theme.SizeNameCaptionText, colorMuted)
}

// control is a list to choose from where the program takes only some words,
// else a line. It shows what counts otherwise while it is empty.
func (b *books) control(value, otherwise string, accept []string, use func(string)) fyne.CanvasObject {
	if len(accept) > 0 {
		p := newPicker(accept, value, use)
		if p.PlaceHolder = otherwise; otherwise == "" {
			p.PlaceHolder = tr("Choose one")
		}
		p.onKey = b.w.sheetKey
		return framed(p)
	}
	i := newInput()
	i.SetPlaceHolder(otherwise)
	i.put(value)
	i.onFocus = func(gained bool) {
		if !gained {
			use(i.Text)
		}
	}
	i.OnSubmitted = use
	b.w.adopt(i)
	return container.NewStack(bare(i))
}

// keyWords is what a name is asked for, in words.
func keyWords(kind, key string, alone bool) string {
	all := map[string]string{"account": "All categories", "vendor": "All vendors", "payment": "All ways to pay"}
	others := map[string]string{"account": "All other categories", "vendor": "All other vendors", "payment": "All other ways to pay"}
	switch {
	case key == "" && alone && all[kind] != "":
		return tr(all[kind])
	case key == "" && others[kind] != "":
		return tr(others[kind])
	case key == "none":
		return tr("Not taxed")
	case key == "unknown" || key == "":
		return tr("Rate not printed")
	case kind == "tax":
		return key + " %"
	}
	return key
}
