// Command generate draws the sample receipts and writes what a reader should
// find on them. The shops, people and numbers are made up. The same source
// gives the same truth, and on one kind of machine the same bytes.
//
//	go run ./assets/generate [-o FOLDER] [-n COUNT [-seed SEED] [-lines]]
//
// With -n it makes so many random receipts of many countries instead, as a set
// to measure a reader by (see internal/reader/bench). -lines leaves the pictures
// out and writes what stands on the papers as JSON, for measuring what a reader
// makes of text without a fault. With -written it photographs receipts that
// were written as text, as those of internal/reader/fields/testdata are:
//
//	go run ./assets/generate -written -o FOLDER FILE...
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
)

type options struct {
	out   string
	count int
	seed  uint64
	lines bool

	written bool
}

func main() {
	var o options
	flag.StringVar(&o.out, "o", filepath.Join("assets", "samples"), "the folder to write")
	flag.IntVar(&o.count, "n", 0, "make so many random receipts instead of the samples")
	flag.Uint64Var(&o.seed, "seed", 1, "of the random receipts")
	flag.BoolVar(&o.lines, "lines", false, "write the lines of the random receipts, no pictures")
	flag.BoolVar(&o.written, "written", false, "draw the receipts of the text files named behind")
	flag.Parse()
	if err := generate(o, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func generate(o options, paths []string) error {
	if err := os.MkdirAll(o.out, 0o755); err != nil {
		return err
	}
	if o.written {
		return drawWritten(o, paths)
	}
	all := samples()
	if o.count > 0 {
		all = random(o.count, o.seed)
	}
	put := func(r *receipt) error { return writePicture(o.out, r, o.count == 0) }
	if o.count > 0 && o.lines {
		put = func(r *receipt) error { return writeLines(o.out, r) }
	}
	write := func(r *receipt) error {
		if err := put(r); err != nil {
			return fmt.Errorf("%s: %w", r.File, err)
		}
		return nil
	}
	if err := each(all, write); err != nil {
		return err
	}
	tables := map[string]func(*bytes.Buffer, []*receipt) error{"truth.csv": writeTruth, "items.csv": writeItems, "taxes.csv": writeTaxes}
	for name, write := range tables {
		var b bytes.Buffer
		if err := write(&b, all); err != nil {
			return fmt.Errorf("writing %s: %w", name, err)
		}
		if err := os.WriteFile(filepath.Join(o.out, name), b.Bytes(), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// each does the work for all of them, as many at a time as there are cores.
func each[T any](all []T, work func(T) error) error {
	var group sync.WaitGroup
	todo := make(chan int)
	errs := make([]error, len(all))
	for range runtime.NumCPU() {
		group.Go(func() {
			for i := range todo {
				errs[i] = work(all[i])
			}
		})
	}
	for i := range all {
		todo <- i
	}
	close(todo)
	group.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func writePicture(dir string, r *receipt, tell bool) error {
	if err := r.prove(); err != nil {
		return fmt.Errorf("it does not prove: %w", err)
	}
	data, err := r.render()
	if err != nil {
		return fmt.Errorf("drawing: %w", err)
	}
	if tell {
		fmt.Printf("%-28s %4d kB\n", r.File, len(data)/1000)
	}
	return os.WriteFile(filepath.Join(dir, r.File), data, 0o644)
}

func writeLines(dir string, r *receipt) error {
	if err := r.prove(); err != nil {
		return fmt.Errorf("it does not prove: %w", err)
	}
	data, err := json.Marshal(r.lines())
	if err != nil {
		return err
	}
	name := strings.TrimSuffix(r.File, filepath.Ext(r.File)) + ".json"
	return os.WriteFile(filepath.Join(dir, name), data, 0o644)
}
