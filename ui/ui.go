// Package ui is the window: it draws receipts and asks the desk to do things.
// It knows the desk and the words of receipts, nothing of networks, databases
// or archives. It never imports fyne/app, so its tests need no display.
package ui

import (
	"context"
	"errors"
	"image"
	"log/slog"
	"time"

	"fyne.io/fyne/v2"

	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// Desk is what the window needs of the workflow. Every method but Subscribe,
// Pages, Link, Suggestion and those that begin with Can may take its time: the window never calls them on Fyne's
// goroutine. Errors are words for the person.
type Desk interface {
	// Subscribe calls f from any goroutine with every piece of news until
	// cancel is called.
	Subscribe(f func(desk.Event)) (cancel func())
	// Receipts are all receipts, those in the trash too, in order of intake.
	Receipts(ctx context.Context) ([]receipt.Receipt, error)
	// FindText are the receipts on whose pictures a text was read, by the
	// beginnings of its words.
	FindText(ctx context.Context, text string) ([]int64, error)
	// Add takes files and folders in; the rows come as events at once.
	Add(ctx context.Context, paths []string, o desk.Options) (desk.Added, error)
	// Correct sets a field from plain text as receipt.Fields.Set takes it.
	Correct(ctx context.Context, id int64, field receipt.Field, text string) error
	// CorrectEach sets a field of several receipts to the same, as one step.
	CorrectEach(ctx context.Context, ids []int64, field receipt.Field, text string) error
	// CorrectLines gives a receipt other line items and tax lines.
	CorrectLines(ctx context.Context, id int64, items []receipt.LineItem, taxes []receipt.TaxLine) error
	// Layout is how the window was left; SaveLayout keeps it.
	Layout(ctx context.Context) (desk.Layout, error)
	SaveLayout(ctx context.Context, l desk.Layout) error
	// Accept records that a person says the receipt is right.
	Accept(ctx context.Context, ids ...int64) error
	// CanReadAgain tells, at once, whether the other engine can be asked to read
	// a receipt too; ReadAgain asks it, and returns for how many. Readings are
	// the two side by side, TakeSecond takes parts of the second, or none.
	CanReadAgain(r receipt.Receipt) bool
	ReadAgain(ctx context.Context, ids ...int64) (int, error)
	Readings(ctx context.Context, id int64) (desk.Readings, error)
	TakeSecond(ctx context.Context, id int64, parts ...desk.Part) error
	// CostOf says what sending receipts to an engine may cost.
	CostOf(ctx context.Context, engine receipt.Engine, receipts int) (desk.Cost, error)
	// Retry sends failed receipts again.
	Retry(ctx context.Context, ids ...int64) error
	// SendAgain sends receipts of which nobody knows whether they arrived.
	SendAgain(ctx context.Context, ids ...int64) error
	// Release sends held receipts anyway.
	Release(ctx context.Context, ids ...int64) error
	// KeepOne says that a receipt is the one that desk.Twin tells: it goes to
	// the trash. KeepBoth says that they are two.
	KeepOne(ctx context.Context, id int64) error
	KeepBoth(ctx context.Context, id int64) error
	// Suggestion is, at once, the rule that the person's choices for the vendor
	// of a receipt speak for; NotNow puts it off, or away for good.
	Suggestion(r receipt.Receipt) (desk.Rule, bool)
	NotNow(ctx context.Context, r desk.Rule, forGood bool) error
	// Rules give receipts of a vendor a category. RuleChanges are the receipts
	// that are here and would have another one, ApplyRule gives it to them.
	Rules(ctx context.Context) ([]desk.Rule, error)
	SaveRule(ctx context.Context, r desk.Rule) error
	RemoveRule(ctx context.Context, vendor string) error
	RuleChanges(ctx context.Context, r desk.Rule) ([]int64, error)
	ApplyRule(ctx context.Context, r desk.Rule, ids ...int64) error
	// Tag gives receipts a tag, or takes it off them, as one step.
	Tag(ctx context.Context, ids []int64, tag string, on bool) error
	// SetTags gives receipts these tags in place of theirs, as one step.
	SetTags(ctx context.Context, ids []int64, tags []string) error
	// CanRegroup and CanSplit tell, at once, whether a receipt's files may be
	// joined with others or put into another order, and whether there is
	// something to split. Join makes one receipt of several, SplitUp several of
	// one, Reorder tells at which place each file now stands.
	CanRegroup(r receipt.Receipt) bool
	CanSplit(r receipt.Receipt) bool
	Join(ctx context.Context, ids ...int64) (desk.Added, error)
	SplitUp(ctx context.Context, id int64) (desk.Added, error)
	Reorder(ctx context.Context, id int64, order []int) error
	// Watched are the folders of which new files are taken in. FilesIn counts
	// what lies in one; too tells Watch to take that in as well.
	Watched(ctx context.Context) ([]string, error)
	FilesIn(ctx context.Context, folder string) (int, error)
	Watch(ctx context.Context, folder string, too bool) error
	Unwatch(ctx context.Context, folder string) error
	// Trash moves receipts to the trash, Restore brings them back.
	Trash(ctx context.Context, ids ...int64) error
	Restore(ctx context.Context, ids ...int64) error
	// Turn turns the picture clockwise by so many degrees, for good.
	Turn(ctx context.Context, id int64, degrees int) error
	// Page is a page's picture, upright as it was taken (the window turns it
	// as the person did), no side longer than maxSide; pages count from 0.
	Page(ctx context.Context, id int64, page, maxSide int) (image.Image, error)
	// Words are the words of a page with their places, none where the engine
	// tells none.
	Words(ctx context.Context, id int64, page int) ([]desk.Word, error)
	// Pages is how many pages the receipt has.
	Pages(r receipt.Receipt) int
	// ExportProfiles are the export profiles, the usual one first; with an
	// error those of the person's own that are damaged are left out.
	ExportProfiles(ctx context.Context) ([]desk.ExportProfile, error)
	// ExportChoices are what the person's books need for a profile.
	ExportChoices(ctx context.Context, profile string) (desk.ExportChoices, error)
	SaveExportChoices(ctx context.Context, profile string, c desk.ExportChoices) error
	// Rehearse goes through an export and writes nothing.
	Rehearse(ctx context.Context, r desk.Request) (*desk.Rehearsal, error)
	// Export writes a rehearsed export, Pack a month-end pack of it.
	Export(ctx context.Context, r *desk.Rehearsal, path string) (desk.Exported, error)
	Pack(ctx context.Context, r *desk.Rehearsal, path, title string) (desk.Exported, error)
	// ExportsOf are the exports that a receipt is in, the newest first.
	ExportsOf(ctx context.Context, id int64) ([]desk.Exported, error)
	// History is all that happened to a receipt, oldest first.
	History(ctx context.Context, id int64) ([]desk.Change, error)
	// Undo takes the person's last change back and names it in words; ""
	// when there is nothing to undo. Redo is its opposite.
	Undo(ctx context.Context) (what string, err error)
	Redo(ctx context.Context) (what string, err error)

	Settings(ctx context.Context) (desk.Settings, error)
	SaveSettings(ctx context.Context, s desk.Settings) error
	Credentials(ctx context.Context) (desk.Credentials, error)
	SaveCredentials(ctx context.Context, c desk.Credentials) error
	RemoveCredentials(ctx context.Context) error
	// TestConnection makes a real request with the credentials.
	TestConnection(ctx context.Context, url string, c desk.Credentials) error
	// Link is how the service's news reach this computer; events tell changes.
	Link() desk.Link
	// SaveTunnelToken puts the secret word of the tunnel into the keychain,
	// RemoveTunnelToken takes it out, HasTunnelToken tells whether it is there.
	SaveTunnelToken(ctx context.Context, token string) error
	HasTunnelToken(ctx context.Context) (bool, error)
	RemoveTunnelToken(ctx context.Context) error
	// Spending is what was submitted to the service today.
	Spending(ctx context.Context) (desk.Spending, error)
	// Offers are the batches that wait for the person's word; SendBatch has
	// one sent, SendHere has it read on this computer.
	Offers(ctx context.Context) ([]desk.Offer, error)
	SendBatch(ctx context.Context, batch string) error
	SendHere(ctx context.Context, batch string) error
	// PushCorrections tells the service what a person corrected, and returns
	// for how many receipts there was something to tell.
	PushCorrections(ctx context.Context, ids ...int64) (int, error)
	// DeleteAtService deletes the service's documents, and returns how many.
	DeleteAtService(ctx context.Context, ids ...int64) (int, error)
	// CanCut tells, at once, of a PDF that is too long for the service;
	// CutPDF makes several receipts of it.
	CanCut(r receipt.Receipt) bool
	CutPDF(ctx context.Context, id int64) (desk.Added, error)
	// ReaderReady is nil when the reader on this computer can read, else it
	// says in words what is missing and what to do.
	ReaderReady(ctx context.Context) error
}

// FileAsk says what files are to be chosen.
type FileAsk struct {
	Title   string
	Kinds   string   // what the files are, in words
	Endings []string // of the files, in small letters; empty for all
	Folder  bool     // one folder, not files
	Parent  uintptr  // the window that asks, as the system names it; 0 where that is not known
}

// ErrNoChooser is returned by Config.Choose where the system has no dialog for
// files.
var ErrNoChooser = errors.New("this system has no file dialog")

// Config is what the window is made of.
type Config struct {
	App   fyne.App      // needed
	Desk  Desk          // needed
	Title string        // of the window; "" means "Spindle"
	Icon  fyne.Resource // of the window, may be nil
	// Clients are the person's several books, nil where there can be none.
	// Client is the one that Desk belongs to, "" for the main history.
	Clients Clients
	Client  string
	// Regular and Bold are the two weights of the window's font; nil means
	// Fyne's own.
	Regular, Bold fyne.Resource
	// Choose shows the system's own dialog for files and returns the paths that
	// the person chose, none when they chose nothing; ErrNoChooser tells that
	// there is none. It may take as long as the person does, and ends with ctx.
	// Nil, or without a dialog, Fyne's own is shown.
	Choose func(ctx context.Context, a FileAsk) ([]string, error)
	// Samples gives the paths of sample receipts to try with; may be nil.
	Samples func() ([]string, error)
	// DataDir is the folder where everything is kept, to be shown.
	DataDir string
	// ExportDir is the folder offered for exports; "" means the home folder.
	ExportDir string
	// DecimalComma tells that the person writes 1.234,50 for 1,234.50; see
	// the function of that name.
	DecimalComma bool
	// Locale is the person's country, such as "de-AT": it tells how numbers
	// and dates are shown. "" shows dates as 2006-01-02.
	Locale string
	// Now is the clock; nil means time.Now.
	Now func() time.Time
	// Log takes what is not for the person; nil means no log.
	Log *slog.Logger
}
