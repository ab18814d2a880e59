package catalogue

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
)

// complete are the rooms whose sentences all are in every language: the files
// that make them, and how many are found at least. What is missing of other
// rooms is shown in English.
var complete = []struct {
	files []string
	least int
}{
	{[]string{"../receipt/*.go"}, 15},
	{[]string{"../reader/fields/money.go", "../reader/fields/payment.go", "../reader/fields/repair.go", "../reader/fields/vendor.go", "../reader/fields/when.go"}, 15},
	{[]string{"../export/problem.go", "../export/scribe.go", "../export/table.go", "../export/text.go", "../export/plan.go", "../export/file.go"}, 30},
	{[]string{"../desk/*.go"}, 80},
	{[]string{"../house/*.go"}, 30},
}

// TestSentencesAreInEveryLanguage reads the source of the rooms.
func TestSentencesAreInEveryLanguage(t *testing.T) {
	for _, room := range complete {
		sentences := make(map[string]string)
		for _, glob := range room.files {
			files, err := filepath.Glob(glob)
			if err != nil || len(files) == 0 {
				t.Fatalf("%s: no files (%v)", glob, err)
			}
			for _, path := range files {
				if !strings.HasSuffix(path, "_test.go") {
					collect(t, path, sentences)
				}
			}
		}
		if len(sentences) < room.least {
			t.Errorf("%s: only %d sentences were found", room.files[0], len(sentences))
		}
		for _, l := range Languages() {
			if c, err := Open(l.Code); err != nil {
				t.Error(err)
			} else if l.Code != English {
				for sentence, at := range sentences {
					if !c.knows(sentence) {
						t.Errorf("%s: %q is not among the %s sentences", at, sentence, l.Name)
					}
				}
			}
		}
	}
}

// TestExportProfilesAreInEveryLanguage reads what the export formats say of
// themselves and ask for. Names of programs are the same in every language.
func TestExportProfilesAreInEveryLanguage(t *testing.T) {
	paths, err := filepath.Glob("../export/profiles/*.toml")
	if err != nil || len(paths) < 15 {
		t.Fatalf("%d profiles were found (%v)", len(paths), err)
	}
	type asked struct{ Title, Help string }
	for _, path := range paths {
		var p struct {
			Title, About, Trust string
			Ask                 []asked
			Needs               map[string]asked
		}
		if _, err := toml.DecodeFile(path, &p); err != nil {
			t.Fatal(err)
		}
		texts := []string{p.About, p.Trust}
		for _, a := range p.Ask {
			texts = append(texts, a.Title, a.Help)
		}
		for _, a := range p.Needs {
			texts = append(texts, a.Title, a.Help)
		}
		for _, l := range Languages() {
			c, err := Open(l.Code)
			if err != nil {
				t.Fatal(err)
			}
			for _, text := range texts {
				if text != "" && l.Code != English && c.Sentence(text) == text {
					t.Errorf("%s: %q is not among the %s sentences", path, text, l.Name)
				}
			}
		}
	}
}

// knows tells whether a sentence, or the beginning or end of one that is put
// together, is in the catalogue.
func (c *Catalogue) knows(english string) bool {
	part := strings.Trim(english, " .,;:")
	if part == "" || !words.MatchString(part) {
		return true
	}
	for known := range c.Sentences {
		if strings.Contains(known, part) || strings.Contains(strings.ToLower(known), strings.ToLower(part)) {
			return true
		}
	}
	part = joined.ReplaceAllString(part, "$1") // what may follow may be nothing
	// The causes that follow are pieces of their own.
	filled := strings.NewReplacer("%w", "7", "%s", "x", "%d", "7", "%v", "7", "%q", `"x"`).Replace(part)
	if _, ok := c.whole(filled); ok {
		return true
	}
	for _, s := range strings.Split(filled, ". ") {
		if text := c.Sentence(s); text == s {
			return false
		}
	}
	return true
}

// words tells sentences from names and other literals.
var words = regexp.MustCompile(`\pL{2,} \pL+ (\pL+|%)`)

// joined are placeholders that stand directly after something else.
var joined = regexp.MustCompile(`(%[dqs]|\pL)%s`)

// collect finds the sentences of a file, but for what is only logged, and
// what was being done when an error came that is named after it.
func collect(t *testing.T, path string, into map[string]string) {
	t.Helper()
	files := token.NewFileSet()
	parsed, err := parser.ParseFile(files, path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(parsed, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			if f, ok := call.Fun.(*ast.SelectorExpr); ok {
				switch f.Sel.Name {
				case "Debug", "Info", "Warn", "Error", "MustCompile":
					return false
				}
			}
		}
		if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
			if text, err := strconv.Unquote(l.Value); err == nil {
				into[text] = files.Position(l.Pos()).String()
			}
		}
		return true
	})
}
