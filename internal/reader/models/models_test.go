package models

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func TestTheManifestPinsEverything(t *testing.T) {
	m, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	hash := regexp.MustCompile(`^[0-9a-f]{64}$`)
	for key, p := range m.Packages {
		if p.Index != "pypi" || p.Name == "" || p.Version == "" || p.File == "" || p.Bytes <= 0 || !hash.MatchString(p.SHA256) {
			t.Errorf("package %s is not pinned: %+v", key, p)
		}
	}
	for _, f := range m.Files {
		if f.Member == "" || f.Package == "" || f.Bytes <= 0 || !hash.MatchString(f.SHA256) {
			t.Errorf("file %s is not pinned: %+v", f.Name, f)
		}
		if f.Licence != "MIT" && f.Licence != "Apache-2.0" {
			t.Errorf("file %s has the licence %q, which was not looked at", f.Name, f.Licence)
		}
	}
	for _, platform := range []string{"linux/amd64", "linux/arm64", "windows/amd64", "windows/arm64", "darwin/arm64", "darwin/amd64"} {
		roles := make(map[Role]int)
		names := make(map[string]bool)
		for _, f := range m.For(platform) {
			roles[f.Role]++
			if names[f.Name] {
				t.Errorf("%s: two files are called %s", platform, f.Name)
			}
			names[f.Name] = true
		}
		if roles[RoleRuntime] != 1 || roles[RoleDetector] != 1 || roles[RoleRecogniser] != 1 || roles[RoleNotice] < 3 {
			t.Errorf("%s has %v", platform, roles)
		}
	}
	if m.Supports("plan9/mips") {
		t.Error("plan9/mips is supported")
	}
}

func TestParseRefusesWhatCannotBeMeant(t *testing.T) {
	const tail = `"detector":{"std":[1,1,1],"maxPixels":1,"maxSide":1},"recogniser":{"std":[1,1,1],"height":48}}`
	if _, err := Parse(strings.NewReader(`{"files":[{"name":"a.onnx","role":"detector"}],` + tail)); err != nil {
		t.Errorf("a sound manifest: %v", err)
	}
	for name, text := range map[string]string{
		"not JSON":          `{`,
		"an unknown field":  `{"nonsense":1,` + tail,
		"a path":            `{"files":[{"name":"../a"}],` + tail,
		"the manifest":      `{"files":[{"name":"manifest.json"}],` + tail,
		"an unknown source": `{"files":[{"name":"a","package":"b"}],` + tail,
		"no bounds":         `{"detector":{"std":[1,1,1]},"recogniser":{"std":[1,1,1],"height":48}}`,
		"division by zero":  `{"detector":{"maxPixels":1,"maxSide":1},"recogniser":{"std":[1,1,1],"height":48}}`,
	} {
		if _, err := Parse(strings.NewReader(text)); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}

// own is a manifest for this platform, as a person who tries other models
// would write it.
const own = `{"name":"mine","files":[
 {"name":"lib","role":"runtime","bytes":3},{"name":"det","role":"detector","bytes":4},
 {"name":"rec","role":"recogniser","bytes":5},{"name":"abc","role":"alphabet","bytes":6}],
 "detector":{"std":[1,1,1],"maxPixels":1,"maxSide":1},"recogniser":{"std":[1,1,1],"height":48}}`

func fill(t *testing.T, dir string, sizes map[string]int) {
	t.Helper()
	for name, n := range sizes {
		if err := os.WriteFile(filepath.Join(dir, name), make([]byte, n), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func TestFindTakesTheFolderOfTheEnvironment(t *testing.T) {
	dir := t.TempDir()
	t.Setenv(EnvDir, dir)
	fill(t, dir, map[string]int{"lib": 3, "det": 4, "rec": 5, "abc": 6})
	if err := os.WriteFile(filepath.Join(dir, ManifestName), []byte(own), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := Find()
	if err != nil {
		t.Fatal(err)
	}
	if s.Name != "mine" || s.Runtime != filepath.Join(dir, "lib") || s.Alphabet != filepath.Join(dir, "abc") || s.RecogniserSpec.Height != 48 {
		t.Errorf("found %+v", s)
	}
}

func TestFindSaysWhatToRun(t *testing.T) {
	for name, sizes := range map[string]map[string]int{
		"an empty folder":   {},
		"one file is short": {"lib": 2, "det": 4, "rec": 5, "abc": 6},
		"one file lacks":    {"lib": 3, "det": 4, "abc": 6},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			t.Setenv(EnvDir, dir)
			fill(t, dir, sizes)
			if len(sizes) > 0 {
				if err := os.WriteFile(filepath.Join(dir, ManifestName), []byte(own), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			_, err := Find()
			var missing *MissingError
			if !errors.As(err, &missing) {
				t.Fatalf("error %v", err)
			}
			for _, want := range []string{"make setup", "go run ./internal/reader/models/fetch", dir} {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q does not say %q", err, want)
				}
			}
		})
	}
}

func TestFindLooksBesideTheProgramThenInTheCache(t *testing.T) {
	dirs := candidates()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cache, err := CacheDir()
	if err != nil {
		t.Fatal(err)
	}
	if len(dirs) < 2 || filepath.Base(dirs[0]) != "reader" || filepath.Base(filepath.Dir(dirs[0])) != filepath.Base(filepath.Dir(exe)) || dirs[len(dirs)-1] != cache {
		t.Errorf("looks in %v", dirs)
	}
}
