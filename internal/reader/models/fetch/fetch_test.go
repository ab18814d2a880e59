package main

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/spindle-receipts/spindle/internal/reader/models"
)

func sum(s string) string {
	h := sha256.Sum256([]byte(s))
	return hex.EncodeToString(h[:])
}

// archive is a zip with members, opened.
func archive(t *testing.T, members map[string]string) *zip.Reader {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for name, content := range members {
		m, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(m, content); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	r, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestUnpackTakesOnlyTheRightBytes(t *testing.T) {
	r := archive(t, map[string]string{"a/model.onnx": "weights", "a/other": "x"})
	for _, test := range []struct {
		name   string
		file   models.File
		failed string
	}{
		{"right", models.File{Name: "model.onnx", Member: "a/model.onnx", SHA256: sum("weights"), Bytes: 7}, ""},
		{"other bytes", models.File{Name: "model.onnx", Member: "a/model.onnx", SHA256: sum("other"), Bytes: 7}, "SHA-256"},
		{"longer than said", models.File{Name: "model.onnx", Member: "a/model.onnx", SHA256: sum("weights"), Bytes: 3}, "SHA-256"},
		{"not there", models.File{Name: "model.onnx", Member: "a/nothing", SHA256: sum("weights"), Bytes: 7}, "nothing"},
	} {
		t.Run(test.name, func(t *testing.T) {
			dir := t.TempDir()
			f := fetcher{dir: dir, out: io.Discard}
			err := f.unpack(r, test.file)
			left, globErr := os.ReadDir(dir)
			if globErr != nil {
				t.Fatal(globErr)
			}
			if test.failed != "" {
				if err == nil || !strings.Contains(err.Error(), test.failed) || len(left) != 0 {
					t.Errorf("error %v, files left %v", err, left)
				}
				return
			}
			got, readErr := os.ReadFile(filepath.Join(dir, "model.onnx"))
			if err != nil || readErr != nil || string(got) != "weights" || len(left) != 1 {
				t.Errorf("errors %v, %v, got %q, files %v", err, readErr, got, left)
			}
		})
	}
}

func TestFetchesNothingThatIsThere(t *testing.T) {
	dir := t.TempDir()
	m := models.Manifest{Name: "test", Files: []models.File{
		{Name: "lib", Role: models.RoleRuntime, Platform: "linux/amd64", Package: "p", SHA256: sum("lib"), Bytes: 3},
		{Name: "lib.dll", Role: models.RoleRuntime, Platform: "windows/amd64", Package: "p", SHA256: sum("dll"), Bytes: 3},
	}}
	if err := os.WriteFile(filepath.Join(dir, "lib"), []byte("lib"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", t.TempDir()) // no Python: it must not be needed
	var out strings.Builder
	f := fetcher{manifest: m, platform: "linux/amd64", dir: dir, out: &out}
	if err := f.run(context.Background()); err != nil || !strings.Contains(out.String(), "nothing to fetch") {
		t.Errorf("error %v, said %q", err, out.String())
	}
	if err := os.WriteFile(filepath.Join(dir, "lib"), []byte("bad"), 0o600); err != nil {
		t.Fatal(err)
	}
	missing, err := f.missing()
	if err != nil || len(missing) != 1 || missing[0].Name != "lib" {
		t.Errorf("of a damaged file: missing %v, error %v", missing, err)
	}
}

func TestSaysThatPythonIsNeeded(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	err := run(context.Background(), []string{t.TempDir()}, io.Discard, io.Discard)
	if err == nil || !strings.Contains(err.Error(), "apt-get install python3 python3-pip") {
		t.Errorf("error %v", err)
	}
}

func TestSaysThatAPlatformHasNoReader(t *testing.T) {
	err := run(context.Background(), []string{"-platform", "plan9/mips", t.TempDir()}, io.Discard, io.Discard)
	if err == nil || !strings.Contains(err.Error(), "plan9/mips") || !strings.Contains(err.Error(), "Veryfi") {
		t.Errorf("error %v", err)
	}
}

func TestPipIsAskedForThePinnedWheelAndNothingElse(t *testing.T) {
	args := pipArgs(models.Package{Platform: "win_amd64", Python: "3.13"}, "list", "dir")
	line := strings.Join(args, " ")
	for _, want := range []string{"--no-deps", "--require-hashes", "--only-binary=:all:", "--platform win_amd64", "--python-version 3.13", "--abi cp313"} {
		if !strings.Contains(line, want) {
			t.Errorf("%q lacks %q", line, want)
		}
	}
	if plain := pipArgs(models.Package{}, "list", "dir"); slices.Contains(plain, "--platform") || slices.Contains(plain, "--abi") {
		t.Errorf("a package for every platform is asked for as %q", plain)
	}
}
