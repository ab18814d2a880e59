package api

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math/rand/v2"
	"mime"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
)

func memoryFile(name, content string) File {
	return File{
		Name: name,
		Size: int64(len(content)),
		Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(content)), nil },
	}
}

// diskFile is a real file of n noisy bytes.
func diskFile(t testing.TB, name string, n int) File {
	t.Helper()
	path := filepath.Join(t.TempDir(), "original")
	content := make([]byte, n)
	noise := rand.NewChaCha8([32]byte{byte(n)})
	noise.Read(content)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return File{Name: name, Size: int64(n), Open: func() (io.ReadCloser, error) { return os.Open(path) }}
}

func contentOf(t testing.TB, f File) []byte {
	t.Helper()
	r, err := f.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	content, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// arrived is a submission as a server sees it.
type arrived struct {
	path   string
	header http.Header
	length int64
	read   int64
	fields map[string]string // of a form, or the literals of the JSON
	order  []signedField
	name   string
	zip    []byte
}

// receive reads a submission without any of the client's own code.
func receive(r *http.Request) (arrived, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return arrived{}, err
	}
	got := arrived{path: r.URL.Path, header: r.Header, length: r.ContentLength, read: int64(len(body)), fields: map[string]string{}}
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		return got, err
	}
	if kind == "application/json" {
		var object map[string]json.RawMessage
		if err := json.Unmarshal(body, &object); err != nil {
			return got, err
		}
		for key, raw := range object {
			got.fields[key] = string(raw)
		}
		var data string
		if err := errors.Join(json.Unmarshal(object["file_data"], &data), json.Unmarshal(object["file_name"], &got.name)); err != nil {
			return got, err
		}
		got.zip, err = base64.StdEncoding.DecodeString(data)
		return got, err
	}
	for form := multipart.NewReader(bytes.NewReader(body), params["boundary"]); ; {
		part, err := form.NextPart()
		if err == io.EOF {
			return got, nil
		}
		if err != nil {
			return got, err
		}
		content, err := io.ReadAll(part)
		if err != nil {
			return got, err
		}
		if part.FormName() == "file" {
			got.name, got.zip = part.FileName(), content
			if part.Header.Get("Content-Type") != "application/zip" {
				return got, fmt.Errorf("the file is a %s", part.Header.Get("Content-Type"))
			}
			continue
		}
		got.fields[part.FormName()] = string(content)
		got.order = append(got.order, signedField{part.FormName(), string(content)})
	}
}

func checkZip(t testing.TB, raw []byte, files []File) {
	t.Helper()
	if ZipSize(files) != int64(len(raw)) {
		t.Errorf("ZipSize is %d, the zip has %d bytes", ZipSize(files), len(raw))
	}
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	if len(z.File) != len(files) {
		t.Fatalf("%d members, want %d", len(z.File), len(files))
	}
	for i, member := range z.File {
		if member.Name != files[i].Name || member.Method != zip.Store || member.Flags&0x8 != 0 || member.NonUTF8 {
			t.Errorf("member %d is %+v", i, member.FileHeader)
		}
		r, err := member.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r) // checks the sum as well
		if err != nil || !bytes.Equal(content, contentOf(t, files[i])) {
			t.Errorf("member %s did not keep its bytes (%v)", member.Name, err)
		}
		// Programs that read from the front need the sum and size there.
		offset, err := member.DataOffset()
		if err != nil {
			t.Fatal(err)
		}
		local := raw[offset-int64(len(member.Name))-localHeaderBytes:]
		if crc := uint32(local[14]) | uint32(local[15])<<8 | uint32(local[16])<<16 | uint32(local[17])<<24; crc != member.CRC32 {
			t.Errorf("member %s has the sum %08x in front, want %08x", member.Name, crc, member.CRC32)
		}
	}
}

