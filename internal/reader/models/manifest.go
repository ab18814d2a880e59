// Package models names the data that the reader needs and finds it on disk:
// the ONNX Runtime library and the models that turn pixels into text. They are
// data, not code: the manifest pins every file by hash, the command in the
// fetch folder downloads them, and a release carries them beside the program.
// Nothing in this package touches the network.
package models

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
)

//go:embed manifest.json
var defaultManifest []byte

// ManifestName is the name of a manifest file inside a reader folder.
const ManifestName = "manifest.json"

// Role says what a file is for.
type Role string

// The roles of the files in a manifest.
const (
	RoleRuntime    Role = "runtime"    // the ONNX Runtime shared library
	RoleDetector   Role = "detector"   // finds the lines on a page
	RoleRecogniser Role = "recogniser" // reads one line
	RoleAlphabet   Role = "alphabet"   // the recogniser's characters, one a line; only when the model does not carry them
	RoleNotice     Role = "notice"     // a licence text that travels with the others
)

// Manifest lists the packages to fetch, the files to take out of them, and the
// figures that the models were trained with.
type Manifest struct {
	Name       string             `json:"name"`     // what people may call this choice of models
	Packages   map[string]Package `json:"packages"` // by a key that File.Package names
	Files      []File             `json:"files"`
	Detector   Detector           `json:"detector"`
	Recogniser Recogniser         `json:"recogniser"`
}

// Package is one published archive, pinned.
type Package struct {
	Index    string `json:"index"`              // where it is published; "pypi" is the only one known
	Name     string `json:"name"`               // the project's name there
	Version  string `json:"version"`            // exactly this version
	Platform string `json:"platform,omitempty"` // the wheel's platform tag; empty means any
	Python   string `json:"python,omitempty"`   // the Python the wheel is for, such as 3.13; empty means any
	File     string `json:"file"`               // the archive's file name
	SHA256   string `json:"sha256"`             // of the archive, in hex
	Bytes    int64  `json:"bytes"`              // of the archive
}

// File is one member of a package, and what it becomes in the reader folder.
type File struct {
	Name     string `json:"name"`               // in the reader folder
	Role     Role   `json:"role"`               // what it is for
	Platform string `json:"platform,omitempty"` // GOOS/GOARCH; empty means every platform
	Package  string `json:"package"`            // key into Manifest.Packages
	Member   string `json:"member"`             // its path in the archive, with slashes
	SHA256   string `json:"sha256"`             // of the file, in hex
	Bytes    int64  `json:"bytes"`              // of the file
	Licence  string `json:"licence"`            // SPDX identifier
}

// Detector is what the detector expects and how its map becomes boxes (the
// DB post-processing of PP-OCR, https://arxiv.org/abs/1911.08947).
type Detector struct {
	Mean         [3]float32 `json:"mean"`         // per channel in the order blue, green, red, on 0 to 1
	Std          [3]float32 `json:"std"`          // likewise
	Threshold    float32    `json:"threshold"`    // a pixel above this belongs to text
	BoxThreshold float64    `json:"boxThreshold"` // a box whose mean is below this is dropped
	Unclip       float64    `json:"unclip"`       // growth of a box, in units of area / perimeter
	MaxPixels    int        `json:"maxPixels"`    // bound of the picture shown to the detector: bounds time and memory
	MaxSide      int        `json:"maxSide"`      // bound of its longer side
}

// Recogniser is what the recogniser expects.
type Recogniser struct {
	Mean   [3]float32 `json:"mean"` // per channel in the order blue, green, red, on 0 to 1
	Std    [3]float32 `json:"std"`
	Height int        `json:"height"` // of a line, in pixels
}

// Default is the manifest that this program was built with.
func Default() (Manifest, error) {
	m, err := Parse(bytes.NewReader(defaultManifest))
	if err != nil {
		return Manifest{}, fmt.Errorf("the built-in reader manifest: %w", err)
	}
	return m, nil
}

// Parse reads a manifest and checks that it hangs together.
func Parse(r io.Reader) (Manifest, error) {
	var m Manifest
	d := json.NewDecoder(r)
	d.DisallowUnknownFields()
	if err := d.Decode(&m); err != nil {
		return Manifest{}, fmt.Errorf("read manifest: %w", err)
	}
	if err := m.check(); err != nil {
		return Manifest{}, err
	}
	return m, nil
}

func (m Manifest) check() error {
	for _, f := range m.Files {
		if f.Name == "" || f.Name != path.Base(f.Name) || f.Name != filepath.Base(f.Name) || f.Name == ManifestName {
			return fmt.Errorf("manifest: %q is not a plain file name", f.Name)
		}
		if _, ok := m.Packages[f.Package]; !ok && f.Package != "" {
			return fmt.Errorf("manifest: %s comes from %q, which is not among the packages", f.Name, f.Package)
		}
	}
	if m.Recogniser.Height <= 0 || m.Detector.MaxPixels <= 0 || m.Detector.MaxSide <= 0 {
		return fmt.Errorf("manifest: the recogniser's height and the detector's bounds must be positive")
	}
	for i := range 3 {
		if m.Detector.Std[i] == 0 || m.Recogniser.Std[i] == 0 {
			return fmt.Errorf("manifest: a standard deviation is zero")
		}
	}
	return nil
}

// For lists the files that a platform (GOOS/GOARCH) needs.
func (m Manifest) For(platform string) []File {
	var files []File
	for _, f := range m.Files {
		if f.Platform == "" || f.Platform == platform {
			files = append(files, f)
		}
	}
	return files
}

// Supports tells whether there is a runtime library for a platform (GOOS/GOARCH).
func (m Manifest) Supports(platform string) bool {
	for _, f := range m.For(platform) {
		if f.Role == RoleRuntime {
			return true
		}
	}
	return false
}

// In gives the Set that lies in dir for a platform, or an error that names the
// first file that is missing or has another size. Hashes are checked when the
// files are fetched; reading 60 MB anew at each start would only make the
// program slow, so that here a size has to do.
func (m Manifest) In(dir, platform string) (Set, error) {
	if !m.Supports(platform) {
		return Set{}, fmt.Errorf("%s has no runtime library for %s", m.Name, platform)
	}
	s := Set{Name: m.Name, Dir: dir, DetectorSpec: m.Detector, RecogniserSpec: m.Recogniser}
	for _, f := range m.For(platform) {
		p := filepath.Join(dir, f.Name)
		info, err := os.Stat(p)
		switch {
		case err != nil:
			return Set{}, err
		case info.Size() != f.Bytes:
			return Set{}, fmt.Errorf("%s has %d bytes where %d were expected", p, info.Size(), f.Bytes)
		}
		s.set(f.Role, p)
	}
	if s.Detector == "" || s.Recogniser == "" {
		return Set{}, fmt.Errorf("%s names no detector or no recogniser", m.Name)
	}
	return s, nil
}

// Set is a complete choice of files on disk.
type Set struct {
	Name           string // of the manifest
	Dir            string // where the files are
	Runtime        string // path of the ONNX Runtime library
	Detector       string // path of the detector
	Recogniser     string // path of the recogniser
	Alphabet       string // path of the alphabet; empty when the recogniser carries it
	DetectorSpec   Detector
	RecogniserSpec Recogniser
}

func (s *Set) set(role Role, path string) {
	switch role {
	case RoleRuntime:
		s.Runtime = path
	case RoleDetector:
		s.Detector = path
	case RoleRecogniser:
		s.Recogniser = path
	case RoleAlphabet:
		s.Alphabet = path
	}
}
