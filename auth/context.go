//go:build !js

package auth

import "context"

// Context is [context.Context]. In builds for a browser it has the method Err
// alone, because package context is large.
type Context = context.Context
