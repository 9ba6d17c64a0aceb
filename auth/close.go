package auth

// Close ends the client and overwrites what [Client.Prepare] has made. From then
// on every method that gives an error gives one with CodeClosed. A sign-in under
// way sends nothing more: where it waits for the last answer of all, it ends with
// the tokens, else with CodeClosed; end its context to have it stop at once.
// Closing twice does no harm.
func (c *Client) Close() {
	if pair := c.spare.pair.Swap(closed); pair != nil && pair != closed {
		pair.Discard()
	}
}

var errClosed = &Error{Code: CodeClosed, Message: "the client was closed"}

// checkOpen refuses what comes after Close.
func (c *Client) checkOpen() error {
	if c.spare.pair.Load() == closed {
		return errClosed
	}
	return nil
}
