package main

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestASecondStartRaisesTheWindow(t *testing.T) {
	home := t.TempDir()
	if err := ring(home); err == nil {
		t.Fatal("nobody is there, yet somebody answered")
	}
	ctx, cancel := context.WithCancel(t.Context())
	raised, ended := make(chan bool, 1), make(chan bool)
	bell, err := hang(home)
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		bell.answer(ctx, func() { raised <- true })
		close(ended)
	}()
	if err := ring(home); err != nil {
		t.Fatalf("ringing: %v", err)
	}
	select {
	case <-raised:
	case <-time.After(2 * time.Minute):
		t.Fatal("the window was not raised")
	}
	knockWithAWrongWord(t, home)
	cancel()
	<-ended
	if len(raised) > 0 {
		t.Error("a stranger raised the window")
	}
	if _, err := os.Stat(filepath.Join(home, bellName)); !os.IsNotExist(err) {
		t.Errorf("the bell is still hanging: %v", err)
	}
}

// knockWithAWrongWord rings as somebody who cannot read the word.
func knockWithAWrongWord(t *testing.T, home string) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(home, bellName))
	if err != nil {
		t.Fatal(err)
	}
	address, _, _ := strings.Cut(string(text), " ")
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := c.Write([]byte("open\n")); err != nil {
		t.Fatal(err)
	}
	if n, err := c.Read(make([]byte, 10)); err == nil {
		t.Errorf("a stranger got an answer of %d bytes", n)
	}
}
