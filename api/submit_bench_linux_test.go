package api

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"text/tabwriter"
	"time"

	"golang.org/x/time/rate"
)

const (
	benchRole  = "SPINDLE_BENCH_ROLE" // in the environment of the benchmark's processes
	benchFiles = 1000
	benchSize  = 1 << 20
)

// TestMain makes of the test's program the processes of the benchmark, too.
func TestMain(m *testing.M) {
	role := os.Getenv(benchRole)
	switch {
	case role == "":
		os.Exit(m.Run())
	case role == "server":
		drain()
	default:
		var l load
		err := json.Unmarshal([]byte(role), &l)
		if err == nil {
			err = l.run()
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

// load is what one process of the benchmark sends. Files go one after the
// other, PerZip of them in a zip.
type load struct {
	Way    string // "ours", "plain" or "idle"
	URL    string
	Dir    string
	Files  int
	PerZip int
	Sums   []uint32 // of the files, where they are known beforehand
	Fast   bool     // without the client's pace
}

// cost is what it took, of the whole process.
type cost struct {
	Peak    int64 // bytes resident
	CPU     time.Duration
	Elapsed time.Duration // of the sending alone
}

// BenchmarkSubmit1000 submits 1,000 files of 1 MB to a server on loopback by
// the client of this package and by a plain program: it does what the example
// of the service's page on zip files does, that is, reads the files, makes a
// zip in memory, and posts its base64 in a JSON body. Run it so:
//
//	go test ./api -run '^$' -bench Submit1000 -benchtime 1x
//
// Every line of its table is a process of its own, and so is the server, which
// counts for nobody. Peak memory is the resident set of the whole process; CPU
// is user and system time, also of the whole process. Both are measured with
// the client's pace of 50 requests a second, which the plain program has not;
// MB/s would only measure that pace, and is taken in another process without it.
//
// The plain program stores its members. The example puts its whole batch into
// one zip, which no service takes at this size, and which takes 7 GB of memory
// here; one file to a zip, as Spindle sends receipts, and as many as a document
// has pages stand beside it. The resident set of a process that does nothing is
// in the first line, for a part of every peak is the program itself.
func BenchmarkSubmit1000(b *testing.B) {
	dir := b.TempDir()
	sums := writeNoise(b, dir, benchFiles)
	url := startDrain(b)
	idle := measure(b, load{Way: "idle"})
	var table strings.Builder
	w := tabwriter.NewWriter(&table, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(w, "way\tfiles\tper zip\tpeak MB\tCPU s\tMB/s\t\n")
	line := func(l load, c cost, speed float64) {
		way := l.Way
		if len(l.Sums) > 0 {
			way += ", summed"
		}
		fmt.Fprintf(w, "%s\t%d\t%d\t%.1f\t%.2f\t%.0f\t\n", way, l.Files, l.PerZip, float64(c.Peak)/(1<<20), c.CPU.Seconds(), speed)
	}
	line(load{Way: "idle"}, idle, 0)
	for b.Loop() {
		var ours cost
		for _, perZip := range []int{MaxDocumentPages, 1} {
			few := measureBoth(b, load{Way: "ours", URL: url, Dir: dir, Files: benchFiles / 10, PerZip: perZip}, line)
			ours = measureBoth(b, load{Way: "ours", URL: url, Dir: dir, Files: benchFiles, PerZip: perZip}, line)
			measureBoth(b, load{Way: "plain", URL: url, Dir: dir, Files: benchFiles / 10, PerZip: perZip}, line)
			plain := measureBoth(b, load{Way: "plain", URL: url, Dir: dir, Files: benchFiles, PerZip: perZip}, line)
			b.ReportMetric(float64(ours.Peak)/float64(few.Peak), fmt.Sprintf("growth/%d", perZip))
			report(b, ours, plain, fmt.Sprint(perZip))
		}
		measureBoth(b, load{Way: "ours", URL: url, Dir: dir, Files: benchFiles, PerZip: 1, Sums: sums}, line)
		// Ours sends a thousand documents, the plain program one zip.
		measureBoth(b, load{Way: "plain", URL: url, Dir: dir, Files: benchFiles / 10, PerZip: benchFiles / 10}, line)
		plain := measureBoth(b, load{Way: "plain", URL: url, Dir: dir, Files: benchFiles, PerZip: benchFiles}, line)
		report(b, ours, plain, "all")
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(0, "ns/op")
	fmt.Print("\n", table.String()) // a log would be cut short
}

func report(b *testing.B, ours, plain cost, perZip string) {
	b.ReportMetric(float64(ours.Peak)/float64(plain.Peak), "memory/"+perZip)
	b.ReportMetric(float64(ours.CPU)/float64(plain.CPU), "CPU/"+perZip)
}

// measureBoth measures memory and CPU with the pace, and the speed without.
func measureBoth(b *testing.B, l load, line func(load, cost, float64)) cost {
	b.Helper()
	c := measure(b, l)
	fast := c
	if l.Way == "ours" {
		unpaced := l
		unpaced.Fast = true
		fast = measure(b, unpaced)
	}
	line(l, c, float64(l.Files)*benchSize/1e6/fast.Elapsed.Seconds())
	return c
}

// measure runs the load in a process of its own.
func measure(b *testing.B, l load) cost {
	b.Helper()
	role, err := json.Marshal(l)
	if err != nil {
		b.Fatal(err)
	}
	cmd := exec.CommandContext(b.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), benchRole+"="+string(role))
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	var c cost
	if err == nil {
		err = json.Unmarshal(out, &c)
	}
	if err != nil {
		b.Fatalf("%+v: %v", l, err)
	}
	return c
}

// startDrain starts the server's process, which ends with the benchmark.
func startDrain(b *testing.B) (url string) {
	b.Helper()
	cmd := exec.CommandContext(b.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), benchRole+"=server")
	cmd.Stderr = os.Stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		stdin.Close()
		cmd.Wait()
	})
	if _, err := fmt.Fscanln(stdout, &url); err != nil {
		b.Fatal(err)
	}
	return url
}

// drain is the server: it takes all, checks its length and keeps nothing.
func drain() {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	var id atomic.Int64
	go http.Serve(l, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if n, err := io.Copy(io.Discard, r.Body); err != nil || n != r.ContentLength {
			http.Error(w, fmt.Sprintf(`{"error":"%d bytes came of %d"}`, n, r.ContentLength), http.StatusBadRequest)
			return
		}
		w.WriteHeader(http.StatusCreated)
		fmt.Fprintf(w, `{"id":%d}`, id.Add(1))
	}))
	fmt.Println("http://" + l.Addr().String())
	io.Copy(io.Discard, os.Stdin) // until the benchmark has ended
}

