package catalogue

import (
	"slices"
	"strings"
	"testing"
)

// TestPlaceholders sees that no translation fills in more, less or other
// things than the English text does.
func TestPlaceholders(t *testing.T) {
	for _, l := range Languages() {
		c, err := Open(l.Code)
		if err != nil {
			t.Fatal(err)
		}
		check := func(english, text string) {
			if text == "" {
				t.Errorf("%s: %q has no text", l.Name, english)
			}
			if a, b := Placeholders(english), Placeholders(text); !slices.Equal(a, b) {
				t.Errorf("%s: %q fills in %v, %q %v", l.Name, english, a, text, b)
			}
		}
		for english, text := range c.Words {
			check(english, text)
		}
		for english, text := range c.Sentences {
			check(english, text)
		}
		for english, forms := range c.Counts {
			if forms["other"] == "" {
				t.Errorf("%s: %q has no other form", l.Name, english)
			}
			for _, text := range forms {
				check(english, text)
			}
		}
	}
}

func TestPlaceholdersInAnotherOrder(t *testing.T) {
	if got := Placeholders("%[2]s vom %[1]d, 100%%"); !slices.Equal(got, []string{"%d", "%s"}) {
		t.Errorf("found %v", got)
	}
}

func TestChoose(t *testing.T) {
	for _, tt := range []struct{ choice, locale, want string }{
		{"", "de-AT", "de"},
		{"", "de_CH", "de"},
		{"", "fr-FR", "en"},
		{"", "", "en"},
		{"", "C", "en"},
		{"en", "de-DE", "en"},
		{"de", "en-US", "de"},
		{"xx", "de-DE", "de"},
	} {
		if got := Choose(tt.choice, tt.locale); got != tt.want {
			t.Errorf("%q on a computer of %q: got %q, want %q", tt.choice, tt.locale, got, tt.want)
		}
	}
}

func TestSentencesThatArePutTogether(t *testing.T) {
	c, err := Open("de")
	if err != nil {
		t.Fatal(err)
	}
	for english, want := range map[string]string{
		"The total is uncertain, as it may be 12.50 instead: please compare it with the picture":  "Gesamtbetrag ist unsicher (vielleicht stattdessen 12,50): Bitte mit dem Bild vergleichen",
		"It was exported before, on 2026-03-15 (the first of them)":                               "Er wurde schon exportiert, am 15.03.2026 (der erste davon)",
		"2 new, 1 held: about 0.16 USD":                                                           "2 neu, 1 zurückgehalten: etwa 0,16 USD",
		"No number is printed on it: 1234.56 is made up of the day, the vendor and the total":     "Keine Nummer ist aufgedruckt: 1234.56 ist aus Tag, Händler und Gesamtbetrag gebildet",
		"It could not be sent yet: the service could not be reached. The next try is at 15:04:05": "Er konnte noch nicht gesendet werden: der Dienst war nicht erreichbar. Nächster Versuch um 15:04:05",
		"Please choose first: order of dates: choose one of DD/MM/YYYY, MM/DD/YYYY":               "Bitte zuerst wählen: Datumsfolge: eins von DD/MM/YYYY, MM/DD/YYYY",
		"cannot write /a/b.csv: permission denied; close it in other programs and try again":      "/a/b.csv kann nicht geschrieben werden: permission denied; schließen Sie sie in anderen Programmen, und versuchen Sie es erneut",
		"No receipt of that name: nobody knows; not this":                                         "No receipt of that name: nobody knows; not this",
	} {
		if got := c.Sentence(english); got != want {
			t.Errorf("%q:\ngot  %q\nwant %q", english, got, want)
		}
	}
}

func TestSentences(t *testing.T) {
	c := &Catalogue{Sentences: map[string]string{
		"The %s was not found":       "%s wurde nicht gefunden",
		"the tip":                    "das Trinkgeld",
		"tip":                        "Trinkgeld",
		"reading %s: %w":             "beim Lesen von %s: %w",
		"the %s is damaged":          "%s ist beschädigt",
		"PDF":                        "das PDF",
		"Copy it again":              "Kopieren Sie es erneut",
		"receipt %d follows %q":      "%[2]q geht Beleg %[1]d voran",
		"100%% of %s":                "100 %% von %s",
		"this is a folder":           "das ist ein Ordner",
		"the answer was %v, not one": "die Antwort war %v, nicht eins",
	}}
	c.patterns = patternsOf(c.Sentences)
	for english, want := range map[string]string{
		"The tip was not found":                    "Trinkgeld wurde nicht gefunden",
		"the PDF is damaged. Copy it again.":       "das PDF ist beschädigt. Kopieren Sie es erneut.",
		"The PDF is damaged. Copy it again":        "Das PDF ist beschädigt. Kopieren Sie es erneut",
		"reading a.pdf: the PDF is damaged":        "beim Lesen von a.pdf: das PDF ist beschädigt",
		`receipt 7 follows "a \"b\""`:              `"a \"b\"" geht Beleg 7 voran`,
		"100% of it":                               "100 % von it",
		"nobody knows this one. This is a folder.": "nobody knows this one. Das ist ein Ordner.",
		"":                                 "",
		"a person wrote 100%s":             "a person wrote 100%s",
		"reading %s.pdf: this is a folder": "beim Lesen von %s.pdf: das ist ein Ordner",
		"the answer was this is a folder, not one":     "die Antwort war das ist ein Ordner, nicht eins",
		"Reading " + strings.Repeat("x", 3) + ": gone": "Beim Lesen von xxx: gone",
	} {
		if got := c.Sentence(english); got != want {
			t.Errorf("%q: got %q, want %q", english, got, want)
		}
	}
	if got := (&Catalogue{}).Sentence("The tip was not found"); got != "The tip was not found" {
		t.Errorf("in English: %q", got)
	}
}
