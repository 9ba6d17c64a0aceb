package main

import (
	"io"
	"slices"
	"testing"
)

func TestHostOption(t *testing.T) {
	o, err := parse([]string{"-host", "demo.test", "-host", "192.0.2.1:8080"}, io.Discard)
	if err != nil || !slices.Equal(o.Hosts, []string{"demo.test", "192.0.2.1:8080"}) {
		t.Errorf("%v, %v", o.Hosts, err)
	}
	for _, host := range []string{"http://demo.test", "*", ""} {
		if _, err := parse([]string{"-host", host}, io.Discard); err == nil {
			t.Errorf("%q: taken", host)
		}
	}
}
