package command

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/internal/desk"
	"github.com/spindle-receipts/spindle/internal/house"
	"github.com/spindle-receipts/spindle/internal/keychain"
)

func account(ctx context.Context, env Env, args []string) int {
	o := newOptions(env, "account", "set|test|remove")
	o.urlFlag()
	if status, done := o.parse(args); done {
		return status
	}
	if o.NArg() != 1 {
		return o.usage(errors.New("say what to do: set, test or remove"))
	}
	k, err := house.AccountIn(ctx, "", o.url)
	if err != nil {
		return o.fail(ctx, err)
	}
	switch o.Arg(0) {
	case "set":
		err = o.setAccount(ctx, k)
	case "test":
		err = o.testAccount(ctx, k)
	case "remove":
		if err = k.Remove(ctx); errors.Is(err, keychain.ErrNotFound) {
			fmt.Fprintln(env.Stderr, "There were no credentials in the keychain.")
			return ExitOK
		}
		if err == nil {
			fmt.Fprintln(env.Stderr, "The credentials are gone from the keychain.")
		}
	default:
		return o.usage(fmt.Errorf("there is no %q: set, test or remove", o.Arg(0)))
	}
	if err != nil {
		return o.fail(ctx, err)
	}
	return ExitOK
}

// setAccount takes the credentials from the environment when they are all
// there, else asks for them, one a line.
func (o *options) setAccount(ctx context.Context, k *keychain.Keychain) error {
	c, complete := keychain.FromEnv()
	if !complete {
		var err error
		if c, err = o.askAccount(); err != nil {
			return err
		}
	}
	if missing := c.Missing(); len(missing) > 0 {
		return fmt.Errorf("nothing is saved: missing is the %s", strings.Join(missing, ", the "))
	}
	if err := k.Save(ctx, c); err != nil {
		return err
	}
	fmt.Fprintln(o.env.Stderr, "The credentials are in the keychain. spindle account test tries them.")
	return nil
}

func (o *options) askAccount() (api.Credentials, error) {
	var c api.Credentials
	in := bufio.NewReader(o.env.Stdin)
	for _, q := range []struct {
		prompt string
		secret bool
		into   *string
	}{{"Client ID", false, &c.ClientID}, {"Client secret", true, &c.ClientSecret}, {"Username", false, &c.Username}, {"API key", true, &c.APIKey}} {
		fmt.Fprintf(o.env.Stderr, "%s: ", q.prompt)
		text, err := o.answer(in, q.secret)
		if err != nil {
			return c, fmt.Errorf("nothing is saved: the %s was not given: %w", q.prompt, err)
		}
		*q.into = strings.TrimSpace(text)
	}
	return c, nil
}

// answer reads a line; a secret typed at a terminal is not shown.
func (o *options) answer(in *bufio.Reader, secret bool) (string, error) {
	if f, ok := o.env.Stdin.(*os.File); ok && secret && term.IsTerminal(int(f.Fd())) {
		text, err := term.ReadPassword(int(f.Fd()))
		fmt.Fprintln(o.env.Stderr)
		return string(text), err
	}
	text, err := in.ReadString('\n')
	if errors.Is(err, io.EOF) && text != "" {
		err = nil
	}
	return text, err
}

func (o *options) testAccount(ctx context.Context, k *keychain.Keychain) error {
	c, err := k.Resolve(ctx)
	if err != nil {
		return fmt.Errorf("%w: %w", desk.ErrNoCredentials, err)
	}
	client, err := api.New(o.url, c)
	if err != nil {
		return err
	}
	if err := client.Check(ctx); err != nil {
		return err
	}
	fmt.Fprintf(o.env.Stderr, "The account works with %s.\n", o.url)
	return nil
}
