package server

import (
	"bufio"
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"mime"
	"mime/multipart"
	"net/http"
	"path"
	"strings"
)

// maxParts is how many fields a multipart request may have.
const maxParts = 1000

// upload is what a POST brought: fields and at most one file.
type upload struct {
	server *Server
	limit  int64 // bytes of the file
	fields form
	file   *spooled
}

// receive reads a submission, its file going straight to disk.
func (s *Server) receive(c *call, limit int64) (*upload, error) {
	select {
	case s.uploads <- struct{}{}:
		defer func() { <-s.uploads }()
	case <-c.Context().Done():
		return nil, c.Context().Err()
	}
	u := &upload{server: s, limit: limit, fields: form{}}
	err := u.read(c)
	if err == nil {
		err = u.check()
	}
	if err != nil {
		u.discard()
		return nil, u.explain(err)
	}
	return u, nil
}

func (u *upload) discard() {
	if u.file != nil {
		u.server.discard([]*spooled{u.file})
	}
}

func (u *upload) read(c *call) error {
	fields := u.server.config.Limits.FieldBytes
	media, params, _ := mime.ParseMediaType(c.Header.Get("Content-Type"))
	if media == "multipart/form-data" {
		if params["boundary"] == "" {
			return bad(textMalformed, "the Content-Type names no boundary")
		}
		body, err := bounded(c, u.limit+u.limit/20+fields)
		if err != nil {
			return err
		}
		return u.readParts(multipart.NewReader(body, params["boundary"]))
	}
	body, err := bounded(c, u.limit/3*4+u.limit/20+fields)
	if err != nil {
		return err
	}
	return u.readJSON(bufio.NewReaderSize(body, 32<<10))
}

// bounded is a request's body, refused at once when its announced length is
// beyond most.
func bounded(c *call, most int64) (io.Reader, error) {
	if c.ContentLength > most {
		return nil, &http.MaxBytesError{Limit: most}
	}
	return http.MaxBytesReader(c.w, c.Body, most), nil
}

func (u *upload) readJSON(r *bufio.Reader) error {
	text, err := divert(r, "file_data", u.server.config.Limits.FieldBytes, u.keepBase64)
	if err != nil {
		return err
	}
	u.fields, err = parseObject(text)
	return err
}

// parseObject decodes a JSON object, its numbers as written. Nothing at all
// counts as an empty object.
func parseObject(text []byte) (form, error) {
	fields := form{}
	if len(bytes.TrimSpace(text)) == 0 {
		return fields, nil
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&fields); err != nil {
		return nil, bad(textMalformed, "the request is not a JSON object: %v", err)
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, bad(textMalformed, "the request is more than one JSON object")
	}
	if fields == nil { // the body was: null
		fields = form{}
	}
	return fields, nil
}

func (u *upload) readParts(parts *multipart.Reader) error {
	left := u.server.config.Limits.FieldBytes
	for range maxParts {
		part, err := parts.NextPart()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		switch part.FormName() {
		case "file":
			err = u.keep(part.FileName(), part)
		case "file_data":
			err = u.keepBase64(part)
		default:
			left, err = u.readField(part, left)
		}
		if err != nil {
			return err
		}
	}
	return bad(textMalformed, "the request has more than %d fields", maxParts)
}

func (u *upload) readField(part *multipart.Part, left int64) (int64, error) {
	value, err := io.ReadAll(io.LimitReader(part, left+1))
	if err != nil {
		return 0, err
	}
	if left -= int64(len(value)); left < 0 {
		return 0, errFieldsTooLong
	}
	u.fields.add(part.FormName(), string(value))
	return left, nil
}

func (u *upload) keepBase64(text io.Reader) error { return u.keep("", unbase64(text)) }

func (u *upload) keep(name string, r io.Reader) error {
	if u.file != nil {
		return tooManySources()
	}
	file, err := u.server.spool.add(name, r, u.limit)
	if err != nil {
		return err
	}
	u.file = file
	return nil
}

func tooManySources() *problem {
	return bad("Bad Request", "Value error, Only one of file, file_data, file_url, file_urls, package_path is allowed")
}

// check sees that there is one file, and what it is.
func (u *upload) check() error {
	remote := 0
	for _, name := range []string{"file_url", "file_urls", "package_path"} {
		if u.fields.text(name) != "" || len(u.fields.list(name)) > 0 {
			remote++
		}
	}
	switch {
	case remote > 1, remote == 1 && u.file != nil:
		return tooManySources()
	case remote == 1:
		return refuseDownload()
	case u.file == nil:
		return bad(textNoFiles, "send one of file, file_data")
	case u.file.size < max(u.server.config.Limits.MinBytes, 1):
		return bad(textEmpty, "the file has %d bytes, at least %d are needed", u.file.size, u.server.config.Limits.MinBytes)
	}
	if u.file.name == "" {
		u.file.name = u.fields.text("file_name")
	}
	u.file.name = baseName(u.file.name)
	return u.file.look()
}

func refuseDownload() *problem {
	return bad(textDownload, "this server fetches nothing from a network; send the file itself")
}

func baseName(name string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	if name == "." || name == "/" {
		return ""
	}
	return name
}

// explain gives what can go wrong while reading a body its answer.
func (u *upload) explain(err error) error {
	var p *problem
	var tooLarge *http.MaxBytesError
	var notBase64 base64.CorruptInputError
	switch {
	case errors.As(err, &p), errors.As(err, &tooLarge):
		return err
	case errors.Is(err, errTooLong):
		return bad(textTooBig, "the file has more than %d bytes", u.limit)
	case errors.Is(err, errFieldsTooLong):
		return &problem{status: http.StatusRequestEntityTooLarge, text: textBodyTooBig}
	case errors.As(err, &notBase64):
		return bad(textCorrupted, "file_data is not base64")
	case errors.As(err, new(*fs.PathError)), errors.Is(err, context.Canceled):
		return err
	}
	return bad(textMalformed, "the request ends too early or is not what its Content-Type says")
}
