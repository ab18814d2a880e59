package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spindle-receipts/spindle/api/server"
	"github.com/spindle-receipts/spindle/internal/reader/fields"
	"github.com/spindle-receipts/spindle/internal/reader/text"
)

type readFunc func(ctx context.Context, t truth) (server.Reading, time.Duration, error)

// source gives the way to read a receipt: by its dumped lines, or by its picture.
func source(dir string, o options) (readFunc, func(), error) {
	if o.lines == "" {
		return nil, nil, errors.New("reading pictures needs the reader; use -lines")
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
