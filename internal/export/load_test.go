package export

import (
	"errors"
	"os"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/spindle-receipts/spindle/internal/receipt"
)

// A person copies a profile, gives it another name and changes a heading.
func TestOwnProfile(t *testing.T) {
	source, err := Source("xero-bank")
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.Replace(string(source), "*Amount", "Betrag", 1)
	own := fstest.MapFS{
		"shadow.toml": {Data: []byte(changed)},
		"mine.toml":   {Data: []byte(strings.Replace(changed, `name = "xero-bank"`, `name = "my-bank"`, 1))},
		"notes.txt":   {Data: []byte("not a profile")},
	}
	list, err := Load(own)
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != len(Profiles())+1 || list[len(list)-1].Name != "my-bank" {
		t.Errorf("the profiles are %v", list.Names())
	}
	for _, name := range []string{"xero-bank", "my-bank"} {
		p, err := list.Find(name)
		if err != nil {
			t.Fatal(err)
		}
		plan, err := Rehearse(t.Context(), p, books("xero-bank"), all([]Row{sale(1, nil)}))
		if err != nil {
			t.Fatal(err)
		}
		if want := "*Date,Betrag,Payee,Description,Reference\r\n25/03/2026,-5.00,Shop,Receipt S-1,S-1\r\n"; !p.Own || string(written(t, plan, 0)) != want {
			t.Errorf("%s (own: %v) writes %q, want %q", name, p.Own, written(t, plan, 0), want)
		}
	}
	if p, err := Find("xero-bank"); err != nil || p.Own || p.Columns[1].Name != "*Amount" {
		t.Errorf("the built-in one is changed: %+v, %v", p.Columns[1], err)
	}
}

// A profile of nothing but its columns is enough.
func TestSmallProfile(t *testing.T) {
	p, err := Parse("small.toml", []byte("name = \"small\"\n[file]\ndelimiter = \"|\"\n[[column]]\nname = \"Who\"\nvalue = \"{vendor}\"\n[[column]]\nname = \"What\"\nvalue = \"{total} {currency} paid\"\n[[column]]\nname = \"Book\"\nvalue = \"main\"\n"))
	if err != nil {
		t.Fatal(err)
	}
	plan, err := Rehearse(t.Context(), p, Choices{}, all([]Row{sale(1, func(r *receipt.Receipt) { r.Fields.Vendor = "A|B" })}))
	if err != nil {
		t.Fatal(err)
	}
	if want := "Who|What|Book\r\n\"A|B\"|5.00 GBP paid|main\r\n"; string(written(t, plan, 0)) != want {
		t.Errorf("%q, want %q", written(t, plan, 0), want)
	}
}

