package reader

import (
	"reflect"
	"testing"

	"github.com/spindle-receipts/spindle/api/server"
)

// countValues counts the server.Values in a reading, wherever they are, so that
// a field added to it is not forgotten.
func countValues(t *testing.T, r server.Reading) int {
	t.Helper()
	var count func(v reflect.Value) int
	count = func(v reflect.Value) int {
		n := 0
		switch {
		case v.Type() == reflect.TypeFor[server.Value]():
			return 1
		case v.Kind() == reflect.Struct:
			for i := range v.NumField() {
				n += count(v.Field(i))
			}
		case v.Kind() == reflect.Slice:
			for i := range v.Len() {
				n += count(v.Index(i))
			}
		}
		return n
	}
	return count(reflect.ValueOf(r))
}
