package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	_ "image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// variantSample is how many receipts of a set are distorted, spread over it.
const variantSample = 30

// variant is a way in which pictures of receipts go wrong.
type variant struct {
	name    string
	distort func(image.Image) image.Image
}

func variants() []variant {
	tilted := func(degrees float64) func(image.Image) image.Image {
		return func(m image.Image) image.Image { return tilt(m, degrees) }
	}
	return []variant{
		{"as it is", func(m image.Image) image.Image { return m }},
		{"tilted by 3 degrees", tilted(3)},
		{"tilted by 8 degrees", tilted(-8)},
		{"tilted by 20 degrees", tilted(20)},
		{"tilted by 30 degrees", tilted(-30)},
		{"on its side", tilted(90)},
		{"on its head", tilted(180)},
		{"photo on a table", photo},
		{"photo, tilted by 12 degrees", func(m image.Image) image.Image { return tilt(photo(m), 12) }},
		{"60 % of its size", func(m image.Image) image.Image { return shrunk(m, 0.6) }},
		{"faint print", faded},
	}
}

// compareVariants reads a sample of the receipts in every way and prints a row
// of rates for each.
func compareVariants(ctx context.Context, w io.Writer, dir string, truths []truth, read readFunc) (err error) {
	temp, err := os.MkdirTemp("", "spindle-bench")
	if err != nil {
		return fmt.Errorf("make a folder for the pictures: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(temp)) }()
	sample := spread(truths, variantSample)
	fmt.Fprintf(w, "%-28s %6s %6s %6s %6s %6s %6s %6s %8s\n", fmt.Sprintf("%d receipts", len(sample)), "seen", "words", "total", "date", "vendor", "ready", "right", "core s")
	for _, v := range variants() {
		var r report
		for _, t := range sample {
			path := filepath.Join(temp, strings.TrimSuffix(t.file, filepath.Ext(t.file))+".jpg")
			if err := distort(picture(dir, t.file), path, v); err != nil {
				return err
			}
			used := cpuTime()
			reading, err := read(ctx, path)
			if ctx.Err() != nil {
				return ctx.Err()
			}
			r.add(t, reading, spent{cpu: cpuTime() - used}, err)
		}
		r.printVariant(w, v.name)
	}
	return nil
}

// printVariant prints the rates as a row of the table. Right is the share of
// the ready ones whose total, date and currency are right.
func (r *report) printVariant(w io.Writer, name string) {
	found, words := 0, 0
	var cpu time.Duration
	for _, x := range r.outcomes {
		f, n := wordsSeen(x.reading.Text, x.truth)
		found, words, cpu = found+f, words+n, cpu+x.took.cpu
	}
	all := r.outcomes
	ready := counted(all, func(x outcome) bool { return x.ready })
	right := counted(all, func(x outcome) bool { return x.ready && x.total && x.date && x.currency })
	fmt.Fprintf(w, "%-28s %6.3f %6.3f %6.3f %6.3f %6.3f %6.3f %6s %8.2f\n", name,
		share(all, func(x outcome) bool { return x.totalSeen }), float64(found)/float64(max(1, words)),
		share(all, func(x outcome) bool { return x.total }), share(all, func(x outcome) bool { return x.date }),
		share(all, func(x outcome) bool { return x.close }), float64(ready)/float64(max(1, len(all))),
		fmt.Sprintf("%d/%d", right, ready), cpu.Seconds()/float64(max(1, len(all))))
}

// spread takes n of the truths, evenly.
func spread(truths []truth, n int) []truth {
	if len(truths) <= n {
		return truths
	}
	out := make([]truth, n)
	for i := range out {
		out[i] = truths[i*len(truths)/n]
	}
	return out
}

func distort(from, to string, v variant) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return fmt.Errorf("read a picture: %w", err)
	}
	img, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return fmt.Errorf("decode %s: %w", from, err)
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, v.distort(img), &jpeg.Options{Quality: 85}); err != nil {
		return fmt.Errorf("encode %s %s: %w", from, v.name, err)
	}
	if err := os.WriteFile(to, out.Bytes(), 0o600); err != nil {
		return fmt.Errorf("write a distorted picture: %w", err)
	}
	return nil
}
