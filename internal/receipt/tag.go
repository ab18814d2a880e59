package receipt

import (
	"fmt"
	"slices"
	"strings"
)

// maxTag is how many characters a tag has at most.
const maxTag = 40

// ParseTag reads a tag as a person types it: spaces at its ends do not count,
// several within it are one. A comma parts tags and is in none.
func ParseTag(text string) (string, error) {
	tag := strings.Join(strings.Fields(text), " ")
	switch {
	case tag == "":
		return "", fmt.Errorf("a tag needs a word")
	case strings.ContainsRune(tag, ','):
		return "", fmt.Errorf("the tag %q has a comma: write two tags", tag)
	case len([]rune(tag)) > maxTag:
		return "", fmt.Errorf("the tag %q is longer than %d letters", tag, maxTag)
	}
	return tag, nil
}

// WithTag are tags with one more, in the order of their letters. Tags that
// differ in case alone are the same; the one that is there stays.
func WithTag(tags []string, tag string) []string {
	if HasTag(tags, tag) {
		return tags
	}
	with := append(slices.Clone(tags), tag)
	slices.SortFunc(with, func(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) })
	return with
}

// WithoutTag are tags but for one.
func WithoutTag(tags []string, tag string) []string {
	if !HasTag(tags, tag) {
		return tags
	}
	return slices.DeleteFunc(slices.Clone(tags), func(other string) bool { return strings.EqualFold(other, tag) })
}

// HasTag tells whether a tag is among tags.
func HasTag(tags []string, tag string) bool {
	return slices.ContainsFunc(tags, func(other string) bool { return strings.EqualFold(other, tag) })
}
