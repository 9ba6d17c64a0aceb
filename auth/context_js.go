package auth

// Context is what of context.Context is asked of one: the error, once the caller
// has ended the call.
type Context interface {
	Err() error
}
