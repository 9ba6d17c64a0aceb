package e2e

import (
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// spyOnPolicies keeps each policy of Trusted Types that a page makes, with the
// addresses that went through it.
const spyOnPolicies = `<script>
	const policies = [], addresses = [];
	const create = trustedTypes.createPolicy.bind(trustedTypes);
	trustedTypes.createPolicy = (name, rules) => {
		const policy = create(name, Object.assign(Object.create(Object.getPrototypeOf(rules)), rules, {
			createScriptURL(address) { const allowed = rules.createScriptURL(address); addresses.push(allowed); return allowed },
		}));
		policies.push(policy);
		return policy;
	};
	const ask = (make) => { try { return String(make()) } catch (error) { return error.name } };
</script>`

// The policy that makes a worker's address lets nothing else through, and makes
// neither HTML nor code.
func TestTrustedTypesPolicy(t *testing.T) {
	t.Parallel()
	s := newStage(t, provision.Options{})
	s.user(provision.User{Name: "alice"})
	const needed = "require-trusted-types-for 'script'; trusted-types cognito-wasm"
	page := engine.Page(t)
	s.site.Page("/policies", `<script>Object.prototype.createHTML = Object.prototype.createScript = (text) => text</script>`+
		spyOnPolicies+s.tag("/cognito-wasm.js", "")+"<script src=/harness.js></script>", "content-security-policy", needed)
	page.Open(s.site.URL + "/policies")
	browser.Eval[any](page, "void (client = CognitoWasm.client)")
	initiate(page, `{username: 'alice', password: 'Local-Cognito-1'}`).wantDone(t, "alice")
	worker := s.site.URL + "/cognito-wasm.worker.js"
	if got := browser.Eval[[]string](page, `[...new Set(addresses)]`); len(got) != 1 || got[0] != worker {
		t.Errorf("made the addresses %q, want the worker's alone", got)
	}
	if got := browser.Eval[int](page, `policies.length`); got != 1 {
		t.Errorf("made %d policies, want one", got)
	}
	for _, make := range []string{
		"createScriptURL('https://elsewhere.example/x.js')", "createScriptURL('" + worker + "')", "createScriptURL('data:text/javascript,')",
		"createScriptURL(undefined)", "createHTML('<b>')", "createScript('1')",
	} {
		if got := browser.Eval[string](page, `ask(() => policies[0].`+make+`)`); !strings.Contains(got, "TypeError") {
			t.Errorf("%s gives %s, want a TypeError", make, got)
		}
	}
}
