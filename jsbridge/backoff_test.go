package jsbridge

import "testing"

// TestBackoff bounds the waits: doubled each time, and at most 20 seconds, the
// AWS SDKs' own maximum.
func TestBackoff(t *testing.T) {
	want := []int{400, 800, 1600, 3200, 6400, 12800, 20000, 20000, 20000}
	for i, want := range want {
		if got := backoff(i + 1); got != want {
			t.Errorf("after attempt %d: %d ms, want %d", i+1, got, want)
		}
	}
	if got := backoff(1 << 30); got != 20000 {
		t.Errorf("after very many: %d ms", got)
	}
}
