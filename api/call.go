package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

const (
	maxAnswer     = 32 << 20 // bytes of an answer
	callTimeout   = 30 * time.Second
	submitTimeout = 120 * time.Second
	slowestUpload = 32 << 10 // bytes a second that an upload is given time for
	expectAbove   = 1 << 20  // bytes of a body before which the service is asked
	retryBudget   = 20 * time.Second
	firstBackoff  = 500 * time.Millisecond
	longestPause  = 8 * time.Second
)

// call is one request of the protocol.
type call struct {
	op      string // "getting document 7"
	method  string
	path    string
	query   url.Values
	body    *body // nil without one
	timeout time.Duration
	once    bool // never tried again, even if it only reads
	subject subject
}

// body is what a request carries.
type body struct {
	contentType string
	size        int64
	open        func(context.Context) io.ReadCloser
	sign        func(ctx context.Context, secret string, ms int64) (string, error)
}

func jsonBody(content []byte) *body {
	return &body{
		contentType: "application/json",
		size:        int64(len(content)),
		open:        func(context.Context) io.ReadCloser { return io.NopCloser(bytes.NewReader(content)) },
		sign: func(_ context.Context, secret string, ms int64) (string, error) {
			return SignRequest(secret, ms, content)
		},
	}
}

// answer is a whole response.
type answer struct {
	status int
	header http.Header
	body   json.RawMessage
}

// do sends the call, and what only reads again after trouble that passes.
func (c *Client) do(ctx context.Context, call call) (*answer, error) {
	c.once.Do(c.start)
	budget, pause := c.RetryBudget, c.Backoff
	if budget == 0 {
		budget = retryBudget
	}
	if pause <= 0 {
		pause = firstBackoff
	}
	if call.method != http.MethodGet || call.once {
		budget = -1
	}
	end := time.Now().Add(budget)
	for {
		a, failure := c.attempt(ctx, call)
		if failure == nil {
			return a, nil
		}
		failure.about(call.subject)
		wait := max(pause/2+rand.N(pause), failure.RetryAfter)
		if !failure.Temporary() || time.Now().Add(wait).After(end) {
			return nil, failure
		}
		if sleep(ctx, wait) != nil {
			return nil, canceled(ctx, call.op, false)
		}
		pause = min(2*pause, longestPause)
	}
}

var errTimeout = fmt.Errorf("the time is up: %w", os.ErrDeadlineExceeded)

// attempt sends the call once.
func (c *Client) attempt(parent context.Context, call call) (*answer, *Error) {
	nap, err := c.pace.wait(parent)
	if err != nil {
		return nil, canceled(parent, call.op, false)
	}
	if nap > 0 {
		return nil, &Error{Kind: KindRateLimited, Op: call.op, RetryAfter: nap,
			Message: fmt.Sprintf("the service asked for quiet for another %v", nap.Round(time.Second))}
	}
	timeout := call.timeout
	if timeout == 0 {
		timeout = callTimeout
	}
	ctx, cancel := context.WithTimeoutCause(parent, timeout, errTimeout)
	defer cancel()
	var sent atomic.Bool
	traced := httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteHeaders: func() { sent.Store(true) }})
	req, failure := c.request(traced, call)
	if failure != nil {
		return nil, failure
	}
	carried := carry(req)
	a, err := c.exchange(req)
	perhaps := call.method != http.MethodGet && sent.Load() && carried.whole()
	if local := failed(carried.body); err != nil && local != nil && ctx.Err() == nil {
		return nil, fileError(parent, call.op, local)
	}
	if err != nil {
		return nil, c.failure(parent, ctx, call, err, perhaps, timeout)
	}
	if failure := c.judge(call, a); failure != nil {
		failure.inDoubt = perhaps && (failure.Kind == KindServer && !failure.turnedAway || failure.Kind == KindAnswer)
		return nil, failure
	}
	return a, nil
}

