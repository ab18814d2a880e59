package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"time"
)

// Kind says what went wrong, as far as it decides what to do next.
type Kind string

// The kinds of an [Error].
const (
	KindAuth        Kind = "auth"         // 401, 403: the credentials are missing, wrong or not allowed to
	KindForbidden   Kind = "forbidden"    // 403 on one document: it says nothing of the credentials
	KindRateLimited Kind = "rate limited" // 409, 429: too many requests
	KindRefused     Kind = "refused"      // 400 and other 4xx: the same request will never succeed
	KindTooLarge    Kind = "too large"    // 413, or over the limits before anything was sent
	KindNotFound    Kind = "not found"    // 404, 410
	KindServer      Kind = "server"       // 408, 499, 5xx: the service's own trouble, worth another try
	KindAnswer      Kind = "answer"       // a success whose body is no answer of this protocol
	KindNetwork     Kind = "network"      // no whole answer came
	KindCanceled    Kind = "canceled"     // the caller's context ended
	KindAddress     Kind = "address"      // the base URL is not one, or leads elsewhere
	KindFile        Kind = "file"         // a file to be sent could not be read, or changed under way
)

// Targets for errors.Is.
var (
	ErrAuth        = errors.New("the service did not accept the credentials")
	ErrForbidden   = errors.New("the service does not allow it for this document")
	ErrRateLimited = errors.New("the service asks to slow down")
	ErrRefused     = errors.New("the service refused the request")
	ErrTooLarge    = errors.New("too large for the service")
	ErrNotFound    = errors.New("the service does not have it")
	ErrServer      = errors.New("the service is in trouble")
	ErrAnswer      = errors.New("the answer is not the service's")
	ErrNetwork     = errors.New("the service could not be reached")
	ErrAddress     = errors.New("the service's address is wrong")
	ErrFile        = errors.New("the file could not be sent")
)

func (k Kind) target() error {
	return map[Kind]error{
		KindAuth: ErrAuth, KindForbidden: ErrForbidden, KindRateLimited: ErrRateLimited, KindRefused: ErrRefused,
		KindTooLarge: ErrTooLarge, KindNotFound: ErrNotFound, KindServer: ErrServer,
		KindAnswer: ErrAnswer, KindNetwork: ErrNetwork, KindAddress: ErrAddress, KindFile: ErrFile,
	}[k]
}

// Error is every error that a [Client] returns. Its text holds none of the
// credentials, even when a server repeats them.
type Error struct {
	Kind       Kind
	Op         string        // what was being done: "sending receipt.zip"
	Status     int           // of the answer, 0 without one
	Code       string        // the service's own, such as "DOCUMENT_NOT_FOUND"
	Message    string        // the service's own words, or ours where it gave none
	RetryAfter time.Duration // how long the service asks to wait; 0 when it does not say
	TraceID    string        // names the request in talks with the service's support
	Err        error         // the cause below, such as a refused connection or the context's error

	inDoubt    bool
	turnedAway bool // a 503 of the service's own: it did not take the request on
	webPage    bool
	subject    subject
}

// subject is what a request is about, as far as it changes the advice.
type subject int

const (
	aboutService subject = iota
	aboutUpload
	aboutDocument
)

// Error says what was being done, what happened and why.
func (e *Error) Error() string {
	text := e.what()
	if e.Op != "" {
		text = e.Op + ": " + text
	}
	return text
}

func (e *Error) what() string {
	switch e.Kind {
	case KindCanceled:
		return fmt.Sprintf("stopped before the answer came: %v", e.Err)
	case KindNetwork:
		if e.Message != "" {
			return e.Message
		}
		if e.inDoubt {
			return fmt.Sprintf("the connection broke before the answer came: %v", e.Err)
		}
		return fmt.Sprintf("the service could not be reached: %v", e.Err)
	}
	var b strings.Builder
	if e.Status == 0 { // found on this side
		b.WriteString(e.Message)
	} else {
		fmt.Fprintf(&b, "%v (%d", e.Kind.target(), e.Status)
		if e.Message != "" {
			b.WriteString(": " + e.Message)
		}
		b.WriteByte(')')
	}
	if e.Err != nil {
		fmt.Fprintf(&b, ": %v", e.Err)
	}
	return b.String()
}

