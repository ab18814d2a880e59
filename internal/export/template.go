package export

import (
	"fmt"
	"strings"
)

// template is text with {fields} in it.
type template []piece

// piece is text as it is, a field, or a choice of the person's.
type piece struct {
	text   string
	field  func(*entry) cell
	choice string
}

// parseTemplate reads a template. A choice is written {choice.NAME} and must
// be one of the asks.
func parseTemplate(text string, asks []Ask) (template, error) {
	var t template
	for text != "" {
		before, rest, found := strings.Cut(text, "{")
		if before != "" {
			t = append(t, piece{text: before})
		}
		if !found {
			break
		}
		name, after, closed := strings.Cut(rest, "}")
		if !closed {
			return nil, fmt.Errorf("{%s has no closing }", rest)
		}
		p, err := parsePiece(name, asks)
		if err != nil {
			return nil, err
		}
		t, text = append(t, p), after
	}
	return t, nil
}

func parsePiece(name string, asks []Ask) (piece, error) {
	choice, isChoice := strings.CutPrefix(name, "choice.")
	if !isChoice {
		for _, f := range fields {
			if f.name == name {
				return piece{field: f.of}, nil
			}
		}
		return piece{}, fmt.Errorf("there is no field {%s}: choose one of %s", name, strings.Join(fieldNames(), ", "))
	}
	for _, a := range asks {
		if a.Name == choice {
			return piece{choice: choice}, nil
		}
	}
	return piece{}, fmt.Errorf("{choice.%s} is none of the [[ask]] of this profile", choice)
}

// cell is the template's value for an entry. A single field keeps its kind;
// anything from a receipt makes the whole text untrusted.
func (t template) cell(e *entry) cell {
	if len(t) == 1 && t[0].field != nil {
		return t[0].field(e)
	}
	out := cell{kind: word}
	var b strings.Builder
	for _, p := range t {
		switch {
		case p.field != nil:
			c := p.field(e)
			if c.kind == text {
				out.kind = text
			}
			b.WriteString(c.value)
		case p.choice != "":
			b.WriteString(e.scribe.choice(p.choice))
		default:
			b.WriteString(p.text)
		}
	}
	out.value = b.String()
	if len(t) > 1 {
		out.value = strings.TrimSpace(out.value)
	}
	return out
}

// fixed is the template's value where there is no receipt: fields are empty.
func (t template) fixed(s *scribe) string {
	var b strings.Builder
	for _, p := range t {
		b.WriteString(p.text)
		if p.choice != "" {
			b.WriteString(s.choice(p.choice))
		}
	}
	return b.String()
}