func TestSubmitMultipart(t *testing.T) {
	files := []File{diskFile(t, "001_kasse.jpg", 300_000), diskFile(t, "002_größe 日本.png", 1), diskFile(t, "003.pdf", 70_001)}
	files[0].CRC32 = crc32.ChecksumIEEE(contentOf(t, files[0]))
	var got arrived
	var problem error
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		got, problem = receive(r)
		reply(w, 201, `{"id":12345678901234567890}`)
	})
	id, err := c.Submit(t.Context(), Submission{
		Name: "März \"quoted\"", Files: files, ExternalID: "batch-1/a b", Country: "DE", MaxPages: 3, Details: true,
	})
	if err != nil || problem != nil {
		t.Fatal(err, problem)
	}
	if id != "12345678901234567890" {
		t.Errorf("id %s", id)
	}
	want := map[string]string{
		"external_id": "batch-1/a b", "async": "true", "country": "DE", "max_pages_to_process": "3",
		"confidence_details": "true", "bounding_boxes": "true",
	}
	if !reflect.DeepEqual(got.fields, want) {
		t.Errorf("fields %v, want %v", got.fields, want)
	}
	if got.path != "/api/v8/partner/documents/" || got.name != "März \"quoted\".zip" {
		t.Errorf("path %s, name %s", got.path, got.name)
	}
	if got.length != got.read || got.length <= 0 {
		t.Errorf("Content-Length %d, %d bytes came", got.length, got.read)
	}
	ms, _ := strconv.ParseInt(got.header.Get("X-Veryfi-Request-Timestamp"), 10, 64)
	if s := sum(testCredentials.ClientSecret, requestText(ms, got.order)); s != got.header.Get("X-Veryfi-Request-Signature") {
		t.Error("the signature does not cover the fields in their order")
	}
	checkZip(t, got.zip, files)
}

func TestSubmitWithListsGoesAsJSON(t *testing.T) {
	files := []File{diskFile(t, "001.jpg", 100_000), diskFile(t, "002.jpg", 5)}
	var got arrived
	var raw json.RawMessage
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		var copied bytes.Buffer
		r.Body = io.NopCloser(io.TeeReader(r.Body, &copied))
		var err error
		if got, err = receive(r); err != nil {
			t.Error(err)
		}
		raw = copied.Bytes()
		reply(w, 202, `{"data":{"id":"55"}}`)
	})
	id, err := c.Submit(t.Context(), Submission{
		Name: "a.zip", Files: files, ExternalID: "x-1", Categories: []string{"Meals & Entertainment", "It's, \"so\""}, Tags: []string{"march"},
	})
	if err != nil || id != "55" {
		t.Fatal(id, err)
	}
	if got.fields["async"] != "true" || got.fields["tags"] != `["march"]` || got.name != "a.zip" {
		t.Errorf("fields %v, name %s", got.fields, got.name)
	}
	if got.length != got.read {
		t.Errorf("Content-Length %d, %d bytes came", got.length, got.read)
	}
	checkZip(t, got.zip, files)
	ms, _ := strconv.ParseInt(got.header.Get("X-Veryfi-Request-Timestamp"), 10, 64)
	want, err := SignRequest(testCredentials.ClientSecret, ms, raw)
	if err != nil || got.header.Get("X-Veryfi-Request-Signature") != want {
		t.Errorf("signature %s, want %s (%v)", got.header.Get("X-Veryfi-Request-Signature"), want, err)
	}
}

func TestBigSubmissionWithListsGoesAsForm(t *testing.T) {
	files := []File{diskFile(t, "001.jpg", 15_000_001)}
	var got arrived
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		got, _ = receive(r)
		reply(w, 201, `{"id":1}`)
	})
	_, err := c.Submit(t.Context(), Submission{Name: "a", Files: files, Categories: []string{"A", "B"}, Tags: []string{"x,y", "z"}})
	if err != nil {
		t.Fatal(err)
	}
	if got.fields["categories"] != "A,B" || got.fields["tags"] != `["x,y","z"]` || int64(len(got.zip)) != ZipSize(files) {
		t.Errorf("fields %v, a zip of %d bytes", got.fields, len(got.zip))
	}
}

func TestSubmitSet(t *testing.T) {
	var got arrived
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		got, _ = receive(r)
		reply(w, 202, `{"id":351609}`)
	})
	id, err := c.SubmitSet(t.Context(), Submission{Name: "pile", Files: []File{memoryFile("a.jpg", "bytes")}, ExternalID: "s", Country: "DE", Details: true})
	if err != nil || id != "351609" || got.path != "/api/v8/partner/documents-set/" {
		t.Fatal(id, err, got.path)
	}
	if !reflect.DeepEqual(got.fields, map[string]string{"external_id": "s"}) {
		t.Errorf("fields %v: the route takes fewer than that of documents", got.fields)
	}
}

