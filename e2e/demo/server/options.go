package server

import "time"

// Options say where the page is served, and of which user pool it is. The zero
// value is a local Cognito's, on the first free port.
type Options struct {
	// Addr is host:port of the page; empty: the first free port from
	// localhost:8080 on.
	Addr string
	// Hosts are further host names that the page may be called by, with a port or
	// for any, beside loopback names and the host of Addr. Others get no codes.
	Hosts []string
	// ReadTimeout is how long a request may take to arrive; 30 seconds if zero.
	ReadTimeout time.Duration
	// Pool and Client are the ids of a real user pool and of an app client of
	// it, which has no secret; empty: a local Cognito.
	Pool, Client string
	// Region of the pool; empty: what stands before the underscore in Pool.
	Region string
	// Endpoint is the address of Cognito for the pool; empty: the region's own.
	Endpoint string
}
