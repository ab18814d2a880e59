package api

import (
	"errors"
	"html"
	"net/http"
	"net/url"
	"runtime"
	"strings"
	"testing"
	"time"
)

func TestEveryShapeOfError(t *testing.T) {
	for _, test := range []struct {
		status int
		body   string
		is     error
		want   string // part of the text
		code   string
	}{
		{400, `{"status":"fail","error":"File is corrupted"}`, ErrRefused, "the service refused the request (400: File is corrupted)", ""},
		{400, `{"code":400,"error":"Bad Request","details":[{"type":"value_error","loc":[],"msg":"Value error, Only one of file_url"}]}`, ErrRefused, "Bad Request: Value error, Only one of file_url", ""},
		{400, `{"code":"MALFORMED_PARAMETERS","error":"Malformed parameters","details":"no file"}`, ErrRefused, "Malformed parameters: no file", "MALFORMED_PARAMETERS"},
		{400, `{"status":"fail","message":"The file is too big"}`, ErrRefused, "The file is too big", ""},
		{400, `{"details":[{"msg":"first"},{"msg":"second"}]}`, ErrRefused, "(400: first)", ""},
		{400, `{"details":{"message":"inner"}}`, ErrRefused, "(400: inner)", ""},
		{400, `{"error":{"message":"nested"}}`, ErrRefused, "(400: nested)", ""},
		{400, `{"error":null,"message":17,"details":false}`, ErrRefused, "(400: Bad Request)", ""},
		{401, `{"status":"fail","message":"Not Authorized"}`, ErrAuth, "Not Authorized", ""},
		{403, `{"code":"AUTHENTICATION_CREDENTIALS_WERE_NOT_PROVIDED","error":"Authentication credentials were not provided."}`, ErrForbidden, "not provided", "AUTHENTICATION_CREDENTIALS_WERE_NOT_PROVIDED"},
		{404, `{"code":"DOCUMENT_NOT_FOUND","error":"Document Not Found"}`, ErrNotFound, "Document Not Found", "DOCUMENT_NOT_FOUND"},
		{405, `{"error":"Method"}`, ErrRefused, "405", ""},
		{407, ``, ErrNetwork, "sign-in", ""},
		{409, `{"error":"Limit reached"}`, ErrRateLimited, "slow down", ""},
		{413, `<html><head><title>413 Request Entity Too Large</title></head><body>nginx</body></html>`, ErrTooLarge, "a web page: 413 Request Entity Too Large", ""},
		{429, `{"error":"You have been rate limited"}`, ErrRateLimited, "You have been rate limited", ""},
		{499, `{"code":"CLIENT_CLOSED_REQUEST_OR_LOST_CONNECTION"}`, ErrServer, "499", "CLIENT_CLOSED_REQUEST_OR_LOST_CONNECTION"},
		{500, ``, ErrServer, "(500: Internal Server Error)", ""},
		{502, "<!DOCTYPE html><html><body><style>p{}</style><h1>Bad&nbsp;gateway</h1>\n<p>cloud &amp; front</p></body></html>", ErrServer, "a web page: Bad gateway cloud & front", ""},
		{503, `Suspicious Behavior Detected`, ErrServer, "Suspicious Behavior Detected", ""},
		{504, `["not","an","object"]`, ErrServer, "504", ""},
		{520, `{"error":"\u001b[31mred\u0000\nlines\t\ttabs"}`, ErrServer, "[31mred lines tabs", ""},
		{200, `<html><title>Hotel Wi-Fi</title></html>`, ErrAnswer, "(200: a web page: Hotel Wi-Fi)", ""},
		{200, ``, ErrAnswer, "200", ""},
		{200, `[1,2]`, ErrAnswer, "not a JSON object", ""},
		{200, `{"no":"id"}`, ErrAnswer, "no id", ""},
	} {
		c := serve(t, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("X-Veryfi-Trace-Id", "trace-1")
			reply(w, test.status, test.body)
		})
		c.RetryBudget = -1
		_, err := c.Document(t.Context(), "7")
		e := failureOf(t, err)
		if !errors.Is(err, test.is) || !strings.Contains(err.Error(), test.want) || !strings.HasPrefix(err.Error(), "getting document 7: ") {
			t.Errorf("%d %.40s: %v", test.status, test.body, err)
		}
		if e.Code != test.code || e.Status != test.status || e.TraceID != "trace-1" || e.Advice() == "" || strings.ContainsAny(err.Error(), "\n\x00\x1b") {
			t.Errorf("%d %.40s: %+v", test.status, test.body, e)
		}
	}
}