func TestLimitsHoldBeforeAnythingIsSent(t *testing.T) {
	var asked atomic.Int32
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		io.Copy(io.Discard, r.Body)
		reply(w, 201, `{"id":1}`)
	})
	one := func(size int64) []File {
		return []File{{Name: "a", Size: size, CRC32: 1, Open: func() (io.ReadCloser, error) { return nil, errors.New("opened") }}}
	}
	over := MaxDocumentBytes - ZipSize(one(0)) + 1
	if _, err := c.Submit(t.Context(), Submission{Name: "a", Files: one(over)}); !errors.Is(err, ErrTooLarge) {
		t.Error(err)
	}
	if _, err := c.SubmitSet(t.Context(), Submission{Name: "a", Files: one(MaxSetBytes)}); !errors.Is(err, ErrTooLarge) {
		t.Error(err)
	}
	for name, files := range map[string][]File{
		"none": nil, "an empty one": {memoryFile("a", "")}, "a path": {memoryFile("../a", "x")}, "a folder": {memoryFile("a/", "x")},
		"no name": {memoryFile("", "x")}, "two of a name": {memoryFile("a", "x"), memoryFile("a", "y")}, "nothing to open": {{Name: "a", Size: 1}},
	} {
		if _, err := c.Submit(t.Context(), Submission{Name: "a", Files: files}); !errors.Is(err, ErrFile) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if asked.Load() != 0 {
		t.Errorf("%d requests were sent", asked.Load())
	}
}

func TestFileThatChangesUnderWay(t *testing.T) {
	whole := strings.Repeat("receipt ", 100_000)
	for name, later := range map[string]string{
		"shorter":   whole[:len(whole)-1],
		"longer":    whole + "!",
		"different": "R" + whole[1:],
		"gone":      "",
	} {
		t.Run(name, func(t *testing.T) {
			var accepted atomic.Int32
			c := serve(t, func(w http.ResponseWriter, r *http.Request) {
				if _, err := receive(r); err == nil {
					accepted.Add(1)
				}
				reply(w, 201, `{"id":1}`)
			})
			for _, lists := range [][]string{nil, {"A"}} {
				f := memoryFile("a.jpg", whole)
				opened, last := 0, 2
				if lists != nil {
					last = 3 // the signature of JSON reads it once more
				}
				f.Open = func() (io.ReadCloser, error) {
					if opened++; opened < last {
						return io.NopCloser(strings.NewReader(whole)), nil
					}
					if later == "" {
						return nil, os.ErrNotExist
					}
					return io.NopCloser(strings.NewReader(later)), nil
				}
				_, err := c.Submit(t.Context(), Submission{Name: "a", Files: []File{f}, Tags: lists})
				e := failureOf(t, err)
				if !errors.Is(err, ErrFile) || e.InDoubt() || !strings.Contains(err.Error(), "a.jpg") {
					t.Errorf("%v (in doubt %v)", err, e.InDoubt())
				}
				if opened != last {
					t.Errorf("opened %d times, want %d", opened, last)
				}
			}
			if accepted.Load() != 0 {
				t.Error("a wrong zip was accepted")
			}
		})
	}
}

