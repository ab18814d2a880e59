package api

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Submission is what is sent to be read: files, in a zip of which members
// keep their bytes.
type Submission struct {
	Name       string   // of the zip; ".zip" is added when it is missing, and empty means receipts.zip
	Files      []File   // pages, in the alphabetical order of their names
	ExternalID string   // ours: the handle by which a lost submission is found again
	Categories []string // to choose from; empty means the service's own
	Tags       []string
	Country    string // ISO 3166 alpha-2, a hint; documents only
	MaxPages   int    // to read at most; 0, or more than the service's limit, means the limit
	Details    bool   // ask for confidences and boxes; documents only
}

// Submit sends the files to become ONE document, read asynchronously, and
// returns its ID. The files stream from where they are: memory does not grow
// with them. Nothing is sent when they are over [MaxDocumentBytes].
//
// It is never sent twice by itself. See [Error.InDoubt].
//
// Source: https://docs.veryfi.com/api/receipts-invoices/process-a-document/
func (c *Client) Submit(ctx context.Context, s Submission) (ID, error) {
	fields := s.commonFields(MaxDocumentPages)
	fields = append(fields, formField{"async", true})
	if s.Country != "" {
		fields = append(fields, formField{"country", s.Country})
	}
	if s.Details {
		fields = append(fields, formField{"confidence_details", true}, formField{"bounding_boxes", true})
	}
	return c.submit(ctx, s, "/documents/", fields, MaxDocumentBytes)
}

// SubmitSet sends the files to be split into several documents and returns
// the ID of the set. Nothing is sent when they are over [MaxSetBytes].
//
// Source: https://docs.veryfi.com/api/receipts-invoices/split-and-process-a-pdf/
func (c *Client) SubmitSet(ctx context.Context, s Submission) (ID, error) {
	return c.submit(ctx, s, "/documents-set/", s.commonFields(MaxSetPages), MaxSetBytes)
}

// formField is a field beside the file: its value is a string, true, an int
// or a []string.
type formField struct {
	name  string
	value any
}

func (s Submission) commonFields(mostPages int) []formField {
	var fields []formField
	if s.ExternalID != "" {
		fields = append(fields, formField{"external_id", s.ExternalID})
	}
	if len(s.Categories) > 0 {
		fields = append(fields, formField{"categories", s.Categories})
	}
	if len(s.Tags) > 0 {
		fields = append(fields, formField{"tags", s.Tags})
	}
	if s.MaxPages > 0 {
		fields = append(fields, formField{"max_pages_to_process", min(s.MaxPages, mostPages)})
	}
	return fields
}

func (s Submission) fileName() string {
	if s.Name == "" {
		return "receipts.zip"
	}
	if strings.HasSuffix(strings.ToLower(s.Name), ".zip") {
		return s.Name
	}
	return s.Name + ".zip"
}

func (c *Client) submit(ctx context.Context, s Submission, path string, fields []formField, limit int64) (ID, error) {
	op := "sending " + s.fileName()
	if size := ZipSize(s.Files); size > limit {
		return "", &Error{Kind: KindTooLarge, Op: op,
			Message: fmt.Sprintf("%.1f MB are more than the %d MB that the service takes at once", float64(size)/1e6, limit/1e6)}
	}
	zipped, err := newArchive(ctx, s.Files)
	if err != nil {
		return "", fileError(ctx, op, err)
	}
	upload, err := newUpload(zipped, s.fileName(), fields, limit)
	if err != nil {
		return "", &Error{Kind: KindFile, Op: op, Message: "it could not be packed", Err: err}
	}
	a, err := c.do(ctx, call{
		op:      op,
		method:  http.MethodPost,
		path:    path,
		body:    upload,
		subject: aboutUpload,
		timeout: submitTimeout + time.Duration(upload.size)*time.Second/slowestUpload,
	})
	if err != nil {
		return "", err
	}
	return c.submittedID(op, a)
}

// submittedID reads the ID out of the answer to a submission.
func (c *Client) submittedID(op string, a *answer) (ID, error) {
	o, _ := parseObject(unwrap(a.body))
	if id := o.id("id"); id != "" {
		return id, nil
	}
	e := c.errorFrom(op, a)
	e.subject = aboutUpload
	if e.Kind = KindAnswer; strings.EqualFold(o.text("status"), "fail") {
		e.Kind = KindRefused
	} else {
		e.inDoubt = true
		e.Message = "it carries no id"
	}
	return "", e
}

