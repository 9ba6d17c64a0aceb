// Command bench measures this project's client and other people's in one Chromium
// and one run, in turn, so that a machine that grows warm or busy hits all alike.
// It prints a table and leaves dist/bench.json, dist/bench.svg and dist/waterfall.svg. It fails if a
// figure misses what must hold (targets.go).
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"

	"github.com/cognito-wasm/cognito-wasm/web/build"
)

func main() {
	options, err := parseOptions(os.Args[1:])
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err == nil {
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
		err = measure(ctx, options, os.Stdout, os.Stderr)
		stop()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// errMissed is returned for a run whose figures miss what must hold.
var errMissed = errors.New("a figure misses what must hold")

// measure runs everything: the results go to dist and out, progress elsewhere.
func measure(ctx context.Context, options options, out, progress io.Writer) error {
	root, err := build.Root(ctx)
	if err != nil {
		return err
	}
	b, err := start(ctx, root, options, progress)
	if err != nil {
		return err
	}
	defer b.close()
	r, err := b.run(root)
	if err != nil {
		return err
	}
	if err := r.judge(); err != nil {
		return err
	}
	if err := r.write(filepath.Join(root, "dist"), out); err != nil {
		return err
	}
	if r.missed() {
		return errMissed
	}
	return nil
}
