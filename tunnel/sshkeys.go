package tunnel

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"
)

// usualKeys are the files that OpenSSH tries by itself.
var usualKeys = []string{"id_ed25519", "id_ecdsa", "id_rsa", "id_ed25519_sk", "id_ecdsa_sk"}

// keyring is what we can log in with: the agent's keys and key files. Files
// are read once, and a passphrase is asked for once.
type keyring struct {
	files []string
	named bool // the user named the files
	ask   func(context.Context, string) (Secret, error)

	mu   sync.Mutex
	read map[string]ssh.Signer
}

func newKeyring(files []string, ask func(context.Context, string) (Secret, error)) *keyring {
	k := &keyring{files: files, named: len(files) > 0, ask: ask, read: map[string]ssh.Signer{}}
	if home, err := os.UserHomeDir(); err == nil && !k.named {
		for _, name := range usualKeys {
			k.files = append(k.files, filepath.Join(home, ".ssh", name))
		}
	}
	return k
}

// login is one attempt to log in with the keyring. Asking is called before a
// person is asked for a passphrase, which may take any time, and what it
// returns afterwards.
func (k *keyring) login(ctx context.Context, asking func() (asked func())) *sshLogin {
	return &sshLogin{ring: k, ctx: ctx, asking: asking}
}

// sshLogin remembers what was tried and what went wrong.
type sshLogin struct {
	ring   *keyring
	ctx    context.Context
	asking func() (asked func())
	agent  net.Conn
	count  int
	err    error // why a key could not be used that the host would take
	unread []string
}

// signers are the keys in the order in which they are tried. The server counts
// tries, so files that the user named come before the agent's many.
func (l *sshLogin) signers() ([]ssh.Signer, error) {
	files, held := l.fromFiles(), l.fromAgent()
	all := append(held, files...)
	if l.ring.named {
		all = append(files, held...)
	}
	known := map[string]bool{}
	var once []ssh.Signer
	for _, s := range all {
		if key := string(s.PublicKey().Marshal()); !known[key] {
			known[key] = true
			once = append(once, s)
		}
	}
	l.count = len(once)
	if l.count == 0 {
		l.err = errors.New("there is no key to log in with: start the agent and add one with ssh-add, or name a key file")
		if len(l.unread) > 0 {
			l.err = fmt.Errorf("there is no key to log in with: %s", strings.Join(l.unread, "; "))
		}
		return nil, l.err
	}
	return once, nil
}

func (l *sshLogin) fromAgent() []ssh.Signer {
	socket := os.Getenv("SSH_AUTH_SOCK")
	if socket == "" {
		return nil
	}
	conn, err := (&net.Dialer{}).DialContext(l.ctx, "unix", socket)
	if err != nil {
		l.unread = append(l.unread, fmt.Sprintf("the agent does not answer: %v", err))
		return nil
	}
	l.agent = conn
	signers, err := agent.NewClient(conn).Signers()
	if err != nil {
		l.unread = append(l.unread, fmt.Sprintf("the agent lists no keys: %v", err))
	}
	return signers
}

func (l *sshLogin) close() {
	if l.agent != nil {
		l.agent.Close()
	}
}

// tried says what the host refused.
func (l *sshLogin) tried() string {
	what := "the key"
	if l.count != 1 {
		what = fmt.Sprintf("any of %d keys", l.count)
	}
	if len(l.unread) > 0 {
		what += " (" + strings.Join(l.unread, "; ") + ")"
	}
	return what
}

func (l *sshLogin) fromFiles() []ssh.Signer {
	l.ring.mu.Lock()
	defer l.ring.mu.Unlock()
	var signers []ssh.Signer
	for _, file := range l.ring.files {
		signer, ok := l.ring.read[file]
		if !ok {
			var err error
			signer, err = readKey(file)
			if errors.Is(err, os.ErrNotExist) && !l.ring.named {
				continue
			}
			if err != nil {
				l.unread = append(l.unread, err.Error())
				continue
			}
			l.ring.read[file] = signer
		}
		if locked, ok := signer.(*lockedKey); ok {
			signer = &askingKey{locked, l}
		}
		signers = append(signers, signer)
	}
	return signers
}

// readKey reads a private key, or its public half when a passphrase protects
// the rest.
func readKey(file string) (ssh.Signer, error) {
	pem, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("the key file cannot be read: %w", err)
	}
	signer, err := ssh.ParsePrivateKey(pem)
	var locked *ssh.PassphraseMissingError
	switch {
	case err == nil:
		return signer, nil
	case !errors.As(err, &locked):
		return nil, fmt.Errorf("%s is no private key that can be used: %w", file, err)
	}
	public := locked.PublicKey
	if public == nil { // an old format; ssh-keygen put it beside
		beside, err := os.ReadFile(file + ".pub")
		if err == nil {
			public, _, _, _, err = ssh.ParseAuthorizedKey(beside)
		}
		if err != nil {
			return nil, fmt.Errorf("%s has a passphrase and no readable %s.pub beside it: add it to the agent with ssh-add", file, filepath.Base(file))
		}
	}
	return &lockedKey{file: file, pem: pem, public: public}, nil
}

// lockedKey is a key whose passphrase is asked for when a host would take it,
// and not before.
type lockedKey struct {
	file   string
	pem    []byte
	public ssh.PublicKey

	mu   sync.Mutex
	open ssh.Signer
}

func (k *lockedKey) PublicKey() ssh.PublicKey { return k.public }

// Sign is never reached: logging in wraps the key with who asks.
func (k *lockedKey) Sign(io.Reader, []byte) (*ssh.Signature, error) {
	return nil, errors.New("the key is locked")
}

// unlock asks, once.
func (k *lockedKey) unlock(ctx context.Context, ask func(context.Context, string) (Secret, error)) (ssh.Signer, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.open != nil {
		return k.open, nil
	}
	if ask == nil {
		return nil, fmt.Errorf("%s has a passphrase: add it to the agent with ssh-add, and try again", k.file)
	}
	passphrase, err := ask(ctx, k.file)
	if err != nil {
		return nil, fmt.Errorf("the passphrase of %s was not given: %w", k.file, err)
	}
	k.open, err = ssh.ParsePrivateKeyWithPassphrase(k.pem, []byte(passphrase))
	if err != nil {
		return nil, fmt.Errorf("%s does not open with that passphrase", k.file)
	}
	return k.open, nil
}

// askingKey is a locked key in one attempt to log in.
type askingKey struct {
	*lockedKey
	login *sshLogin
}

func (k *askingKey) Sign(rand io.Reader, data []byte) (*ssh.Signature, error) {
	return k.SignWithAlgorithm(rand, data, "")
}

// SignWithAlgorithm lets RSA keys sign as servers of today want it.
func (k *askingKey) SignWithAlgorithm(rand io.Reader, data []byte, algorithm string) (*ssh.Signature, error) {
	defer k.login.asking()()
	signer, err := k.unlock(k.login.ctx, k.login.ring.ask)
	if err != nil {
		k.login.err = err
		return nil, err
	}
	if able, ok := signer.(ssh.AlgorithmSigner); ok {
		return able.SignWithAlgorithm(rand, data, algorithm)
	}
	return signer.Sign(rand, data)
}
