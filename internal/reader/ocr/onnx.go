package ocr

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
)

// The fields of ONNX's messages that are looked at
// (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3).
const (
	modelGraph = 7

	graphNode      = 1
	graphWeights   = 5
	graphInput     = 11
	graphOutput    = 12
	graphValueInfo = 13

	nodeInput  = 1
	nodeOutput = 2
	nodeType   = 4

	tensorDims = 1
	tensorType = 2
	tensorName = 8
	tensorRaw  = 9

	valueName = 1
	valueType = 2

	typeTensor  = 1
	elementType = 1

	float32Type = 1 // TensorProto.FLOAT
)

// The ways in which protocol buffers write a field
// (https://protobuf.dev/programming-guides/encoding/).
const (
	wireVarint  = 0
	wireFixed64 = 1
	wireBytes   = 2
	wireFixed32 = 5
)

var errShort = errors.New("the message ends within a field")

// protoField is one field of a message: its number, how it is written, and what
// it holds: the bytes of a string or of a message, else the number as written.
type protoField struct {
	number, wire int
	value        []byte
}

// protoFields takes a message apart. The values share data's memory.
func protoFields(data []byte) ([]protoField, error) {
	var fields []protoField
	for len(data) > 0 {
		tag, n := binary.Uvarint(data)
		if n <= 0 || tag>>3 == 0 || tag>>3 > 1<<29-1 {
			return nil, errShort
		}
		data = data[n:]
		f := protoField{number: int(tag >> 3), wire: int(tag & 7)}
		size := 0
		switch f.wire {
		case wireVarint:
			if _, size = binary.Uvarint(data); size <= 0 {
				return nil, errShort
			}
		case wireFixed64:
			size = 8
		case wireFixed32:
			size = 4
		case wireBytes:
			length, n := binary.Uvarint(data)
			if n <= 0 || length > uint64(len(data)-n) {
				return nil, errShort
			}
			data, size = data[n:], int(length)
		default:
			return nil, fmt.Errorf("a field is written in the unknown way %d", f.wire)
		}
		if size > len(data) {
			return nil, errShort
		}
		f.value, data = data[:size], data[size:]
		fields = append(fields, f)
	}
	return fields, nil
}

// message puts fields together again.
func message(fields []protoField) []byte {
	size := 0
	for _, f := range fields {
		size += len(f.value) + 2*binary.MaxVarintLen32
	}
	out := make([]byte, 0, size)
	for _, f := range fields {
		out = binary.AppendUvarint(out, uint64(f.number)<<3|uint64(f.wire))
		if f.wire == wireBytes {
			out = binary.AppendUvarint(out, uint64(len(f.value)))
		}
		out = append(out, f.value...)
	}
	return out
}

func bytesField(number int, value []byte) protoField {
	return protoField{number: number, wire: wireBytes, value: value}
}

func numberField(number, value int) protoField {
	return protoField{number: number, wire: wireVarint, value: binary.AppendUvarint(nil, uint64(value))}
}

// texts gives the strings with a number among fields.
func texts(fields []protoField, number int) []string {
	var out []string
	for _, f := range fields {
		if f.number == number && f.wire == wireBytes {
			out = append(out, string(f.value))
		}
	}
	return out
}

// weights is a tensor of 32-bit floats that a model carries.
type weights struct {
	name string
	dims []int
	raw  []byte // little endian, the last dimension running fastest
}

// weightsOf reads a TensorProto that carries its numbers in raw form.
func weightsOf(data []byte) (weights, error) {
	fields, err := protoFields(data)
	if err != nil {
		return weights{}, err
	}
	var w weights
	kind, size := 0, 4
	for _, f := range fields {
		switch {
		case f.number == tensorDims:
			for rest := f.value; len(rest) > 0; { // one number, or several in one field
				v, n := binary.Uvarint(rest)
				if n <= 0 || v == 0 || v > 1<<24 {
					return weights{}, errors.New("a tensor has a dimension that cannot be")
				}
				w.dims, rest = append(w.dims, int(v)), rest[n:]
				if size *= int(v); size > 1<<30 {
					return weights{}, errors.New("a tensor is too large")
				}
			}
		case f.number == tensorType && f.wire == wireVarint:
			v, _ := binary.Uvarint(f.value)
			kind = int(v)
		case f.number == tensorName && f.wire == wireBytes:
			w.name = string(f.value)
		case f.number == tensorRaw && f.wire == wireBytes:
			w.raw = f.value
		}
	}
	if kind != float32Type || len(w.dims) == 0 || len(w.raw) != size {
		return weights{}, fmt.Errorf("%w: the tensor %q is not one of 32-bit floats in raw form", errNoHead, w.name)
	}
	return w, nil
}

// columns gives those columns of the last dimension that keep names.
func (w weights) columns(keep []int) weights {
	width := w.dims[len(w.dims)-1]
	out := weights{name: w.name, dims: slices.Clone(w.dims), raw: make([]byte, 0, len(w.raw)/width*len(keep))}
	out.dims[len(out.dims)-1] = len(keep)
	for row := w.raw; len(row) > 0; row = row[4*width:] {
		for _, i := range keep {
			out.raw = append(out.raw, row[4*i:4*i+4]...)
		}
	}
	return out
}

func (w weights) field() protoField {
	var fields []protoField
	for _, d := range w.dims {
		fields = append(fields, numberField(tensorDims, d))
	}
	fields = append(fields, numberField(tensorType, float32Type), bytesField(tensorName, []byte(w.name)), bytesField(tensorRaw, w.raw))
	return bytesField(graphWeights, message(fields))
}

// floatValue is a ValueInfoProto for floats of any shape.
func floatValue(number int, name string) protoField {
	kind := message([]protoField{bytesField(typeTensor, message([]protoField{numberField(elementType, float32Type)}))})
	return bytesField(number, message([]protoField{bytesField(valueName, []byte(name)), bytesField(valueType, kind)}))
}
