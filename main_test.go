package main

import (
	"os"
	"strings"
	"testing"
)

func TestWindowHome(t *testing.T) {
	for _, test := range []struct {
		args   string
		home   string
		window bool
		bad    bool
	}{
		{args: "", window: true},
		{args: "--home /tmp/books", home: "/tmp/books", window: true},
		{args: "--home=/tmp/books", home: "/tmp/books", window: true},
		{args: "--home", bad: true},
		{args: "--home /tmp/books receipt.jpg", bad: true},
		{args: "read receipt.jpg"},
		{args: "--help"},
	} {
		home, window, err := windowHome(strings.Fields(test.args))
		if home != test.home || window != test.window || (err != nil) != test.bad {
			t.Errorf("%q: home %q, window %v, error %v", test.args, home, window, err)
		}
	}
}

func TestSamplesAreFilesToDrop(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	t.Setenv("HOME", t.TempDir())
	paths, err := samples()
	if err != nil {
		t.Fatal(err)
	}
	if len(paths) < 12 {
		t.Errorf("only %d samples", len(paths))
	}
	for _, path := range paths {
		if info, err := os.Stat(path); err != nil || info.Size() < 250 {
			t.Errorf("%s: %v", path, err)
		}
	}
}
