// Bench measures the reader on receipts whose fields are known.
//
//	go run ./internal/reader/bench [flags] DIR
//
// DIR holds truth.csv (file, vendor or vendor_word, date, total, currency,
// perhaps address; a vendor of several names as A|B), perhaps items.csv and taxes.csv as assets/generate writes
// them, perhaps NAME.json with all that is printed on NAME.jpg as -lines of
// assets/generate writes it, and images/, or the pictures beside it. Rates are given for all rows,
// and for the two halves of the set: rules are tuned by looking at the odd rows
// of truth.csv only, so that the even ones say what to expect elsewhere.
//
// With -lines the text is taken from DIR/NAME.json, a text.Page or a list of
// them as JSON, instead of being read from the pictures. With -peer another
// program reads the pictures, and what it saw is understood as our own lines
// are: `tesseract` (arguments after DIR go to it), or `rapidocr`, run by the
// Python that is named after DIR. With -variants pictures are distorted first, each in
// the ways that the table names. With -rounds the set is read so many times,
// and memory is shown as it goes.
//
// Other models are measured by naming their folder in SPINDLE_READER.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	var o options
	flags.BoolVar(&o.verbose, "v", false, "list the misses")
	flags.BoolVar(&o.table, "table", false, "show how often scores are right")
	flags.BoolVar(&o.details, "details", false, "show the line items and tax lines that are not as printed")
	flags.BoolVar(&o.variants, "variants", false, "distort the pictures and print a row of rates for each way")
	flags.StringVar(&o.lines, "lines", "", "take the text from JSON files in this folder")
	flags.StringVar(&o.part, "part", "", "only every n-th receipt, as k/n with k from 1")
	flags.StringVar(&o.peer, "peer", "", "read with another program: tesseract or rapidocr")
	flags.IntVar(&o.rounds, "rounds", 1, "read the set so many times and show the memory on the way")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() < 1 || flags.NArg() > 1 && o.peer == "" {
		return fmt.Errorf("want one folder with truth.csv and images")
	}
	dir := flags.Arg(0)
	o.peerArgs = flags.Args()[1:]
	truths, err := readTruths(dir, o.part)
	if err != nil {
		return err
	}
	used := cpuTime()
	read, done, err := source(ctx, o)
	if err != nil {
		return err
	}
	if o.variants {
		defer done()
		return compareVariants(ctx, os.Stdout, dir, truths, read)
	}
	var r report
	err = r.readAll(ctx, dir, truths, read, o.rounds)
	r.peak = done()
	r.cpu = (cpuTime() - used) / time.Duration(max(1, o.rounds))
	if err != nil {
		return err
	}
	r.print(os.Stdout, o)
	return nil
}

// readAll reads the receipts so many times; the last time counts.
func (r *report) readAll(ctx context.Context, dir string, truths []truth, read readFunc, rounds int) error {
	for round := range rounds {
		r.outcomes = r.outcomes[:0]
		for i, t := range truths {
			begin, used := time.Now(), cpuTime()
			reading, err := read(ctx, picture(dir, t.file))
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if err != nil {
				fmt.Printf("%s: %v\n", t.file, err)
			}
			r.add(t, reading, spent{wall: time.Since(begin), cpu: cpuTime() - used}, err)
			if n := round*len(truths) + i + 1; rounds > 1 && n%100 == 0 {
				fmt.Printf("after %4d receipts: %d MB held, %d MB at most\n", n, ownMemory()>>20, ownPeak()>>20)
			}
		}
	}
	return nil
}

type options struct {
	verbose, table, details, variants bool
	lines, part, peer                 string
	peerArgs                          []string
	rounds                            int
}
