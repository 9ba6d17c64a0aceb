// Command localcognito runs a local Cognito on this machine.
//
//	localcognito [-addr localhost:9229] [-outbox-host NAME] [-cors echo|strict] [-region eu-west-1] [-issuer aws|URL] [-seed] [-version]
//
// It prints its URL on the first line of standard output and runs until it is
// interrupted. With -seed it creates a pool, a public client and demo users
// over its own API and prints them: the ids are those of the examples in the
// documentation, always the same. Messages to users are at URL/_local/outbox. A POST to
// URL/_local/faults has calls go wrong, as {"operation":"InitiateAuth","count":1,
// "action":"dropAnswer"} does, and one to URL/_local/clock, {"advance":"1h"}, moves the
// clock; GET shows and DELETE clears both. The log on standard error has no secrets in
// it.
//
// Any credentials pass, so that whoever reaches the server administrates it; a
// warning says so where -addr lets other machines in. What is below /_local/ answers to
// loopback names, to the host of -addr and to those of -outbox-host, which can be
// given several times.
//
// Tokens name the server as their issuer. With -issuer aws they name Cognito
// itself in the region, as libraries that verify Cognito's tokens want it; the
// keys stay at URL/POOL/.well-known/jwks.json.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
	"github.com/cognito-wasm/cognito-wasm/internal/version"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout, os.Stderr); err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "localcognito:", err)
		os.Exit(1)
	}
}

var corsPolicies = map[string]localcognito.CORSPolicy{
	"echo":   {},
	"strict": localcognito.StrictCORS(),
}

// run serves until ctx ends.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("localcognito", flag.ContinueOnError)
	flags.SetOutput(stderr)
	addr := flags.String("addr", "localhost:9229", "host:port to listen on; port 0 picks a free one")
	var outboxHosts []string
	flags.Func("outbox-host", "another host `name` that /_local/ answers to, with a port or for any port; may be repeated", func(name string) error {
		outboxHosts = append(outboxHosts, name)
		return nil
	})
	cors := flags.String("cors", "echo", "what preflight responses allow: echo (any header, as Cognito does) or strict (a fixed list)")
	region := flags.String("region", "eu-west-1", "region that user pool ids begin with")
	issuer := flags.String("issuer", "", "start of the issuer in tokens, before the user pool id: a `URL`, or aws for Cognito's own (default: this server's)")
	seed := flags.Bool("seed", false, "create a user pool, an app client and demo users")
	printVersion := flags.Bool("version", false, "print the version and end")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *printVersion {
		_, err := fmt.Fprintln(stdout, "localcognito", version.Number)
		return err
	}
	policy, ok := corsPolicies[*cors]
	if !ok {
		return fmt.Errorf("-cors %q: want echo or strict", *cors)
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	options := localcognito.Options{
		Addr: *addr, OutboxHosts: outboxHosts, CORS: policy, Region: *region, Issuer: *issuer,
		Log: slog.New(slog.NewTextHandler(stderr, nil)),
	}
	if *seed {
		options.FirstPoolID, options.FirstClientID = *region+"_"+seedPool, seedClient
	}
	server, err := localcognito.Start(options)
	if err != nil {
		return err
	}
	defer server.Close()
	fmt.Fprintln(stdout, server.URL())
	if *seed {
		if err := seedDemo(ctx, server.URL(), stdout); err != nil {
			return fmt.Errorf("seed: %w", err)
		}
	}
	<-ctx.Done()
	return nil
}
