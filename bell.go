package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spindle-receipts/spindle/internal/house"
)

// The window that has a history open answers a bell: a port on this computer,
// which it writes into the home beside a word that only its owner can read. A
// second start rings, and the first window comes to the front.

const bellName = "window"

// bell is the port of the window that is open.
type bell struct {
	socket net.Listener
	file   string
	word   string
}

// hang opens the port and writes it into the home.
func hang(home string) (*bell, error) {
	socket, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("opening a port for a second start: %w", err)
	}
	b := &bell{socket: socket, file: filepath.Join(home, bellName), word: rand.Text()}
	if err := os.WriteFile(b.file, []byte(socket.Addr().String()+" "+b.word+"\n"), 0o600); err != nil {
		return nil, errors.Join(fmt.Errorf("telling a second start where this one is: %w", err), socket.Close())
	}
	return b, nil
}

// answer calls raise whenever somebody rings, until ctx ends.
func (b *bell) answer(ctx context.Context, raise func()) {
	defer os.Remove(b.file)
	defer context.AfterFunc(ctx, func() { b.socket.Close() })()
	for {
		c, err := b.socket.Accept()
		if err != nil {
			return
		}
		if heard(c, b.word) {
			raise()
		}
	}
}

func heard(c net.Conn, word string) bool {
	defer c.Close()
	_ = c.SetDeadline(time.Now().Add(time.Second))
	line, err := bufio.NewReaderSize(c, 64).ReadSlice('\n')
	if err != nil || subtle.ConstantTimeCompare([]byte(strings.TrimSpace(string(line))), []byte(word)) != 1 {
		return false
	}
	_, err = c.Write([]byte("ok\n"))
	return err == nil
}

// ring raises the window that has the history open; an error when there is none.
func ring(home string) error {
	if home == "" {
		var err error
		if home, err = house.DefaultHome(); err != nil {
			return err
		}
	}
	text, err := os.ReadFile(filepath.Join(home, bellName))
	if err != nil {
		return fmt.Errorf("finding the open window: %w", err)
	}
	address, word, _ := strings.Cut(strings.TrimSpace(string(text)), " ")
	c, err := net.DialTimeout("tcp", address, time.Second)
	if err != nil {
		return fmt.Errorf("calling the open window: %w", err)
	}
	defer c.Close()
	_ = c.SetDeadline(time.Now().Add(2 * time.Second))
	if _, err := fmt.Fprintln(c, word); err != nil {
		return fmt.Errorf("calling the open window: %w", err)
	}
	answer, err := bufio.NewReader(c).ReadString('\n')
	if err != nil || strings.TrimSpace(answer) != "ok" {
		return errors.New("the open window did not answer")
	}
	return nil
}
