package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spindle-receipts/spindle/api/server"
	"github.com/spindle-receipts/spindle/internal/intake"
	"github.com/spindle-receipts/spindle/internal/reader"
	"github.com/spindle-receipts/spindle/internal/reader/fields"
	"github.com/spindle-receipts/spindle/internal/reader/text"
)

// readFunc reads the receipt in a file.
type readFunc func(ctx context.Context, path string) (server.Reading, error)

// source gives the way to read receipts: by their dumped lines, with another
// program, or by their pictures as the program does. done ends it and gives the
// most memory that it took, in bytes, or 0 where that can't be told.
func source(ctx context.Context, o options) (read readFunc, done func() int64, err error) {
	switch {
	case o.lines != "":
		return func(_ context.Context, path string) (server.Reading, error) {
			pages, err := dumped(filepath.Join(o.lines, strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))+".json"))
			if err != nil {
				return server.Reading{}, err
			}
			return fields.Understand(pages, server.Hints{}), nil
		}, ownPeak, nil
	case o.peer == "tesseract":
		read, done = tesseract(o.peerArgs)
		return read, done, nil
	case o.peer == "rapidocr":
		return rapidocr(ctx, o.peerArgs)
	case o.peer != "":
		return nil, nil, fmt.Errorf("the peer %q is not known: tesseract and rapidocr are", o.peer)
	}
	return pictures()
}

// pictures reads with the reader that the program uses.
func pictures() (readFunc, func() int64, error) {
	cache, err := os.MkdirTemp("", "spindle-bench")
	if err != nil {
		return nil, nil, fmt.Errorf("make a folder for what the PDF renderer keeps: %w", err)
	}
	in := intake.New(cache)
	r := reader.New(in)
	done := func() int64 {
		_ = r.Close()
		_ = in.Close()
		_ = os.RemoveAll(cache)
		return ownPeak()
	}
	if err := r.Ready(); err != nil {
		done()
		return nil, nil, err
	}
	return func(ctx context.Context, path string) (server.Reading, error) {
		return r.Read(ctx, []server.Source{{Name: filepath.Base(path), Path: path}}, server.Hints{})
	}, done, nil
}

// picture is where a file of the truth lies: in images, or beside the truth.
func picture(dir, file string) string {
	path := filepath.Join(dir, "images", file)
	if _, err := os.Stat(path); err != nil {
		return filepath.Join(dir, file)
	}
	return path
}

// dumped reads a text.Page, or a list of them, from a file of JSON.
func dumped(name string) ([]text.Page, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var pages []text.Page
	if json.Unmarshal(data, &pages) == nil {
		return pages, nil
	}
	var page text.Page
	if err := json.Unmarshal(data, &page); err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	return []text.Page{page}, nil
}
