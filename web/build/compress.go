package build

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/andybalholm/brotli"
)

// compress is brotli at its best, which is what servers send for static files.
// The module takes it 14 s of processor time, so the user's cache directory keeps
// what came of it; without such a directory each call compresses.
func compress(ctx context.Context, content []byte) ([]byte, error) {
	kept, err := compressedFile(ctx, content)
	if err != nil {
		return nil, err
	}
	if packed, err := os.ReadFile(kept); err == nil && unpacks(packed, content) {
		now := time.Now()
		_ = os.Chtimes(kept, now, now)
		return packed, nil
	}
	var packed bytes.Buffer
	writer := brotli.NewWriterLevel(&packed, brotli.BestCompression)
	if _, err := writer.Write(content); err != nil {
		return nil, err
	}
	if err := writer.Close(); err != nil {
		return nil, err
	}
	keep(kept, packed.Bytes())
	return packed.Bytes(), nil
}

// compressedFile gives the file in which the compressed form of the content is
// kept, "" if there is no place for it. Its name has the hash of the content and of
// go.sum, which says what version of brotli compresses.
func compressedFile(ctx context.Context, content []byte) (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", nil
	}
	root, err := Root(ctx)
	if err != nil {
		return "", err
	}
	versions, err := os.ReadFile(filepath.Join(root, "go.sum"))
	if err != nil {
		return "", err
	}
	hash := sha256.Sum256(versions)
	hash = sha256.Sum256(append(hash[:], content...))
	return filepath.Join(cache, "cognito-wasm", "brotli", hex.EncodeToString(hash[:])), nil
}

// unpacks tells whether the content comes of its compressed form. A file of the
// cache may be damaged.
func unpacks(packed, content []byte) bool {
	unpacked, err := io.ReadAll(brotli.NewReader(bytes.NewReader(packed)))
	return err == nil && bytes.Equal(unpacked, content)
}

// keptFor is how long the cache keeps what nobody asks for.
const keptFor = 7 * 24 * time.Hour

// keep writes a file of the cache, if that can be done, and deletes those that
// nobody has asked for. Other builds may read and write there at the same time.
func keep(file string, packed []byte) {
	directory := filepath.Dir(file)
	if file == "" || os.MkdirAll(directory, 0o755) != nil {
		return
	}
	entries, _ := os.ReadDir(directory)
	for _, entry := range entries {
		if info, err := entry.Info(); err == nil && time.Since(info.ModTime()) > keptFor {
			_ = os.Remove(filepath.Join(directory, entry.Name()))
		}
	}
	temporary, err := os.CreateTemp(directory, "new-")
	if err != nil {
		return
	}
	_, err = temporary.Write(packed)
	if closing := temporary.Close(); err == nil && closing == nil && os.Rename(temporary.Name(), file) == nil {
		return
	}
	_ = os.Remove(temporary.Name())
}
