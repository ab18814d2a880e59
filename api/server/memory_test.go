package server

import (
	"context"
	"encoding/base64"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"
)

// sizeReader is a fake that reads nothing but how long a file is.
type sizeReader struct{}

func (sizeReader) Read(_ context.Context, sources []Source, _ Hints) (Reading, error) {
	info, err := os.Stat(sources[0].Path)
	if err != nil {
		return Reading{}, err
	}
	return Reading{Total: Value{Text: strconv.FormatInt(info.Size(), 10)}}, nil
}

// A file goes from the socket to the disk: however it is sent, it is never
// held in memory whole.
func TestUploadsAreNotHeldInMemory(t *testing.T) {
	const size = 8 << 20
	s := start(t, func(c *Config) { c.Reader = sizeReader{} })
	photo := picture(1) + noise(size)
	multi, form := multipartBody(t, part{"file", "a.jpg", photo}, part{"async", "", "true"})
	for name, c := range map[string]struct{ contentType, body string }{
		"multipart": {multi, form.String()},
		"JSON":      {"application/json", `{"async":true,"file_data":"` + base64.StdEncoding.EncodeToString([]byte(photo)) + `"}`},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		r := s.do("POST", "/documents/", c.contentType, strings.NewReader(c.body))
		runtime.ReadMemStats(&after)
		if r.status != 201 {
			t.Fatalf("%s answered %d %s", name, r.status, r.raw)
		}
		if took := after.TotalAlloc - before.TotalAlloc; took > size/2 {
			t.Errorf("%s: taking a file of %d bytes allocated %d", name, size, took)
		}
		if got := s.finished(r.id()); fmt.Sprint(got.body["total"]) != strconv.Itoa(len(photo)) {
			t.Errorf("%s: of %d bytes the reader got %v", name, len(photo), got.body["total"])
		}
	}
}
