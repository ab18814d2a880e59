package ui

import (
	"go/ast"
	"go/parser"
	gotoken "go/token"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/spindle-receipts/spindle/internal/catalogue"
	"github.com/spindle-receipts/spindle/internal/receipt"
)

// speakIn has the windows of a test speak a language.
func speakIn(t *testing.T, code string) *catalogue.Catalogue {
	t.Helper()
	c, err := catalogue.Open(code)
	if err != nil {
		t.Fatal(err)
	}
	before := tongue.Swap(c)
	t.Cleanup(func() { tongue.Store(before) })
	return c
}

// texts are the texts in the window's source: those that are translated where
// they stand, those with a number by their plural, and all others.
type texts struct {
	words, counts, others map[string]string // with where they stand
}

func textsOf(t *testing.T) texts {
	t.Helper()
	found := texts{make(map[string]string), make(map[string]string), make(map[string]string)}
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if name := e.Name(); strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") {
			found.read(t, name)
		}
	}
	return found
}

func (x texts) read(t *testing.T, name string) {
	t.Helper()
	files := gotoken.NewFileSet()
	parsed, err := parser.ParseFile(files, name, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	seen := make(map[*ast.BasicLit]bool)
	take := func(into map[string]string, e ast.Expr) {
		l, ok := e.(*ast.BasicLit)
		if !ok || l.Kind != gotoken.STRING || seen[l] {
			return
		}
		text, err := strconv.Unquote(l.Value)
		if err != nil {
			t.Fatal(err)
		}
		seen[l] = true
		into[text] = files.Position(l.Pos()).String()
	}
	ast.Inspect(parsed, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ImportSpec:
			seen[n.Path] = true
		case *ast.Field:
			if n.Tag != nil {
				seen[n.Tag] = true
			}
		case *ast.CallExpr:
			if f, ok := n.Fun.(*ast.Ident); ok && (f.Name == "tr" || f.Name == "word") {
				take(x.words, n.Args[0])
			} else if ok && f.Name == "trn" {
				if one, ok := n.Args[1].(*ast.BasicLit); ok {
					seen[one] = true // the catalogue has it under the text for several
				}
				take(x.counts, n.Args[2])
			}
		case *ast.BasicLit:
			take(x.others, n)
		}
		return true
	})
}

// notForPeople are texts that nobody reads, or that are alike in all languages.
var notForPeople = regexp.MustCompile(`^([A-Z]{3}|Smith Ltd|Ctrl\+%d|looking whose files they are|US\$|M|Ág|Spindle|told the person|closing a chosen file|searching what the pictures say|the system's file dialog|this system has no file dialog|giving the toolkit its texts: %w|` +
	`is:"needs review"|[JM][a-z]* ?2 2006|January 2 2006|ABCDEFGHIJKLMNOPQRSTUVWXYZ|02.01.2006|[MAC0-9 .HVZLh-]+|<.*|me@example.com:22|date:.*|en-[A-Z]+|[^\pL]*%[.\d]*[a-zA-Z]([^\pL]*%[.\d]*[a-zA-Z])*[^\pL]*|%.1f MB|%d KB|[^\pL]*%02x.*)$`)

// reads tells of a text that looks like words for people.
func reads(text string) bool {
	letters := 0
	for _, r := range text {
		if unicode.IsLetter(r) {
			letters++
		}
	}
	first := []rune(text + " ")[0]
	return letters > 1 && (unicode.IsUpper(first) || strings.Contains(text, " ")) && !notForPeople.MatchString(text)
}

// TestEveryTextIsInEveryLanguage reads the window's source, so that a new text
// without its translation is seen at once.
func TestEveryTextIsInEveryLanguage(t *testing.T) {
	found := textsOf(t)
	for _, l := range catalogue.Languages() {
		if l.Code == catalogue.English {
			continue
		}
		c, err := catalogue.Open(l.Code)
		if err != nil {
			t.Fatal(err)
		}
		for text, at := range found.words {
			if _, ok := c.Words[text]; !ok {
				t.Errorf("%s: %q is not in the %s texts", at, text, l.Name)
			}
		}
		for text, at := range found.counts {
			if _, ok := c.Counts[text]; !ok && text != "" {
				t.Errorf("%s: %q is not among the %s texts with a number", at, text, l.Name)
			}
		}
		for text, at := range found.others {
			_, word := c.Words[text]
			_, count := c.Counts[text]
			if !word && !count && reads(text) && !oneOf(c, text) && !slices.Contains(toolkitTexts, text) {
				t.Errorf("%s: %q is not in the %s texts, and nothing says that nobody reads it", at, text, l.Name)
			}
		}
		for _, text := range toolkitTexts {
			if _, ok := c.Toolkit[text]; !ok {
				t.Errorf("the toolkit's %q is not in the %s texts", text, l.Name)
			}
		}
	}
}

