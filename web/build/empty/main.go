//go:build js

// Command empty is the smallest program that JavaScript can call. What it weighs
// is the floor under the size of the module.
package main

import "syscall/js"

func main() {
	js.Global().Set("empty", js.FuncOf(func(js.Value, []js.Value) any { return nil }))
	select {}
}
