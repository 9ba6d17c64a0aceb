package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net/url"
	"strings"

	"github.com/cognito-wasm/cognito-wasm/e2e/demo/server"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/loopback"
)

// parse reads the command's flags.
func parse(args []string, stderr io.Writer) (server.Options, error) {
	var o server.Options
	flags := flag.NewFlagSet("demo", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&o.Addr, "addr", "", "`host:port` of the page (default: the first free port from localhost:8080 on)")
	flags.Func("host", "another host `name` that the page is reached by, with a port or for any port; may be repeated", func(name string) error {
		o.Hosts = append(o.Hosts, name)
		return new(loopback.Hosts).Add(name)
	})
	flags.StringVar(&o.Pool, "pool", "", "`id` of a real user pool, instead of a local Cognito")
	flags.StringVar(&o.Client, "client", "", "`id` of an app client of that pool, without a secret")
	flags.StringVar(&o.Region, "region", "", "`region` of that pool (default: the start of its id)")
	flags.StringVar(&o.Endpoint, "endpoint", "", "`address` of Cognito for that pool (default: the region's own)")
	if err := flags.Parse(args); err != nil {
		return server.Options{}, err
	}
	if flags.NArg() > 0 {
		return server.Options{}, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	return o, check(o)
}

func check(o server.Options) error {
	if (o.Pool == "") != (o.Client == "") {
		return errors.New("-pool and -client: want both, for a real user pool, or neither")
	}
	if o.Pool == "" && (o.Region != "" || o.Endpoint != "") {
		return errors.New("-region and -endpoint: want them with -pool and -client only")
	}
	if o.Pool != "" && !strings.Contains(o.Pool, "_") {
		return fmt.Errorf("-pool %q: want an id such as eu-west-1_AbC123xyz", o.Pool)
	}
	if o.Endpoint != "" {
		u, err := url.Parse(o.Endpoint)
		if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
			return fmt.Errorf("-endpoint %q: want an http or https address", o.Endpoint)
		}
	}
	return nil
}
