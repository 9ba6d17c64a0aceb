// Command webbuild builds what is shipped into a directory, or weighs it.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"time"

	"github.com/cognito-wasm/cognito-wasm/web/build"
)

func main() {
	out := flag.String("o", "dist", "`directory` for what is shipped")
	size := flag.Bool("size", false, "print what the module and the scripts weigh instead, and fail over budget")
	prebuilt := flag.String("prebuild", "", "build what several packages of tests load into this `directory` instead, unless it is there")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *out, *size, *prebuilt); err != nil {
		fmt.Fprintln(os.Stderr, "webbuild:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out string, size bool, prebuilt string) error {
	started := time.Now()
	if prebuilt != "" {
		fmt.Fprintln(os.Stderr, "building what the tests load, unless it is there …")
		return build.Prebuild(ctx, prebuilt)
	}
	if size {
		fmt.Fprintln(os.Stderr, "building and compressing the module, the scripts and the empty program …")
		measured, err := build.MeasureSize(ctx)
		if err != nil {
			return err
		}
		packages, err := build.MeasurePackages(ctx)
		if err != nil {
			return err
		}
		build.ReportPackages(os.Stdout, packages)
		measured.Report(os.Stdout)
		return measured.Excess()
	}
	fmt.Fprintf(os.Stderr, "building and compressing the module, the scripts and the npm package into %s …\n", out)
	files, err := build.Dist(ctx, out)
	if err != nil {
		return err
	}
	fmt.Print(build.ReportFiles(files))
	tarball, err := build.Pack(ctx, out)
	if err != nil {
		return err
	}
	fmt.Println("the npm package:", tarball)
	fmt.Fprintf(os.Stderr, "done in %.1f s\n", time.Since(started).Seconds())
	return nil
}
