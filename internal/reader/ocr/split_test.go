package ocr

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"math"
	"os"
	"slices"
	"testing"

	"github.com/spindle-receipts/spindle/internal/reader/models"
)

// TestASplitModelAnswersAsTheWholeOne runs the real recogniser in one piece and
// in two on the same line.
func TestASplitModelAnswersAsTheWholeOne(t *testing.T) {
	engine(t) // the library is loaded
	set, err := models.Find()
	if err != nil {
		t.Fatal(err)
	}
	model, err := os.ReadFile(set.Recogniser)
	if err != nil {
		t.Fatal(err)
	}
	parts, err := split(model)
	if err != nil {
		t.Fatal(err)
	}
	line := make([]float32, 3*48*320)
	for i := range line {
		line[i] = float32(math.Sin(float64(i%320)/3) * math.Cos(float64(i/320)/2))
	}
	whole := runModel(t, model, []int64{1, 3, 48, 320}, line)
	seen := runModel(t, parts.trunk, []int64{1, 3, 48, 320}, line)
	classes := parts.classes()
	steps := len(whole) / classes
	shape := []int64{1, int64(steps), int64(len(seen) / steps)}
	if all := runModel(t, parts.head(nil), shape, seen); !near(all, whole) {
		t.Error("the head answers otherwise than the whole model")
	}
	keep := []int{0, 5, 17, classes - 1}
	few := runModel(t, parts.head(keep), shape, seen)
	if len(few) != steps*len(keep) {
		t.Fatalf("%d numbers for %d steps and %d classes", len(few), steps, len(keep))
	}
	for step := range steps {
		want, sum := make([]float32, len(keep)), float32(0)
		for i, class := range keep {
			want[i] = whole[step*classes+class]
			sum += want[i]
		}
		if sum < 1e-6 {
			continue // too little is left for these classes to tell
		}
		for i := range want {
			want[i] /= sum
		}
		if got := few[step*len(keep) : (step+1)*len(keep)]; !near(got, want) {
			t.Errorf("step %d of the classes %v: %v, want %v", step, keep, got, want)
		}
	}
}

func runModel(t *testing.T, model []byte, shape []int64, data []float32) (out []float32) {
	t.Helper()
	s, err := openSession("the model", model, 1)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.close() }()
	err = s.run(context.Background(), shape, data, func(_ []int64, data []float32) error {
		out = slices.Clone(data)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func near(a, b []float32) bool {
	return slices.EqualFunc(a, b, func(x, y float32) bool { return math.Abs(float64(x-y)) < 1e-4 })
}

// operation is a NodeProto.
func operation(kind, out string, in ...string) protoField {
	fields := []protoField{bytesField(nodeOutput, []byte(out)), bytesField(nodeType, []byte(kind))}
	for _, name := range in {
		fields = append(fields, bytesField(nodeInput, []byte(name)))
	}
	return bytesField(graphNode, message(fields))
}

func floats(name string, dims []int, values ...float32) protoField {
	w := weights{name: name, dims: dims}
	for _, v := range values {
		w.raw = binary.LittleEndian.AppendUint32(w.raw, math.Float32bits(v))
	}
	return w.field()
}

// smallModel is a model with these nodes, two numbers seen, and three classes.
func smallModel(nodes ...protoField) []byte {
	graph := append([]protoField{floatValue(graphInput, "picture"), floatValue(graphOutput, "answer"),
		floats("matrix", []int{2, 3}, 1, 2, 3, 4, 5, 6), floats("added", []int{3}, 7, 8, 9)}, nodes...)
	return message([]protoField{numberField(1, 8), bytesField(modelGraph, message(graph))})
}

func TestSplitTakesColumnsOfTheLastLayer(t *testing.T) {
	parts, err := split(smallModel(operation("Relu", "seen", "picture"), operation("MatMul", "m", "seen", "matrix"),
		operation("Add", "a", "m", "added"), operation("Identity", "i", "a"), operation("Softmax", "answer", "i")))
	if err != nil {
		t.Fatal(err)
	}
	if parts.from != "seen" || parts.to != "answer" || parts.classes() != 3 {
		t.Errorf("from %q to %q with %d classes", parts.from, parts.to, parts.classes())
	}
	for i, want := range []protoField{floats("matrix", []int{2, 2}, 3, 1, 6, 4), floats("added", []int{2}, 9, 7)} {
		if got := parts.weights[i].columns([]int{2, 0}).field(); !bytes.Equal(got.value, want.value) {
			t.Errorf("%s is % x, want % x", parts.weights[i].name, got.value, want.value)
		}
	}
	if bytes.Contains(parts.trunk, []byte("MatMul")) || bytes.Contains(parts.trunk, []byte("added")) || bytes.Contains(parts.head(nil), []byte("Relu")) {
		t.Error("a part has what belongs to the other")
	}
}

func TestSplitLeavesOtherModelsWhole(t *testing.T) {
	matMul, add, softmax := operation("MatMul", "m", "picture", "matrix"), operation("Add", "a", "m", "added"), operation("Softmax", "answer", "a")
	for name, model := range map[string][]byte{
		"nothing":               nil,
		"another end":           smallModel(matMul, add, operation("Sigmoid", "answer", "a")),
		"nothing added":         smallModel(matMul, operation("Softmax", "answer", "m")),
		"a computed matrix":     smallModel(operation("Relu", "w", "picture"), operation("MatMul", "m", "picture", "w"), add, softmax),
		"weights that lack":     smallModel(operation("MatMul", "m", "picture", "lost"), add, softmax),
		"weights of two shapes": smallModel(operation("MatMul", "m", "picture", "added"), add, softmax),
		"a sum used elsewhere":  smallModel(matMul, add, softmax, operation("Relu", "other", "a")),
		"a ring":                smallModel(operation("Identity", "answer", "answer")),
		"two answers":           smallModel(matMul, add, softmax, floatValue(graphOutput, "m")),
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := split(model); !errors.Is(err, errNoHead) {
				t.Errorf("error %v", err)
			}
		})
	}
}

// FuzzSplit holds that no file makes splitting fall over, and that what comes
// out can be read again.
func FuzzSplit(f *testing.F) {
	whole := smallModel(operation("MatMul", "m", "picture", "matrix"), operation("Add", "a", "m", "added"), operation("Softmax", "answer", "a"))
	f.Add(whole)
	f.Add(whole[:len(whole)-3])
	f.Fuzz(func(t *testing.T, data []byte) {
		parts, err := split(data)
		if err != nil {
			return
		}
		for _, model := range [][]byte{parts.trunk, parts.head(nil), parts.head([]int{parts.classes() - 1})} {
			if _, err := protoFields(model); err != nil {
				t.Errorf("a part is no message: %v", err)
			}
		}
	})
}
