package entropy

import (
	"io"
	_ "unsafe" // for the directive below
)

// Reader gives random bytes for keys, from crypto.getRandomValues. It never
// fails: without a random source the host's script does not start the program.
var Reader io.Reader = webCrypto{}

type webCrypto struct{}

// getRandomData is the import on which crypto/rand rests in this build
// (crypto/internal/sysrand/rand_js.go); web/src/host/go.ts
// provides it by crypto.getRandomValues, which fills 65,536 bytes at the most.
//
//go:wasmimport gojs runtime.getRandomData
//go:noescape
func getRandomData(b []byte)

func (webCrypto) Read(b []byte) (int, error) {
	const most = 65_536
	for rest := b; len(rest) > 0; rest = rest[min(len(rest), most):] {
		getRandomData(rest[:min(len(rest), most)])
	}
	return len(b), nil
}
