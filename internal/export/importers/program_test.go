// Package importers takes every export into the real program that it is for.
// No test is skipped: a program that is missing is a failure that names the
// package it comes in. `.ci/setup.sh test` installs them all.
package importers

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// program is the path of the first of the names that there is.
func program(t *testing.T, of string, names ...string) string {
	t.Helper()
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Fatalf("%s is not there: install the package %s, or run .ci/setup.sh test", names[0], of)
	return ""
}

// run gives what the program writes to standard output. Its errors fail the test.
func run(t *testing.T, name string, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8", "PYTHONDONTWRITEBYTECODE=1")
	cmd.WaitDelay = 5 * time.Second
	var out, complaints bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaints
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s %s: %v\n%s%s", name, strings.Join(args, " "), err, out.String(), complaints.String())
	}
	return out.String()
}

// python runs a script with the system's Python, which is the one that has the
// packages of the system, and reads what it writes as JSON.
func python(t *testing.T, needs, module string, result any, args ...string) {
	t.Helper()
	name := "/usr/bin/python3"
	if _, err := os.Stat(name); err != nil {
		name = program(t, "python3", "python3")
	}
	if module != "" {
		if err := exec.Command(name, "-c", "import "+module).Run(); err != nil {
			t.Fatalf("%s has no %s: install the package %s, or run .ci/setup.sh test", name, module, needs)
		}
	}
	out := run(t, name, args...)
	if err := json.Unmarshal([]byte(out), result); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
}
