// Command demo shows a sign-in, step by step, on a page that one can click
// through.
//
//	go run ./e2e/demo [-addr localhost:8080] [-host NAME]
//	go run ./e2e/demo -pool eu-west-1_AbC123xyz -client 1example23456789 [-region …] [-endpoint …]
//
// It builds the module and the page, starts a local Cognito with a user for
// each challenge and serves the page until it is interrupted. With -pool and
// -client the same page signs in to a real user pool; there are no demo users
// and no outbox then.
//
// Codes and passwords of demo users are for pages under loopback names, the host of
// -addr and those of -host, which can be given several times.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"text/tabwriter"

	"github.com/cognito-wasm/cognito-wasm/e2e/demo/server"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "demo:", err)
		os.Exit(1)
	}
}

// run serves the demo until ctx ends. stdout gets the address and the users,
// stderr the progress.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	opts, err := parse(args, stderr)
	if err != nil {
		return err
	}
	d, err := server.Start(ctx, opts, func(step string) { fmt.Fprintln(stderr, step) })
	if err != nil {
		if ctx.Err() != nil {
			return nil // interrupted while building
		}
		return err
	}
	defer d.Close()
	if err := printDemo(stdout, d); err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}

// printDemo writes what a visitor needs: the address, and whom to sign in as.
func printDemo(w io.Writer, d *server.Demo) error {
	fmt.Fprintf(w, "\nThe demo is at %s\n\n", d.URL)
	table := tabwriter.NewWriter(w, 0, 0, 3, ' ', 0)
	fmt.Fprintf(table, "  user pool\t%s\n  app client\t%s\n", d.Config.UserPoolID, d.Config.ClientID)
	if err := table.Flush(); err != nil {
		return err
	}
	if len(d.Config.Users) > 0 {
		fmt.Fprintf(table, "\n  user\tpassword\tsigning in shows\n")
	}
	for _, u := range d.Config.Users {
		fmt.Fprintf(table, "  %s\t%s\t%s\n", u.Username, u.Password, u.Shows)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintln(w, "\nCtrl-C stops it.")
	return err
}
