// Package intake turns a path into a checked original, or refuses it with a
// reason in plain words.
//
// A file is known by its bytes, never by its name. Check decodes enough of it
// to notice damage, measures it upright, hashes it and takes the likeness of
// its first page; Open renders its pages. Pictures are decoded in Go, PDF and
// HEIC by WebAssembly modules that see no file and no network.
package intake