// oneOf tells of a text for one thing, which a text for several stands for.
func oneOf(c *catalogue.Catalogue, text string) bool {
	for many := range c.Counts {
		if strings.HasPrefix(text, "%d ") && len(text) < len(many)+6 && strings.HasPrefix(strings.NewReplacer("needs", "need", "waits", "wait").Replace(text), many[:min(8, len(many))]) {
			return true
		}
	}
	return false
}

// TestNoTextIsLeftOver finds texts of a language that the window shows no more.
func TestNoTextIsLeftOver(t *testing.T) {
	found := textsOf(t)
	used := func(text string) bool {
		return found.words[text] != "" || found.counts[text] != "" || found.others[text] != "" || fromElsewhere(text)
	}
	for _, l := range catalogue.Languages() {
		c, err := catalogue.Open(l.Code)
		if err != nil {
			t.Fatal(err)
		}
		for text := range c.Words {
			if !used(text) {
				t.Errorf("%s: %q is in no source of the window any more", l.Name, text)
			}
		}
		for text := range c.Counts {
			if !used(text) {
				t.Errorf("%s: %q is in no source of the window any more", l.Name, text)
			}
		}
	}
}

// fromElsewhere tells of a name that the window takes from elsewhere.
func fromElsewhere(text string) bool {
	for _, f := range receipt.AllFields() {
		if f.Words() == text {
			return true
		}
	}
	for i := range 12 {
		if time.Month(i+1).String() == text || time.Weekday(i%7).String() == text {
			return true
		}
	}
	return slices.Contains([]receipt.Status{receipt.Waiting, receipt.Sending, receipt.Reading, receipt.Review, receipt.Ready, receipt.Exported, receipt.Failed, receipt.Held}, receipt.Status(text))
}

func TestGermanSpeech(t *testing.T) {
	speakIn(t, "de")
	at := time.Date(2026, 3, 15, 9, 5, 0, 0, time.Local)
	for _, tt := range []struct{ got, want string }{
		{receipts(1), "1 Beleg"},
		{receipts(3), "3 Belege"},
		{longDay(at), "15. März 2026"},
		{weekDay(at), "Sonntag, 15. März 2026"},
		{moment(at), "15.03.2026, 09:05"},
		{keyName("Ctrl+Z"), "Strg+Z"},
		{inSentence(tr("Line items")), "Positionen"},
		{tr("no such text"), "no such text"},
	} {
		if tt.got != tt.want {
			t.Errorf("got %q, want %q", tt.got, tt.want)
		}
	}
	if got := stateOf(receipt.Receipt{Status: receipt.Review}).word; got != "Zu prüfen" {
		t.Errorf("the state is called %q", got)
	}
	w := openWindow(t, newFakeDesk(pile()...), small)
	w.search.SetText(`is:"needs review"`) // the filters keep their English names
	if len(w.list.shown) == 0 {
		t.Error("the filter finds nothing in German")
	}
}

func TestWritingOfCountries(t *testing.T) {
	day, amount := receipt.Date{Year: 2026, Month: 4, Day: 3}, receipt.MustAmount("1234.50")
	today := receipt.Date{Year: 2026, Month: 11, Day: 24}
	for _, tt := range []struct {
		locale              string
		amount, day         string
		typed, means, wrong string // a typed amount, what it means, and one that is asked for
	}{
		{"de-DE", "1.234,50", "03.04.2026", "1.234", "1234", "1,234"},
		{"de-CH", "1’234.50", "03.04.2026", "1'234", "1234", "1,234"},
		{"en-US", "1,234.50", "04/03/2026", "1,234", "1234", "1.234"},
		{"en-GB", "1,234.50", "03/04/2026", "1,234", "1234", "1.234"},
		{"en", "1,234.50", "2026-04-03", "1,234", "1234", "1.234"},
		{"", "1,234.50", "2026-04-03", "1,234", "1234", "1.234"},
	} {
		w := writingIn(tt.locale, DecimalComma(tt.locale))
		if got := w.amount(amount, "EUR"); got != tt.amount {
			t.Errorf("%s: the amount is %q, want %q", tt.locale, got, tt.amount)
		}
		if got := w.day(day); got != tt.day {
			t.Errorf("%s: the day is %q, want %q", tt.locale, got, tt.day)
		}
		if got, err := w.plain(receipt.FieldDate, w.day(day), receipt.Fields{}, today); err != nil || got != "2026-04-03" {
			t.Errorf("%s: the day as it is shown is read as %q, %v", tt.locale, got, err)
		}
		for _, whole := range []string{"1.234,50", "1,234.50", w.amount(amount, "EUR")} {
			if got, err := w.plainAmount(whole, "EUR"); err != nil || got != "1234.50" {
				t.Errorf("%s: %q is read as %q, %v", tt.locale, whole, got, err)
			}
		}
		if got, err := w.plainAmount(tt.typed, "EUR"); err != nil || got != tt.means {
			t.Errorf("%s: %q is read as %q, %v", tt.locale, tt.typed, got, err)
		}
		if got, err := w.plainAmount(tt.wrong, "EUR"); err == nil {
			t.Errorf("%s: %q can be two amounts, and is read as %q", tt.locale, tt.wrong, got)
		}
	}
}
