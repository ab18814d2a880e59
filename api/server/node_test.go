package server

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestVeryfiNodeLibrary has Veryfi's own client talk to the server: the one
// judge of the protocol that is not ours.
func TestVeryfiNodeLibrary(t *testing.T) {
	if os.Getenv("SPINDLE_NO_NODE") == "1" {
		t.Skip("SPINDLE_NO_NODE=1: not tried with Veryfi's Node library")
	}
	npm, err := exec.LookPath("npm")
	if err != nil {
		t.Fatal("npm is not there. Install Node.js 18 or later (Debian, Ubuntu: apt install nodejs npm), " +
			"or set SPINDLE_NO_NODE=1 to go without this test")
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("testdata/node")); err != nil {
		t.Fatal(err)
	}
	run := func(env []string, name string, args ...string) string {
		t.Helper()
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
		defer cancel()
		cmd := exec.CommandContext(ctx, name, args...)
		cmd.Dir, cmd.Env = dir, append(os.Environ(), env...)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
		}
		return string(out)
	}
	run(nil, npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline")
	receipts := t.TempDir()
	for name, text := range map[string]string{
		"photo.jpg": picture(1),
		"notes.bin": noise(400),
		"bundle.zip": zipOf(t, member{"002.jpg", picture(50)}, member{"001.jpg", picture(100)},
			member{"003.jpg", picture(150)}, member{"__MACOSX/._001.jpg", "x"}),
	} {
		if err := os.WriteFile(filepath.Join(receipts, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s := start(t)
	said := run([]string{
		"SERVER_URL=" + s.url, "RECEIPTS=" + receipts, "CLIENT_ID=" + testCredentials.ClientID,
		"CLIENT_SECRET=" + testCredentials.ClientSecret, "USERNAME=" + testCredentials.Username, "API_KEY=" + testCredentials.APIKey,
	}, "node", "drive.js")
	if !strings.Contains(said, "every call answered as documented") {
		t.Errorf("it ended before its end:\n%s", said)
	}
}
