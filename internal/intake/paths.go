package intake

import (
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// ParsePaths reads text that was pasted as paths: a path a line, bare or in
// quotes (several quoted ones may share a line), with the escapes of a shell,
// as a file URI, or beginning with ~ for the home folder. It also takes what
// file managers put on the clipboard. It does not look at the disk.
func ParsePaths(text string) []string {
	home, err := os.UserHomeDir()
	if err != nil {
		home = "~" // leaves ~ as it is
	}
	p := pathParser{home: home, windows: runtime.GOOS == "windows", uris: strings.Contains(strings.ToLower(text), "file:")}
	var paths []string
	for _, line := range strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' || r == 0 }) {
		for _, token := range p.line(strings.TrimSpace(line)) {
			if path := p.path(token); path != "" {
				paths = append(paths, path)
			}
		}
	}
	return paths
}

type pathParser struct {
	home    string
	windows bool // a backslash parts folders and escapes nothing
	uris    bool // the text is a list of URIs (RFC 2483, section 5), which has comments
}

// line splits a line into paths or URIs.
func (p pathParser) line(line string) []string {
	switch {
	case line == "":
		return nil
	case p.uris && (line[0] == '#' || line == "copy" || line == "cut" || strings.HasPrefix(line, "x-special/")):
		return nil // a comment, or the beginning of the GNOME clipboard
	case strings.ContainsAny(line[:1], `"'`) && strings.Count(line, line[:1]) > 1:
		return p.words(line)
	case isFileURI(line):
		return strings.Fields(line) // a URI has no blanks
	case strings.Contains(line, `\`) && !p.windows && !isWindowsPath(line):
		return p.words(line)
	}
	return []string{line}
}

// words splits a line as a shell does.
func (p pathParser) words(line string) []string {
	var list []string
	var word strings.Builder
	var quote rune
	inWord, escaped := false, false
	for i, r := range line {
		if quote == 0 && !escaped && (r == ' ' || r == '\t') {
			if inWord {
				list = append(list, word.String())
			}
			word.Reset()
			inWord = false
			continue
		}
		inWord = true
		switch {
		case escaped:
			word.WriteRune(r)
			escaped = false
		case r == '\\' && quote != '\'' && !p.windows && !isWindowsPath(beginning(word.String(), line[i:])):
			escaped = true
		case r == quote:
			quote = 0
		case quote == 0 && (r == '"' || r == '\''):
			quote = r
		default:
			word.WriteRune(r)
		}
	}
	if inWord {
		list = append(list, word.String())
	}
	return list
}

// beginning gives the first three bytes of a word and what follows it.
func beginning(word, rest string) string {
	return word[:min(3, len(word))] + rest[:min(3-min(3, len(word)), len(rest))]
}

// path turns a word into a path of this system.
func (p pathParser) path(word string) string {
	switch {
	case isFileURI(word):
		return p.uriPath(word)
	case word == "~":
		return p.home
	case strings.HasPrefix(word, "~/"), p.windows && strings.HasPrefix(word, `~\`):
		return filepath.Join(p.home, word[2:])
	}
	return word
}

// uriPath gives the path of a file URI (RFC 8089), also those of Windows
// drives and shares. A URI that is none stays as it is, so that the user sees it.
func (p pathParser) uriPath(uri string) string {
	u, err := url.Parse(uri)
	if err != nil || u.Path == "" {
		return uri
	}
	path := u.Path
	if len(path) >= 3 && path[0] == '/' && isWindowsPath(path[1:]) {
		path = path[1:]
	}
	if u.Host != "" && u.Host != "localhost" {
		path = "//" + u.Host + path
	}
	if p.windows {
		path = strings.ReplaceAll(path, "/", `\`)
	}
	return path
}

func isFileURI(s string) bool {
	return len(s) > len("file:/") && strings.EqualFold(s[:len("file:/")], "file:/")
}

// isWindowsPath knows a drive (C:\ or C:/) and a share (\\server).
func isWindowsPath(s string) bool {
	if strings.HasPrefix(s, `\\`) {
		return true
	}
	if len(s) < 3 || s[1] != ':' || (s[2] != '\\' && s[2] != '/') {
		return false
	}
	letter := s[0] | 0x20
	return letter >= 'a' && letter <= 'z'
}
