package catalogue

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestDoubtsAreInEveryLanguage reads the source of the rules that doubt a
// receipt: each sentence and error of theirs is shown in the window. The other
// rooms' sentences are not complete yet; what is missing is shown in English.
func TestDoubtsAreInEveryLanguage(t *testing.T) {
	const room = "../receipt"
	entries, err := os.ReadDir(room)
	if err != nil {
		t.Fatal(err)
	}
	patterns := make(map[string]string)
	for _, e := range entries {
		if name := e.Name(); strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") {
			collect(t, filepath.Join(room, name), patterns)
		}
	}
	if len(patterns) < 15 {
		t.Fatalf("only %d sentences were found", len(patterns))
	}
	for _, l := range Languages() {
		c, err := Open(l.Code)
		if err != nil {
			t.Fatal(err)
		}
		for pattern, at := range patterns {
			if _, ok := c.Sentences[pattern]; !ok && l.Code != English {
				t.Errorf("%s: %q is not among the %s sentences", at, pattern, l.Name)
			}
		}
	}
}

// collect finds the patterns of sentences and errors in a file.
func collect(t *testing.T, path string, into map[string]string) {
	t.Helper()
	files := token.NewFileSet()
	parsed, err := parser.ParseFile(files, path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(parsed, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		f, ok := call.Fun.(*ast.SelectorExpr)
		if !ok || f.Sel.Name != "doubt" && f.Sel.Name != "Errorf" && f.Sel.Name != "New" {
			return true
		}
		for _, arg := range call.Args {
			if l, ok := arg.(*ast.BasicLit); ok && l.Kind == token.STRING {
				if text, err := strconv.Unquote(l.Value); err == nil {
					into[text] = files.Position(l.Pos()).String()
				}
				break
			}
		}
		return true
	})
}
