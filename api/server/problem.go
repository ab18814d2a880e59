package server

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"runtime"
	"syscall"
)

// The service's own words for what is wrong
// (https://docs.veryfi.com/api/receipts-invoices/process-a-document/).
const (
	textMalformed   = "Malformed parameters"
	textDownload    = "Couldn't download file from provided url."
	textEmpty       = "Received empty or missing data"
	textNoFiles     = "No files to process"
	textCorrupted   = "File is corrupted"
	textTooBig      = "The file is too big"
	textUnsupported = "The file type is not supported for this endpoint."
	textNotAllowed  = "Not Authorized"
	textNoLogin     = "Authentication credentials were not provided."
	textNotFound    = "Not found."
	textNoDocument  = "Document Not Found"
	textMethod      = "Method not allowed."
	textBodyTooBig  = "Request body too large"
	textRate        = "You have been rate limited"
)

// problem is an answer other than success.
type problem struct {
	status  int
	text    string
	details []detail
}

// detail says more about a 400, in the form that the service's validation uses.
type detail struct {
	Type string   `json:"type"`
	Loc  []string `json:"loc"`
	Msg  string   `json:"msg"`
}

func (p *problem) Error() string { return p.text }

// body carries the text twice: some clients show only "error", others only
// "message".
func (p *problem) body() map[string]any {
	out := map[string]any{"status": "fail", "error": p.text, "message": p.text}
	if p.status == http.StatusBadRequest {
		details := p.details
		if details == nil {
			details = []detail{}
		}
		out["details"] = details
	}
	return out
}

// bad is a 400 with one of the service's texts and, where there is more to
// say, a reason in plain words.
func bad(text, reason string, args ...any) *problem {
	p := &problem{status: http.StatusBadRequest, text: text}
	if reason != "" {
		p.details = []detail{{Type: "value_error", Loc: []string{}, Msg: fmt.Sprintf(reason, args...)}}
	}
	return p
}

func badField(field, reason string, args ...any) *problem {
	p := bad(textMalformed, reason, args...)
	p.details[0].Loc = []string{field}
	return p
}

func notFound() *problem   { return &problem{status: http.StatusNotFound, text: textNotFound} }
func noDocument() *problem { return &problem{status: http.StatusNotFound, text: textNoDocument} }

func unavailable(text string) *problem {
	return &problem{status: http.StatusServiceUnavailable, text: text}
}

// asProblem turns any error of a handler into an answer. What a stranger need
// not know stays in the log.
func asProblem(err error) *problem {
	var p *problem
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &p):
		return p
	case errors.As(err, &tooLarge):
		return &problem{status: http.StatusRequestEntityTooLarge, text: textBodyTooBig}
	case diskFull(err):
		return unavailable("There is no room left on the disk to keep the file. Free some and send it again.")
	case errors.Is(err, fs.ErrPermission):
		return unavailable("The folder for incoming files cannot be written to.")
	}
	return &problem{status: http.StatusInternalServerError, text: "Internal Server Error"}
}

// diskFull knows the error of a full disk on Unix and on Windows, where it is
// ERROR_DISK_FULL.
func diskFull(err error) bool {
	return errors.Is(err, syscall.ENOSPC) || runtime.GOOS == "windows" && errors.Is(err, syscall.Errno(112))
}