func TestSubmissionInDoubt(t *testing.T) {
	drain := func(r *http.Request) { io.Copy(io.Discard, r.Body) }
	for name, test := range map[string]struct {
		answer http.HandlerFunc
		doubt  bool
		kind   Kind
	}{
		"accepted, line cut": {func(w http.ResponseWriter, r *http.Request) { drain(r); panic(http.ErrAbortHandler) }, true, KindNetwork},
		"half an answer":     {func(w http.ResponseWriter, r *http.Request) { drain(r); halfAnAnswer(w, r) }, true, KindNetwork},
		"gateway timeout":    {func(w http.ResponseWriter, r *http.Request) { drain(r); reply(w, 504, `<html>504</html>`) }, true, KindServer},
		"a service that is busy": {func(w http.ResponseWriter, r *http.Request) {
			drain(r)
			reply(w, 503, `{"status":"fail","error":"Service unavailable"}`)
		}, false, KindServer},
		"a gateway's 503": {func(w http.ResponseWriter, r *http.Request) {
			drain(r)
			reply(w, 503, `upstream connect error or disconnect/reset before headers`)
		}, true, KindServer},
		"cut amid the upload": {func(w http.ResponseWriter, r *http.Request) {
			io.CopyN(io.Discard, r.Body, 100_000)
			panic(http.ErrAbortHandler)
		}, false, KindNetwork},
		"no id":      {func(w http.ResponseWriter, r *http.Request) { drain(r); reply(w, 201, `{}`) }, true, KindAnswer},
		"a web page": {func(w http.ResponseWriter, r *http.Request) { drain(r); reply(w, 200, `<html>Hello</html>`) }, true, KindAnswer},
		"a failure with 200": {func(w http.ResponseWriter, r *http.Request) {
			drain(r)
			reply(w, 200, `{"status":"fail","error":"File is corrupted"}`)
		}, false, KindRefused},
		"refused":        {func(w http.ResponseWriter, r *http.Request) { drain(r); reply(w, 400, `{"error":"File is corrupted"}`) }, false, KindRefused},
		"rate limited":   {func(w http.ResponseWriter, r *http.Request) { drain(r); reply(w, 409, `{"error":"Limit"}`) }, false, KindRateLimited},
		"not authorised": {func(w http.ResponseWriter, r *http.Request) { reply(w, 401, `{"error":"Not Authorized"}`) }, false, KindAuth},
	} {
		t.Run(name, func(t *testing.T) {
			c := serve(t, test.answer)
			// More than the buffers of a socket hold: what is cut did not leave as a whole.
			_, err := c.Submit(t.Context(), Submission{Name: "a", Files: []File{diskFile(t, "a.jpg", 18_000_000)}})
			e := failureOf(t, err)
			if e.InDoubt() != test.doubt || e.Kind != test.kind {
				t.Errorf("in doubt %v, kind %s: %v", e.InDoubt(), e.Kind, err)
			}
		})
	}
}

// generated is a file of n bytes that exist nowhere.
type generated struct{ left int64 }

func (g *generated) Read(p []byte) (int, error) {
	if g.left == 0 {
		return 0, io.EOF
	}
	n := min(int64(len(p)), g.left)
	g.left -= n
	return int(n), nil
}

// 200 MB in ten submissions: what is allocated in all must be a fraction of
// what one of them weighs.
func TestMemoryDoesNotGrowWithTheFiles(t *testing.T) {
	const size = 19_900_000
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		n, err := io.Copy(io.Discard, r.Body)
		if err != nil || n != r.ContentLength {
			t.Errorf("%d bytes of %d: %v", n, r.ContentLength, err)
		}
		reply(w, 201, `{"id":1}`)
	})
	f := File{Name: "a.jpg", Size: size, Open: func() (io.ReadCloser, error) { return io.NopCloser(&generated{size}), nil }}
	submit := func(tags []string, size int64) {
		f.Size, f.Open = size, func() (io.ReadCloser, error) { return io.NopCloser(&generated{size}), nil }
		if _, err := c.Submit(t.Context(), Submission{Name: "a", Files: []File{f}, Tags: tags}); err != nil {
			t.Fatal(err)
		}
	}
	submit(nil, 1000) // opens the connection
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range 8 {
		submit(nil, size)
	}
	for range 3 {
		submit([]string{"as base64"}, 14_900_000)
	}
	runtime.ReadMemStats(&after)
	if allocated := after.TotalAlloc - before.TotalAlloc; allocated > 8<<20 {
		t.Errorf("sending 200 MB allocated %d bytes", allocated)
	}
}

// countingReader counts what was read of a file.
type countingReader struct {
	io.Reader
	n *atomic.Int64
}

func (c *countingReader) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n.Add(int64(n))
	return n, err
}

func TestRefusalComesBeforeTheUpload(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Expect") != "100-continue" {
			t.Error("the service was not asked first")
		}
		reply(w, 401, `{"error":"Not Authorized"}`)
	})
	const size = 19_000_000
	var read atomic.Int64
	f := File{Name: "a.jpg", Size: size, CRC32: 1, Open: func() (io.ReadCloser, error) {
		return io.NopCloser(&countingReader{&generated{size}, &read}), nil
	}}
	if _, err := c.Submit(t.Context(), Submission{Name: "a", Files: []File{f}}); !errors.Is(err, ErrAuth) {
		t.Error(err)
	}
	if read.Load() > 64<<10 { // one piece waits to be wanted
		t.Errorf("%d bytes were read of a file that nobody wanted", read.Load())
	}
}