// newUpload chooses how the zip travels. Multipart is the lean way, but lists
// have no documented form in it, so submissions with lists go as JSON as long
// as their base64 stays under the limit too.
func newUpload(z *archive, name string, fields []formField, limit int64) (*body, error) {
	lists := slices.ContainsFunc(fields, func(f formField) bool { _, ok := f.value.([]string); return ok })
	if lists && int64(base64.StdEncoding.EncodedLen(int(z.size()))) <= limit {
		return base64Upload(z, name, fields)
	}
	return multipartUpload(z, name, fields)
}

func multipartUpload(z *archive, name string, fields []formField) (*body, error) {
	var head bytes.Buffer
	form := multipart.NewWriter(&head)
	var signed []signedField
	for _, f := range fields {
		text, err := formText(f.value)
		if err != nil {
			return nil, err
		}
		if err := form.WriteField(f.name, text); err != nil {
			return nil, err
		}
		signed = append(signed, signedField{f.name, text})
	}
	part := textproto.MIMEHeader{}
	part.Set("Content-Disposition", multipart.FileContentDisposition("file", name))
	part.Set("Content-Type", "application/zip")
	if _, err := form.CreatePart(part); err != nil {
		return nil, err
	}
	tail := "\r\n--" + form.Boundary() + "--\r\n"
	return &body{
		contentType: form.FormDataContentType(),
		size:        int64(head.Len()) + z.size() + int64(len(tail)),
		open: func(ctx context.Context) io.ReadCloser {
			return stream(func(w io.Writer) error {
				return writeAll(w, head.Bytes(), func(w io.Writer) error { return z.writeTo(ctx, w) }, tail)
			})
		},
		// The libraries agree on nothing about files in a form, so the fields
		// alone are signed.
		sign: func(_ context.Context, secret string, ms int64) (string, error) {
			return sum(secret, requestText(ms, signed)), nil
		},
	}, nil
}

// formText writes a value as the official library for Node does, which is the
// one that sends forms, except that names with commas go as a JSON list.
func formText(value any) (string, error) {
	switch v := value.(type) {
	case string:
		return v, nil
	case bool:
		return strconv.FormatBool(v), nil
	case int:
		return strconv.Itoa(v), nil
	case []string:
		if !slices.ContainsFunc(v, func(s string) bool { return strings.Contains(s, ",") }) {
			return strings.Join(v, ","), nil
		}
		list, err := json.Marshal(v)
		return string(list), err
	}
	return "", fmt.Errorf("a form has no %T", value)
}

// base64Upload sends {"file_name":…,"file_data":"<base64>",…}, also streamed.
func base64Upload(z *archive, name string, fields []formField) (*body, error) {
	fileName, err := json.Marshal(name)
	if err != nil {
		return nil, err
	}
	var tail bytes.Buffer
	tail.WriteByte('"')
	var signed strings.Builder
	for _, f := range fields {
		value, err := json.Marshal(f.value)
		if err != nil {
			return nil, err
		}
		text, err := pythonText(value)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&tail, ",%q:%s", f.name, value)
		fmt.Fprintf(&signed, ",%s:%s", f.name, text)
	}
	tail.WriteByte('}')
	head := `{"file_name":` + string(fileName) + `,"file_data":"`
	encode := func(ctx context.Context, w io.Writer) error {
		encoder := base64.NewEncoder(base64.StdEncoding, w)
		if err := z.writeTo(ctx, encoder); err != nil {
			return err
		}
		return encoder.Close()
	}
	return &body{
		contentType: "application/json",
		size:        int64(len(head)) + int64(base64.StdEncoding.EncodedLen(int(z.size()))) + int64(tail.Len()),
		open: func(ctx context.Context) io.ReadCloser {
			return stream(func(w io.Writer) error {
				return writeAll(w, []byte(head), func(w io.Writer) error { return encode(ctx, w) }, tail.String())
			})
		},
		sign: func(ctx context.Context, secret string, ms int64) (string, error) {
			mac := newMAC(secret)
			start := requestText(ms, []signedField{{"file_name", name}, {"file_data", ""}})
			err := writeAll(mac, []byte(start), func(w io.Writer) error { return encode(ctx, w) }, signed.String())
			return base64.StdEncoding.EncodeToString(mac.Sum(nil)), err
		},
	}, nil
}

func writeAll(w io.Writer, head []byte, middle func(io.Writer) error, tail string) error {
	if _, err := w.Write(head); err != nil {
		return err
	}
	if err := middle(w); err != nil {
		return err
	}
	_, err := io.WriteString(w, tail)
	return err
}

// fileError is the error of a submission that this side could not make.
func fileError(ctx context.Context, op string, err error) *Error {
	if ctx.Err() != nil {
		return canceled(ctx, op, false)
	}
	var already *Error
	if errors.As(err, &already) {
		return already
	}
	return &Error{Kind: KindFile, Op: op, Message: "nothing was accepted", Err: err}
}
