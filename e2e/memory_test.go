package e2e

import (
	"encoding/json"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/heapprofiler"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
)

// heap is what a page holds once its garbage is collected.
type heap struct {
	// values are what the page's maps hold. One of them is that of go.ts, of
	// the JavaScript values that Go has a reference to: some ten for a sign-in.
	values int
	// script is the heap of JavaScript with the buffers of arrays, in bytes.
	script int
	// program is the memory of the WebAssembly program, in bytes.
	program int
}

// command calls a command of the DevTools protocol.
func command[P, R any](t *testing.T, page *browser.Page, command cdp.Command[P, R], params P) R {
	t.Helper()
	result, err := chromedp.Call(page.Chromedp("the DevTools protocol"), command, params)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// mapped gives the number of members of all maps that are alive.
func mapped(t *testing.T, page *browser.Page) int {
	t.Helper()
	const group = "mapped"
	evaluated := command(t, page, runtime.Evaluate, runtime.EvaluateParams{Expression: "Map.prototype", ObjectGroup: group})
	found := command(t, page, runtime.QueryObjects, runtime.QueryObjectsParams{PrototypeObjectID: evaluated.Result.ObjectID, ObjectGroup: group})
	byValue := true
	sum := command(t, page, runtime.CallFunctionOn, runtime.CallFunctionOnParams{
		FunctionDeclaration: "function() { return this.reduce((sum, map) => sum + map.size, 0) }", ObjectID: found.Objects.ObjectID, ReturnByValue: &byValue,
	})
	var n int
	if err := json.Unmarshal(sum.Result.Value, &n); err != nil {
		t.Fatal(err)
	}
	command(t, page, runtime.ReleaseObjectGroup, runtime.ReleaseObjectGroupParams{ObjectGroup: group})
	return n
}

func measure(t *testing.T, page *browser.Page) heap {
	t.Helper()
	values := mapped(t, page)
	command(t, page, heapprofiler.CollectGarbage, cdp.Empty{})
	usage := command(t, page, runtime.GetHeapUsage, cdp.Empty{})
	program := browser.Eval[int](page, "programs.reduce((sum, {exports}) => sum + exports.mem.buffer.byteLength, 0)")
	return heap{values: values, script: int(usage.UsedSize + usage.BackingStorageSize), program: program}
}

const censusOfPage = "a way to count what is alive in a page"

// Sign-ins leave nothing behind. Those before the first measurement let caches
// and the program's heap come to their size.
func TestMemory(t *testing.T) {
	t.Parallel()
	const before, between = 40, 40
	s := newStage(t, provision.Options{})
	s.user(provision.User{Name: "alice"})
	page := engine.Page(t)
	page.Chromedp(censusOfPage)
	page.Open(s.site.URL + "/classic")
	// On the page's own thread, because a worker's heap is out of reach here.
	browser.Eval[any](page, `void (() => {
		globalThis.programs = [];
		const instantiate = WebAssembly.instantiate;
		WebAssembly.instantiate = async (...args) => {
			const instance = await instantiate(...args);
			programs.push(instance);
			return instance;
		};
	})()`)
	s.makeClient(page, map[string]any{"worker": false})
	signIns := func(n int) {
		t.Helper()
		do(page, `(async () => {
			for (let i = 0; i < `+quote(n)+`; i++) {
				await client.initiate({username: 'alice', password: 'Local-Cognito-1'}, {signal: new AbortController().signal});
				await client.initiate({username: '', password: 'x'}).catch(() => {});
			}
			const step = await client.initiate({username: 'alice', password: 'Local-Cognito-1'});
			// The program lets go of values in the second of two timers of its own, each set before one of these.
			await new Promise((resolve) => setTimeout(resolve));
			await new Promise((resolve) => setTimeout(resolve, 50));
			return step;
		})()`).wantDone(t, "alice")
	}
	signIns(before)
	first := measure(t, page)
	signIns(between)
	last := measure(t, page)
	t.Logf("before: %+v, %d sign-ins later: %+v", first, between, last)
	if first.values < 10 {
		t.Errorf("%d values: Go alone needs more, the measurement is broken", first.values)
	}
	// A program that rests has let go of those of its calls: 18 remain, and without
	// its collector 28 to 40.
	if last.values > 23 {
		t.Errorf("%d values are alive while nothing is to do", last.values)
	}
	if grown := last.values - first.values; grown > 2 {
		t.Errorf("%d values more are alive", grown)
	}
	// What V8 keeps of code and of the protocol's own objects takes some KB; one
	// answer kept of each sign-in would be over 90 KB.
	if grown := last.script - first.script; grown > 60_000 {
		t.Errorf("the script's heap has grown by %d bytes", grown)
	}
	if grown := last.program - first.program; grown > 1<<20 {
		t.Errorf("the program's memory has grown by %d bytes", grown)
	}
}
