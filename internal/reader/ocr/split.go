package ocr

import (
	"errors"
	"fmt"
	"slices"
)

// errNoHead says that a model does not end as the recognisers of PP-OCR do.
var errNoHead = errors.New("the model does not end in a layer over its alphabet")

// splitModel is a recogniser's model in two: the network that sees a line, and
// its last layer, which weighs what was seen against every sign of the
// alphabet. That layer is a good part of the work, most of it for signs that no
// receipt in Latin letters has; apart, it can be run for few signs or for all.
type splitModel struct {
	trunk    []byte // the model without its last layer
	model    []protoField
	graph    []protoField // of the head: its nodes, without input, output and weights
	from, to string       // what goes into the head and what comes out
	weights  []weights    // the matrix and what is added, classes running fastest
}

// split takes a model apart, or gives errNoHead if it ends in another way than
// with MatMul, Add and Softmax.
func split(data []byte) (*splitModel, error) {
	model, err := protoFields(data)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(model, func(f protoField) bool { return f.number == modelGraph && f.wire == wireBytes })
	if at < 0 {
		return nil, errNoHead
	}
	graph, err := protoFields(model[at].value)
	if err != nil {
		return nil, err
	}
	s := &splitModel{model: slices.Delete(slices.Clone(model), at, at+1)}
	head, err := s.findHead(graph)
	if err != nil {
		return nil, err
	}
	trunk, err := s.cut(graph, head)
	if err != nil {
		return nil, err
	}
	s.trunk = message(append(slices.Clone(s.model), bytesField(modelGraph, message(trunk))))
	return s, nil
}

// head gives the last layer as a model of its own, for all classes, or only for
// those that keep names, in its order.
func (s *splitModel) head(keep []int) []byte {
	graph := append(slices.Clone(s.graph), floatValue(graphInput, s.from), floatValue(graphOutput, s.to))
	for _, w := range s.weights {
		if keep != nil {
			w = w.columns(keep)
		}
		graph = append(graph, w.field())
	}
	return message(append(slices.Clone(s.model), bytesField(modelGraph, message(graph))))
}

// classes is how many signs the head tells apart.
func (s *splitModel) classes() int { return s.weights[0].dims[1] }

// node is one operation of a graph.
type node struct {
	at      int // in the graph's fields
	kind    string
	in, out []string
}

// findHead walks from the model's only output back to the matrix, and gives
// the places of these nodes in graph.
func (s *splitModel) findHead(graph []protoField) (map[int]bool, error) {
	makes := map[string]node{}
	for i, f := range graph {
		switch f.number {
		case graphNode:
			fields, err := protoFields(f.value)
			if err != nil {
				return nil, err
			}
			n := node{at: i, in: texts(fields, nodeInput), out: texts(fields, nodeOutput)}
			if kinds := texts(fields, nodeType); len(kinds) == 1 {
				n.kind = kinds[0]
			}
			for _, name := range n.out {
				makes[name] = n
			}
		case graphOutput:
			fields, err := protoFields(f.value)
			if err != nil {
				return nil, err
			}
			if names := texts(fields, valueName); len(names) == 1 && s.to == "" {
				s.to = names[0]
				continue
			}
			return nil, errNoHead
		}
	}
	head := map[int]bool{}
	var names []string // of the weights
	name := s.to
	for _, kind := range []string{"Softmax", "Add", "MatMul"} {
		n, ok := makes[name]
		for ; ok && n.kind == "Identity" && len(n.in) == 1 && !head[n.at]; n, ok = makes[n.in[0]] {
			head[n.at] = true
		}
		if !ok || n.kind != kind || len(n.out) != 1 || len(n.in) != 1 && kind == "Softmax" || len(n.in) != 2 && kind != "Softmax" {
			return nil, errNoHead
		}
		head[n.at] = true
		name = n.in[0]
		names = append(names, n.in[1:]...)
	}
	s.from = name
	for _, name := range names {
		if _, ok := makes[name]; ok {
			return nil, errNoHead
		}
	}
	for _, n := range makes {
		for _, name := range n.in {
			if !head[n.at] && head[makes[name].at] && len(makes[name].out) > 0 {
				return nil, errNoHead // what the head makes is needed elsewhere too
			}
		}
	}
	return head, s.findWeights(graph, names)
}

// findWeights takes the matrix and what is added from the graph, by their names
// from the end of the model.
func (s *splitModel) findWeights(graph []protoField, names []string) error {
	slices.Reverse(names)
	for _, name := range names {
		for _, f := range graph {
			if f.number != graphWeights || !hasName(f.value, name) {
				continue
			}
			w, err := weightsOf(f.value)
			if err != nil {
				return err
			}
			s.weights = append(s.weights, w)
		}
	}
	if len(s.weights) != 2 || len(s.weights[0].dims) != 2 || len(s.weights[1].dims) != 1 || s.weights[0].dims[1] != s.weights[1].dims[0] {
		return errNoHead
	}
	return nil
}

// cut parts the fields of a graph into the head's, which it keeps, and the
// trunk's.
func (s *splitModel) cut(graph []protoField, head map[int]bool) ([]protoField, error) {
	var trunk []protoField
	for i, f := range graph {
		switch {
		case head[i]:
			s.graph = append(s.graph, f)
		case f.number == graphOutput, f.number == graphValueInfo:
			// The runtime finds the shapes between by itself.
		case f.number == graphWeights && (hasName(f.value, s.weights[0].name) || hasName(f.value, s.weights[1].name)):
		case f.number == graphNode, f.number == graphWeights, f.number == graphInput:
			trunk = append(trunk, f)
		case f.wire == wireBytes: // names and words about the graph
			s.graph, trunk = append(s.graph, f), append(trunk, f)
		default:
			return nil, fmt.Errorf("the graph has the unknown field %d", f.number)
		}
	}
	return append(trunk, floatValue(graphOutput, s.from)), nil
}

// hasName tells whether a tensor has a name.
func hasName(tensor []byte, name string) bool {
	fields, err := protoFields(tensor)
	return err == nil && slices.Contains(texts(fields, tensorName), name)
}
