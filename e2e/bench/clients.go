package main

import (
	"image/color"
	"strings"
)

// client is one of those who are measured.
type client struct {
	// id is the client's name in bench.json, in addresses, and of its files.
	id string
	// label is its name for people.
	label string
	// npm is the package whose version is told; empty for our own.
	npm string
	// scripts load it in a page, in this order. What calls ours is in the page.
	scripts []string
	// color is that of its bars.
	color color.RGBA
}

// ourID is the id of this project's own client.
const ourID = "cognito_wasm"

// clients are all that are measured, in the order in which they take turns.
var clients = []client{
	{ourID, "cognito-wasm", "", []string{"cognito-wasm.js"}, color.RGBA{0xd9, 0x48, 0x01, 0xff}},
	{"amplify", "Amplify v6", "aws-amplify", []string{"client.js"}, color.RGBA{0x54, 0x66, 0x7a, 0xff}},
	{"amazon_cognito_identity_js", "amazon-cognito-identity-js", "amazon-cognito-identity-js", []string{"client.js"}, color.RGBA{0x93, 0xa3, 0xb5, 0xff}},
	{"passwordless", "amazon-cognito-passwordless-auth", "amazon-cognito-passwordless-auth", []string{"client.js"}, color.RGBA{0xc9, 0xd3, 0xde, 0xff}},
}

// peers are the clients that are not ours.
var peers = clients[1:]

// keepers are the ids of the clients that keep a session in localStorage and renew
// it, in the order in which they take turns.
var keepers = []string{ourID, "amplify", "amazon_cognito_identity_js"}

// noID is that of a page without a client.
const noID = "empty"

// labelOf gives a client's name for people, with its version.
func (r *report) labelOf(id string) string {
	for _, c := range clients {
		if c.id == id {
			return strings.TrimSpace(c.label + " " + r.Versions[id])
		}
	}
	return "an empty page"
}
