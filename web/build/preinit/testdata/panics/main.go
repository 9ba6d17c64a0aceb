// Command panics ends before it waits.
package main

func main() { panic("for a test") }
