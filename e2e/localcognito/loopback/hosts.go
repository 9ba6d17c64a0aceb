// Package loopback is for servers that are meant for the machine they run on:
// which hosts they answer to, and an end to everything that they wait for.
package loopback

import (
	"fmt"
	"net"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// Hosts are the hosts that a server takes for its own: loopback names and
// addresses, and those that were added. A page whose name was made to lead here
// (DNS rebinding) has its own in the header Host, and not one of these. The zero
// value has the loopback ones.
type Hosts struct {
	added []string // in lower case, with a port or without
}

var namePattern = regexp.MustCompile(`\A[0-9A-Za-z_.-]+\z`)

// Add adds hosts: "name", which goes with any port, or "name:port".
func (h *Hosts) Add(hosts ...string) error {
	for _, host := range hosts {
		u, err := url.Parse("http://" + host)
		if err != nil || u.Host != host || !namePattern.MatchString(u.Hostname()) && net.ParseIP(u.Hostname()) == nil {
			return fmt.Errorf("the host %q: want a name or an address, such as cognito.test, 192.0.2.1:9229 or [2001:db8::1]", host)
		}
		h.added = append(h.added, strings.ToLower(host))
	}
	return nil
}

// Listen adds the host that a server was told to listen on, "host:port", unless it
// is every address of the machine.
func (h *Hosts) Listen(address string) {
	host, _, err := net.SplitHostPort(address)
	if err != nil || Everywhere(host) {
		return
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	_ = h.Add(host) // one that cannot be added, no page can name
}

// Everywhere reports whether a host to listen on stands for every address of the
// machine.
func Everywhere(host string) bool {
	return host == "" || net.ParseIP(host).IsUnspecified()
}

// Has reports whether a Host header names one of the hosts.
func (h Hosts) Has(host string) bool {
	host = strings.ToLower(host)
	name := (&url.URL{Host: host}).Hostname()
	if name == "localhost" || net.ParseIP(name).IsLoopback() {
		return true
	}
	return slices.ContainsFunc(h.added, func(own string) bool {
		return own == host || strings.Trim(own, "[]") == name
	})
}

// String lists the hosts, for people.
func (h Hosts) String() string {
	return strings.Join(append([]string{"localhost, loopback addresses such as 127.0.0.1"}, h.added...), ", ")
}
