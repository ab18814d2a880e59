package tunnel

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.ngrok.com/muxado/v2"
)

const ngrokToken = "2hunter2Hunter2"

// edge stands in for ngrok's service, which needs an account and the network:
// ngrok's own library talks to it over real TLS and ngrok's own multiplexer.
// It knows the few messages that are needed, by the library's source. That the
// service still answers so is not shown by it.
type edge struct {
	address string
	roots   *x509.CertPool
	refusal func(token string) string // answers a login, empty lets in

	mu    sync.Mutex
	conns []net.Conn
	bound chan muxado.TypedStreamSession
	seen  int // logins
}

func newEdge(t *testing.T, refusal func(string) string) *edge {
	t.Helper()
	var certified httptest.Server // for its certificate for 127.0.0.1 only
	certified.Listener, _ = net.Listen("tcp", "127.0.0.1:0")
	certified.Config = &http.Server{Handler: http.NotFoundHandler()}
	certified.StartTLS()
	certificate := certified.TLS.Certificates[0]
	e := &edge{roots: x509.NewCertPool(), refusal: refusal, bound: make(chan muxado.TypedStreamSession, 10)}
	e.roots.AddCert(certified.Certificate())
	certified.Close()

	l, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{certificate}})
	if err != nil {
		t.Fatal(err)
	}
	e.address = l.Addr().String()
	var ended sync.WaitGroup
	ended.Go(func() { e.listen(l, &ended) })
	t.Cleanup(func() { l.Close(); e.cut(); ended.Wait() })
	return e
}

func (e *edge) listen(l net.Listener, ended *sync.WaitGroup) {
	for {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		e.mu.Lock()
		e.conns = append(e.conns, conn)
		e.mu.Unlock()
		ended.Go(func() { e.serve(conn) })
	}
}

// cut ends all connections.
func (e *edge) cut() {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, c := range e.conns {
		c.Close()
	}
	e.conns = nil
}

func (e *edge) serve(conn net.Conn) {
	session := muxado.NewTypedStreamSession(muxado.Server(conn, &muxado.Config{}))
	defer session.Close()
	for {
		stream, err := session.AcceptTypedStream()
		if err != nil {
			return
		}
		var asked struct {
			ID    string `json:"Id"`
			Proto string
			Opts  any
			Extra struct{ Authtoken string }
		}
		if stream.StreamType() > 2 || json.NewDecoder(stream).Decode(&asked) != nil {
			stream.Close() // a heartbeat, which goes unanswered
			continue
		}
		answer := map[string]any{"Id": "bind-1", "ClientId": "client-1", "Version": "3"}
		switch stream.StreamType() {
		case 0: // login
			e.mu.Lock()
			e.seen++
			e.mu.Unlock()
			if said := e.refusal(asked.Extra.Authtoken); said != "" {
				answer["Error"] = said
			}
		case 1: // open an endpoint
			answer["URL"], answer["Proto"], answer["Opts"] = "https://spindle.ngrok.example", asked.Proto, asked.Opts
			e.bound <- session
		}
		json.NewEncoder(stream).Encode(answer)
		stream.Close()
	}
}

// visit opens a connection to the endpoint, as a visitor's would come in.
func visit(session muxado.TypedStreamSession) (net.Conn, error) {
	stream, err := session.OpenTypedStream(3)
	if err != nil {
		return nil, err
	}
	header, _ := json.Marshal(map[string]string{"Id": "bind-1", "ClientAddr": "192.0.2.1:5000", "Proto": "https"})
	if err := binary.Write(stream, binary.LittleEndian, int64(len(header))); err != nil {
		return nil, err
	}
	_, err = stream.Write(header)
	return stream, err
}

func newTestNgrok(t *testing.T, e *edge, log *slog.Logger) *ngrokWay {
	t.Helper()
	w, err := New("ngrok", Options{Token: ngrokToken, Log: log})
	if err != nil {
		t.Fatal(err)
	}
	n := w.(*ngrokWay)
	n.pace, n.beat, n.server, n.roots = brisk, 100*time.Millisecond, e.address, e.roots
	// The edge answers no heartbeat: were it to, a goroutine of the library would
	// stay for ever. The library has a data race in what it does when answers stay
	// out for too long, which a test on a slow computer must not come to.
	n.tolerance = time.Hour
	return n
}

