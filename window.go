package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path"
	"path/filepath"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/lang"

	"github.com/spindle-receipts/spindle/assets"
	"github.com/spindle-receipts/spindle/internal/catalogue"
	"github.com/spindle-receipts/spindle/internal/chooser"
	"github.com/spindle-receipts/spindle/internal/command"
	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/house"
	"github.com/spindle-receipts/spindle/internal/intake"
	"github.com/spindle-receipts/spindle/internal/store"
	"github.com/spindle-receipts/spindle/ui"
)

// appID is that of FyneApp.toml.
const appID = "io.github.spindle_receipts.spindle"

// openWindow opens the window over the history in home. Where another window
// has it open, that one is raised instead.
func openWindow(ctx context.Context, home string, in *intake.Intake, reader house.Reader, log *slog.Logger) int {
	o, err := house.OpenOffice(ctx, house.Config{Home: home, Reader: reader, Intake: in, Link: true, Log: log})
	if errors.Is(err, store.ErrInUse) && ring(home) == nil {
		return command.ExitOK
	}
	locale := lang.SystemLocale().String()
	c := ui.Config{Choose: chooseFiles, Locale: locale, Samples: samples, DecimalComma: ui.DecimalComma(locale), Log: log}
	var told error
	if err == nil {
		c.Clients = clients{o}
		c.Desk, c.DataDir, c.Client, told = first(ctx, o)
	}
	if problem := speak(ctx, c.Desk, locale); problem != nil {
		log.Warn("the window speaks English", "error", problem)
	}
	a := app.NewWithID(appID)
	c.App, c.Icon = a, resource("icon.png", assets.IconPNG)
	c.Regular, c.Bold = resource("Inter-Regular.otf", assets.InterRegular), resource("Inter-SemiBold.otf", assets.InterSemiBold)
	if err != nil {
		fmt.Fprintf(os.Stderr, "spindle: %v\n", err)
		ui.ShowTrouble(c, err.Error())
		a.Run()
		return command.ExitRun
	}
	defer o.Close()
	return show(ctx, a, o, ui.New(c), errors.Join(o.Damaged(), told), log)
}

// speak has the window speak the language that was chosen, or the computer's;
// d is nil where the history could not be opened.
func speak(ctx context.Context, d ui.Desk, locale string) error {
	choice := ""
	if d != nil {
		s, err := d.Settings(ctx)
		if err != nil {
			return fmt.Errorf("reading which language was chosen: %w", err)
		}
		choice = s.Language
	}
	c, err := catalogue.Open(catalogue.Choose(choice, locale))
	if err != nil {
		return err
	}
	return ui.Speak(c)
}

// clients are those of an office as the window asks for them.
type clients struct{ *house.Office }

// Look is the list with what there is to do for each.
func (c clients) Look(ctx context.Context) []desk.Client { return c.Clients(ctx) }

// Open gives the desk of a client.
func (c clients) Open(ctx context.Context, id string) (ui.Desk, error) {
	h, err := c.Office.Open(ctx, id)
	if err != nil {
		return nil, err
	}
	return h.Desk, nil
}

// first is the client that was shown last, or the main history where that one
// cannot be opened; the error says why.
func first(ctx context.Context, o *house.Office) (d ui.Desk, folder, client string, err error) {
	client = o.Shown()
	h, err := o.Open(ctx, client)
	if err != nil {
		h, client = o.Main(), ""
	}
	return h.Desk, h.Store.Home(), client, err
}

// show runs the parts and the window until the window is closed. told is what
// is amiss with the list of clients, nil for nothing.
func show(ctx context.Context, a fyne.App, o *house.Office, w *ui.Window, told error, log *slog.Logger) int {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var parts sync.WaitGroup
	parts.Go(func() { o.Run(ctx) })
	if b, err := hang(o.Main().Store.Home()); err == nil {
		parts.Go(func() { b.answer(ctx, w.Raise) })
	} else {
		log.Warn("no bell", "error", err) // the window works all the same
	}
	context.AfterFunc(ctx, func() { fyne.Do(a.Quit) })
	w.Show()
	w.Warn(told)
	a.Run()
	stop()
	parts.Wait()
	return command.ExitOK
}

// chooseFiles shows the system's own dialog for files.
func chooseFiles(ctx context.Context, a ui.FileAsk) ([]string, error) {
	paths, err := chooser.Choose(ctx, chooser.Ask(a))
	if errors.Is(err, chooser.ErrNone) {
		return nil, ui.ErrNoChooser
	}
	return paths, err
}

func resource(name string, content []byte) fyne.Resource {
	return fyne.NewStaticResource(name, content)
}

// samples copies the sample receipts to where the window can take them from.
func samples() ([]string, error) {
	dir := filepath.Join(cacheDir(), "samples")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("making a folder for the sample receipts: %w", err)
	}
	var paths []string
	err := fs.WalkDir(assets.Samples, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(name) == ".csv" {
			return err
		}
		content, err := fs.ReadFile(assets.Samples, name)
		if err != nil {
			return err
		}
		to := filepath.Join(dir, path.Base(name))
		paths = append(paths, to)
		return os.WriteFile(to, content, 0o600)
	})
	if err != nil {
		return nil, fmt.Errorf("copying the sample receipts: %w", err)
	}
	return paths, nil
}
