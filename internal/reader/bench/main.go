// Bench measures the reader on receipts whose fields are known.
//
//	go run ./internal/reader/bench [-v] [-lines DIR] [-part 1/2] DIR
//
// DIR holds truth.csv (file, vendor or vendor_word, date, total, currency),
// perhaps items.csv and taxes.csv as assets/generate writes them, and images/, or
// the pictures beside it. With -lines the text is taken from DIR/NAME.json, a text.Page or a
// list of them as JSON, instead of being read from the pictures.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
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
	flags.StringVar(&o.lines, "lines", "", "take the text from JSON files in this folder")
	flags.StringVar(&o.part, "part", "", "only every n-th receipt, as k/n with k from 1")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() != 1 {
		return fmt.Errorf("want one folder with truth.csv and images")
	}
	truths, err := readTruths(flags.Arg(0), o.part)
	if err != nil {
		return err
	}
	read, done, err := source(flags.Arg(0), o)
	if err != nil {
		return err
	}
	defer done()
	var r report
	for _, t := range truths {
		if err := ctx.Err(); err != nil {
			return err
		}
		reading, took, err := read(ctx, t)
		if err != nil {
			fmt.Printf("%s: %v\n", t.file, err)
		}
		r.add(t, reading, took, err)
	}
	r.print(os.Stdout, o)
	return nil
}

type options struct {
	verbose, table, details bool
	lines, part             string
}
