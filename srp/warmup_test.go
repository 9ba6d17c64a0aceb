package srp

import "testing"

// A rehearsal that ends with an error has ended before the arithmetic.
func TestRehearse(t *testing.T) {
	claim, err := rehearse()
	if err != nil || claim.Signature == "" {
		t.Fatalf("got %v, %v, want a claim", claim, err)
	}
	WarmUp()
}
