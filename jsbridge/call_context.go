//go:build !js

package jsbridge

import "time"

// What a context has natively, where the tests run, and no browser's build asks for.

// Deadline tells that there is none: the host has one for each operation.
func (c *call) Deadline() (deadline time.Time, ok bool) { return }

// Done is never closed.
func (c *call) Done() <-chan struct{} { return nil }

// Value has nothing to tell.
func (c *call) Value(any) any { return nil }
