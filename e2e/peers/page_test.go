package peers

import (
	"encoding/json"
	"fmt"
	"os/exec"
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
)

// inPage is a client whose wrapper is a script.
type inPage struct{ page *browser.Page }

// opens starts the client of a wrapper, in a page with these scripts.
func opens(scripts ...string) func(v *visit) client {
	return func(v *visit) client {
		if v.peer.warns != "" {
			v.page.Expect(v.peer.warns)
		}
		return begun(v, pageOf(v, scripts...))
	}
}

// begun starts the client of the wrapper in a page.
func begun(v *visit, address string) client {
	v.page.Open(address)
	browser.Eval[any](v.page, fmt.Sprintf("Peer.open({userPoolId: %q, clientId: %q, endpoint: %q})", v.pool.ID, v.pool.ClientID, v.tap.URL))
	return inPage{v.page}
}

// call gives the wrapper's step, or what it rejected with.
func (c inPage) call(function string, argument any) step {
	text, err := json.Marshal(argument)
	if err != nil {
		panic(err) // it is of ours
	}
	return browser.Eval[step](c.page, fmt.Sprintf(`(async () => Peer.%s(%s))()
		.catch((error) => ({code: error.code ?? error.name, message: String(error.message)}))`, function, text))
}

func (c inPage) begin(r request) step  { return c.call("begin", r) }
func (c inPage) respond(a answer) step { return c.call("respond", a) }
func (c inPage) refresh() step         { return c.call("refresh", nil) }
func (c inPage) registerPasskey() step { return c.call("registerPasskey", nil) }

// pageOf serves a page with scripts and gives its address.
func pageOf(v *visit, scripts ...string) string {
	html := new(strings.Builder)
	html.WriteString("<link rel=icon href=data:,>") // browsers ask for it late, when the server may be gone
	for _, script := range scripts {
		fmt.Fprintf(html, "<script src=/%s></script>", script)
	}
	v.site.Page("/page", html.String())
	return v.site.URL + "/page"
}

// packages gives the directories of npm packages.
func packages(names ...string) func(*testing.T) []string {
	return func(*testing.T) []string {
		var directories []string
		for _, name := range names {
			directories = append(directories, "node_modules/"+name)
		}
		return directories
	}
}

// module gives the directory of a Go module.
func module(path string) func(*testing.T) []string {
	return func(t *testing.T) []string {
		t.Helper()
		directory, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", path).Output()
		if err != nil {
			t.Fatal(err)
		}
		return []string{strings.TrimSpace(string(directory))}
	}
}
