package ui

import (
	"context"
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"github.com/spindle-receipts/spindle/internal/desk"
)

// build makes the parts and joins them.
func (w *Window) build() {
	w.header, w.toast, w.tips, w.empty, w.welcome = newHeader(), newToast(), newTips(), newEmpty(), newWelcome()
	w.band = newBand(w.showClients)
	w.greet()
	again, away := newButton(tr("Check again"), iconRetry, normal, w.recheck), newButton("", iconClose, quiet, w.dismiss)
	w.banner = newBanner(again, away)
	w.banner.Hide()
	w.offers, w.mark = newOffers(w.book.writing), newLinkMark()
	w.offers.send.tapped, w.offers.here.tapped, w.offers.each.tapped = w.sendOffers, w.readOffers, w.showOffers
	w.mark.tapped = w.showSettings
	w.makeList()
	w.makeSearch()
	w.panel = newPanel(w.book.writing, w.today, panelActs{accept: w.acceptNext, retry: w.retry, sendAgain: w.askSendAgain, release: w.release, trash: w.trash, restore: w.restore,
		step: func(by int) { w.list.step(by, false) }, compare: w.compareTwin, readings: w.compareReadings, cut: w.cut, more: w.showMore, canCut: w.desk.CanCut, asks: w.asks,
		rule: ruleActs{suggestion: w.desk.Suggestion, always: w.makeRule, once: w.ruleOnce, stop: w.ruleNever}})
	w.joinPanel()
	w.joinButtons()
	w.layOut()
}

// makeList makes the list, its head and what stands under it.
func (w *Window) makeList() {
	w.list = newList(w.book)
	w.list.onSelect, w.list.onKey, w.list.onShortcut, w.list.onMenu = w.selected, w.typedKey, w.typedShortcut, w.showMenu
	w.list.edit.acts = cellActs{begin: w.beginCell, commit: w.commitCell, above: w.cellFromAbove, lost: w.keepDraft, key: w.typedKey, short: w.entryShortcut}
	w.head = newListHead(func(o order) { w.query.order = o; w.ask(); w.keepLayout() })
	w.head.onMoved, w.head.onMenu = w.list.useColumns, w.showColumns
	w.head.onFit, w.list.onColumn = w.fitColumn, w.columnKey
	w.head.onColumns = func([]column) { w.keepLayout() }
	w.foot = newParagraph("", theme.SizeNameCaptionText, colorMuted)
	w.foot.most = 2
	w.prove = newButton("", iconReady, quiet, w.acceptProved)
	w.prove.Hide()
	w.prove.onKey = w.typedKey
	w.retries = newButton("", iconRetry, quiet, w.retryAll)
	w.retries.Hide()
	w.retries.onKey = w.typedKey
	w.noHits = placeholder(iconSearch, tr("Nothing found"), "")
}

// makeSearch makes the views and the search beside them.
func (w *Window) makeSearch() {
	w.funnel = newButton("", iconFilter, quiet, w.showFilters)
	w.funnel.onKey = w.typedKey
	names := make([]string, len(filters))
	for i, f := range filters {
		names[i] = string(f)
	}
	w.tabs = newChoice(names, string(showAll), func(name string) { w.query.filter = filter(name); w.ask(); w.list.focus() })
	w.tabs.onKey = w.typedKey
	w.search = newInput()
	w.search.SetPlaceHolder(tr("Search or filter…"))
	w.search.icon = iconSearch
	w.search.Refresh()
	w.search.OnChanged = func(text string) { w.query.search = text; w.seek(false); w.ask() }
	w.search.OnSubmitted = func(string) { w.list.focus() }
	w.search.onKey, w.search.onShortcut = w.searchKey, w.entryShortcut
}

// joinButtons says what the buttons do, and what they are called.
func (w *Window) joinButtons() {
	w.header.add.tapped = w.showAdd
	w.header.export.tapped = w.showExport
	w.header.settings.tapped = w.showSettings
	w.header.bundle.tapped = func() { w.useBundle(desk.Each) }
	w.empty.add.tapped = w.showAdd
	w.empty.samples.tapped = w.addSamples
	v := w.panel.viewer
	for b, tip := range map[*button]string{w.header.settings: "Settings", w.funnel: "Filters", w.panel.up: "Previous receipt", w.panel.down: "Next receipt",
		w.panel.bin: "Move to trash", w.panel.more: "More", v.zoomIn: "Zoom in", v.zoomOut: "Zoom out", v.fit: "Fit the picture", v.turn: "Turn the picture",
		v.previous: "Previous page", v.next: "Next page"} {
		w.tips.give(b, tr(tip))
	}
	for _, b := range []*button{w.header.add, w.header.export, w.header.settings, w.empty.add, w.empty.samples, w.panel.main, w.panel.bin,
		w.panel.side, w.panel.more, w.offers.send, w.offers.here, w.offers.each} {
		b.onKey = w.typedKey
	}
}

// layOut puts the parts in their places.
func (w *Window) layOut() {
	w.under = inset(0, 0, rowSide, gapSmall, container.New(footLayout{}, w.foot, w.prove, w.retries, w.mark))
	table := newCard(container.NewBorder(w.head, container.NewBorder(line(), nil, nil, nil, w.under), nil, nil, container.NewStack(w.list, w.noHits)))
	bar := container.NewBorder(nil, nil, middle(w.tabs), nil, container.New(endLayout{340}, container.NewBorder(nil, nil, nil, w.funnel, middle(bare(w.search)))))
	w.sides = newSplit(table, w.panel.content, 0.555)
	w.sides.onDragged = w.keepLayout
	w.toast.over, w.toast.beside = w.header.content, w.header.actions
	w.table = container.NewBorder(flow(gap, bar, w.header.progress, w.banner, w.offers, exactly(fyne.Size{}, line())), nil, nil, nil, w.sides)
	w.main = container.NewBorder(inset(0, gapLarge, 0, 0, w.header.content), nil, nil, nil, container.NewStack(w.empty.content, w.welcome.content, w.table))
	w.table.Hide()
	w.empty.content.Hide()
}

func (w *Window) joinPanel() {
	f := w.panel.form
	f.onCorrect, f.onLines = w.correct, w.correctLines
	f.canvas = w.window.Canvas
	f.complete = w.book.complete
	f.onFocus = w.panel.viewer.light
	f.onLeave = w.list.focus
	f.onKey = w.formKey
	f.onShort = w.entryShortcut
	f.past.onOpen = w.fetchHistory
	v := w.panel.viewer
	v.run = func(f func()) { w.look(f) }
	v.load = func(ctx context.Context, p pageOf) (image.Image, error) {
		return w.desk.Page(ctx, p.id, p.page, pictureSide)
	}
	v.wordsOf = func(ctx context.Context, p pageOf) ([]desk.Word, error) { return w.desk.Words(ctx, p.id, p.page) }
	v.aim, v.onTake = f.aim, f.take
	v.picture.pointing.press, v.picture.pointing.release = f.hold, f.letGo
	v.onTurn = w.turn
	m := w.panel.many
	m.accept.tapped, m.retry.tapped, m.again.tapped, m.release.tapped = w.accept, w.retry, w.askSendAgain, w.release
	m.set.tapped = w.showBulk
	m.trash.tapped, m.restore.tapped, m.export.tapped = w.trash, w.restore, w.showExport
}
