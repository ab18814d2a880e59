package fields

import (
	"bufio"
	"bytes"
	"embed"
	"fmt"
	"path"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"sync"

	"github.com/shopspring/decimal"
)

//go:embed vocabulary
var vocabularyFiles embed.FS

// vocabulary is everything the reader knows about languages and countries.
// It is read once from the embedded files and never changed.
type vocabulary struct {
	amounts, dates, ids, heads, kinds, columns, voices, leads *phrasebook

	months     map[string]int // canonical name -> 1..12
	weekdays   map[string][]weekday
	countries  map[string]*country
	codes      []string // of the countries, sorted
	places     *phrasebook
	legal      *phrasebook
	taxes      *phrasebook
	dated      *phrasebook         // taxes whose rates are known by their times
	symbols    map[string][]string // as printed, upper case -> currencies
	payments   *phrasebook
	brands     *phrasebook
	categories *phrasebook
	named      []string // the categories in the order of the file
}

// country is how a country's receipts look.
type country struct {
	code, currency string
	decimals       int // of amounts as they are printed
	languages      []string
	dates          string // "dmy", "mdy" or "ymd"
	rounding       decimal.Decimal
	phone          string
	domains        []string
	dollar         bool // prints a bare $
	eras           []era
	patterns       []*regexp.Regexp
}

var loaded = sync.OnceValue(func() *vocabulary {
	v, err := loadVocabulary()
	if err != nil {
		panic("fields: " + err.Error()) // the files are part of the program
	}
	return v
})

// groups says which meanings compete for the same words: inside a group the
// longest phrase wins.
var groups = map[string]string{
	"total": "amounts", "subtotal": "amounts", "net": "amounts", "gross": "amounts", "tax": "amounts", "tip": "amounts",
	"service": "amounts", "shipping": "amounts", "discount": "amounts", "rounding": "amounts", "tendered": "amounts",
	"change": "amounts", "paid": "amounts", "count": "amounts", "taxhead": "amounts", "ignore": "amounts", "suggest": "amounts",
	"incl": "amounts", "excl": "amounts", "rounded": "amounts", "refund": "amounts",
	"date": "dates", "notdate": "dates", "time": "dates",
	"number": "ids", "notnumber": "ids", "phone": "ids", "fax": "ids", "vat": "ids", "reg": "ids",
	"title": "heads", "address": "heads", "notvendor": "heads",
	"invoice": "kinds", "creditnote": "kinds",
	"column": "columns", "voice": "voices",
	"lead": "leads", "owner": "leads", "alias": "leads",
}

func loadVocabulary() (*vocabulary, error) {
	v := &vocabulary{
		amounts: newPhrasebook(), dates: newPhrasebook(), ids: newPhrasebook(), heads: newPhrasebook(), kinds: newPhrasebook(),
		leads: newPhrasebook(), columns: newPhrasebook(), voices: newPhrasebook(), places: newPhrasebook(), legal: newPhrasebook(), taxes: newPhrasebook(), dated: newPhrasebook(),
		payments: newPhrasebook(), brands: newPhrasebook(), categories: newPhrasebook(),
		months: map[string]int{}, weekdays: map[string][]weekday{}, countries: map[string]*country{}, symbols: map[string][]string{},
	}
	for dir, read := range map[string]func(string, []string) error{"languages": v.readLanguage, "countries": v.readCountry} {
		entries, err := vocabularyFiles.ReadDir("vocabulary/" + dir)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			name := path.Join("vocabulary", dir, e.Name())
			lines, err := vocabularyLines(name)
			if err != nil {
				return nil, err
			}
			if err := read(strings.TrimSuffix(e.Name(), ".txt"), lines); err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
		}
	}
	sort.Strings(v.codes)
	for name, read := range map[string]func(string, []string){"payments": v.readPayment, "categories": v.readCategory, "brands": v.readBrand} {
		lines, err := vocabularyLines("vocabulary/" + name + ".txt")
		if err != nil {
			return nil, err
		}
		for _, line := range lines {
			head, phrases, ok := strings.Cut(line, ":")
			if !ok {
				return nil, fmt.Errorf("vocabulary/%s.txt: no colon in %q", name, line)
			}
			read(strings.TrimSpace(head), listed(phrases))
		}
	}
	return v, nil
}

// vocabularyLines gives a file's lines without comments and empty ones.
func vocabularyLines(name string) ([]string, error) {
	data, err := vocabularyFiles.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var lines []string
	s := bufio.NewScanner(bytes.NewReader(data))
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		if line := strings.TrimSpace(s.Text()); line != "" && !strings.HasPrefix(line, "#") {
			lines = append(lines, line)
		}
	}
	return lines, s.Err()
}

