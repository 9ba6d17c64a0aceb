package main

import "fmt"

// settledAfter is the number of sign-ins after which memory is not to grow.
const settledAfter = 100

// weighEvery is the number of sign-ins between two weighings after that.
const weighEvery = 500

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
	AfterLoad weight `json:"after_load"`
	// After are the weights after the first hundred sign-ins and every so many more.
	After  []weighed `json:"after"`
	Growth float64   `json:"growth_bytes_per_1000_sign_ins"`
}

type weighed struct {
	SignIns int `json:"sign_ins"`
	weight
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
	f := &memoryFigures{}
	if f.AfterLoad, err = t.weigh(); err != nil {
		return err
	}
	for done, next := 0, settledAfter; done < b.options.signIns; next = min(done+weighEvery, b.options.signIns) {
		b.say("memory: %d of %d sign-ins", next, b.options.signIns)
		if _, err := evaluate[bool](t, fmt.Sprintf("signIns(%d).then(() => true)", next-done)); err != nil {
			return err
		}
		done = next
		w, err := t.weigh()
		if err != nil {
			return err
		}
		f.After = append(f.After, weighed{done, w})
	}
	f.Growth = growth(f.After)
	r.Memory = f
	return nil
}

// weigh gives what the page of memory.js holds.
func (t *tab) weigh() (weight, error) {
	return evaluate[weight](t, "weigh()")
}