// Advice says in a sentence or two what the person can do.
func (e *Error) Advice() string {
	if e.webPage && e.Kind != KindServer {
		return "A web page answered in place of the service. Check whether this network asks for a sign-in or has a filter or proxy in the way, then try again."
	}
	switch e.Kind {
	case KindAuth:
		return "Check the four credentials in Settings against the Keys page of the account. Nothing more is sent until they are right."
	case KindForbidden:
		return "It may belong to another account, or be locked there: look at it in the account. The other receipts go on."
	case KindRateLimited:
		if e.RetryAfter > 0 {
			return fmt.Sprintf("Nothing to do: it is tried again after %v.", e.RetryAfter.Round(time.Second))
		}
		return "Nothing to do: it is tried again more slowly."
	case KindRefused:
		if e.subject == aboutUpload {
			return "Open the file to see whether it is a readable picture or PDF, and send a better copy."
		}
		return "The service will not do this as it was asked. Its words above say why."
	case KindTooLarge:
		return "Send fewer pages at once, split the PDF, or use smaller pictures."
	case KindNotFound:
		if e.subject == aboutDocument {
			return "It may have been deleted at the service, or belong to another account. Send the receipt again if it is still needed."
		}
		return "Check the service's address in Settings: something answers there, but not this service."
	case KindServer:
		return "Nothing to do: it is tried again. If it lasts, look at the service's status page."
	case KindAnswer:
		return "Check the service's address in Settings, then try again."
	case KindNetwork:
		if errors.Is(e.Err, os.ErrDeadlineExceeded) {
			return "Check how fast the internet connection is, then try again."
		}
		return "Check the internet connection and the service's address in Settings. It is tried again when the connection is back."
	case KindAddress:
		return "Correct the service's address in Settings. It starts with https://; http:// is only for a service on this computer."
	case KindFile:
		return "Check that the file is still there, can be opened and is not being changed, then send it again."
	}
	return "Start it again when you are ready."
}

// about notes what the request was about. That one document is forbidden says
// nothing of the credentials, with which all others may be had.
func (e *Error) about(s subject) {
	e.subject = s
	if s == aboutDocument && e.Status == http.StatusForbidden && e.Kind == KindAuth {
		e.Kind = KindForbidden
	}
}

// Unwrap returns the cause below.
func (e *Error) Unwrap() error { return e.Err }

// Is matches the Err… target of the error's kind.
func (e *Error) Is(target error) bool {
	t := e.Kind.target()
	return t != nil && t == target
}

// Temporary tells whether the same request may succeed later.
func (e *Error) Temporary() bool {
	switch e.Kind {
	case KindRateLimited, KindServer, KindAnswer, KindNetwork:
		return true
	}
	return false
}

// InDoubt tells whether the service may have carried out the request all the
// same. Before a submission in doubt is sent again, it is to be searched for
// by its external ID: the protocol has no other guard against paying twice.
func (e *Error) InDoubt() bool { return e.inDoubt }

// kindOf maps a status of 400 and more.
func kindOf(status int) Kind {
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden:
		return KindAuth
	case http.StatusConflict, http.StatusTooManyRequests:
		return KindRateLimited
	case http.StatusRequestEntityTooLarge:
		return KindTooLarge
	case http.StatusNotFound, http.StatusGone:
		return KindNotFound
	case http.StatusRequestTimeout, http.StatusTooEarly, 499:
		return KindServer
	case http.StatusProxyAuthRequired, http.StatusNetworkAuthenticationRequired:
		return KindNetwork
	}
	if status >= 500 {
		return KindServer
	}
	return KindRefused
}

// canceled is the error of a request that the caller ended.
func canceled(ctx context.Context, op string, inDoubt bool) *Error {
	err, cause := ctx.Err(), context.Cause(ctx)
	if cause != err {
		err = fmt.Errorf("%w: %w", err, cause)
	}
	return &Error{Kind: KindCanceled, Op: op, Err: err, inDoubt: inDoubt}
}
