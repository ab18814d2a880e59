package ocr

import (
	"context"
	"errors"
	"fmt"
	"sync"

	ort "github.com/yalue/onnxruntime_go"
)

// library counts who uses the ONNX Runtime in this process. The binding keeps
// it in variables of its own and can hold only one, so that this has to be a
// variable as well.
var library struct {
	sync.Mutex
	path  string
	users int
}

// acquireLibrary loads the shared library at path, or joins those who did.
func acquireLibrary(path string) error {
	library.Lock()
	defer library.Unlock()
	if library.users > 0 {
		if library.path != path {
			return fmt.Errorf("the ONNX Runtime at %s is in use; cannot load %s beside it", library.path, path)
		}
		library.users++
		return nil
	}
	boundHeap()
	ort.SetSharedLibraryPath(path)
	if err := ort.InitializeEnvironment(ort.WithLogLevelError()); err != nil {
		return fmt.Errorf("load the ONNX Runtime %s: %w", path, err)
	}
	// The runtime has a telemetry switch on Windows. Nothing leaves this
	// computer unasked; elsewhere the switch does nothing.
	if err := ort.DisableTelemetry(); err != nil {
		return errors.Join(fmt.Errorf("switch off the ONNX Runtime's telemetry: %w", err), ort.DestroyEnvironment())
	}
	library.path, library.users = path, 1
	return nil
}

func releaseLibrary() error {
	library.Lock()
	defer library.Unlock()
	library.users--
	if library.users > 0 {
		return nil
	}
	return ort.DestroyEnvironment()
}

// session is one model with one input and one output of 32-bit floats.
type session struct {
	inner *ort.DynamicAdvancedSession
	path  string
}

// openSession loads a model, as the file at path has it, or a part of that, so
// that it may use the given number of threads.
func openSession(path string, model []byte, threads int) (*session, error) {
	inputs, outputs, err := ort.GetInputOutputInfoWithONNXData(model)
	if err != nil {
		return nil, fmt.Errorf("look at the model %s: %w", path, err)
	}
	if len(inputs) != 1 || len(outputs) != 1 {
		return nil, fmt.Errorf("the model %s has %d inputs and %d outputs where one of each was expected", path, len(inputs), len(outputs))
	}
	options, err := sessionOptions(threads)
	if err != nil {
		return nil, fmt.Errorf("set up the ONNX Runtime: %w", err)
	}
	defer func() { _ = options.Destroy() }()
	inner, err := ort.NewDynamicAdvancedSessionWithONNXData(model, []string{inputs[0].Name}, []string{outputs[0].Name}, options)
	if err != nil {
		return nil, fmt.Errorf("load the model %s: %w", path, err)
	}
	return &session{inner: inner, path: path}, nil
}

// sessionOptions keeps what a network works with in an arena of its session:
// that needs less than the C library's heap, which cannot use its holes, and
// less time, since the system clears all memory that it gives. The pattern
// planner would remember the shape of every page.
func sessionOptions(threads int) (*ort.SessionOptions, error) {
	o, err := ort.NewSessionOptions()
	if err != nil {
		return nil, err
	}
	err = errors.Join(
		o.SetIntraOpNumThreads(threads),
		o.SetInterOpNumThreads(1),
		o.SetCpuMemArena(threads != 1),
		o.SetMemPattern(false),
		o.SetGraphOptimizationLevel(ort.GraphOptimizationLevelEnableAll),
		// Threads that spin between operators would take the window's cores.
		o.AddSessionConfigEntry("session.intra_op.allow_spinning", "0"),
	)
	if err != nil {
		return nil, errors.Join(err, o.Destroy())
	}
	return o, nil
}

func (s *session) close() error { return s.inner.Destroy() }

// metadata is a text that the model carries, or "".
func (s *session) metadata(key string) (string, error) {
	m, err := s.inner.GetModelMetadata()
	if err != nil {
		return "", fmt.Errorf("read the metadata of %s: %w", s.path, err)
	}
	defer func() { _ = m.Destroy() }()
	text, _, err := m.LookupCustomMetadataMap(key)
	if err != nil {
		return "", fmt.Errorf("read %q in the metadata of %s: %w", key, s.path, err)
	}
	return text, nil
}

// run feeds one tensor through the model and hands the result to use, which
// must not keep it. It stops early, with ctx's error, when ctx ends.
func (s *session) run(ctx context.Context, shape []int64, data []float32, use func(shape []int64, data []float32) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	in, err := ort.NewTensor(ort.NewShape(shape...), data)
	if err != nil {
		return fmt.Errorf("prepare input for %s: %w", s.path, err)
	}
	defer func() { _ = in.Destroy() }()
	options, err := ort.NewRunOptions()
	if err != nil {
		return fmt.Errorf("prepare a run of %s: %w", s.path, err)
	}
	defer func() { _ = options.Destroy() }()

	terminated := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(terminated)
		_ = options.Terminate()
	})
	outputs := []ort.Value{nil}
	err = s.inner.RunWithOptions([]ort.Value{in}, outputs, options)
	if !stop() {
		<-terminated // the options must outlive the call that ends the run
	}
	if outputs[0] != nil {
		defer func() { _ = outputs[0].Destroy() }()
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		return fmt.Errorf("run %s: %w", s.path, err)
	}
	out, ok := outputs[0].(*ort.Tensor[float32])
	if !ok {
		return fmt.Errorf("%s answered with something other than 32-bit floats", s.path)
	}
	return use(out.GetShape(), out.GetData())
}
