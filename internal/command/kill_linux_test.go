package command

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/spindle-receipts/spindle/api"
	"github.com/spindle-receipts/spindle/api/server"
)

var kills = flag.Int("kills", 12, "how often the program is killed on its way through a batch")

// The program is killed with SIGKILL right after a write to its history, at
// every one of them in turn when there are kills enough, and up to twice more
// while it takes up what it left. The service takes some submissions and
// cuts the line. In the end each receipt has one document, and each row shows
// what its own file says.
func TestKilledAtEveryWrite(t *testing.T) {
	t.Parallel()
	const perRound = 3
	all := newRound(t, 0)
	writes := all.program(t, 0, "read", all.folder)
	all.finish(t)
	if writes < 10 {
		t.Fatalf("%d writes to the history were seen", writes)
	}
	var (
		wg     sync.WaitGroup
		mu     sync.Mutex
		killed int
		slots  = make(chan struct{}, 16) // a receipt in doubt is looked for for a minute
	)
	rounds := (*kills + perRound - 1) / perRound
	for n := range rounds {
		r := newRound(t, n)
		wg.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			random := rand.New(rand.NewPCG(uint64(n), 7))
			dead := 0
			for i, at := range []int{1 + n*writes/rounds, 1 + random.IntN(8), 1 + random.IntN(20)} {
				args := []string{"resume", "--again"}
				if i == 0 {
					args = []string{"read", r.folder}
				}
				if r.program(t, at, args...) < 0 {
					dead++
				}
			}
			r.finish(t)
			mu.Lock()
			defer mu.Unlock()
			killed += dead
		})
	}
	wg.Wait()
	t.Logf("killed %d times in %d batches; one that is left alone writes %d times", killed, rounds, writes)
	if killed == 0 {
		t.Error("nothing was killed")
	}
}

// killRound is one batch and the service that it is sent to.
type killRound struct {
	n      int
	m      *machine
	s      *service
	folder string
	paths  []string
}

func newRound(t *testing.T, n int) *killRound {
	t.Helper()
	r := &killRound{n: n, m: newMachine(t), s: startService(t)}
	r.folder, r.paths = pictures(t, 5)
	if err := os.MkdirAll(r.m.home, 0o700); err != nil {
		t.Fatal(err)
	}
	r.s.faults.Add(server.Fault{Method: "POST", Path: "/documents", Cut: server.CutAfter, Skip: n % 4, Times: 1})
	return r
}

// program runs the command as a process of its own, and kills it at the at-th
// write to the history; 0 means never. It returns how many writes were seen, or
// -1 when it killed it.
func (r *killRound) program(t *testing.T, at int, args ...string) int {
	seen, stop, err := historyWrites(r.m.home)
	if err != nil {
		t.Error(err)
		return 0
	}
	defer stop()
	p := exec.Command(os.Args[0], append(args, "--engine", "veryfi", "--url", r.s.url, "--home", r.m.home)...)
	p.Env = append(os.Environ(), asProgram+"=1")
	if err := p.Start(); err != nil {
		t.Error(err)
		return 0
	}
	ended := make(chan struct{})
	go func() {
		_ = p.Wait()
		close(ended)
	}()
	hang := time.After(5 * time.Minute)
	for n := 0; ; {
		select {
		case <-seen:
			if n++; n == at && p.Process.Kill() == nil {
				<-ended
				return -1
			}
		case <-ended:
			return n
		case <-hang:
			t.Errorf("%v did not end", args)
			_ = p.Process.Kill()
			<-ended
			return n
		}
	}
}

// historyWrites sends a token for each write to the history's log.
func historyWrites(home string) (<-chan struct{}, func(), error) {
	fd, err := unix.InotifyInit1(unix.IN_CLOEXEC | unix.IN_NONBLOCK)
	if err != nil {
		return nil, nil, err
	}
	f := os.NewFile(uintptr(fd), "inotify")
	if _, err := unix.InotifyAddWatch(fd, home, unix.IN_MODIFY); err != nil {
		return nil, nil, err
	}
	seen := make(chan struct{}, 10_000)
	go func() {
		buffer := make([]byte, 1<<16)
		for {
			n, err := f.Read(buffer)
			if err != nil {
				return // closed
			}
			for b := buffer[:n]; len(b) >= unix.SizeofInotifyEvent; {
				size := int(binary.NativeEndian.Uint32(b[12:]))
				name := bytes.TrimRight(b[unix.SizeofInotifyEvent:unix.SizeofInotifyEvent+size], "\x00")
				if bytes.HasSuffix(name, []byte("-wal")) {
					seen <- struct{}{}
				}
				b = b[unix.SizeofInotifyEvent+size:]
			}
		}
	}()
	return seen, func() { _ = f.Close() }, nil
}

// finish lets the program end its work, and says what is not as it should be.
func (r *killRound) finish(t *testing.T) {
	for _, args := range [][]string{{"read", r.folder}, {"resume", "--again"}} { // files that it had not come to, then what is in doubt
		if o := r.m.run(append(args, "--engine", "veryfi", "--url", r.s.url)...); o.status != ExitOK && (args[0] != "read" || o.status != ExitTime) {
			t.Errorf("round %d: %v ended with %v", r.n, args, o)
		}
	}
	out := r.m.run("export")
	if out.status != ExitOK {
		t.Errorf("round %d: %v", r.n, out)
		return
	}
	rows := make(map[string]map[string]string)
	for _, row := range table(t, out.out) {
		if row["status"] == "duplicate" {
			continue // killed while it copied the file, which was read again: held, and told so
		}
		if rows[row["file"]] != nil {
			t.Errorf("round %d: two rows for %s: %v and %v", r.n, row["file"], rows[row["file"]], row)
		}
		rows[row["file"]] = row
	}
	for _, path := range r.paths {
		content, err := os.ReadFile(path)
		if err != nil {
			t.Error(err)
			return
		}
		sum := sha256.Sum256(content)
		if row := rows[path]; row["status"] != "ready" || row["vendor"] != fmt.Sprintf("Shop %x", sum[:4]) {
			t.Errorf("round %d: %s became %v", r.n, path, row)
		}
	}
	r.s.faults.Clear()
	numbers := make(map[string]bool)
	documents, err := r.s.client.Search(t.Context(), api.Query{})
	if err != nil {
		t.Error(err)
		return
	}
	for _, d := range documents.Documents {
		numbers[d.ExternalID] = true
	}
	if len(numbers) != len(r.paths) || len(documents.Documents) != len(r.paths) {
		t.Errorf("round %d: %d documents under %d numbers for %d receipts", r.n, len(documents.Documents), len(numbers), len(r.paths))
	}
}
