package main

import (
	"encoding/xml"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// texts gives what is written in an SVG file, which has to be well-formed XML.
func texts(t *testing.T, file string) string {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	all := new(strings.Builder)
	for decoder := xml.NewDecoder(f); ; {
		token, err := decoder.Token()
		if err == io.EOF {
			return all.String()
		}
		if err != nil {
			t.Fatal(err)
		}
		if data, ok := token.(xml.CharData); ok {
			all.Write(data)
		}
	}
}

func TestDraw(t *testing.T) {
	r := measured()
	r.Machine.CPU = "Slow & Steady 1000"
	r.SRP.Steady["amplify"] = summary{Median: 212}
	r.SignIn.Bytes[ourID] = 585_432
	file := filepath.Join(t.TempDir(), "bench.svg")
	if err := r.draw(file); err != nil {
		t.Fatal(err)
	}
	got := texts(t, file)
	for _, want := range []string{"cognito-wasm", "Amplify v6", "Slow & Steady 1000", "4× throttled", "212", "585", "One squaring mod N"} {
		if !strings.Contains(got, want) {
			t.Errorf("the picture lacks %q", want)
		}
	}
}
