//go:build js

// Command wasm is the program that a page runs: it registers the exports of
// package jsbridge and nothing else.
package main

import "github.com/cognito-wasm/cognito-wasm/jsbridge"

func main() { jsbridge.Run() }
