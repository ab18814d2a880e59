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
	h, err := house.Open(ctx, house.Config{Home: home, Reader: reader, Intake: in, Link: true, Log: log})
	if errors.Is(err, store.ErrInUse) && ring(home) == nil {
		return command.ExitOK
	}
	locale := lang.SystemLocale().String()
	if problem := speak(ctx, h, locale); problem != nil {
		log.Warn("the window speaks English", "error", problem)
	}
	a := app.NewWithID(appID)
	font := ui.Config{App: a, Icon: resource("icon.png", assets.IconPNG), Regular: resource("Inter-Regular.otf", assets.InterRegular), Bold: resource("Inter-SemiBold.otf", assets.InterSemiBold)}
	if err != nil {
		fmt.Fprintf(os.Stderr, "spindle: %v\n", err)
		ui.ShowTrouble(font, err.Error())
		a.Run()
		return command.ExitRun
	}
	defer h.Close()
	c := font
	c.Choose = chooseFiles
	c.Desk, c.DataDir, c.Samples, c.DecimalComma, c.Log = h.Desk, h.Store.Home(), samples, ui.DecimalComma(locale), log
	c.Locale = locale
	return show(ctx, a, h, ui.New(c), log)
}

// speak has the window speak the language that was chosen, or the computer's;
// h is nil where the history could not be opened.
func speak(ctx context.Context, h *house.House, locale string) error {
	choice := ""
	if h != nil {
		s, err := h.Desk.Settings(ctx)
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

// show runs the parts and the window until the window is closed.
func show(ctx context.Context, a fyne.App, h *house.House, w *ui.Window, log *slog.Logger) int {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var parts sync.WaitGroup
	parts.Go(func() {
		if err := h.Run(ctx); err != nil {
			h.Desk.Tell(fmt.Sprintf("Spindle cannot go on: %v. Close it, mend this, and open it again; nothing that was accepted is lost", err))
		}
	})
	if b, err := hang(h.Store.Home()); err == nil {
		parts.Go(func() { b.answer(ctx, w.Raise) })
	} else {
		log.Warn("no bell", "error", err) // the window works all the same
	}
	context.AfterFunc(ctx, func() { fyne.Do(a.Quit) })
	w.Show()
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
