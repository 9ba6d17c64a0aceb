package auth

import "github.com/cognito-wasm/cognito-wasm/srp"

// Spare gives the key pair that waits for an attempt, nil where there is none.
func (c *Client) Spare() *srp.Ephemeral {
	if pair := c.spare.pair.Load(); pair != closed {
		return pair
	}
	return nil
}

// CleanCode is cleanCode.
func CleanCode(code string) string { return cleanCode(code) }
