package main

import (
	"fmt"
	"net"
	"sync"
	"time"
)

// link is a user's connection to the network, for whatever the browser opens over
// it. It is shaped in user space, on the loopback interface: bytes wait until the
// link is free and half a round trip more. Packets are not lost, and there is no
// slow start.
type link struct {
	roundTrip     time.Duration
	bitsPerSecond float64
	up, down      direction
}

// direction is one way of a link, which all connections share.
type direction struct {
	mu   sync.Mutex
	free time.Time // when what was sent last has left
}

// handshakes is how many round trips pass before a server has the first request of
// a connection: one for TCP and one for TLS 1.3, which the servers here do without.
const handshakes = 2

// proxy forwards what comes to a free port of localhost over the link to a server.
// close ends that, and the connections.
func (l *link) proxy(server string) (url string, close func(), err error) {
	listener, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		return "", nil, err
	}
	var mu sync.Mutex
	open := map[net.Conn]bool{}
	go func() {
		for {
			browser, err := listener.Accept()
			if err != nil {
				return
			}
			mu.Lock()
			open[browser] = true
			mu.Unlock()
			go func() {
				l.connect(browser, server)
				mu.Lock()
				delete(open, browser)
				mu.Unlock()
			}()
		}
	}()
	return fmt.Sprintf("http://localhost:%d", listener.Addr().(*net.TCPAddr).Port), func() {
		listener.Close()
		mu.Lock()
		defer mu.Unlock()
		for browser := range open {
			browser.Close()
		}
	}, nil
}

// connect serves one connection of the browser's until both sides have ended it.
func (l *link) connect(browser net.Conn, address string) {
	defer browser.Close()
	ready := time.Now().Add(handshakes * l.roundTrip)
	server, err := net.Dial("tcp", address)
	if err != nil {
		return
	}
	defer server.Close()
	var both sync.WaitGroup
	both.Go(func() { l.forward(server, browser, &l.up, ready) })
	both.Go(func() { l.forward(browser, server, &l.down, ready) })
	both.Wait()
}

// forward moves bytes one way, none of them before the connection is ready, and
// tells the receiver when there are no more.
func (l *link) forward(to, from net.Conn, way *direction, ready time.Time) {
	type packet struct {
		bytes []byte
		at    time.Time
	}
	packets := make(chan packet, 64) // a window: who sends more waits
	go func() {
		defer close(packets)
		for {
			bytes := make([]byte, 1460)
			n, err := from.Read(bytes)
			if n > 0 {
				left := way.leaves(n, l.bitsPerSecond)
				if left.Before(ready) { // the others may send meanwhile
					left = ready
				}
				packets <- packet{bytes[:n], left.Add(l.roundTrip / 2)}
			}
			if err != nil {
				return
			}
		}
	}()
	for p := range packets {
		time.Sleep(time.Until(p.at))
		if _, err := to.Write(p.bytes); err != nil {
			break
		}
	}
	for range packets { // the other end is gone; the reader must not wait for it
	}
	if half, ok := to.(interface{ CloseWrite() error }); ok {
		half.CloseWrite()
	}
}

// leaves gives the moment when the last of some bytes has left, after all that was
// sent before.
func (d *direction) leaves(bytes int, bitsPerSecond float64) time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	began := time.Now()
	if d.free.After(began) {
		began = d.free
	}
	d.free = began.Add(time.Duration(float64(bytes) * 8 / bitsPerSecond * float64(time.Second)))
	return d.free
}
