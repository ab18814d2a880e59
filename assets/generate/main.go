// Command generate draws the sample receipts and writes what a reader should
// find on them. The shops, people and numbers are made up. The same source
// gives the same truth, and on one kind of machine the same bytes.
//
//	go run ./assets/generate [-o FOLDER]
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	out := flag.String("o", filepath.Join("assets", "samples"), "the folder to write")
	flag.Parse()
	if err := generate(*out); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func generate(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	all := samples()
	for _, s := range all {
		if err := s.prove(); err != nil {
			return fmt.Errorf("%s does not prove: %w", s.File, err)
		}
		data, err := s.render()
		if err != nil {
			return fmt.Errorf("drawing %s: %w", s.File, err)
		}
		if err := os.WriteFile(filepath.Join(dir, s.File), data, 0o644); err != nil {
			return err
		}
		fmt.Printf("%-28s %4d kB\n", s.File, len(data)/1000)
	}
	tables := map[string]func(*bytes.Buffer, []*receipt) error{"truth.csv": writeTruth, "items.csv": writeItems}
	for name, write := range tables {
		var b bytes.Buffer
		if err := write(&b, all); err != nil {
			return fmt.Errorf("writing %s: %w", name, err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), b.Bytes(), 0o644); err != nil {
			return err
		}
	}
	return nil
}
