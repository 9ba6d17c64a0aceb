// Command waits initialises packages, gives the host a function and waits, as the
// program of this module does.
package main

import (
	"bytes"
	"errors"
	"runtime"
	"strconv"
	"strings"
	"syscall/js"
)

var table = map[string][]int{}

func init() {
	for i := range 1000 {
		key := strconv.Itoa(i % 10)
		table[key] = append(table[key], i)
	}
}

// The runtime imports the same function, which is there twice then.
//
//go:wasmimport gojs runtime.getRandomData
//go:noescape
func getRandomData(b []byte)

var started = make(chan int, 1)

func main() {
	host := js.Global().Get("cognitoWasmHost")
	js.Global().Delete("cognitoWasmHost")
	uint8Array := js.Global().Get("Uint8Array")
	go func() { started <- len(table["7"]) }() // runs before the program waits
	calls := 0
	host.Set("work", js.FuncOf(func(_ js.Value, args []js.Value) any {
		defer func() { _ = recover() }()
		calls++
		var told []string
		add := func(words ...any) {
			for _, word := range words {
				switch word := word.(type) {
				case int:
					told = append(told, strconv.Itoa(word))
				case string:
					told = append(told, word)
				}
			}
		}
		if calls == 1 {
			add("started", <-started)
		}
		add("deep", deep(5_000), "recovered", recovered())
		random := make([]byte, 32)
		getRandomData(random)
		add("random", min(1, bytes.Count(random, []byte{0})/32))
		made := uint8Array.New(3)
		js.CopyBytesToJS(made, []byte("abc"))
		add("made", made.Get("length").Int(), made.Index(2).Int())
		sum, results := 0, make(chan int)
		for i := range 100 {
			go func() { results <- len(make([]byte, 50_000)) + i }()
		}
		for range 100 {
			sum += <-results
		}
		runtime.GC()
		table["new"] = append(table["new"], calls)
		add("sum", sum, "keys", len(table), "calls", len(table["new"]), strings.Repeat(args[0].String(), 3))
		args[1].Invoke(strings.Join(told, " "))
		return nil
	}))
	select {}
}

func deep(n int) int {
	if n == 0 {
		return 1
	}
	var space [64]byte
	space[n%64] = 1
	return deep(n-1) + int(space[n%64])
}

func recovered() (text string) {
	defer func() { text = recover().(error).Error() }()
	panic(errors.New("on purpose"))
}
