package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
)

const (
	originalsName = "originals"
	incoming      = "incoming-*" // files that have not yet got their names
)

// Kept is an original that is safe on this computer.
type Kept struct {
	SHA256 string // 64 hex digits
	Size   int64  // bytes
	CRC32  uint32 // IEEE, of the bytes
	Path   string // of the copy
	New    bool   // these bytes were not here before
}

// Keep copies src into the originals and returns when the copy is on the disk
// under the hash of its bytes. The same bytes are kept once: a copy that is
// there already is compared with its hash, and replaced when it is damaged.
// On any error nothing is left behind.
func (s *Store) Keep(ctx context.Context, src io.Reader) (Kept, error) {
	if s.lock == nil {
		return Kept{}, ErrReadOnly
	}
	kept, err := s.copyIn(ctx, src)
	if err != nil {
		return Kept{}, fmt.Errorf("keeping a copy in %s: %w%s", s.originals(), err, advice(err))
	}
	return kept, nil
}

// Hash is the name that Keep would give to the bytes of src: their SHA-256 as
// 64 hex digits.
func Hash(ctx context.Context, src io.Reader) (string, error) {
	hash := sha256.New()
	if _, err := io.Copy(hash, &stoppable{ctx, src}); err != nil {
		return "", err
	}
	return hex.EncodeToString(hash.Sum(nil)), nil
}

// OriginalPath is where the original with this hash is kept, or would be.
func (s *Store) OriginalPath(sha256 string) string {
	if len(sha256) != 64 {
		return ""
	}
	return filepath.Join(s.originals(), sha256[:2], sha256)
}

func (s *Store) originals() string { return filepath.Join(s.home, originalsName) }

func (s *Store) copyIn(ctx context.Context, src io.Reader) (_ Kept, err error) {
	temp, err := os.CreateTemp(s.originals(), incoming)
	if err != nil {
		return Kept{}, err
	}
	defer func() { // a second Close and a Remove after the rename do nothing
		_ = temp.Close()
		_ = os.Remove(temp.Name())
	}()
	hash, crc := sha256.New(), crc32.NewIEEE()
	size, err := io.Copy(io.MultiWriter(temp, hash, crc), &stoppable{ctx, src})
	if err != nil {
		return Kept{}, err
	}
	if err := temp.Sync(); err != nil {
		return Kept{}, err
	}
	if err := temp.Close(); err != nil {
		return Kept{}, err
	}
	sum := hex.EncodeToString(hash.Sum(nil))
	kept := Kept{SHA256: sum, Size: size, CRC32: crc.Sum32(), Path: s.OriginalPath(sum)}
	s.keep.Lock()
	defer s.keep.Unlock()
	sound, err := isSound(ctx, kept)
	if err != nil || sound {
		return kept, err
	}
	kept.New = true
	return kept, name(temp.Name(), kept.Path)
}

// Has tells whether the copy under this hash is here, whole and undamaged. It
// reads all of it.
func (s *Store) Has(ctx context.Context, sha256 string, size int64) (bool, error) {
	path := s.OriginalPath(sha256)
	if path == "" {
		return false, nil
	}
	return isSound(ctx, Kept{SHA256: sha256, Size: size, Path: path})
}

// name gives a finished file its final name, on the disk too.
func name(temp, path string) error {
	shard := filepath.Dir(path)
	if err := os.Mkdir(shard, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	if err := os.Rename(temp, path); err != nil {
		return err
	}
	if err := SyncFolder(shard); err != nil {
		return err
	}
	return SyncFolder(filepath.Dir(shard))
}

// isSound tells whether the copy is there with exactly the bytes of its name.
func isSound(ctx context.Context, k Kept) (bool, error) {
	info, err := os.Stat(k.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if info.Size() != k.Size {
		return false, nil
	}
	f, err := os.Open(k.Path)
	if err != nil {
		return false, err
	}
	defer f.Close()
	sum, err := Hash(ctx, f)
	if ctx.Err() != nil {
		return false, ctx.Err()
	}
	return err == nil && sum == k.SHA256, nil // an unreadable copy is as good as none
}

// sweep removes what a crash left half copied.
func (s *Store) sweep() error {
	left, err := fs.Glob(os.DirFS(s.originals()), incoming)
	if err != nil {
		return err
	}
	for _, name := range left {
		if err := os.Remove(filepath.Join(s.originals(), name)); err != nil {
			return err
		}
	}
	return nil
}

// SyncFolder makes new names in a folder last, so that a power cut does not take
// them back. Windows has no such call and journals its folders.
func SyncFolder(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}

// stoppable is a reader that ends with its context.
type stoppable struct {
	ctx context.Context
	src io.Reader
}

func (r *stoppable) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.src.Read(p)
}
