package jsbridge

import "testing"

// A rehearsal that ends with an error has ended before the arithmetic.
func TestRehearse(t *testing.T) {
	if claim, err := rehearse(); err != nil || claim.Signature == "" {
		t.Errorf("got %v, %v, want a claim", claim, err)
	}
}