func TestLongErrorsAreCut(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		reply(w, 400, `{"error":"`+strings.Repeat("é", 5000)+`"}`)
	})
	if _, err := c.Document(t.Context(), "7"); len([]rune(err.Error())) > 400 {
		t.Errorf("%d runes", len([]rune(err.Error())))
	}
}

func TestErrorsNeverRepeatTheCredentials(t *testing.T) {
	all := testCredentials
	secrets := []string{all.ClientID, all.ClientSecret, all.Username, all.APIKey}
	echo := strings.Join(secrets, " ") + " " + all.authorization()
	pages := []string{
		echo,
		"<html><title>" + html.EscapeString(echo) + "</title></html>",
		"<html><body>" + echo + "</body></html>",
		`{"error":` + quoteJSON(echo) + `,"code":` + quoteJSON(echo) + `}`,
		`{"details":[{"msg":` + quoteJSON(url.QueryEscape(echo)) + `}]}`,
	}
	for _, page := range pages {
		for _, status := range []int{200, 302, 400, 401, 503} {
			c := serve(t, func(w http.ResponseWriter, r *http.Request) {
				w.Header().Set("X-Veryfi-Trace-Id", all.ClientSecret)
				w.Header().Set("Location", "https://"+all.Username+"/"+all.APIKey)
				reply(w, status, page)
			})
			c.RetryBudget = -1
			err := c.Check(t.Context())
			e := failureOf(t, err)
			for _, text := range []string{err.Error(), e.Message, e.Code, e.TraceID, e.Advice()} {
				for _, secret := range append(secrets, "client+Secret", "Secret/42", "client%2BSecret") {
					if strings.Contains(text, secret) {
						t.Errorf("%d %.30s: %q holds %q", status, page, text, secret)
					}
				}
			}
		}
	}
}

func quoteJSON(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for header, want := range map[string]time.Duration{
		"": 0, "0": 0, "7": 7 * time.Second, " 1.5 ": 1500 * time.Millisecond, "-3": 0, "soon": 0, "NaN": 0,
		"999999999999":                  24 * time.Hour,
		"Sun, 01 Mar 2026 12:00:30 GMT": 30 * time.Second,
		"Sun, 01 Mar 2026 11:00:00 GMT": 0,
	} {
		if got := retryAfter(header, now); got != want {
			t.Errorf("retryAfter(%q) = %v, want %v", header, got, want)
		}
	}
}

func TestAdviceFitsTheRequest(t *testing.T) {
	status := 400
	c := serve(t, func(w http.ResponseWriter, r *http.Request) { reply(w, status, `{"error":"no"}`) })
	ctx := t.Context()
	advice := func(err error) string { return failureOf(t, err).Advice() }
	_, err := c.Submit(ctx, Submission{Files: []File{memoryFile("a.jpg", "bytes")}})
	if !strings.Contains(advice(err), "Open the file") {
		t.Error(advice(err))
	}
	if err := c.AddWebhook(ctx, "https://a.example"); strings.Contains(advice(err), "file") {
		t.Error(advice(err))
	}
	status = 404
	if err := c.Check(ctx); !strings.Contains(advice(err), "address in Settings") {
		t.Error(advice(err))
	}
	if err := c.DeleteDocument(ctx, "7"); !strings.Contains(advice(err), "deleted") {
		t.Error(advice(err))
	}
}

func TestHostileNestingCostsNothing(t *testing.T) {
	body := `{"error":` + strings.Repeat("[", 9000) + `"` + strings.Repeat("x", 1<<20) + `"` + strings.Repeat("]", 9000) + `}`
	c := serve(t, func(w http.ResponseWriter, r *http.Request) { reply(w, 400, body) })
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if _, err := c.Document(t.Context(), "7"); !errors.Is(err, ErrRefused) {
		t.Error(err)
	}
	runtime.ReadMemStats(&after)
	// Every level that is looked into copies what is within.
	if took := after.TotalAlloc - before.TotalAlloc; took > 64<<20 {
		t.Errorf("it took %d MB", took>>20)
	}
}
