package tunnel

import (
	"crypto/ed25519"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/knownhosts"
)

// hostKeys are the keys that one host may show. The host's own keys count,
// not those of certificate authorities.
type hostKeys struct {
	callback   ssh.HostKeyCallback
	algorithms []string
	files      []string
}

// knownHosts reads known_hosts files, or OpenSSH's own when none are named. A
// host that is in none of them is refused before anything is sent to it.
func knownHosts(files []string, address string) (*hostKeys, error) {
	if len(files) == 0 {
		if home, err := os.UserHomeDir(); err == nil {
			files = append(files, filepath.Join(home, ".ssh", "known_hosts"))
		}
		files = append(files, "/etc/ssh/ssh_known_hosts")
		files = slices.DeleteFunc(files, func(f string) bool {
			_, err := os.Stat(f)
			return errors.Is(err, os.ErrNotExist)
		})
	}
	callback, err := knownhosts.New(files...)
	if err != nil {
		return nil, fmt.Errorf("the file of known hosts cannot be read, and without it no host can be trusted: %w", err)
	}
	h := &hostKeys{callback: callback, files: files}
	// Asked with a key that nobody has, it answers which it wants. The server
	// must show one of those: it may have others too that are not known here.
	nobody, err := ssh.NewPublicKey(ed25519.PublicKey(make([]byte, ed25519.PublicKeySize)))
	if err != nil {
		return nil, err
	}
	var want *knownhosts.KeyError
	if err := callback(address, &net.TCPAddr{IP: net.IPv4zero}, nobody); !errors.As(err, &want) {
		return nil, fmt.Errorf("the keys of %s cannot be looked up: %w", address, err)
	}
	if len(want.Want) == 0 {
		return nil, unknownHost(address)
	}
	for _, k := range want.Want {
		switch t := k.Key.Type(); t {
		case ssh.KeyAlgoRSA: // its old signatures are broken
			h.algorithms = append(h.algorithms, ssh.KeyAlgoRSASHA512, ssh.KeyAlgoRSASHA256)
		default:
			h.algorithms = append(h.algorithms, t)
		}
	}
	return h, nil
}

func unknownHost(address string) error {
	host, port, _ := net.SplitHostPort(address)
	return fmt.Errorf("%s is not among the known hosts: run ssh -p %s %s once in a terminal, compare the fingerprint that it shows with the one you were given, and try again", address, port, host)
}

// hostCheck is the check of one handshake, which remembers its outcome.
type hostCheck struct {
	keys *hostKeys
	key  ssh.PublicKey // that was shown
	err  error
}

func (h *hostKeys) check() *hostCheck { return &hostCheck{keys: h} }

func (c *hostCheck) callback(address string, remote net.Addr, key ssh.PublicKey) error {
	c.key = key
	err := c.keys.callback(address, remote, key)
	if err == nil {
		return nil
	}
	var mismatch *knownhosts.KeyError
	var revoked *knownhosts.RevokedError
	shown := ssh.FingerprintSHA256(key)
	switch {
	case errors.As(err, &revoked):
		c.err = fmt.Errorf("%s shows the key %s, which %s calls revoked: nothing was sent to it", address, shown, revoked.Revoked.Filename)
	case errors.As(err, &mismatch) && len(mismatch.Want) > 0:
		var known []string
		for _, k := range mismatch.Want {
			known = append(known, fmt.Sprintf("%s (%s:%d)", ssh.FingerprintSHA256(k.Key), k.Filename, k.Line))
		}
		c.err = fmt.Errorf("%s shows the key %s, not the known %s: someone may stand in between, or it was set up anew. Ask who runs it before you take the old key out with ssh-keygen -R. Nothing was sent to it",
			address, shown, strings.Join(known, " or "))
	default:
		c.err = fmt.Errorf("the key %s of %s is refused: %w", shown, address, err)
	}
	return c.err
}
