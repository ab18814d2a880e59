package export

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/BurntSushi/toml"
)

//go:embed profiles/*.toml
var builtIn embed.FS

// order is the order in which people are told of the built-in profiles.
var order = []string{"csv", "json", "xlsx", "csv-people", "csv-lines", "csv-taxes", "xero-bills", "xero-bank", "quickbooks-bank", "quickbooks-bills", "quickbooks-iif",
	"sage50", "sage-accounting", "freeagent", "wave", "gnucash-bills", "gnucash-transactions", "ledger", "hledger", "hledger-csv", "beancount"}

// Catalogue is profiles to choose from.
type Catalogue []Profile

var builtInProfiles = sync.OnceValues(func() (Catalogue, error) {
	list, err := readProfiles(builtIn, "profiles")
	slices.SortStableFunc(list, func(a, b Profile) int { return slices.Index(order, a.Name) - slices.Index(order, b.Name) })
	return list, err
})

// Profiles are the built-in profiles, in the order in which people are told.
func Profiles() Catalogue {
	list, err := builtInProfiles()
	if err != nil {
		panic(err) // they are part of the program, and a test reads them all
	}
	return slices.Clone(list)
}

// Load is the built-in profiles and those of the person's own folder. One of
// theirs with the name of a built-in one stands in its place. A damaged file
// is left out, and the error says in words what is wrong in which line of it:
// the catalogue is good all the same.
func Load(own fs.FS) (Catalogue, error) {
	all := Profiles()
	list, err := readProfiles(own, ".")
	for _, p := range list {
		p.Own = true
		if i := slices.IndexFunc(all, func(q Profile) bool { return q.Name == p.Name }); i >= 0 {
			all[i] = p
		} else {
			all = append(all, p)
		}
	}
	return all, err
}

// Find is the profile of that name; ErrFormat when there is none.
func (c Catalogue) Find(name string) (Profile, error) {
	for _, p := range c {
		if p.Name == name {
			return p, nil
		}
	}
	return Profile{}, fmt.Errorf("%w as %q: choose one of %s", ErrFormat, name, strings.Join(c.Names(), ", "))
}

// Names are the names of the profiles.
func (c Catalogue) Names() []string {
	names := make([]string, len(c))
	for i, p := range c {
		names[i] = p.Name
	}
	return names
}

// Find is the built-in profile of that name; ErrFormat when there is none.
func Find(name string) (Profile, error) { return Profiles().Find(name) }

// Source is the file of a built-in profile, for a person to copy and change.
func Source(name string) ([]byte, error) {
	data, err := builtIn.ReadFile("profiles/" + name + ".toml")
	if err != nil {
		_, err = Profiles().Find(name)
	}
	return data, err
}

func readProfiles(fsys fs.FS, folder string) (Catalogue, error) {
	files, err := fs.Glob(fsys, path.Join(folder, "*.toml"))
	if err != nil {
		return nil, fmt.Errorf("looking for profiles: %w", err)
	}
	var list Catalogue
	var errs []error
	for _, name := range files {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			errs = append(errs, fmt.Errorf("the profile %s: %w", path.Base(name), err))
			continue
		}
		p, err := Parse(path.Base(name), data)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		if slices.ContainsFunc(list, func(q Profile) bool { return q.Name == p.Name }) {
			errs = append(errs, fmt.Errorf("the profile %s: another file has the name %q already", path.Base(name), p.Name))
			continue
		}
		list = append(list, p)
	}
	return list, errors.Join(errs...)
}

// Parse reads a profile. The error says in words what is wrong and in which
// line of the file, whose name is only for that.
func Parse(file string, data []byte) (Profile, error) {
	var p Profile
	meta, err := toml.Decode(string(data), &p)
	if err != nil {
		var parse toml.ParseError
		if errors.As(err, &parse) {
			return Profile{}, fmt.Errorf("the profile %s, line %d: %s", file, parse.Position.Line, parse.Message)
		}
		if parts := ofWrongType.FindStringSubmatch(err.Error()); parts != nil {
			return Profile{}, fmt.Errorf("the profile %s, line %s: %s has the wrong kind of value (%s)", file, parts[1], parts[2], parts[3])
		}
		return Profile{}, fmt.Errorf("the profile %s: %w", file, err)
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		key := unknown[0]
		return Profile{}, fmt.Errorf("the profile %s, line %d: there is no setting %q%s", file, lineOf(data, key), key[len(key)-1], inTable(key))
	}
	if wrong := p.compile(); wrong != nil {
		where := ""
		if line := lineOfText(data, wrong.text); line > 0 {
			where = fmt.Sprintf(", line %d", line)
		}
		return Profile{}, fmt.Errorf("the profile %s%s: %s", file, where, wrong.words)
	}
	return p, nil
}

// ofWrongType is how the library words it.
var ofWrongType = regexp.MustCompile(`^toml: line (\d+) \(last key "(.+)"\): (.*)$`)

func inTable(key toml.Key) string {
	if len(key) < 2 {
		return ""
	}
	return fmt.Sprintf(" in [%s]", strings.Join(key[:len(key)-1], "."))
}

// lineOf is the line of a key: the first of that name below its table's head.
func lineOf(data []byte, key toml.Key) int {
	table := ""
	for i, line := range bytes.Split(data, []byte("\n")) {
		text := strings.TrimSpace(string(line))
		if strings.HasPrefix(text, "[") {
			table = strings.Trim(strings.TrimSpace(strings.SplitN(text, "#", 2)[0]), "[] ")
			if table == key.String() {
				return i + 1
			}
			continue
		}
		name, _, found := strings.Cut(text, "=")
		if found && strings.Trim(strings.TrimSpace(name), `"'`) == key[len(key)-1] && (len(key) == 1 || strings.HasPrefix(key.String(), table)) && (len(key) > 1 || table == "") {
			return i + 1
		}
	}
	return 0
}

// lineOfText is the first line that has the text, or 0.
func lineOfText(data []byte, text string) int {
	if text == "" {
		return 0
	}
	i := bytes.Index(data, []byte(text))
	if i < 0 {
		return 0
	}
	return bytes.Count(data[:i], []byte("\n")) + 1
}

// mistake is what is wrong with a profile, and a text of its file to find the
// line by.
type mistake struct{ text, words string }

func matches(pattern, value string) bool {
	ok, err := regexp.MatchString("^(?:"+pattern+")$", value)
	return err == nil && ok
}
