package tunnel

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"time"
)

const (
	programEnds = 5 * time.Second // for a program to end when asked to
	maxLine     = 8 << 10         // bytes of its output that are looked at together
)

// program is a way that another program opens. We start it, read what it says,
// and end it with all that it has started.
type program struct {
	name    string
	places  []string // where it is when it is not on PATH
	install string   // how to get it, in words
	args    func(local string) []string
	// reader reads the output of one run: what each line makes of the state.
	reader func() func(State, string) State
	pace   pace
	ends   time.Duration // how long it may take to end when asked to
}

// Run starts the program again whenever it ends.
func (p *program) Run(ctx context.Context, local string, tell func(State)) error {
	if err := checkLocal(local); err != nil {
		return err
	}
	return keepUp(ctx, p.pace, "", tell, func(ctx context.Context, r *reporter) error {
		path, err := p.find()
		if err != nil {
			return err
		}
		r.say(State{Words: p.name + " is starting"})
		return p.once(ctx, path, local, r)
	})
}

// find looks for the program; a missing one is not waited for.
func (p *program) find() (string, error) {
	for _, name := range append([]string{p.name}, p.places...) {
		path, err := exec.LookPath(name)
		if err == nil {
			return path, nil
		}
		if errors.Is(err, exec.ErrDot) {
			return "", final("the program %s in the current folder is not run: put it in a folder of PATH", p.name)
		}
	}
	return "", final("the program %s is not on this computer: %s", p.name, p.install)
}

// once runs the program until it ends, or ctx does.
func (p *program) once(ctx context.Context, path, local string, r *reporter) error {
	// On Linux the system ends the program when the thread that started it
	// ends, however that came: ours must stay as long as the program.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()

	said := &lines{each: p.follow(r)}
	cmd := exec.CommandContext(ctx, path, p.args(local)...)
	cmd.Env = environment(os.Environ())
	cmd.Stdout, cmd.Stderr = said, said
	cmd.WaitDelay = p.ends
	group, err := startGroup(cmd)
	if err != nil {
		return fmt.Errorf("%s cannot be started: %w", p.name, err)
	}
	err = cmd.Wait()
	group.kill()
	said.end()
	switch {
	case err == nil:
		err = fmt.Errorf("%s ended", p.name)
	default:
		err = fmt.Errorf("%s ended (%w)", p.name, err)
	}
	if said.last != "" {
		err = fmt.Errorf("%w; it said last: %s", err, line(said.last))
	}
	return err
}

// follow reads the program's output and reports.
func (p *program) follow(r *reporter) func(string) {
	read, state := p.reader(), State{Words: p.name + " is starting"}
	return func(text string) {
		state = read(state, text)
		r.say(state)
	}
}

// environment is ours without credentials: no other program needs them.
func environment(all []string) []string {
	return slices.DeleteFunc(all, func(pair string) bool {
		name, _, _ := strings.Cut(strings.ToUpper(pair), "=")
		return strings.HasPrefix(name, "VERYFI_") || strings.HasPrefix(name, "NGROK_") || strings.HasPrefix(name, "SPINDLE_")
	})
}

// lines cuts what is written into lines, and remembers the last that says
// something. It is written to by one goroutine at a time.
type lines struct {
	each func(string)
	part []byte
	last string
}

func (l *lines) Write(b []byte) (int, error) {
	n := len(b)
	for {
		head, tail, ok := bytes.Cut(b, []byte("\n"))
		if room := maxLine - len(l.part); room > 0 {
			l.part = append(l.part, head[:min(room, len(head))]...)
		}
		if !ok {
			return n, nil
		}
		l.end()
		b = tail
	}
}

func (l *lines) end() {
	if text := strings.TrimSpace(string(l.part)); text != "" {
		l.last = text
		l.each(text)
	}
	l.part = l.part[:0]
}
