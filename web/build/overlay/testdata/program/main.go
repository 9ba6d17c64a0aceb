//go:build js

// Program needs of the runtime what is near to what package overlay leaves out. It
// prints a line for each; with an argument it ends as that says.
package main

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"syscall/js"
	"time"
)

type node struct {
	left, right *node
	label       string
}

func tree(depth int) *node {
	if depth == 0 {
		return &node{label: strings.Repeat("x", 3)}
	}
	return &node{left: tree(depth - 1), right: tree(depth - 1), label: fmt.Sprint(depth)}
}

func (n *node) count() int {
	if n == nil {
		return 0
	}
	return 1 + n.left.count() + n.right.count()
}

// deep keeps a pointer in each of its frames while the stack grows and the
// collector runs.
//
//go:noinline
func deep(n int, before *node) int {
	here := &node{left: before, label: fmt.Sprint(n)}
	if n == 0 {
		runtime.GC()
		return len(here.label)
	}
	below := deep(n-1, here)
	if here.label != fmt.Sprint(n) || here.left != before {
		panic("a frame has lost its pointer")
	}
	return below + len(here.label)
}

func recovered(work func()) (what string) {
	defer func() {
		if r := recover(); r != nil {
			what = fmt.Sprintf("%T: %v", r, r)
		}
	}()
	work()
	return "nothing"
}

// load makes 400 MB of garbage, of sizes from a few bytes to a few megabytes, beside
// a tree that lives.
func load() string {
	kept := tree(12)
	var last []byte
	for i, made := 0, 0; made < 400<<20; i++ {
		size := 1 << (3 + i%20)
		last = make([]byte, size)
		last[size-1] = byte(i)
		made += size
		tree(3)
	}
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return fmt.Sprint(kept.count(), last[len(last)-1] != 0, stats.NumGC > 10, stats.Sys < 256<<20)
}

// finalized tells how many of 100 objects are seen off once nothing refers to them.
func finalized() string {
	var mutex sync.Mutex
	seen := 0
	for range 100 {
		runtime.SetFinalizer(&node{label: "finalized"}, func(*node) {
			mutex.Lock()
			seen++
			mutex.Unlock()
		})
	}
	for range 100 {
		runtime.GC()
		time.Sleep(time.Millisecond)
		mutex.Lock()
		all := seen >= 99 // the last may be in a register
		mutex.Unlock()
		if all {
			return "all"
		}
	}
	return "some are left"
}

// cleanedUp does the same with what Go has since version 1.24.
func cleanedUp() string {
	done := make(chan bool, 100)
	for range 100 {
		runtime.AddCleanup(&node{label: "cleaned up"}, func(done chan bool) { done <- true }, done)
	}
	for range 100 {
		runtime.GC()
		time.Sleep(time.Millisecond)
		if len(done) >= 99 {
			return "all"
		}
	}
	return "some are left"
}

// values has JavaScript keep 100,000 values for Go, and let go of them: wasm_exec.js
// reuses their places.
func values() string {
	array := js.Global().Get("Array")
	for i := range 100_000 {
		if one := array.New(i % 7); one.Length() != i%7 {
			return "wrong"
		}
	}
	called := 0
	f := js.FuncOf(func(_ js.Value, args []js.Value) any { called += args[0].Int(); return called })
	for i := range 100 {
		f.Invoke(i)
	}
	f.Release()
	return fmt.Sprint(called)
}

func timers() string {
	start := time.Now()
	var order []int
	fired := make(chan int)
	for _, n := range []int{30, 10, 20} {
		time.AfterFunc(time.Duration(n)*time.Millisecond, func() { fired <- n })
	}
	for range 3 {
		order = append(order, <-fired)
	}
	stopped := time.NewTimer(time.Hour).Stop()
	ticker := time.NewTicker(time.Millisecond)
	for range 5 {
		<-ticker.C
	}
	ticker.Stop()
	var first string
	select {
	case <-time.After(5 * time.Millisecond):
		first = "after"
	case <-make(chan int):
	}
	return fmt.Sprint(order, stopped, first, time.Since(start) >= 35*time.Millisecond)
}

func goroutines() string {
	var mutex sync.RWMutex
	var workers sync.WaitGroup
	total := 0
	results := make(chan int)
	for i := range 8 {
		workers.Go(func() {
			for range 20 {
				n := tree(8).count()
				deep(200, nil)
				mutex.Lock()
				total += n
				mutex.Unlock()
				runtime.Gosched()
			}
			results <- i
		})
	}
	sum := 0
	for range 8 {
		sum += <-results
	}
	workers.Wait()
	previous := runtime.GOMAXPROCS(4)
	return fmt.Sprint(total, sum, previous, runtime.GOMAXPROCS(0))
}

type (
	text  string
	named struct{}
)

func (named) String() string { return "by its method" }

// ends are the ways to end. The runtime says why.
var ends = map[string]func(){
	"error":    func() { panic(errors.New("an error")) },
	"text":     func() { panic("a text\nof two lines") },
	"integer":  func() { panic(-42) },
	"stringer": func() { panic(named{}) },
	"own text": func() { panic(text("of its own type")) },
	"nil map":  func() { var m map[string]int; m["x"] = 1 },
	"index":    func() { var none []int; none[len(os.Args)]++ },
	"nil":      func() { panic(nil) },
	"again":    func() { defer func() { panic(fmt.Sprint("again: ", recover())) }(); panic("first") },
	"both":     func() { defer func() { panic("second") }(); panic("first") },
	"mutex":    func() { new(sync.Mutex).Unlock() },
	"stack":    func() { debug.SetMaxStack(1 << 20); endless(0) },
}

//go:noinline
func endless(n int) int { return endless(n+1) + n }

func main() {
	if len(os.Args) > 1 {
		ends[os.Args[1]]()
	}
	var nobody *node
	var any any = "text"
	fmt.Println("deep:", deep(20_000, nil))
	fmt.Println("nil:", recovered(func() { nobody.label = "x" }))
	fmt.Println("assertion:", recovered(func() { _ = any.(int) }))
	fmt.Println("conversion:", recovered(func() { _ = any.(fmt.Stringer) }))
	fmt.Println("division:", recovered(func() { fmt.Println(1 / (len(os.Args) - 1)) }))
	fmt.Println("load:", load())
	fmt.Println("finalized:", finalized())
	fmt.Println("cleaned up:", cleanedUp())
	fmt.Println("values:", values())
	fmt.Println("timers:", timers())
	fmt.Println("goroutines:", goroutines())
	fmt.Println("floats:", 1.5, -2e300, float32(0.1))
}
