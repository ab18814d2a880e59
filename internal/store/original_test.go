package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
)

func keep(t *testing.T, s *Store, text string) Kept {
	t.Helper()
	kept, err := s.Keep(t.Context(), strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return kept
}

// files lists what is in the originals folder.
func files(t *testing.T, s *Store) []string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(s.originals(), func(path string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			names = append(names, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestKeepOnce(t *testing.T) {
	s := open(t)
	sum := sha256.Sum256([]byte("receipt"))
	want := Kept{SHA256: hex.EncodeToString(sum[:]), Size: 7, CRC32: crc32.ChecksumIEEE([]byte("receipt")), New: true}
	want.Path = filepath.Join(s.Home(), "originals", want.SHA256[:2], want.SHA256)
	if got := keep(t, s, "receipt"); got != want || s.OriginalPath(got.SHA256) != want.Path {
		t.Errorf("%+v, want %+v", got, want)
	}
	want.New = false
	if got := keep(t, s, "receipt"); got != want {
		t.Errorf("again: %+v, want %+v", got, want)
	}
	data, err := os.ReadFile(want.Path)
	if err != nil || string(data) != "receipt" {
		t.Errorf("%q, %v", data, err)
	}
	if got := files(t, s); !slices.Equal(got, []string{want.Path}) {
		t.Errorf("files: %v", got)
	}
	if got := keep(t, s, ""); got.Size != 0 || !got.New {
		t.Errorf("no bytes: %+v", got)
	}
}

func TestKeepMendsADamagedCopy(t *testing.T) {
	for name, damage := range map[string]string{"cut": "rec", "same size, other bytes": "rEceipt"} {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			kept := keep(t, s, "receipt")
			if err := os.WriteFile(kept.Path, []byte(damage), 0o600); err != nil {
				t.Fatal(err)
			}
			if again := keep(t, s, "receipt"); again != kept {
				t.Errorf("%+v, want %+v", again, kept)
			}
			if data, err := os.ReadFile(kept.Path); err != nil || string(data) != "receipt" {
				t.Errorf("%q, %v", data, err)
			}
		})
	}
}

func TestKeepThatFailsLeavesNothing(t *testing.T) {
	cut := errors.New("the card was pulled out")
	ctx, cancel := context.WithCancel(t.Context())
	tests := map[string]struct {
		ctx  context.Context
		src  io.Reader
		want error
	}{
		"the source ends with an error": {t.Context(), io.MultiReader(strings.NewReader("rec"), iotest.ErrReader(cut)), cut},
		"the context ends":              {ctx, io.MultiReader(strings.NewReader("rec"), readFunc(func() { cancel() }), strings.NewReader("eipt")), context.Canceled},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			if _, err := s.Keep(test.ctx, test.src); !errors.Is(err, test.want) || !strings.Contains(err.Error(), s.Home()) {
				t.Errorf("%v, want %v", err, test.want)
			}
			if left := files(t, s); len(left) != 0 {
				t.Errorf("left behind: %v", left)
			}
		})
	}
}

// readFunc is a source without bytes that does something when it is read.
type readFunc func()

func (f readFunc) Read([]byte) (int, error) {
	f()
	return 0, io.EOF
}

func TestOpenSweepsHalfCopies(t *testing.T) {
	home := t.TempDir()
	s, err := Open(t.Context(), home)
	if err != nil {
		t.Fatal(err)
	}
	kept := keep(t, s, "receipt")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(home, "originals", "incoming-123"), []byte("rec"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := files(t, openIn(t, home)); !slices.Equal(got, []string{kept.Path}) {
		t.Errorf("files: %v", got)
	}
}

func TestKeepTheSameBytesAtOnce(t *testing.T) {
	s := open(t)
	data := bytes.Repeat([]byte("receipt "), 50_000)
	var made sync.Map
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			kept, err := s.Keep(t.Context(), bytes.NewReader(data))
			if err != nil {
				t.Error(err)
			}
			if kept.New {
				made.Store(i, true)
			}
		})
	}
	group.Wait()
	n := 0
	made.Range(func(any, any) bool { n++; return true })
	if got := files(t, s); n != 1 || len(got) != 1 {
		t.Errorf("%d times new, files %v", n, got)
	}
}
