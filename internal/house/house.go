// Package house builds the parts of the program around one history and runs
// them: the store, the intake, the engines, the listener for news, the desk.
// The window and the command line both stand on it.
package house

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/api/server"
	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/intake"
	"github.com/spindle-receipts/spindle/internal/keychain"
	"github.com/spindle-receipts/spindle/internal/receipt"
	"github.com/spindle-receipts/spindle/internal/store"
)

// Reader is the reader on this computer.
type Reader interface {
	server.Reader
	// Ready is nil when it can read; else it says what to do.
	Ready() error
}

// LastURL in Config.URL stands for the address that was used last.
const LastURL = "last"

// Config says where the house stands.
type Config struct {
	Home   string // folder of the history; "" means the one of DefaultHome
	URL    string // of the Veryfi service; "" means the one in the settings
	Reader Reader
	Intake *intake.Intake // shared with the reader
	// OwnAccount tells that the account is the one in the keychain or none, never
	// that of the environment, which names no history.
	OwnAccount bool
	// Link has Run listen for the Veryfi service's news as the settings say,
	// and follow them when they change. Without it Listen does, once.
	Link bool
	Log  *slog.Logger
}

// House is the parts of one running program.
type House struct {
	Desk     *desk.Desk
	Store    *store.Store
	override string // of the address in the settings
	reader   Reader
	log      *slog.Logger
	local    *local
	cloud    *cloud
	tokens   desk.Tokens
	listen   *listening
	link     *link // nil when the settings are not followed
}

// DefaultHome is the per-user data folder of the operating system, or what
// SPINDLE_HOME says.
func DefaultHome() (string, error) {
	if home := os.Getenv("SPINDLE_HOME"); home != "" {
		return home, nil
	}
	user, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("finding the folder for your data: %w. Name one with --home", err)
	}
	switch runtime.GOOS {
	case "darwin":
		return filepath.Join(user, "Library", "Application Support", "Spindle"), nil
	case "windows":
		if local := os.Getenv("LocalAppData"); local != "" {
			return filepath.Join(local, "Spindle", "History"), nil
		}
		return filepath.Join(user, "AppData", "Local", "Spindle", "History"), nil
	}
	if data := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(data) {
		return filepath.Join(data, "spindle"), nil
	}
	return filepath.Join(user, ".local", "share", "spindle"), nil
}

