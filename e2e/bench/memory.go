package main

import "fmt"

// settledAfter is the number of sign-ins after which memory is not to grow.
const settledAfter = 100

// weight is what page and worker hold after a garbage collection, in bytes.
type weight struct {
	// Scripts are the heaps of both, code and DOM included.
	Scripts int `json:"scripts_bytes"`
	// Program is the linear memory of the WebAssembly program.
	Program int `json:"program_bytes"`
}

func (w weight) total() int { return w.Scripts + w.Program }

// memoryFigures are the weights of one page with one client of ours.
type memoryFigures struct {
	SignIns   int     `json:"sign_ins"`
	AfterLoad weight  `json:"after_load"`
	After100  weight  `json:"after_100_sign_ins"`
	AtEnd     weight  `json:"at_end"`
	Growth    float64 `json:"growth_bytes_per_1000_sign_ins"`
}

func (b *bench) measureMemory(r *report) error {
	t, err := openTab(b.chromium, true, b.site.url+"/isolated/memory")
	if err != nil {
		return err
	}
	defer t.close()
	if _, err := evaluate[bool](t, "ready.then(() => true)"); err != nil {
		return err
	}
	if err := quiet(t.ctx); err != nil {
		return err
	}
	f := &memoryFigures{SignIns: b.options.signIns}
	done := 0
	for _, stage := range []struct {
		signIns int
		weight  *weight
	}{{0, &f.AfterLoad}, {settledAfter, &f.After100}, {b.options.signIns, &f.AtEnd}} {
		b.say("memory: %d sign-ins", stage.signIns)
		for done < stage.signIns {
			n := min(settledAfter, stage.signIns-done)
			if _, err := evaluate[bool](t, fmt.Sprintf("signIns(%d).then(() => true)", n)); err != nil {
				return err
			}
			done += n
		}
		if *stage.weight, err = evaluate[weight](t, "weigh().then(({scripts, program}) => ({scripts_bytes: scripts, program_bytes: program}))"); err != nil {
			return err
		}
	}
	f.Growth = float64(f.AtEnd.total()-f.After100.total()) / (float64(b.options.signIns-settledAfter) / 1000)
	r.Memory = f
	return nil
}
