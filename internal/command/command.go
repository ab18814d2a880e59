// Package command is the command line: a second face on the same desk.
// Its names are a contract with people's scripts.
package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"sync"

	"github.com/spf13/pflag"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/export"
	"github.com/spindle-receipts/spindle/internal/house"
	"github.com/spindle-receipts/spindle/internal/intake"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// The exit statuses, in the order in which scripts meet them.
const (
	ExitOK          = 0   // every receipt was read, or was read before
	ExitRun         = 1   // the run itself failed
	ExitUsage       = 2   // wrong usage
	ExitSomeFailed  = 3   // some receipts failed, the rest are exported
	ExitRefused     = 4   // the service refused the credentials
	ExitTime        = 5   // the time ran out with receipts still being read
	ExitInterrupted = 130 // Control-C
)

// Env is what the commands work with.
type Env struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Reader         house.Reader
	Intake         *intake.Intake
	Version        string
	Log            *slog.Logger
}

// command is one word of the command line.
type command struct {
	name, args, short string
	run               func(ctx context.Context, env Env, args []string) int
}

func commands() []command {
	return []command{
		{"read", "PATH...", "read receipts: collect, bundle, submit, wait, export", read},
		{"list", "", "receipts in the history", list},
		{"export", "[RECEIPT...]", "write receipts of the history in an export format", exportReceipts},
		{"resume", "", "finish what an interrupted run left unfinished, then exit", resume},
		{"serve", "", "the reader on this computer as a stand-alone Veryfi-compatible server", serve},
		{"account", "set|test|remove", "credentials in the keychain of this computer", account},
		{"doctor", "", "what works on this computer and what does not", doctor},
		{"version", "", "the version of this program", version},
	}
}

// Run runs the command that args name and returns the exit status.
func Run(ctx context.Context, env Env, args []string) int {
	env.Stderr = &oneAtATime{w: env.Stderr}
	if len(args) == 0 || args[0] == "-h" || args[0] == "--help" || args[0] == "help" {
		fmt.Fprint(env.Stdout, help())
		return ExitOK
	}
	for _, c := range commands() {
		if c.name == args[0] {
			return c.run(ctx, env, args[1:])
		}
	}
	fmt.Fprintf(env.Stderr, "spindle: there is no command %q\n\n%s", args[0], help())
	return ExitUsage
}

func help() string {
	var b strings.Builder
	b.WriteString("Spindle turns a pile of receipt files into rows a bookkeeper can trust.\n\n")
	b.WriteString("    spindle                             open the window\n")
	for _, c := range commands() {
		fmt.Fprintf(&b, "    spindle %-27s %s\n", strings.TrimSpace(c.name+" "+c.args), c.short)
	}
	b.WriteString("\nEach command explains its flags with --help.\n")
	return b.String()
}

// options are the flags that several commands share.
type options struct {
	*pflag.FlagSet
	env    Env
	home   string
	engine string
	url    string
	output string
	format string
	limit  *int
}

func newOptions(env Env, name, args string) *options {
	o := &options{FlagSet: pflag.NewFlagSet(name, pflag.ContinueOnError), env: env}
	o.SetOutput(env.Stderr)
	o.Usage = func() {
		fmt.Fprintf(env.Stdout, "Usage: spindle %s [flags] %s\n\n%s", name, args, o.FlagUsages())
	}
	return o
}

func (o *options) homeFlag() {
	o.StringVar(&o.home, "home", "", "folder where history, originals and settings live (also SPINDLE_HOME; default: the data folder of your account)")
}

func (o *options) engineFlags() {
	o.StringVar(&o.engine, "engine", string(receipt.Local), "who reads the receipts: local or veryfi")
	o.urlFlag()
}

func (o *options) urlFlag() {
	o.StringVar(&o.url, "url", desk.VeryfiURL, "base address of the Veryfi service; http only for loopback addresses")
}

func (o *options) outputFlags() {
	o.StringVarP(&o.output, "output", "o", "-", "output file, written whole or not at all (- is standard output)")
	o.StringVar(&o.format, "format", "csv", strings.Join(export.Formats(), ", ")+", or an accounting profile (spindle export --list-formats)")
}

// parse reads the flags. done tells that the command ends with the status.
func (o *options) parse(args []string) (status int, done bool) {
	err := o.Parse(args)
	switch {
	case errors.Is(err, pflag.ErrHelp):
		return ExitOK, true
	case err != nil:
		return o.usage(err), true
	case o.Changed("output") && o.output == "":
		return o.usage(errors.New("-o needs the name of a file, or - for standard output")), true
	}
	asked := o.engine != "" || o.Changed("engine")
	if asked && o.engine != string(receipt.Local) && o.engine != string(receipt.Veryfi) {
		return o.usage(fmt.Errorf("there is no engine %q: choose local or veryfi", o.engine)), true
	}
	if o.url != "" || o.Changed("url") {
		// An address that credentials must not go to is wrong before anything is sent.
		if _, err := api.New(o.url, api.Credentials{ClientID: "-", ClientSecret: "-", Username: "-", APIKey: "-"}); err != nil {
			return o.usage(err), true
		}
	}
	if o.format != "" || o.Changed("format") {
		if err := o.checkFormat(); err != nil {
			return o.usage(err), true
		}
	}
	return 0, false
}

func (o *options) usage(err error) int {
	fmt.Fprintf(o.env.Stderr, "spindle %s: %v\nSee: spindle %s --help\n", o.Name(), err, o.Name())
	return ExitUsage
}

// fail says what went wrong and gives the status for it.
func (o *options) fail(ctx context.Context, err error) int {
	if ctx.Err() != nil {
		return ExitInterrupted
	}
	fmt.Fprintf(o.env.Stderr, "spindle %s: %s\n", o.Name(), words(err))
	if errors.Is(err, desk.ErrNoCredentials) || errors.Is(err, api.ErrAuth) {
		return ExitRefused
	}
	return ExitRun
}

// none refuses words where a command takes none.
func (o *options) none() (status int, done bool) {
	if o.NArg() > 0 {
		return o.usage(fmt.Errorf("it takes no %q", o.Arg(0))), true
	}
	return 0, false
}

func (o *options) open(ctx context.Context) (*house.House, error) {
	return house.Open(ctx, house.Config{Home: o.home, URL: o.url, Reader: o.env.Reader, Intake: o.env.Intake, Log: o.env.Log})
}

// oneAtATime is a writer for many goroutines: progress, news of webhooks and
// complaints share standard error.
type oneAtATime struct {
	mu sync.Mutex
	w  io.Writer
}

func (o *oneAtATime) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.w.Write(p)
}
