package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spindle-receipts/spindle/api/server"
	"github.com/spindle-receipts/spindle/internal/intake"
	"github.com/spindle-receipts/spindle/internal/reader"
	"github.com/spindle-receipts/spindle/internal/reader/fields"
	"github.com/spindle-receipts/spindle/internal/reader/text"
)

type readFunc func(ctx context.Context, t truth) (server.Reading, time.Duration, error)

// source gives the way to read a receipt: by its dumped lines, or by its picture.
func source(dir string, o options) (readFunc, func(), error) {
	if o.lines == "" {
		return pictures(dir)
	}
	return func(_ context.Context, t truth) (server.Reading, time.Duration, error) {
		pages, err := dumped(filepath.Join(o.lines, strings.TrimSuffix(t.file, filepath.Ext(t.file))+".json"))
		if err != nil {
			return server.Reading{}, 0, err
		}
		start := time.Now()
		reading := fields.Understand(pages, server.Hints{})
		return reading, time.Since(start), nil
	}, func() {}, nil
}

// pictures reads the images of dir with the reader that the program uses.
func pictures(dir string) (readFunc, func(), error) {
	in := intake.New("")
	r := reader.New(in)
	done := func() {
		_ = r.Close()
		_ = in.Close()
	}
	if err := r.Ready(); err != nil {
		done()
		return nil, nil, err
	}
	return func(ctx context.Context, t truth) (server.Reading, time.Duration, error) {
		start := time.Now()
		reading, err := r.Read(ctx, []server.Source{{Name: t.file, Path: picture(dir, t.file)}}, server.Hints{})
		return reading, time.Since(start), err
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