func listed(s string) []string {
	var out []string
	for _, p := range strings.Split(s, ",") {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

func (v *vocabulary) readLanguage(lang string, lines []string) error {
	books := map[string]*phrasebook{"amounts": v.amounts, "dates": v.dates, "ids": v.ids, "heads": v.heads,
		"kinds": v.kinds, "columns": v.columns, "voices": v.voices, "leads": v.leads}
	for _, line := range lines {
		head, phrases, ok := strings.Cut(line, ":")
		if !ok {
			return fmt.Errorf("no colon in %q", line)
		}
		meaning, number, _ := strings.Cut(strings.TrimSpace(head), " ")
		weight := 5
		if number != "" {
			n, err := strconv.Atoi(number)
			if err != nil {
				return fmt.Errorf("weight %q of %q is not a number", number, meaning)
			}
			weight = n
		}
		if meaning == "month" {
			for _, p := range listed(phrases) {
				v.months[canonical(p)] = weight
			}
			continue
		}
		if meaning == "weekday" {
			for _, p := range listed(phrases) {
				v.weekdays[canonical(p)] = append(v.weekdays[canonical(p)], weekday{lang, weight})
			}
			continue
		}
		group, ok := groups[meaning]
		if !ok {
			return fmt.Errorf("unknown meaning %q", meaning)
		}
		for _, p := range listed(phrases) {
			books[group].add(p, entry{meaning: meaning, weight: weight, lang: lang})
		}
	}
	return nil
}

func (v *vocabulary) readCountry(name string, lines []string) error {
	c := &country{code: strings.ToUpper(name), decimals: 2, dates: "dmy"}
	inPatterns := false
	for _, line := range lines {
		if line == "example" {
			break // the rest is for the tests
		}
		if line == "patterns" {
			inPatterns = true
			continue
		}
		if inPatterns {
			re, err := regexp.Compile(line)
			if err != nil {
				return err
			}
			c.patterns = append(c.patterns, re)
			continue
		}
		key, value, _ := strings.Cut(line, " ")
		e := entry{meaning: c.code}
		switch key {
		case "currency":
			c.currency = value
		case "decimals":
			n, err := strconv.Atoi(value)
			if err != nil {
				return fmt.Errorf("decimals: %w", err)
			}
			c.decimals = n
		case "languages":
			c.languages = listed(value)
		case "dates":
			c.dates = value
		case "rounding":
			d, err := decimal.NewFromString(value)
			if err != nil {
				return fmt.Errorf("rounding: %w", err)
			}
			c.rounding = d
		case "phone":
			c.phone = value
		case "domains":
			c.domains = listed(value)
		case "dollar":
			c.dollar = value == "yes"
		case "rate":
			e, err := readEra(value)
			if err != nil {
				return fmt.Errorf("rate: %w", err)
			}
			c.eras = append(c.eras, e)
			if e.name != "" {
				v.dated.add(e.name, entry{meaning: e.name})
			}
		case "symbols":
			for _, s := range listed(value) {
				v.addSymbol(s, c.currency)
			}
		case "legal":
			for _, form := range listed(value) {
				v.legal.add(form, entry{meaning: c.code, lang: form})
			}
		case "taxes":
			v.taxes.addAll(listed(value), e)
		case "places":
			v.places.addAll(listed(value), e)
		default:
			return fmt.Errorf("unknown line %q", line)
		}
	}
	v.countries[c.code] = c
	v.codes = append(v.codes, c.code)
	return nil
}

func (v *vocabulary) addSymbol(symbol, currency string) {
	key := strings.ToUpper(symbol)
	for _, c := range v.symbols[key] {
		if c == currency {
			return
		}
	}
	v.symbols[key] = append(v.symbols[key], currency)
}

func (v *vocabulary) readPayment(name string, phrases []string) {
	v.payments.addAll(phrases, entry{meaning: name})
}

func (v *vocabulary) readBrand(where string, names []string) {
	for _, name := range names {
		e := entry{meaning: name}
		if where == "anywhere" {
			e.weight = 1
			v.brands.names = append(v.brands.names, name)
		}
		v.brands.add(name, e)
	}
}

func (v *vocabulary) readCategory(name string, phrases []string) {
	v.named = append(v.named, name)
	for _, p := range phrases {
		v.categories.add(strings.TrimSuffix(p, "*"), entry{meaning: name, open: strings.HasSuffix(p, "*")})
	}
}
