package leak

import (
	"math"
	"math/rand/v2"
	"testing"
)

// The expected values are those of the examples in https://en.wikipedia.org/wiki/Welch%27s_t-test, to two decimals.
func TestWelch(t *testing.T) {
	for _, tt := range []struct {
		name string
		a, b []float64
		want float64
	}{
		{
			"same variance",
			[]float64{27.5, 21.0, 19.0, 23.6, 17.0, 17.9, 16.9, 20.1, 21.9, 22.6, 23.1, 19.6, 19.0, 21.7, 21.4},
			[]float64{27.1, 22.0, 20.8, 23.4, 23.4, 23.5, 25.8, 22.0, 24.8, 20.2, 21.9, 22.1, 22.9, 20.5, 24.4},
			-2.46,
		},
		{
			"other variance and size",
			[]float64{17.2, 20.9, 22.6, 18.1, 21.7, 21.4, 23.5, 24.2, 14.7, 21.8},
			[]float64{21.5, 22.8, 21.0, 23.0, 21.6, 23.6, 22.5, 20.7, 23.4, 21.8, 20.7, 21.7, 21.5, 22.5, 23.6, 21.5, 22.5, 23.5, 21.5, 21.8},
			-1.57,
		},
		{"no variance", []float64{1, 1, 1}, []float64{1, 1}, 0},
		{"too few", []float64{1}, []float64{2, 3}, 0},
	} {
		if got := Welch(tt.a, tt.b); math.Abs(got-tt.want) > 0.005 {
			t.Errorf("%s: got %.4f, want %.2f", tt.name, got, tt.want)
		}
	}
}

// A leak that is made on purpose is seen, and none where there is none.
func TestMeasure(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	work := func(n int) {
		x := uint64(n)
		for range n {
			x = x*x + 1
		}
		sink = x
	}
	subject := Subject{
		Repeat: 1,
		Secret: func(class int, _ *rand.Rand) []byte { return []byte{byte(class)} },
		Run:    func(secret []byte) { work(20_000 + 4_000*int(secret[0])) },
	}
	// Which half of the samples is the faster one may be up to a machine with two speeds, so the means are not compared.
	if r := Measure(subject, 500, random); !r.Leaks() || r.T > 0 || r.Means[0] <= 0 || r.Means[1] <= 0 {
		t.Errorf("a fifth more work in class 1: %+v", r)
	}
}

var sink uint64
