package peers

import "testing"

// cognitoWasm is this project's own client, in a worker, from the files it ships.
var cognitoWasm = &peer{
	name: "cognito-wasm", open: opens("cognito-wasm.js", "peers/cognito-wasm.js"),
	published: func(*testing.T) []string { return []string{"../../web/src"} },
}

func TestCognitoWasm(t *testing.T) { completes(t, cognitoWasm) }
