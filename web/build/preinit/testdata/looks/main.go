// Command looks does what depends on the page before it waits.
package main

import "syscall/js"

func main() {
	js.Global().Get("Object").Get("prototype")
	select {}
}
