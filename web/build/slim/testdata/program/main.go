// Program needs what the runtime keeps of a line table: stacks that grow and are
// moved, a collector that finds pointers on them, panics that are recovered, and
// deferred calls. It prints a line for each; with an argument it panics.
package main

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"
	"sync"
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

func deferred() (order string) {
	for i := range 3 {
		defer func() { order += fmt.Sprint(i) }()
	}
	return "order "
}

func main() {
	if len(os.Args) > 1 {
		panic(errors.New(os.Args[1]))
	}
	fmt.Println("deep:", deep(20_000, nil))
	var none []int
	var nowhere map[string]int
	var nobody *node
	var any any = "text"
	fmt.Println("index:", recovered(func() { none[len(os.Args)]++ }))
	fmt.Println("map:", recovered(func() { nowhere["x"]++ }))
	fmt.Println("nil:", recovered(func() { nobody.label = "x" }))
	fmt.Println("assertion:", recovered(func() { _ = any.(int) }))
	fmt.Println("division:", recovered(func() { fmt.Println(1 / (len(os.Args) - 1)) }))
	fmt.Println("goexit:", recovered(func() { panic(fmt.Errorf("wrapped: %w", os.ErrNotExist)) }))
	fmt.Println("deferred:", deferred())

	var mutex sync.Mutex
	var workers sync.WaitGroup
	total := 0
	results := make(chan int)
	for i := range 8 {
		workers.Go(func() {
			for range 20 {
				n := tree(10).count()
				deep(200, nil)
				mutex.Lock()
				total += n
				mutex.Unlock()
			}
			results <- i
		})
	}
	sum := 0
	for range 8 {
		sum += <-results
	}
	workers.Wait()
	fmt.Println("goroutines:", total, sum, runtime.NumGoroutine())
}
