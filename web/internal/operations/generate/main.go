// Command generate writes the types of Cognito's operations, in the folder of
// package operations: go generate ./web/...
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/cognito-wasm/cognito-wasm/web/internal/operations"
)

func main() {
	if err := generate(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func generate(ctx context.Context) error {
	api, err := operations.Read(ctx)
	if err != nil {
		return err
	}
	text, err := api.TypeScript()
	if err != nil {
		return err
	}
	return os.WriteFile(operations.Generated, text, 0o644)
}
