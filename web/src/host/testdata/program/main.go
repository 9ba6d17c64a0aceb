//go:build js

// Command program is what go_test.go runs on go.ts: it does what it is called for.
package main

import (
	"syscall/js"
	"time"
)

var host = js.Global().Get("host")

func main() {
	export("echo", func(args []js.Value) any { return args[0] })
	// The function that is called back calls deepen, which needs a larger stack.
	export("nested", func(args []js.Value) any { return host.Call("callBack", args[0]).String() + "!" })
	export("deepen", func([]js.Value) any { return deepen(10_000) })
	export("grow", func([]js.Value) any {
		grown = append(grown, make([]byte, 32<<20))
		return len(grown[len(grown)-1])
	})
	export("members", func(args []js.Value) any {
		made := js.Global().Get("Array").New(2)
		made.SetIndex(1, args[0].Get("toString"))
		made.SetIndex(0, args[0].Length())
		return made
	})
	export("wait", func(args []js.Value) any {
		delay := time.Duration(args[0].Int()) * time.Millisecond
		go func() {
			time.Sleep(delay)
			host.Call("waited")
		}()
		return nil
	})
	export("crash", func([]js.Value) any { panic("this is to end the program") })
	select {}
}

var grown [][]byte

func export(name string, function func(args []js.Value) any) {
	host.Set(name, js.FuncOf(func(_ js.Value, args []js.Value) any { return function(args) }))
}

//go:noinline
func deepen(n int) int {
	if n == 0 {
		return 0
	}
	return deepen(n-1) + 1
}
