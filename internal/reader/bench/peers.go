package main

import (
	"bufio"
	"context"
	_ "embed"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"strings"

	"github.com/spindle-receipts/spindle/api/server"
	"github.com/spindle-receipts/spindle/internal/reader/fields"
	"github.com/spindle-receipts/spindle/internal/reader/text"
)

//go:embed peers/rapidocr.py
var rapidocrScript string

// tesseract reads with Tesseract 5, a process for each picture as it is meant
// to be used. Without arguments it reads English and German as one block of
// text (--psm 6), which it does best on receipts.
func tesseract(args []string) (readFunc, func() int64) {
	if len(args) == 0 {
		args = []string{"-l", "eng+deu", "--psm", "6"}
	}
	return func(ctx context.Context, path string) (server.Reading, error) {
		command := append([]string{path, "stdout"}, args...)
		out, err := exec.CommandContext(ctx, "tesseract", append(command, "tsv")...).Output()
		if err != nil {
			return server.Reading{}, fmt.Errorf("tesseract: %w", err)
		}
		page, err := tesseractPage(string(out))
		if err != nil {
			return server.Reading{}, err
		}
		return fields.Understand([]text.Page{page}, server.Hints{}), nil
	}, childrenPeak
}

// tesseractPage makes lines of Tesseract's table of words: level, page, block,
// paragraph, line, word, left, top, width, height, confidence, text.
func tesseractPage(table string) (text.Page, error) {
	var page text.Page
	rows := csv.NewReader(strings.NewReader(table))
	rows.Comma, rows.LazyQuotes, rows.FieldsPerRecord = '\t', true, -1
	last := ""
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return page, nil
		}
		if err != nil {
			return text.Page{}, fmt.Errorf("tesseract's table: %w", err)
		}
		if len(row) < 11 || row[0] == "level" {
			continue
		}
		n := make([]float64, 11)
		for i := range n {
			n[i], _ = strconv.ParseFloat(row[i], 64)
		}
		x1, y1, x2, y2 := n[6], n[7], n[6]+n[8], n[7]+n[9]
		switch {
		case row[0] == "1":
			page.Width, page.Height = int(n[8]), int(n[9])
		case row[0] == "5" && len(row) > 11 && strings.TrimSpace(row[11]) != "":
			word := text.Word{Text: row[11], Score: n[10] / 100, Quad: text.Quad{{X: x1, Y: y1}, {X: x2, Y: y1}, {X: x2, Y: y2}, {X: x1, Y: y2}}}
			if key := strings.Join(row[1:5], " "); key != last {
				page.Lines = append(page.Lines, text.Line{Quad: word.Quad})
				last = key
			}
			join(&page.Lines[len(page.Lines)-1], word)
		}
	}
}

// join adds a word to the end of an upright line.
func join(l *text.Line, w text.Word) {
	l.Words = append(l.Words, w)
	texts, sum := make([]string, len(l.Words)), 0.0
	for i, w := range l.Words {
		texts[i] = w.Text
		sum += w.Score
	}
	l.Text, l.Score = strings.Join(texts, " "), sum/float64(len(texts))
	top, bottom := min(l.Quad[0].Y, w.Quad[0].Y), max(l.Quad[2].Y, w.Quad[2].Y)
	l.Quad = text.Quad{{X: l.Quad[0].X, Y: top}, {X: w.Quad[1].X, Y: top}, {X: w.Quad[1].X, Y: bottom}, {X: l.Quad[0].X, Y: bottom}}
}

// rapidocr reads with the Python package of that name, in one process that
// stays, by the Python interpreter in args.
func rapidocr(ctx context.Context, args []string) (readFunc, func() int64, error) {
	if len(args) != 1 {
		return nil, nil, fmt.Errorf("name the Python that has rapidocr after the folder")
	}
	command := exec.CommandContext(ctx, args[0], "-c", rapidocrScript)
	in, errIn := command.StdinPipe()
	out, errOut := command.StdoutPipe()
	if err := errors.Join(errIn, errOut, command.Start()); err != nil {
		return nil, nil, fmt.Errorf("start rapidocr: %w", err)
	}
	answers := bufio.NewReader(out)
	done := func() int64 {
		_ = in.Close()
		_ = command.Wait()
		return childrenPeak()
	}
	if _, err := answers.ReadString('\n'); err != nil {
		done()
		return nil, nil, fmt.Errorf("start rapidocr: %w (is it installed there?)", err)
	}
	return func(_ context.Context, path string) (server.Reading, error) {
		if _, err := fmt.Fprintln(in, path); err != nil {
			return server.Reading{}, fmt.Errorf("ask rapidocr: %w", err)
		}
		answer, err := answers.ReadBytes('\n')
		if err != nil {
			return server.Reading{}, fmt.Errorf("rapidocr's answer: %w", err)
		}
		page, err := rapidocrPage(answer)
		if err != nil {
			return server.Reading{}, err
		}
		return fields.Understand([]text.Page{page}, server.Hints{}), nil
	}, done, nil
}

// rapidocrPage makes a page of an answer of the script. It does not say where
// words are, so they get their share of the line by their characters.
func rapidocrPage(answer []byte) (text.Page, error) {
	var a struct {
		Size  [2]int
		Lines []struct {
			Text  string
			Score float64
			Quad  [4][2]float64
		}
	}
	if err := json.Unmarshal(answer, &a); err != nil {
		return text.Page{}, fmt.Errorf("rapidocr's answer: %w", err)
	}
	page := text.Page{Width: a.Size[0], Height: a.Size[1]}
	for _, l := range a.Lines {
		line := text.Line{Text: strings.Join(strings.Fields(l.Text), " "), Score: l.Score}
		for i, p := range l.Quad {
			line.Quad[i] = text.Point{X: p[0], Y: p[1]}
		}
		total := float64(max(1, len([]rune(line.Text))))
		at := 0
		for _, word := range strings.Fields(line.Text) {
			from, to := float64(at)/total, float64(at+len([]rune(word)))/total
			line.Words = append(line.Words, text.Word{Text: word, Score: l.Score, Quad: between(line.Quad, from, to)})
			at += len([]rune(word)) + 1
		}
		if line.Text != "" {
			page.Lines = append(page.Lines, line)
		}
	}
	return page, nil
}

// between is the piece of a quad between two fractions of its length.
func between(q text.Quad, from, to float64) text.Quad {
	along := func(a, b text.Point, f float64) text.Point {
		return text.Point{X: a.X + (b.X-a.X)*f, Y: a.Y + (b.Y-a.Y)*f}
	}
	return text.Quad{along(q[0], q[1], from), along(q[0], q[1], to), along(q[3], q[2], to), along(q[3], q[2], from)}
}
