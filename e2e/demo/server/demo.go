// Package server builds the demo page and serves it, with a local Cognito or for
// a real user pool.
package server

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"strconv"
	"syscall"

	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/loopback"
	"github.com/cognito-wasm/cognito-wasm/web/build"
)

// Demo is a page that is being served.
type Demo struct {
	// URL of the page, such as http://localhost:8080.
	URL string
	// Config is what the page was told.
	Config Config
	// Outbox holds the SMS and emails of the local Cognito; nil for a real pool.
	Outbox *localcognito.Outbox

	closings []func() error
}

// Start builds everything and serves it. progress hears of each step before
// it begins. What was started ends with Close.
func Start(ctx context.Context, opts Options, progress func(step string)) (_ *Demo, err error) {
	d := new(Demo)
	defer func() {
		if err != nil {
			err = errors.Join(err, d.Close())
		}
	}()
	files, err := os.MkdirTemp("", "cognito-wasm-demo-")
	if err != nil {
		return nil, err
	}
	d.closings = append(d.closings, func() error { return os.RemoveAll(files) })
	progress("building the module and the scripts …")
	if err := build.All(ctx, files); err != nil {
		return nil, err
	}
	progress("building the page …")
	if err := build.Element(ctx, files); err != nil {
		return nil, err
	}
	if err := build.Demo(ctx, files); err != nil {
		return nil, err
	}
	page := &site{files: files}
	if err := page.hosts.Add(opts.Hosts...); err != nil {
		return nil, err
	}
	page.hosts.Listen(opts.Addr)
	if opts.Pool == "" {
		progress("starting the local Cognito and creating its users …")
		err = d.startLocal(ctx, page)
	} else {
		err = useReal(ctx, page, opts)
	}
	if err != nil {
		return nil, err
	}
	d.Config = page.config
	beyond, err := d.serve(opts, page)
	if err == nil && beyond && page.local != nil {
		progress("warning: other machines may reach the demo and read the codes of its users")
	}
	return d, err
}

// startLocal gives the page a Cognito of its own. Its CORS is strict: a header
// more than the client needs would show at once.
func (d *Demo) startLocal(ctx context.Context, page *site) error {
	cognito, err := localcognito.Start(localcognito.Options{CORS: localcognito.StrictCORS()})
	if err != nil {
		return err
	}
	d.closings = append(d.closings, cognito.Close)
	pools, err := createPools(ctx, cognito.URL())
	if err != nil {
		return fmt.Errorf("creating the user pools: %w", err)
	}
	d.Outbox = cognito.Outbox()
	page.local = &local{outbox: d.Outbox, pools: pools}
	if err := page.local.renew(ctx); err != nil {
		return fmt.Errorf("creating the demo users: %w", err)
	}
	page.endpoint = cognito.URL()
	page.config = Config{PoolIDs: idsOf(pools.main), Endpoint: cognito.URL(), Users: pools.users(), Local: true}
	return nil
}

// useReal points the page at a user pool that exists.
func useReal(ctx context.Context, page *site, opts Options) error {
	endpoint, err := endpointOf(ctx, opts)
	if err != nil {
		return err
	}
	page.endpoint = endpoint
	page.config = Config{
		PoolIDs: PoolIDs{UserPoolID: opts.Pool, ClientID: opts.Client}, Region: opts.Region, Endpoint: opts.Endpoint,
		Users: []User{},
	}
	return nil
}

// serve says whether other machines may reach the page.
func (d *Demo) serve(opts Options, page http.Handler) (beyond bool, err error) {
	listener, err := listen(opts.Addr)
	if err != nil {
		return false, err
	}
	server := loopback.Server(page, opts.ReadTimeout)
	d.closings = append(d.closings, server.Close)
	host, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		return false, err
	}
	if ip := net.ParseIP(host); ip.IsLoopback() || ip.IsUnspecified() {
		host = "localhost" // what browsers treat as secure, and WebAuthn as a name
	}
	d.URL = "http://" + net.JoinHostPort(host, port)
	go server.Serve(listener)
	return loopback.Beyond(listener), nil
}

// The ports that are tried where none is asked for.
const firstPort, lastPort = 8080, 8099

// listen takes the address that was asked for, or the first free one.
func listen(addr string) (net.Listener, error) {
	if addr != "" {
		return net.Listen("tcp", addr)
	}
	var listener net.Listener
	var err error
	for port := firstPort; port <= lastPort; port++ {
		listener, err = net.Listen("tcp", net.JoinHostPort("localhost", strconv.Itoa(port)))
		if !errors.Is(err, syscall.EADDRINUSE) {
			break
		}
	}
	return listener, err
}

// Close ends what was started, last things first.
func (d *Demo) Close() error {
	var errs []error
	for i := len(d.closings) - 1; i >= 0; i-- {
		errs = append(errs, d.closings[i]())
	}
	d.closings = nil
	return errors.Join(errs...)
}