// Open opens the history and builds everything around it. It starts nothing;
// Run does. The caller closes the house.
func Open(ctx context.Context, c Config) (*House, error) {
	home := c.Home
	if home == "" {
		var err error
		if home, err = DefaultHome(); err != nil {
			return nil, err
		}
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	s, err := store.Open(ctx, home)
	if err != nil {
		return nil, err
	}
	h := &House{Store: s, override: c.URL, reader: c.Reader, log: c.Log, tokens: tunnelToken{keychain.NewToken("ngrok")}}
	h.cloud = &cloud{url: func(ctx context.Context) (string, error) { return h.url(ctx, c.URL) }, settle: h.settle, mended: h.mended, own: c.OwnAccount}
	if c.Link {
		h.link = newLink(h)
	}
	if h.cloud.client, err = clientOf(ctx, s); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	known, err := newMemory(ctx, s)
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	h.Desk = desk.New(desk.Config{
		Memory: known, Store: s, Intake: c.Intake, Connect: h.connect, Refresh: h.mended, Dial: dial,
		Keychain: h.cloud, Tokens: h.tokens, LocalReady: h.readerReady, Log: c.Log,
	})
	if h.local, err = newLocal(recalling{c.Reader, known.shops}, filepath.Join(home, "engine"), c.Log); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return h, nil
}

// The settings that keep which Veryfi account was used last: its address, and
// a sum of its client ID. It is that of the receipts that are on their way.
const (
	addressKey = "service_url"
	accountKey = "service_account"
)

// settle makes url and account those that are used. While receipts are on their
// way at others they are refused: a service that knows nothing of them would
// have them sent, and paid for, again.
func (h *House) settle(ctx context.Context, url string, account api.Credentials) error {
	url = strings.TrimRight(url, "/")
	sum := sha256.Sum256([]byte("spindle account " + account.ClientID))
	name := hex.EncodeToString(sum[:8])
	var lastURL, lastName string
	if _, err := h.Store.Setting(ctx, addressKey, &lastURL); err != nil {
		return err
	}
	if _, err := h.Store.Setting(ctx, accountKey, &lastName); err != nil {
		return err
	}
	if lastURL == url && lastName == name {
		return nil
	}
	away, err := h.away(ctx)
	switch {
	case err != nil:
		return err
	case away > 0 && lastURL != "" && lastURL != url:
		return fmt.Errorf("%d of your receipts are still on their way at %s, so %s cannot be used yet: asked there, they would look lost and be paid for twice. "+
			"Set the address back until they are read, or put them into the trash", away, lastURL, url)
	case away > 0 && lastURL == url && lastName != "":
		return fmt.Errorf("%d of your receipts are still on their way under another Veryfi account (another client ID), so this one cannot be used yet: asked with it, they would look lost and be paid for twice. "+
			"Put the credentials of that account back until they are read, or put the receipts into the trash", away)
	}
	if err := h.Store.SetSetting(ctx, addressKey, url); err != nil {
		return err
	}
	return h.Store.SetSetting(ctx, accountKey, name)
}

// away counts the receipts that the Veryfi service has, or may have.
func (h *House) away(ctx context.Context) (n int, err error) {
	open, err := h.Store.Unfinished(ctx)
	for _, r := range open {
		if r.Engine == receipt.Veryfi && r.Status != receipt.Waiting {
			n++
		}
	}
	return n, err
}

func (h *House) url(ctx context.Context, override string) (string, error) {
	if override == LastURL {
		last := desk.VeryfiURL
		_, err := h.Store.Setting(ctx, addressKey, &last)
		return last, err
	}
	if override != "" {
		return override, nil
	}
	settings, err := h.Desk.Settings(ctx)
	return settings.URL, err
}

// Run runs everything until ctx ends, or until something that cannot go on
// without a person's help fails. It returns when all that it started has ended.
func (h *House) Run(ctx context.Context) error {
	err := h.run(ctx)
	if ctx.Err() != nil { // what goes wrong with ending is nothing to a person
		if err != nil {
			h.log.Warn("ending", "error", err)
		}
		return nil
	}
	return err
}

func (h *House) run(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return h.local.run(ctx, h.Desk.News) })
	if h.listen != nil {
		g.Go(func() error { return h.listen.run(ctx, h.Desk.News) })
	}
	if h.link != nil {
		g.Go(func() error { return h.link.run(ctx) })
	}
	g.Go(func() error { return h.Desk.Run(ctx) })
	return g.Wait()
}

// mended has everything that knows of accounts and settings look at them anew.
func (h *House) mended() {
	h.cloud.forget()
	if h.link != nil {
		h.link.look()
	}
}

// Close closes the history, after Run.
func (h *House) Close() error {
	h.local.close()
	if h.listen != nil {
		_ = h.listen.listener.Close() // closed already where it ran
	}
	return h.Store.Close()
}

func (h *House) connect(ctx context.Context, engine receipt.Engine) (desk.Service, error) {
	if engine == receipt.Local {
		if err := h.readerReady(ctx); err != nil {
			return nil, err
		}
		return h.local.client, nil
	}
	return h.cloud.connect(ctx)
}

func (h *House) readerReady(context.Context) error { return h.reader.Ready() }

// dial gives the service at an address, with credentials that may not be saved.
func dial(url string, c desk.Credentials) (desk.Service, error) {
	return api.New(url, c)
}

// Reachable tells, before any work is begun, that an engine cannot be used:
// the reader is not installed, or no account is set up. It sends nothing.
func (h *House) Reachable(ctx context.Context, engine receipt.Engine) error {
	_, err := h.connect(ctx, engine)
	return err
}