func TestNgrokCarriesNewsAndComesBack(t *testing.T) {
	e := newEdge(t, func(token string) string {
		if token != ngrokToken {
			return "wrong token"
		}
		return ""
	})
	l := start(t, Config{})
	r := run(t, newTestNgrok(t, e, nil), l.Addr())
	for id := range 2 {
		if up := r.await("up", isUp); up.Public != "https://spindle.ngrok.example" {
			t.Errorf("%+v", up)
		}
		session := <-e.bound
		client := &http.Client{Transport: &http.Transport{
			DisableKeepAlives: true,
			DialContext:       func(context.Context, string, string) (net.Conn, error) { return visit(session) },
		}, Timeout: patience}
		data := fmt.Sprintf(`{"id":%d}`, id)
		req, _ := http.NewRequest(http.MethodPost, "http://spindle.ngrok.example"+l.Path(), strings.NewReader(event(DocumentCreated, data)))
		req.Header.Set("x-veryfi-signature", sign(t, data))
		resp, err := client.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if n := next(t, l); string(n.IDs[0]) != fmt.Sprint(id) {
			t.Errorf("%+v", n)
		}
		e.cut()
		r.await("down", isDown)
	}
}

// ngrok repeats a token that it refuses. It must not get any further.
func TestNgrokRefusalIsFinalAndWithoutTheToken(t *testing.T) {
	e := newEdge(t, func(token string) string {
		return "The authtoken you specified does not look like a proper ngrok authtoken.\nYour authtoken: " + token + "\n\nERR_NGROK_105"
	})
	var log bytes.Buffer
	w := newTestNgrok(t, e, slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	r := run(t, w, "127.0.0.1:1")
	err := r.failure()
	if !strings.Contains(err.Error(), "copy it anew") || !strings.Contains(err.Error(), "Your authtoken: (secret)") {
		t.Error(err)
	}
	noneLeft(t) // so that the log is written
	for e := err; e != nil; e = errors.Unwrap(e) {
		if strings.Contains(fmt.Sprintf("%v %+v", e, e), ngrokToken) {
			t.Errorf("the token is in %#v", e)
		}
	}
	for len(r.states) > 0 {
		if s := <-r.states; strings.Contains(s.Words, ngrokToken) {
			t.Errorf("the token is in %+v", s)
		}
	}
	if !strings.Contains(log.String(), "(secret)") || strings.Contains(log.String(), ngrokToken) {
		t.Errorf("the log: %s", log.String())
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.seen != 1 {
		t.Errorf("it asked %d times", e.seen)
	}
}

// The token goes to nobody but ngrok.
func TestNgrokTrustsNobodyElse(t *testing.T) {
	e := newEdge(t, func(string) string { return "" })
	w := newTestNgrok(t, e, nil)
	w.roots = nil
	r := run(t, w, "127.0.0.1:1")
	r.await("refused", func(s State) bool { return strings.Contains(s.Words, "certificate") })
	r.end()
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.seen != 0 {
		t.Error("a stranger was sent the token")
	}
}

func TestNgrokIsAway(t *testing.T) {
	w := newTestNgrok(t, &edge{address: fmt.Sprintf("127.0.0.1:%d", closedPort(t))}, nil)
	r := run(t, w, "127.0.0.1:1")
	for range 3 {
		r.await("away", func(s State) bool { return strings.Contains(s.Words, "refused; trying again in") })
	}
}

func closedPort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

func TestNgrokOptions(t *testing.T) {
	for want, o := range map[string]Options{
		"give the authtoken":       {},
		"must be one word":         {Token: "2hunter2 2hunter2"},
		"without a path":           {Token: ngrokToken, PublicURL: "https://spindle.ngrok.app/x"},
		"must start with https://": {Token: ngrokToken, PublicURL: "tcp://1.tcp.ngrok.io:2"},
		"must be https://":         {Token: ngrokToken, PublicURL: "http://localhost"},
	} {
		if _, err := New("ngrok", o); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%v, want %q", err, want)
		}
	}
	w, err := New("ngrok", Options{Token: " " + ngrokToken + "\n", PublicURL: "https://spindle.ngrok.app/"})
	if err != nil || w.(*ngrokWay).token != ngrokToken || w.(*ngrokWay).public != "https://spindle.ngrok.app" {
		t.Errorf("%+v %v", w, err)
	}
	for code, lasting := range map[string]bool{"105": true, "108": false, "120": true, "334": false, "8012": false} {
		var final *finalError
		if got := errors.As(w.(*ngrokWay).explain(errors.New("no\n\nhttps://ngrok.com/docs/errors/err_ngrok_"+code)), &final); got != lasting {
			t.Errorf("%s is final: %v", code, got)
		}
	}
	if text := fmt.Sprintf("%v %+v %#v", w, w, w); strings.Contains(text, "hunter2") {
		t.Error(text)
	}
}
