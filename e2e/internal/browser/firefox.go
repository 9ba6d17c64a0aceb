package browser

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// firefoxPreferences are those of the profile, beside the ones that Firefox
// itself recommends under remote control.
const firefoxPreferences = `
// WebDriver BiDi alone.
user_pref("remote.active-protocols", 1);
user_pref("browser.startup.page", 0);
user_pref("browser.sessionstore.resume_from_crash", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("toolkit.telemetry.server", "");
user_pref("app.normandy.enabled", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("extensions.update.enabled", false);
user_pref("browser.translations.enable", false);
// Icons that a policy forbids would stand on the console.
user_pref("browser.chrome.site_icons", false);
// Pages in the background keep their time.
user_pref("dom.min_background_timeout_value", 4);
user_pref("dom.min_background_timeout_value_without_budget_throttling", 4);
user_pref("dom.timeout.enable_budget_timer_throttling", false);
user_pref("dom.max_script_run_time", 0);
`

// firefox is driven by WebDriver BiDi.
type firefox struct {
	process *process
	profile string
	session *bidi

	// tabs keeps Firefox from closing a tab while it opens another, which it would
	// put beside the one that is gone.
	tabs sync.Mutex

	mu       sync.Mutex
	consoles map[string]func(message) // by browsing context
}

func startFirefox() (_ *firefox, err error) {
	path, err := find("firefox-esr", "FIREFOX_BIN", "firefox-esr", "firefox")
	if err != nil {
		return nil, err
	}
	f := &firefox{consoles: map[string]func(message){}}
	defer func() {
		if err != nil {
			f.close()
		}
	}()
	if f.profile, err = os.MkdirTemp("", "cognito-wasm-firefox-"); err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(f.profile, "user.js"), []byte(firefoxPreferences), 0o600); err != nil {
		return nil, err
	}
	address := make(chan string, 1)
	args := []string{"--headless", "--no-remote", "--profile", f.profile, "--remote-debugging-port", "0", "about:blank"}
	// As root, Firefox wants a home directory that is root's.
	env := []string{"HOME=" + f.profile, "MOZ_CRASHREPORTER_DISABLE=1", "TZ=" + Timezone}
	if f.process, err = startProcess(path, args, env, nil, func(line string) {
		if _, url, found := strings.Cut(line, "WebDriver BiDi listening on "); found {
			select {
			case address <- url:
			default:
			}
		}
	}); err != nil {
		return nil, err
	}
	url, err := await(f.process, address)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), startTime)
	defer cancel()
	if f.session, err = dialBiDi(ctx, url+"/session", f.event); err != nil {
		return nil, f.process.failure(err)
	}
	if err := f.session.call(ctx, "session.subscribe", object{"events": []string{"log.entryAdded"}}, nil); err != nil {
		return nil, f.process.failure(err)
	}
	return f, nil
}

func (f *firefox) close() {
	if f.session != nil {
		f.session.close()
	}
	if f.process != nil {
		f.process.stop()
	}
	_ = os.RemoveAll(f.profile)
}

// firefoxLevels are the console's levels by those of log.LogEntry, where they
// differ.
var firefoxLevels = map[string]string{"warn": "warning"}

// event gives what stands on a console to its tab.
func (f *firefox) event(_ string, params json.RawMessage) {
	var entry struct {
		Type, Level, Text string
		Source            struct{ Context string }
		StackTrace        struct{ CallFrames []struct{ URL string } }
	}
	if json.Unmarshal(params, &entry) != nil {
		return
	}
	m := message{level: entry.Level, text: entry.Text}
	if level, ok := firefoxLevels[entry.Level]; ok {
		m.level = level
	}
	if entry.Type == "javascript" { // uncaught, or Firefox's own
		m.level = "exception"
	}
	if frames := entry.StackTrace.CallFrames; len(frames) > 0 {
		m.url = frames[0].URL
	}
	f.mu.Lock()
	console := f.consoles[entry.Source.Context]
	f.mu.Unlock()
	if console != nil {
		console(m)
	}
}

// newTab opens a tab, which takes Firefox half the time of a window.
func (f *firefox) newTab(patience time.Duration, console func(message)) (tab, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t := &firefoxTab{ctx: ctx, cancel: cancel, browser: f}
	f.tabs.Lock()
	defer f.tabs.Unlock()
	var user struct{ UserContext string }
	if err := f.session.call(ctx, "browser.createUserContext", object{}, &user); err != nil {
		cancel()
		return nil, err
	}
	t.user = user.UserContext
	if err := t.create(console); err != nil {
		t.remove()
		return nil, err
	}
	return t, nil
}

// create opens the tab in its user context.
func (t *firefoxTab) create(console func(message)) error {
	var created struct{ Context string }
	if err := t.browser.session.call(t.ctx, "browsingContext.create", object{"type": "tab", "userContext": t.user}, &created); err != nil {
		return err
	}
	t.id = created.Context
	t.browser.mu.Lock()
	defer t.browser.mu.Unlock()
	t.browser.consoles[t.id] = console
	return nil
}

// firefoxTab is a tab of a user context, which Firefox keeps storage, cookies and
// cache for. The first one of it ends it.
type firefoxTab struct {
	ctx     context.Context
	cancel  context.CancelFunc
	browser *firefox
	// user and id are those of the user context and the browsing context.
	user, id  string
	isSibling bool
}

func (t *firefoxTab) sibling(console func(message)) (tab, error) {
	ctx, cancel := context.WithCancel(t.ctx)
	sibling := &firefoxTab{ctx: ctx, cancel: cancel, browser: t.browser, user: t.user, isSibling: true}
	t.browser.tabs.Lock()
	defer t.browser.tabs.Unlock()
	if err := sibling.create(console); err != nil {
		cancel()
		return nil, err
	}
	return sibling, nil
}

func (t *firefoxTab) context() context.Context { return t.ctx }

func (t *firefoxTab) close() {
	t.browser.tabs.Lock()
	defer t.browser.tabs.Unlock()
	t.remove()
}

// remove closes a sibling, or removes the user context with the last tab of it.
func (t *firefoxTab) remove() {
	t.cancel()
	ctx, cancel := context.WithTimeout(context.Background(), endTime)
	defer cancel()
	if t.isSibling {
		_ = t.browser.session.call(ctx, "browsingContext.close", object{"context": t.id}, nil)
	} else {
		_ = t.browser.session.call(ctx, "browser.removeUserContext", object{"userContext": t.user}, nil)
	}
	t.browser.mu.Lock()
	defer t.browser.mu.Unlock()
	delete(t.browser.consoles, t.id)
}

func (t *firefoxTab) open(url string) error {
	return t.browser.session.call(t.ctx, "browsingContext.navigate", object{"context": t.id, "url": url, "wait": "complete"}, nil)
}

func (t *firefoxTab) eval(expression string) ([]byte, error) {
	var evaluated struct {
		Type             string
		Result           remoteValue
		ExceptionDetails struct{ Text string }
	}
	err := t.browser.session.call(t.ctx, "script.evaluate", object{
		"expression": expression, "target": object{"context": t.id}, "awaitPromise": true,
	}, &evaluated)
	if err != nil {
		return nil, err
	}
	if evaluated.Type != "success" {
		return nil, errors.New(evaluated.ExceptionDetails.Text)
	}
	value, err := evaluated.Result.plain()
	if err != nil {
		return nil, fmt.Errorf("the expression's value: %w", err)
	}
	return json.Marshal(value)
}
