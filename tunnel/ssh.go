package tunnel

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os/user"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/crypto/ssh"
)

const (
	sshHandshake = 30 * time.Second // to connect and log in, when no passphrase is typed
	sshAlive     = 15 * time.Second // between two questions whether the host is there, and for an answer
)

// sshWay forwards a port of a host of the user's, by OpenSSH's -R.
type sshWay struct {
	user, address string // who logs in, and host:port
	remote        string // address:port to listen on, there
	public        string
	known         []string
	keys          []string
	passphrase    func(context.Context, string) (Secret, error)
	pace          pace
	alive         time.Duration
}

func newSSH(o Options) (Way, error) {
	w := &sshWay{known: o.KnownHosts, keys: o.Keys, passphrase: o.Passphrase, pace: patient, alive: sshAlive}
	var err error
	if w.user, w.address, err = login(o); err != nil {
		return nil, err
	}
	if w.public, err = publicURL(o.PublicURL); err != nil {
		return nil, err
	}
	if o.RemotePort < 1 || o.RemotePort > 65535 {
		return nil, fmt.Errorf("give the port to open on %s that %s leads to, from 1 to 65535", o.Host, w.public)
	}
	at := o.RemoteAddress
	if at == "" {
		at = "localhost"
	}
	w.remote = net.JoinHostPort(at, strconv.Itoa(o.RemotePort))
	return w, nil
}