// What is wrong with a profile is said in words, with the file and the line.
func TestDamagedProfiles(t *testing.T) {
	const good = "name = \"own\"\n\n[[column]]\nname = \"Date\"\nvalue = \"{date}\"\n"
	for _, c := range []struct{ name, data, want string }{
		{"no TOML", "name = \"own\"\ntitle = oops\n", `line 2: expected value but found "oops" instead`},
		{"a number for a word", "name = 5\n", `line 1: name has the wrong kind of value (incompatible types: TOML value has type int64; destination has type string)`},
		{"a setting that there is none of", "name = \"own\"\ncolour = \"red\"\n" + good[13:], `line 2: there is no setting "colour"`},
		{"a setting in a table that has none", good + "\n[file]\nencodign = \"utf-8\"\n", `line 8: there is no setting "encodign" in [file]`},
		{"a setting of a column", good + "heading = \"x\"\n", `line 6: there is no setting "heading" in [column]`},
		{"a field that there is none of", strings.Replace(good, "{date}", "{dat}", 1), `line 5: there is no field {dat}: choose one of file, status, vendor, `},
		{"an open bracket", strings.Replace(good, "{date}", "{date", 1), `line 5: {date has no closing }`},
		{"a choice that is not asked", strings.Replace(good, "{date}", "{choice.book}", 1), `line 5: {choice.book} is none of the [[ask]] of this profile`},
		{"an encoding that there is none of", good + "\n[file]\nencoding = \"latin-1\"\n", `line 8: encoding cannot be "latin-1": choose one of utf-8, utf-8-bom, windows-1252`},
		{"a date in other words", good + "\n[file]\ndate = \"TT.MM.JJJJ\"\n", `line 8: the date cannot be "TT.MM.JJJJ": write it like DD/MM/YYYY`},
		{"a delimiter of two characters", good + "\n[file]\ndelimiter = \"||\"\n", `line 8: the delimiter cannot be "||": give one character, tab or locale`},
		{"a sign that there is none of", good + "sign = \"minus\"\n", `line 6: the sign of Date cannot be "minus": choose out or type, or leave it away`},
		{"no columns", "name = \"own\"\n", `a table needs at least one [[column]]`},
		{"a name with spaces", strings.Replace(good, "own", "my own", 1), `line 1: the name "my own" must be small letters, digits and dashes`},
		{"a need that there is none of", good + "\n[needs.colour]\ntitle = \"Colour\"\n", `line 7: there is no need "colour": choose account, tax, vendor or payment`},
		{"a journal without postings", "name = \"own\"\nlayout = \"journal\"\ngrain = \"receipts\"\n", `line 3: the grain of a journal is postings`},
	} {
		list, err := Load(fstest.MapFS{"own.toml": {Data: []byte(c.data)}})
		want := "the profile own.toml, " + c.want
		if !strings.HasPrefix(c.want, "line") {
			want = "the profile own.toml: " + c.want
		}
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s:\n got %v\nwant %s", c.name, err, want)
		}
		if len(list) != len(Profiles()) {
			t.Errorf("%s: there are %d profiles left", c.name, len(list))
		}
	}
	_, err := Load(fstest.MapFS{"a.toml": {Data: []byte(good)}, "b.toml": {Data: []byte(good)}})
	if err == nil || err.Error() != `the profile b.toml: another file has the name "own" already` {
		t.Error(err)
	}
}

// Every built-in profile says what it is, how its file is taken in and how
// sure that is, and is found by its name.
func TestBuiltInProfiles(t *testing.T) {
	if got := Profiles().Names(); strings.Join(got, " ") != strings.Join(order, " ") {
		t.Errorf("the profiles are %v, want %v", got, order)
	}
	for _, p := range Profiles() {
		for what, words := range map[string]string{"title": p.Title, "about": p.About, "import": p.Import, "trust": p.Trust} {
			if words == "" {
				t.Errorf("%s has no %s", p.Name, what)
			}
		}
		for _, a := range p.Asks {
			if len(a.Accept) == 0 && a.Default == "" && !a.Blank {
				t.Errorf("%s asks %s of which nothing can be shown", p.Name, a.Name)
			}
		}
		if data, err := Source(p.Name); err != nil || !strings.Contains(string(data), p.Title) {
			t.Errorf("%s cannot be copied: %v", p.Name, err)
		}
	}
	if _, err := Source("pdf"); !errors.Is(err, ErrFormat) {
		t.Error(err)
	}
	if _, err := Find("pdf"); !errors.Is(err, ErrFormat) || !strings.Contains(err.Error(), "xero-bills") {
		t.Error(err)
	}
}

// The page for people who make a profile names every setting and field.
func TestProfilesPage(t *testing.T) {
	page, err := os.ReadFile("profiles/README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range Fields() {
		if want := "| `{" + f.Name + "}` | " + f.Words + " |\n"; !strings.Contains(string(page), want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	for _, of := range []any{Encoding{}, Limits{}, Rules{}, Types{}, Need{}, Ask{}, Column{}, Postings{}, Companion{}} {
		for i := range reflect.TypeOf(of).NumField() {
			if name := reflect.TypeOf(of).Field(i).Tag.Get("toml"); name != "" && !strings.Contains(string(page), name) {
				t.Errorf("the page lacks %s of %T", name, of)
			}
		}
	}
	start := strings.Index(string(page), "    name = ")
	end := strings.Index(string(page), "\n`no-header")
	if _, err := Parse("README.md", []byte(page[start:end])); err != nil {
		t.Errorf("its example cannot be read: %v", err)
	}
}
