// Spindle turns a pile of receipt files into rows a bookkeeper can trust.
// Without a command it opens the window; see internal/command for the others.
package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/spindle-receipts/spindle/internal/command"
	"github.com/spindle-receipts/spindle/internal/intake"
	"github.com/spindle-receipts/spindle/internal/reader"
)

// version is that of FyneApp.toml.
const version = "0.1.0"

func main() { os.Exit(run(os.Args[1:])) }

func run(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	log := logger()
	in := intake.New(cacheDir())
	defer in.Close()
	read := reader.New(in)
	defer read.Close()
	home, window, err := windowHome(args)
	if err != nil {
		fmt.Fprintf(os.Stderr, "spindle: %v\n", err)
		return command.ExitUsage
	}
	if window {
		return openWindow(ctx, home, in, read, log)
	}
	return command.Run(ctx, command.Env{
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr,
		Reader: read, Intake: in, Version: version, Log: log,
	}, args)
}

// windowHome tells whether the arguments ask for the window, and in which home.
func windowHome(args []string) (home string, window bool, err error) {
	switch {
	case len(args) == 0:
		return "", true, nil
	case args[0] == "--home" && len(args) == 2:
		return args[1], true, nil
	case strings.HasPrefix(args[0], "--home=") && len(args) == 1:
		return strings.TrimPrefix(args[0], "--home="), true, nil
	case strings.HasPrefix(args[0], "--home"):
		return "", false, errors.New("the window takes --home DIR and nothing else")
	}
	return "", false, nil
}

// logger writes to standard error what SPINDLE_LOG=debug or info asks for.
func logger() *slog.Logger {
	var level slog.Level
	if level.UnmarshalText([]byte(os.Getenv("SPINDLE_LOG"))) != nil {
		return slog.New(slog.DiscardHandler)
	}
	return slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: level}))
}

// cacheDir is where what can be made again is kept; "" where there is none.
func cacheDir() string {
	dir, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(dir, "spindle")
}
