package server

import (
	"archive/zip"
	"errors"
	"io"
	"path"
	"slices"
	"strings"
)

// unzip spools the receipts of a zip in alphabetical order of their names, as
// the service does. On any problem nothing of it stays.
func (s *Server) unzip(archive *spooled) (members []*spooled, err error) {
	defer func() {
		if err != nil {
			s.discard(members)
			members = nil
		}
	}()
	r, err := zip.OpenReader(archive.path)
	if err != nil {
		return nil, bad(textCorrupted, "the zip cannot be opened: %v", zipReason(err))
	}
	defer r.Close()
	files, err := s.choose(r.File)
	if err != nil {
		return nil, err
	}
	left := s.config.Limits.UnpackedBytes
	for _, f := range files {
		member, err := s.unpack(f, left)
		if err != nil {
			return members, err
		}
		members = append(members, member)
		left -= member.size
	}
	return members, nil
}

// choose refuses a zip that is not what it should be, and leaves out what is
// not a receipt.
func (s *Server) choose(all []*zip.File) ([]*zip.File, error) {
	if n, most := len(all), s.config.Limits.Members; n > most {
		return nil, bad(textTooBig, "the zip has %d members, at most %d are read", n, most)
	}
	var out []*zip.File
	for _, f := range all {
		switch {
		case f.Flags&1 != 0:
			return nil, bad(textCorrupted, "the zip is encrypted")
		case !inside(f.Name):
			return nil, bad(textCorrupted, "the zip has a member whose name leads out of it")
		case f.FileInfo().IsDir(), hidden(f.Name):
			continue
		case !f.Mode().IsRegular():
			return nil, bad(textUnsupported, "the zip has a member that is not a file")
		}
		out = append(out, f)
	}
	if len(out) == 0 {
		return nil, bad(textNoFiles, "the zip has no files")
	}
	slices.SortStableFunc(out, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	return out, nil
}

// inside tells whether a member's name stays within the zip. The name is never
// used as a path here; a zip that tries is not one to read.
func inside(name string) bool {
	if name == "" || strings.ContainsAny(name, "\\\x00") || path.IsAbs(name) {
		return false
	}
	if len(name) > 1 && name[1] == ':' {
		return false
	}
	return !slices.Contains(strings.Split(name, "/"), "..")
}

// hidden tells whether a member is none that a person put there.
func hidden(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		if strings.HasPrefix(part, ".") && part != "." || part == "__MACOSX" {
			return true
		}
	}
	return strings.EqualFold(path.Base(name), "Thumbs.db")
}

// unpack spools one member, at most limit bytes of it, and refuses what no
// reader could read. A bomb lies about its size, so the bytes are counted.
func (s *Server) unpack(f *zip.File, limit int64) (*spooled, error) {
	r, err := f.Open()
	if err != nil {
		return nil, bad(textCorrupted, "%q in the zip cannot be read: %v", f.Name, zipReason(err))
	}
	defer r.Close()
	member, err := s.spool.add(f.Name, zipErrors{r}, limit)
	switch {
	case errors.Is(err, errTooLong):
		return nil, bad(textTooBig, "the zip unpacks to more than %d bytes", s.config.Limits.UnpackedBytes)
	case err != nil:
		return nil, err
	}
	if err := s.checkMember(member); err != nil {
		s.discard([]*spooled{member})
		return nil, err
	}
	return member, nil
}

func (s *Server) checkMember(member *spooled) error {
	if member.size == 0 {
		return bad(textEmpty, "%q in the zip is empty", member.name)
	}
	if err := member.look(); err != nil {
		return err
	}
	switch member.kind {
	case zipped:
		return bad(textUnsupported, "%q is a zip within the zip", member.name)
	case unknown:
		return bad(textUnsupported, "%q in the zip is neither a picture nor a PDF", member.name)
	}
	return nil
}

// zipErrors tells a damaged zip from a disk that fails: only reading a member
// can make the first.
type zipErrors struct{ io.Reader }

func (z zipErrors) Read(p []byte) (int, error) {
	n, err := z.Reader.Read(p)
	if err != nil && err != io.EOF {
		err = bad(textCorrupted, "the zip is damaged: %v", zipReason(err))
	}
	return n, err
}

// zipReason keeps paths of this computer out of an answer.
func zipReason(err error) string {
	for _, known := range []error{zip.ErrFormat, zip.ErrAlgorithm, zip.ErrChecksum, io.ErrUnexpectedEOF} {
		if errors.Is(err, known) {
			return known.Error()
		}
	}
	return "its bytes make no sense"
}
