package build

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// Budget is how many times the empty program the module may weigh, after brotli.
const Budget = 0.80

// ScriptBudgets are what each script may weigh, in bytes after brotli. They are
// meant to become smaller. The element is that of a page that has the library: without
// the QR code and languages, which are files by themselves.
var ScriptBudgets = []ScriptSize{{ClassicFile, 22_528}, {ESMFile, 22_528}, {WorkerFile, 14_336}, {ElementFile, 15_360}}

// Size is what a page loads, in bytes.
type Size struct {
	// Raw and Brotli are the module's weights.
	Raw, Brotli int
	// Floor is the empty program's weight after brotli, built with the same flags.
	Floor int
	// Scripts are the weights of the scripts, in the order of ScriptBudgets.
	Scripts []ScriptSize
}

// ScriptSize is what a script weighs, in bytes after brotli.
type ScriptSize struct {
	File   string
	Brotli int
}

// Ratio is the module's weight in empty programs.
func (s Size) Ratio() float64 { return float64(s.Brotli) / float64(s.Floor) }

// Excess says what is over its budget, nil if nothing is.
func (s Size) Excess() error {
	var over []error
	if s.Ratio() > Budget {
		over = append(over, fmt.Errorf("the module weighs %.3f empty programs, the budget is %.2f", s.Ratio(), Budget))
	}
	for i, script := range s.Scripts {
		if budget := ScriptBudgets[i].Brotli; script.Brotli > budget {
			over = append(over, fmt.Errorf("%s weighs %d bytes after brotli, the budget is %d", script.File, script.Brotli, budget))
		}
	}
	return errors.Join(over...)
}

// MeasureSize builds the module, the scripts and the empty program, and weighs
// them.
func MeasureSize(ctx context.Context) (Size, error) {
	temporary, err := os.MkdirTemp("", "cognito-wasm-")
	if err != nil {
		return Size{}, err
	}
	defer os.RemoveAll(temporary)
	if err := All(ctx, temporary); err != nil {
		return Size{}, err
	}
	if err := Element(ctx, temporary); err != nil {
		return Size{}, err
	}
	var size Size
	if size.Raw, size.Brotli, err = weigh(ctx, filepath.Join(temporary, ModuleFile)); err != nil {
		return Size{}, err
	}
	for _, script := range ScriptBudgets {
		_, weight, err := weigh(ctx, filepath.Join(temporary, script.File))
		if err != nil {
			return Size{}, err
		}
		size.Scripts = append(size.Scripts, ScriptSize{script.File, weight})
	}
	empty := filepath.Join(temporary, "empty.wasm")
	if err := Wasm(ctx, Empty, empty); err != nil {
		return Size{}, err
	}
	_, size.Floor, err = weigh(ctx, empty)
	return size, err
}

// weigh gives the length of a file, and its length after brotli.
func weigh(ctx context.Context, file string) (raw, compressed int, err error) {
	content, err := os.ReadFile(file)
	if err != nil {
		return 0, 0, err
	}
	packed, err := compress(ctx, content)
	return len(content), len(packed), err
}

// Report writes the figures, one a line. The host's is that of the
// worker's script.
func (s Size) Report(w io.Writer) {
	fmt.Fprintf(w, "wasm_raw_bytes=%d\nwasm_brotli_bytes=%d\nfloor_brotli_bytes=%d\nsize_ratio=%.3f\n", s.Raw, s.Brotli, s.Floor, s.Ratio())
	for i, script := range s.Scripts {
		fmt.Fprintf(w, "script_brotli_bytes=%d (%s, at most %d)\n", script.Brotli, script.File, ScriptBudgets[i].Brotli)
	}
}