// login reads who logs in where.
func login(o Options) (name, address string, err error) {
	name, host, ok := strings.Cut(o.Host, "@")
	if !ok {
		name, host = "", o.Host
	}
	port := 22
	if h, p, err := net.SplitHostPort(host); err == nil && !strings.Contains(p, "/") {
		if port, err = strconv.Atoi(p); err != nil {
			return "", "", fmt.Errorf("the port of the host %q is no number", o.Host)
		}
		host = h
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	if o.Port != 0 {
		port = o.Port
	}
	if o.User != "" {
		name = o.User
	}
	switch {
	case host == "":
		return "", "", errors.New("give the host to forward from, such as me@example.com")
	case strings.ContainsAny(host, "/@ ") || strings.HasPrefix(host, "-"):
		return "", "", fmt.Errorf("%q is no host: it must look like me@example.com:22", o.Host)
	case port < 1 || port > 65535:
		return "", "", fmt.Errorf("the host's port must be from 1 to 65535, not %d", port)
	case name == "":
		u, err := user.Current()
		if err != nil {
			return "", "", fmt.Errorf("give the user to log in as, such as me@%s", host)
		}
		name = u.Username[strings.LastIndex(u.Username, `\`)+1:] // Windows puts its domain before
	}
	return name, net.JoinHostPort(host, strconv.Itoa(port)), nil
}

// Run forwards until ctx ends, or the host cannot be trusted or lets us not in.
func (w *sshWay) Run(ctx context.Context, local string, tell func(State)) error {
	if err := checkLocal(local); err != nil {
		return err
	}
	hosts, err := knownHosts(w.known, w.address)
	if err != nil {
		tell(State{Public: w.public, Words: line(err.Error())})
		return err
	}
	keys := newKeyring(w.keys, w.passphrase)
	return keepUp(ctx, w.pace, w.public, tell, func(ctx context.Context, r *reporter) error {
		r.say(State{Public: w.public, Words: "connecting to " + w.address})
		return w.forward(ctx, hosts, keys, local, r)
	})
}

// forward logs in, opens the port and carries what arrives until the
// connection falls.
func (w *sshWay) forward(ctx context.Context, hosts *hostKeys, keys *keyring, local string, r *reporter) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	client, err := w.dial(ctx, hosts, keys)
	if err != nil {
		return err
	}
	fallen := make(chan error, 1)
	go func() { fallen <- client.Wait() }()
	defer func() { client.Close(); <-fallen }()

	stop := context.AfterFunc(ctx, func() { client.Close() })
	port, err := client.Listen("tcp", w.remote)
	if !stop() {
		return ctx.Err()
	}
	if err != nil {
		return fmt.Errorf("%s does not open %s for us: it is taken, or the server allows no forwarding", w.address, w.remote)
	}
	r.say(State{Public: w.public, Up: true, Words: fmt.Sprintf("%s passes what comes to %s on to this computer", w.address, w.remote)})
	var beside sync.WaitGroup
	beside.Go(func() {
		<-ctx.Done()
		giveBack(port, client)
	})
	beside.Go(func() { keepAlive(ctx, client, w.alive) })
	// Every connection must be taken until the client has closed: one that is
	// left waiting would keep a goroutine of the library for ever.
	carry(ctx, func() (net.Conn, error) {
		for {
			conn, err := port.Accept()
			if err == nil || errors.Is(err, io.EOF) {
				return conn, err
			}
		}
	}, local)
	cancel()
	beside.Wait()
	return fmt.Errorf("the connection to %s was lost", w.address)
}

// giveBack has the host close its port, so that it is free at once, and then
// closes the connection; at once when no answer comes.
func giveBack(port net.Listener, client *ssh.Client) {
	late := time.AfterFunc(2*time.Second, func() { client.Close() })
	defer late.Stop()
	port.Close()
	client.Close()
}

// keepAlive asks the host now and then whether it is there, and closes the
// connection when no answer comes: without that a line that was cut silently
// would look well for hours.
func keepAlive(ctx context.Context, client *ssh.Client, every time.Duration) {
	for {
		answered := make(chan error, 1)
		go func() {
			_, _, err := client.SendRequest("keepalive@openssh.com", true, nil)
			answered <- err
		}()
		timer := time.NewTimer(every)
		select {
		case err := <-answered:
			if err != nil {
				client.Close()
				timer.Stop()
				return
			}
		case <-timer.C:
			client.Close()
			<-answered
			return
		}
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-timer.C:
		}
	}
}

// dial connects and logs in.
func (w *sshWay) dial(ctx context.Context, hosts *hostKeys, keys *keyring) (*ssh.Client, error) {
	conn, err := (&net.Dialer{Timeout: sshHandshake}).DialContext(ctx, "tcp", w.address)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be reached: %w", w.address, err)
	}
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	hurry := func() { conn.SetDeadline(time.Now().Add(sshHandshake)) }
	hurry()
	login := keys.login(ctx, func() (asked func()) {
		conn.SetDeadline(time.Time{})
		return hurry
	})
	defer login.close()
	check := hosts.check()
	c, channels, requests, err := ssh.NewClientConn(conn, w.address, &ssh.ClientConfig{
		User:              w.user,
		Auth:              []ssh.AuthMethod{ssh.PublicKeysCallback(login.signers)},
		HostKeyCallback:   check.callback,
		HostKeyAlgorithms: hosts.algorithms,
		ClientVersion:     "SSH-2.0-Spindle",
	})
	if err != nil {
		conn.Close()
		return nil, w.explain(err, check, login)
	}
	conn.SetDeadline(time.Time{})
	return ssh.NewClient(c, channels, requests), nil
}

// explain says why there is no connection, and whether trying again can help.
func (w *sshWay) explain(err error, check *hostCheck, login *sshLogin) error {
	var algorithms *ssh.AlgorithmNegotiationError
	switch {
	case check.err != nil:
		return &finalError{check.err}
	case errors.As(err, &algorithms) && check.key == nil:
		return final("%s shows none of the keys that known_hosts has for it: it may be another machine. Ask who runs it before you trust its new key: %w", w.address, err)
	case login.err != nil:
		return &finalError{login.err}
	case strings.Contains(err.Error(), "unable to authenticate"), strings.Contains(err.Error(), "Too many authentication failures"):
		return final("%s does not let %s in with %s: put the public key into its authorized_keys, or name another with its file", w.address, w.user, login.tried())
	}
	return fmt.Errorf("%s does not talk to us: %w", w.address, err)
}
