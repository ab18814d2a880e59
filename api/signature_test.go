package api

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"unicode/utf8"
)

type vector struct {
	Secret    string `json:"secret"`
	Data      string `json:"data_json"`
	Repr      string `json:"python_repr"`
	Signature string `json:"signature"`
}

// vectors are those of the official PHP library and those made with CPython.
func vectors(t testing.TB) []vector {
	t.Helper()
	raw, err := os.ReadFile("testdata/signatures.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Official  vector `json:"official_php_sdk_vector"`
		Generated struct {
			Secret  string   `json:"secret"`
			Vectors []vector `json:"vectors"`
		} `json:"generated"`
	}
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	all := []vector{file.Official}
	for _, v := range file.Generated.Vectors {
		v.Secret = file.Generated.Secret
		all = append(all, v)
	}
	if len(all) < 14 {
		t.Fatalf("only %d vectors", len(all))
	}
	return all
}

func TestSignVectors(t *testing.T) {
	for _, v := range vectors(t) {
		text, err := Repr(json.RawMessage(v.Data))
		if err != nil || text != v.Repr {
			t.Errorf("Repr(%s)\n got %s, %v\nwant %s", v.Data, text, err, v.Repr)
		}
		signature, err := Sign(v.Secret, json.RawMessage(v.Data))
		if err != nil || signature != v.Signature {
			t.Errorf("Sign(%s) = %s, %v; want %s", v.Data, signature, err, v.Signature)
		}
	}
}

// The wanted texts are what CPython 3.11 prints for str(json.loads(data)).
func TestRepr(t *testing.T) {
	for data, want := range map[string]string{
		` [ ] `:                      `[]`,
		"{ \"a\" :\t[1 ,2 ]\r\n}":    `{'a': [1, 2]}`,
		`-0`:                         `0`,
		`1e400`:                      `inf`,
		`-1e400`:                     `-inf`,
		`0.0001`:                     `0.0001`,
		`0.00001`:                    `1e-05`,
		`1E2`:                        `100.0`,
		`9999999999999998.0`:         `9999999999999998.0`,
		`1e-400`:                     `0.0`,
		`"\ud800"`:                   `'\ud800'`,
		`"\ud800\ud83e\uddfe\udc00"`: `'\ud800🧾\udc00'`,
		`"\ud800x\\u0041"`:           `'\ud800x\\u0041'`,
		`"\/\b\f\u0000"`:             `'/\x08\x0c\x00'`,
		`"\udb80\udc00"`:             `'\U000f0000'`,
		`"\ufffd"`:                   `'` + "\ufffd" + `'`,
		`{"":{"":""}}`:               `{'': {'': ''}}`,
	} {
		if got, err := Repr(json.RawMessage(data)); err != nil || got != want {
			t.Errorf("Repr(%s) = %s, %v; want %s", data, got, err, want)
		}
	}
}

func TestReprRefusesWhatIsNotJSON(t *testing.T) {
	for _, data := range []string{"", "{", "NaN", "{} {}", "{'a':1}", "\"\xff\"", strings.Repeat("[", 1<<16), strings.Repeat("[", 600) + strings.Repeat("]", 600), strings.Repeat(`{"a":[`, 300) + strings.Repeat("]}", 300)} {
		if got, err := Repr(json.RawMessage(data)); err == nil {
			t.Errorf("Repr(%.20q) = %q, want an error", data, got)
		}
	}
}

func FuzzRepr(f *testing.F) {
	for _, v := range vectors(f) {
		f.Add([]byte(v.Data))
	}
	f.Add([]byte(`"\ud800\udc00\ud800"`))
	f.Add([]byte(`[1e400,-0,1E2,[{}]]`))
	f.Fuzz(func(t *testing.T, data []byte) {
		text, err := Repr(data)
		deep := strings.Count(string(data), "[")+strings.Count(string(data), "{") >= maxDepth
		if valid := json.Valid(data) && utf8.Valid(data); valid != (err == nil) && !deep {
			t.Fatalf("Repr(%q): valid %v, error %v", data, valid, err)
		}
		if !utf8.ValidString(text) {
			t.Fatalf("Repr(%q) = %q is not UTF-8", data, text)
		}
	})
}