// request builds the HTTP request with every header of the protocol.
func (c *Client) request(ctx context.Context, call call) (*http.Request, *Error) {
	address, err := c.endpoint(call.path, call.query)
	if err != nil {
		var e *Error
		errors.As(err, &e)
		e.Op = call.op
		return nil, e
	}
	credentials := c.Credentials.trimmed()
	if failure := checkCredentials(credentials, call.op); failure != nil {
		return nil, failure
	}
	req, err := http.NewRequestWithContext(ctx, call.method, address, nil)
	if err != nil {
		return nil, &Error{Kind: KindAddress, Op: call.op, Message: "the service's address makes no request"}
	}
	sign := func(_ context.Context, secret string, ms int64) (string, error) { return SignRequest(secret, ms, nil) }
	if b := call.body; b != nil {
		req.Header.Set("Content-Type", b.contentType)
		req.ContentLength = b.size
		if b.size > expectAbove {
			req.Header.Set("Expect", "100-continue") // a refusal then comes before the upload, not amid it
		}
		sign = b.sign
	}
	ms := time.Now().UnixMilli()
	signature, err := sign(ctx, credentials.ClientSecret, ms)
	if err != nil {
		return nil, fileError(ctx, call.op, err)
	}
	agent := c.UserAgent
	if agent == "" {
		agent = defaultUserAgent
	}
	req.Header.Set("User-Agent", agent)
	req.Header.Set("Accept", "application/json")
	req.Header.Set("Client-Id", credentials.ClientID)
	req.Header.Set("Authorization", credentials.authorization())
	req.Header.Set("X-Veryfi-Request-Timestamp", strconv.FormatInt(ms, 10))
	req.Header.Set("X-Veryfi-Request-Signature", signature)
	if call.body != nil { // last, so that nothing opened is left behind
		req.Body = call.body.open(ctx)
	}
	return req, nil
}

func checkCredentials(c Credentials, op string) *Error {
	if missing := c.Missing(); len(missing) > 0 {
		return &Error{Kind: KindAuth, Op: op, Message: "the credentials lack the " + strings.Join(missing, ", the ")}
	}
	for name, value := range map[string]string{"client ID": c.ClientID, "username": c.Username, "API key": c.APIKey} {
		for _, r := range value {
			if r < ' ' || r == 0x7f {
				return &Error{Kind: KindAuth, Op: op, Message: "the " + name + " holds a line break or another control character"}
			}
		}
	}
	return nil
}

// exchange sends the request and reads the whole answer.
func (c *Client) exchange(req *http.Request) (*answer, error) {
	if req.Body != nil {
		defer req.Body.Close() // waits for what feeds it
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	content, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	if err != nil {
		return nil, fmt.Errorf("reading the answer: %w", err)
	}
	return &answer{status: resp.StatusCode, header: resp.Header, body: content}, nil
}

// failure explains an exchange that brought no answer.
func (c *Client) failure(parent, ctx context.Context, call call, err error, inDoubt bool, timeout time.Duration) *Error {
	if parent.Err() != nil {
		return canceled(parent, call.op, inDoubt)
	}
	e := &Error{Kind: KindNetwork, Op: call.op, inDoubt: inDoubt}
	if ctx.Err() != nil {
		e.Err = os.ErrDeadlineExceeded
		e.Message = fmt.Sprintf("no answer came within %v", timeout.Round(time.Second))
		return e
	}
	// Its text would repeat the whole address; the cause is enough.
	if u := (*url.Error)(nil); errors.As(err, &u) {
		err = u.Err
	}
	e.Err = &cause{c.Credentials.redact(tidy(err.Error(), maxMessage)), err}
	return e
}

// cause is an error below whose text is known to hold no secret.
type cause struct {
	text string
	err  error
}

func (c *cause) Error() string { return c.text }
func (c *cause) Unwrap() error { return c.err }

// judge turns an answer that is no success of this protocol into an error.
func (c *Client) judge(call call, a *answer) *Error {
	switch {
	case len(a.body) > maxAnswer:
		return &Error{Kind: KindAnswer, Op: call.op, Status: a.status, Message: fmt.Sprintf("longer than %d MB", maxAnswer>>20)}
	case a.status >= 400:
		e := c.errorFrom(call.op, a)
		if e.Kind == KindRateLimited {
			c.pace.hush(e.RetryAfter)
		}
		return e
	case a.status >= 300:
		e := &Error{Kind: KindAddress, Op: call.op, Status: a.status, Message: "it leads elsewhere"}
		if to, err := url.Parse(a.header.Get("Location")); err == nil && to.Host != "" {
			e.Message = c.Credentials.redact(tidy("it leads to "+to.Scheme+"://"+to.Host, 100))
		}
		return e
	case !json.Valid(a.body):
		e := c.errorFrom(call.op, a)
		e.Kind = KindAnswer
		return e
	}
	return nil
}
