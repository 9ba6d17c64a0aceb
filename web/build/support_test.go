package build

import (
	"strings"
	"testing"
)

func TestSupport(t *testing.T) {
	support, err := Support(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := checkSupport(support); err != nil {
		t.Error(err)
	}
	err = checkSupport(append(support, '\n'))
	if err == nil {
		t.Fatal("another wasm_exec.js passes")
	}
	for _, want := range []string{"wasm_exec.js", supportVersion, "go.ts", "support.go"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the error does not say %s: %v", want, err)
		}
	}
}
