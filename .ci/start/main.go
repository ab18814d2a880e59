// Start measures how long programs take until their window stands painted on
// a screen, by turns: start TIMES APP EMPTY. .ci/start.sh runs it.
package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "start:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 3 {
		return errors.New("usage: start TIMES APP EMPTY")
	}
	times, err := strconv.Atoi(args[0])
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "start")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	s, err := openScreen(dir)
	if err != nil {
		return err
	}
	defer s.close()
	took := make([][]time.Duration, 2)
	for i := range times + 1 {
		for k, program := range args[1:] {
			d, err := s.timeOf(program)
			if err != nil {
				return fmt.Errorf("%s: %w", program, err)
			}
			if i > 0 { // the first fills the caches, and makes the history
				took[k] = append(took[k], d)
			}
		}
	}
	for k, name := range []string{"Spindle", "an empty window"} {
		slices.Sort(took[k])
		fmt.Printf("%-16s least %4d ms, median %4d ms\n", name, took[k][0].Milliseconds(), middle(took[k]).Milliseconds())
	}
	fmt.Printf("ratio: %.2f of the least, %.2f of the medians\n", ratio(took[0][0], took[1][0]), ratio(middle(took[0]), middle(took[1])))
	return nil
}

func middle(d []time.Duration) time.Duration { return d[len(d)/2] }

func ratio(a, b time.Duration) float64 { return float64(a) / float64(b) }

// screen is a screen without a monitor, whose pixels are a file: looking at
// them takes nothing from the program that draws.
type screen struct {
	server  *exec.Cmd
	display string
	pixels  *os.File
}

const (
	width, height = 1400, 900
	patience      = time.Minute // a program that shows nothing by then is broken
)

func openScreen(dir string) (*screen, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	s := &screen{server: exec.Command("Xvfb", "-displayfd", "3", "-noreset", "-br", "-nolisten", "tcp", "-fbdir", dir, "-screen", "0", fmt.Sprintf("%dx%dx24", width, height))}
	s.server.ExtraFiles = []*os.File{w}
	if err := s.server.Start(); err != nil {
		return nil, err
	}
	w.Close()
	name, err := bufio.NewReader(r).ReadString('\n')
	if err == nil {
		s.display = ":" + strings.TrimSpace(name)
		s.pixels, err = os.Open(filepath.Join(dir, "Xvfb_screen0"))
	}
	if err != nil {
		s.close()
		return nil, fmt.Errorf("opening a screen: %w", err)
	}
	return s, nil
}

func (s *screen) close() {
	if s.pixels != nil {
		s.pixels.Close()
	}
	s.server.Process.Signal(syscall.SIGTERM)
	s.server.Wait()
}

// timeOf starts a program, waits for its window, and ends it.
func (s *screen) timeOf(program string) (time.Duration, error) {
	if err := s.wait(false, time.Now()); err != nil {
		return 0, err
	}
	c := exec.Command(program)
	c.Env = append(os.Environ(), "DISPLAY="+s.display)
	var said bytes.Buffer
	c.Stderr = &said
	start := time.Now()
	if err := c.Start(); err != nil {
		return 0, err
	}
	err := s.wait(true, start)
	took := time.Since(start)
	c.Process.Signal(syscall.SIGTERM)
	gone := time.AfterFunc(patience/4, func() { c.Process.Kill() })
	c.Wait() // it was told to end: how does not matter
	gone.Stop()
	if err != nil {
		return 0, fmt.Errorf("%w; it said: %s", err, said.String())
	}
	return took, nil
}

// wait waits until a window is painted, or none is any more.
func (s *screen) wait(painted bool, since time.Time) error {
	for time.Since(since) < patience {
		is, err := s.painted()
		if err != nil || is == painted {
			return err
		}
		time.Sleep(time.Millisecond)
	}
	return errors.New("its window was not painted in time")
}

// painted tells whether the middle of the screen's upper left part, which a
// window covers wherever it stands, is other than the black of no window.
func (s *screen) painted() (bool, error) {
	at := make([]byte, 4*width)
	info, err := s.pixels.Stat()
	if err != nil {
		return false, err
	}
	head := info.Size() - 4*width*height // the file begins with a head
	for y := 200; y < 700; y += 50 {
		if _, err := s.pixels.ReadAt(at, head+int64(4*width*y)); err != nil {
			return false, err
		}
		lit := 0
		for x := 300; x < 1000; x += 50 {
			if at[4*x] > 24 || at[4*x+1] > 24 || at[4*x+2] > 24 {
				lit++
			}
		}
		if lit < 10 {
			return false, nil
		}
	}
	return true, nil
}
