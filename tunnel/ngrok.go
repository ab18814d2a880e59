package tunnel

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.ngrok.com/ngrok/v2"
)

// The library's own beat and tolerance.
const (
	ngrokBeat      = 10 * time.Second
	ngrokTolerance = 15 * time.Second
)

// ngrokWay is an endpoint at ngrok, opened with its own library.
type ngrokWay struct {
	token  Secret
	public string // that was reserved; empty takes the account's own
	log    *slog.Logger
	pace   pace

	server string         // host and port of the service; empty means ngrok's
	roots  *x509.CertPool // that it must show; nil means ngrok's own
	beat   time.Duration  // between two questions whether the other end is there

	tolerance time.Duration // how long an answer to that may stay out
}

func newNgrok(o Options) (Way, error) {
	w := &ngrokWay{token: Secret(strings.TrimSpace(string(o.Token))), log: o.Log, pace: patient, beat: ngrokBeat, tolerance: ngrokTolerance}
	switch {
	case w.token == "":
		return nil, errors.New("give the authtoken from https://dashboard.ngrok.com/get-started/your-authtoken")
	case strings.ContainsFunc(string(w.token), func(r rune) bool { return r <= ' ' || r > '~' }):
		return nil, errors.New("the authtoken must be one word: copy it anew from https://dashboard.ngrok.com/get-started/your-authtoken")
	case o.PublicURL == "":
		return w, nil
	}
	var err error
	if w.public, err = publicURL(o.PublicURL); err != nil {
		return nil, err
	}
	if !strings.HasPrefix(w.public, "https://") || strings.Contains(w.public[len("https://"):], "/") {
		return nil, fmt.Errorf("the address at ngrok must be https:// and a name, without a path, not %s", w.public)
	}
	return w, nil
}

// Format keeps the token out of whatever prints the way: fmt does not ask
// fields that are not exported how they print.
func (w *ngrokWay) Format(f fmt.State, _ rune) { io.WriteString(f, "tunnel by ngrok") }

// Run keeps the endpoint open until ctx ends or ngrok refuses the account. When
// it returns every connection is closed; a goroutine or two of the library may
// wait on for one beat, doing nothing.
func (w *ngrokWay) Run(ctx context.Context, local string, tell func(State)) error {
	if err := checkLocal(local); err != nil {
		return err
	}
	return keepUp(ctx, w.pace, w.public, tell, func(ctx context.Context, r *reporter) error {
		r.say(State{Public: w.public, Words: "connecting to ngrok"})
		return w.once(ctx, local, r)
	})
}

// once opens the endpoint and carries what arrives until the connection falls.
// The library would try again by itself, for ever and whatever was refused:
// its first failure ends it here.
func (w *ngrokWay) once(ctx context.Context, local string, r *reporter) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	options := []ngrok.AgentOption{
		ngrok.WithAuthtoken(string(w.token)),
		ngrok.WithAutoConnect(false),
		ngrok.WithHeartbeatInterval(w.beat),
		ngrok.WithHeartbeatTolerance(w.tolerance),
		ngrok.WithLogger(slog.New(scrubber{w.log.Handler(), w.token})),
		ngrok.WithEventHandler(func(e ngrok.Event) {
			if fell, ok := e.(*ngrok.EventAgentDisconnected); ok && fell.Error != nil {
				cancel(fell.Error) // the first counts
			}
		}),
	}
	if w.server != "" {
		options = append(options, ngrok.WithAgentConnectURL(w.server))
	}
	if w.roots != nil {
		options = append(options, ngrok.WithAgentConnectCAs(w.roots))
	}
	agent, err := ngrok.NewAgent(options...)
	if err != nil {
		return w.explain(err)
	}
	if err := agent.Connect(ctx); err != nil {
		return w.explain(because(ctx, err))
	}
	defer agent.Disconnect()
	var reserved []ngrok.EndpointOption
	if w.public != "" {
		reserved = append(reserved, ngrok.WithURL(w.public))
	}
	endpoint, err := agent.Listen(ctx, reserved...)
	if err != nil {
		return w.explain(because(ctx, err))
	}
	public, err := publicURL(endpoint.URL().String())
	if err != nil {
		return fmt.Errorf("ngrok gave an address that cannot be used: %w", err)
	}
	r.say(State{Public: public, Up: true, Words: "ngrok passes what comes to " + public + " on to this computer"})
	err = carry(ctx, endpoint.Accept, local)
	return w.explain(because(ctx, err))
}

// because is what ended ctx, or err when nothing did.
func because(ctx context.Context, err error) error {
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	return err
}

var ngrokCode = regexp.MustCompile(`(?i)err_ngrok_(\d+)`)

// explain says what ngrok said, without the token, which it likes to repeat.
// Nothing of the library's error is wrapped: its text would hold the token.
func (w *ngrokWay) explain(err error) error {
	text := line(scrub(err.Error(), w.token))
	code := 0
	if m := ngrokCode.FindStringSubmatch(text); m != nil {
		code, _ = strconv.Atoi(m[1])
	}
	switch {
	case code == 105 || code == 106 || code == 107: // no token, or not one of theirs
		return final("ngrok does not take the authtoken: copy it anew from https://dashboard.ngrok.com/get-started/your-authtoken. It says: %s", text)
	case code >= 100 && code < 200 && code != 108: // the account; 108 is too many sessions, which end
		return final("ngrok does not let this account in: %s", text)
	}
	return fmt.Errorf("ngrok: %s", text)
}

func scrub(text string, secret Secret) string {
	return strings.ReplaceAll(text, string(secret), "(secret)")
}

// scrubber lets a library's warnings into the log, without a secret in them.
type scrubber struct {
	slog.Handler
	secret Secret
}

// Enabled leaves out what only the library's makers want to know.
func (h scrubber) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn && h.Handler.Enabled(ctx, level)
}

// Handle writes a record whose values have become plain text.
func (h scrubber) Handle(ctx context.Context, r slog.Record) error {
	clean := slog.NewRecord(r.Time, r.Level, scrub(r.Message, h.secret), r.PC)
	r.Attrs(func(a slog.Attr) bool {
		clean.AddAttrs(h.clean(a))
		return true
	})
	return h.Handler.Handle(ctx, clean)
}

// WithAttrs cleans what every record is to have.
func (h scrubber) WithAttrs(attrs []slog.Attr) slog.Handler {
	clean := make([]slog.Attr, len(attrs))
	for i, a := range attrs {
		clean[i] = h.clean(a)
	}
	return scrubber{h.Handler.WithAttrs(clean), h.secret}
}

// WithGroup keeps the records below it clean as well.
func (h scrubber) WithGroup(name string) slog.Handler {
	return scrubber{h.Handler.WithGroup(name), h.secret}
}

func (h scrubber) clean(a slog.Attr) slog.Attr {
	return slog.String(a.Key, scrub(a.Value.Resolve().String(), h.secret))
}
