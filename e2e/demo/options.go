package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net/url"
	"strings"
)

// options are the command's flags.
type options struct {
	addr     string // host:port of the page; empty: the first free port from localhost:8080 on
	pool     string // id of a real user pool; empty: a local Cognito
	client   string // its app client's id
	region   string // empty: what stands before the underscore in pool
	endpoint string // empty: the region's own
}

func parse(args []string, stderr io.Writer) (options, error) {
	var o options
	flags := flag.NewFlagSet("demo", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&o.addr, "addr", "", "`host:port` of the page (default: the first free port from localhost:8080 on)")
	flags.StringVar(&o.pool, "pool", "", "`id` of a real user pool, instead of a local Cognito")
	flags.StringVar(&o.client, "client", "", "`id` of an app client of that pool, without a secret")
	flags.StringVar(&o.region, "region", "", "`region` of that pool (default: the start of its id)")
	flags.StringVar(&o.endpoint, "endpoint", "", "`address` of Cognito for that pool (default: the region's own)")
	if err := flags.Parse(args); err != nil {
		return options{}, err
	}
	if flags.NArg() > 0 {
		return options{}, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	return o, o.check()
}

func (o options) check() error {
	if (o.pool == "") != (o.client == "") {
		return errors.New("-pool and -client: want both, for a real user pool, or neither")
	}
	if o.pool == "" && (o.region != "" || o.endpoint != "") {
		return errors.New("-region and -endpoint: want them with -pool and -client only")
	}
	if o.pool != "" && !strings.Contains(o.pool, "_") {
		return fmt.Errorf("-pool %q: want an id such as eu-west-1_AbC123xyz", o.pool)
	}
	if o.endpoint != "" {
		u, err := url.Parse(o.endpoint)
		if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
			return fmt.Errorf("-endpoint %q: want an http or https address", o.endpoint)
		}
	}
	return nil
}
