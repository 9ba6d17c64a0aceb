package build

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/andybalholm/brotli"
)

// Budget is how many times the empty program the module may weigh, after brotli.
const Budget = 1.5

// Size is what the module weighs, in bytes.
type Size struct {
	Raw, Brotli int
	// Floor is the empty program's weight after brotli, built with the same flags.
	Floor int
}

// Ratio is the module's weight in empty programs.
func (s Size) Ratio() float64 { return float64(s.Brotli) / float64(s.Floor) }

// MeasureSize builds the module and the empty program and weighs both.
func MeasureSize(ctx context.Context) (Size, error) {
	temporary, err := os.MkdirTemp("", "cognito-wasm-")
	if err != nil {
		return Size{}, err
	}
	defer os.RemoveAll(temporary)
	var size Size
	for _, program := range []struct {
		pkg         string
		raw, brotli *int
	}{{Program, &size.Raw, &size.Brotli}, {Empty, new(int), &size.Floor}} {
		file := filepath.Join(temporary, "program.wasm")
		if err := Wasm(ctx, program.pkg, file); err != nil {
			return Size{}, err
		}
		if *program.raw, *program.brotli, err = weigh(file); err != nil {
			return Size{}, err
		}
	}
	return size, nil
}

// weigh gives the length of a file, and its length after brotli.
func weigh(file string) (raw, compressed int, err error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return 0, 0, err
	}
	packed, err := compress(content)
	return len(content), len(packed), err
}

// compress is brotli at its best, which is what servers send for static files.
func compress(content []byte) ([]byte, error) {
	var packed bytes.Buffer
	writer := brotli.NewWriterLevel(&packed, brotli.BestCompression)
	if _, err := writer.Write(content); err != nil {
		return nil, err
	}
	err := writer.Close()
	return packed.Bytes(), err
}

// Report writes the figures, each on a line of its own.
func (s Size) Report(w io.Writer) {
	fmt.Fprintf(w, "wasm_raw_bytes=%d\nwasm_brotli_bytes=%d\nfloor_brotli_bytes=%d\nsize_ratio=%.3f\n", s.Raw, s.Brotli, s.Floor, s.Ratio())
}