// writeNoise writes files that do not compress, as photos do not, and returns
// their checksums.
func writeNoise(b *testing.B, dir string, files int) (sums []uint32) {
	b.Helper()
	noise := rand.NewChaCha8([32]byte{1})
	content := make([]byte, benchSize)
	for i := range files {
		noise.Read(content)
		if err := os.WriteFile(benchPath(dir, i), content, 0o600); err != nil {
			b.Fatal(err)
		}
		sums = append(sums, crc32.ChecksumIEEE(content))
	}
	return sums
}

func benchPath(dir string, i int) string { return filepath.Join(dir, fmt.Sprintf("%04d.jpg", i)) }

// run sends the load and prints its cost.
func (l load) run() error {
	begin := time.Now()
	var err error
	switch l.Way {
	case "ours":
		err = l.ours()
	case "plain":
		err = l.plain()
	}
	if err != nil {
		return err
	}
	c := cost{Elapsed: time.Since(begin)}
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		return err
	}
	c.CPU = time.Duration(used.Utime.Nano() + used.Stime.Nano())
	if c.Peak, err = peakMemory(); err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(c)
}

// peakMemory is the most bytes that were resident. It is not taken from
// getrusage, which counts the process from which this one came.
func peakMemory() (int64, error) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, err
	}
	_, after, ok := strings.Cut(string(status), "VmHWM:")
	if !ok {
		return 0, errors.New("the system tells no peak of memory")
	}
	var kilobytes int64
	_, err = fmt.Sscan(after, &kilobytes)
	return kilobytes << 10, err
}

// ours submits as the desk does.
func (l load) ours() error {
	c, err := New(l.URL, Credentials{ClientID: "id", ClientSecret: "secret", Username: "user", APIKey: "key"})
	if err != nil {
		return err
	}
	if l.Fast {
		c.once.Do(c.start)
		c.pace.limiter.SetLimit(rate.Inf)
	}
	for from := 0; from < l.Files; from += l.PerZip {
		s := Submission{Name: "receipt.zip", ExternalID: fmt.Sprint("spindle-", from), Details: true}
		for i := from; i < min(from+l.PerZip, l.Files); i++ {
			path := benchPath(l.Dir, i)
			f := File{Name: filepath.Base(path), Size: benchSize, Open: func() (io.ReadCloser, error) { return os.Open(path) }}
			if len(l.Sums) > 0 {
				f.CRC32 = l.Sums[i]
			}
			s.Files = append(s.Files, f)
		}
		if _, err := c.Submit(context.Background(), s); err != nil {
			return err
		}
	}
	return nil
}

// plain submits as the example of the service's page does.
func (l load) plain() error {
	for from := 0; from < l.Files; from += l.PerZip {
		var zipped bytes.Buffer
		z := zip.NewWriter(&zipped)
		for i := from; i < min(from+l.PerZip, l.Files); i++ {
			path := benchPath(l.Dir, i)
			content, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			member, err := z.CreateHeader(&zip.FileHeader{Name: filepath.Base(path), Method: zip.Store})
			if err != nil {
				return err
			}
			if _, err := member.Write(content); err != nil {
				return err
			}
		}
		if err := z.Close(); err != nil {
			return err
		}
		body, err := json.Marshal(map[string]any{
			"file_name": "receipt.zip",
			"file_data": base64.StdEncoding.EncodeToString(zipped.Bytes()),
			"async":     true,
		})
		if err != nil {
			return err
		}
		resp, err := http.Post(l.URL+"/api/v8/partner/documents/", "application/json", bytes.NewReader(body))
		if err != nil {
			return err
		}
		_, err = io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
		if err != nil || resp.StatusCode != http.StatusCreated {
			return fmt.Errorf("answered %s: %w", resp.Status, err)
		}
	}
	return nil
}
