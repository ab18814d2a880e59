package command

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/spindle-receipts/spindle/internal/house"
	"github.com/spindle-receipts/spindle/internal/keychain"
)

// checkup is one thing that doctor looks at.
type checkup struct {
	name string
	try  func(ctx context.Context) (string, error)
}

func doctor(ctx context.Context, env Env, args []string) int {
	o := newOptions(env, "doctor", "")
	o.homeFlag()
	o.urlFlag()
	if status, done := o.parse(args); done {
		return status
	}
	if status, done := o.none(); done {
		return status
	}
	for _, c := range []checkup{
		{"data folder", o.checkHome},
		{"reader", func(context.Context) (string, error) {
			return "the reader on this computer can read", env.Reader.Ready()
		}},
		{"display", func(context.Context) (string, error) { return checkDisplay() }},
		{"keychain", func(ctx context.Context) (string, error) {
			return "the keychain can be used", keychain.New(o.url).Check(ctx)
		}},
		{"account", func(ctx context.Context) (string, error) {
			k, err := house.AccountIn(ctx, o.home, o.url)
			if err == nil {
				_, err = k.Resolve(ctx)
			}
			return "credentials are set", err
		}},
		{"network", o.checkNetwork},
	} {
		limited, cancel := context.WithTimeout(ctx, 10*time.Second)
		good, err := c.try(limited)
		cancel()
		if ctx.Err() != nil {
			return ExitInterrupted
		}
		if err != nil {
			fmt.Fprintf(env.Stdout, "no   %-12s %s\n", c.name, words(err))
			continue
		}
		fmt.Fprintf(env.Stdout, "yes  %-12s %s\n", c.name, good)
	}
	return ExitOK
}

// checkHome tells whether the data folder can be written to. Where there is
// none yet it looks at the folder in which one would be made, and makes none.
func (o *options) checkHome(context.Context) (string, error) {
	home, err := o.place()
	if err != nil {
		return "", err
	}
	if home, err = filepath.Abs(home); err != nil {
		return "", err
	}
	folder := home
	for {
		info, err := os.Stat(folder)
		if err == nil && !info.IsDir() {
			return "", fmt.Errorf("%s cannot be used: %s is no folder", home, folder)
		}
		if err == nil {
			break
		}
		if above := filepath.Dir(folder); errors.Is(err, fs.ErrNotExist) && above != folder {
			folder = above
			continue
		}
		return "", err
	}
	f, err := os.CreateTemp(folder, "check-*")
	if err != nil {
		return "", err
	}
	if err := errors.Join(f.Close(), os.Remove(f.Name())); err != nil {
		return "", err
	}
	if folder != home {
		return home + " can be made", nil
	}
	return home + " can be written", nil
}

func checkDisplay() (string, error) {
	if runtime.GOOS == "linux" && os.Getenv("DISPLAY") == "" && os.Getenv("WAYLAND_DISPLAY") == "" {
		return "", fmt.Errorf("there is no display, so no window can open. The command line works without: spindle read")
	}
	return "a window can be tried", nil
}

// checkNetwork tells whether the service can be reached; nothing but the
// connection is tried.
func (o *options) checkNetwork(ctx context.Context) (string, error) {
	u, err := url.Parse(o.url)
	if err != nil {
		return "", err
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	var dialer net.Dialer
	c, err := dialer.DialContext(ctx, "tcp", net.JoinHostPort(u.Hostname(), port))
	if err != nil {
		return "", fmt.Errorf("the service at %s cannot be reached: %w. The reader on this computer needs no network", u.Host, err)
	}
	return u.Host + " can be reached", c.Close()
}

func version(_ context.Context, env Env, args []string) int {
	o := newOptions(env, "version", "")
	if status, done := o.parse(args); done {
		return status
	}
	if status, done := o.none(); done {
		return status
	}
	fmt.Fprintf(env.Stdout, "spindle %s (%s, %s/%s)\n", env.Version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return ExitOK
}
