package browser

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// webdriver is a session of WebDriver (https://www.w3.org/TR/webdriver2/) at a
// driver's address.
type webdriver struct{ url string }

// ask sends a command and decodes the value of its answer, which may be nil for
// one that nobody needs.
func ask(ctx context.Context, method, url string, params object, value any) error {
	var body bytes.Buffer
	if method == http.MethodPost {
		if err := json.NewEncoder(&body).Encode(params); err != nil {
			return err
		}
	}
	request, err := http.NewRequestWithContext(ctx, method, url, &body)
	if err != nil {
		return err
	}
	request.Header.Set("content-type", "application/json; charset=utf-8")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	var answer struct{ Value json.RawMessage }
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		return fmt.Errorf("%s %s: status %d: %w", method, url, response.StatusCode, err)
	}
	if response.StatusCode != http.StatusOK {
		var failure struct{ Error, Message string }
		if err := json.Unmarshal(answer.Value, &failure); err != nil {
			return err
		}
		return fmt.Errorf("%s %s: %s: %s", method, url, failure.Error, failure.Message)
	}
	if value == nil {
		return nil
	}
	return json.Unmarshal(answer.Value, value)
}

// listening asks a driver until it answers, as it does not say when it is ready.
func (p *process) listening(ctx context.Context, driver string) error {
	again := time.NewTicker(10 * time.Millisecond)
	defer again.Stop()
	for {
		err := ask(ctx, http.MethodGet, driver+"/status", nil, nil)
		if err == nil {
			return nil
		}
		select {
		case <-again.C:
		case <-p.ended:
			return errors.New("ended before it was ready")
		case <-ctx.Done():
			return err
		}
	}
}

// newWebDriver begins a session with the driver at an address.
func newWebDriver(ctx context.Context, driver string, capabilities object) (*webdriver, error) {
	var session struct{ SessionID string }
	params := object{"capabilities": object{"alwaysMatch": capabilities}}
	if err := ask(ctx, http.MethodPost, driver+"/session", params, &session); err != nil {
		return nil, err
	}
	return &webdriver{driver + "/session/" + session.SessionID}, nil
}

func (w *webdriver) navigate(ctx context.Context, url string) error {
	return ask(ctx, http.MethodPost, w.url+"/url", object{"url": url}, nil)
}

// evaluations are bodies of functions whose last argument takes the outcome as
// text: "=" and the value as JSON, or "!" and an error. (A page that changes
// Array.prototype or Object.prototype does not reach it so.) The first is for
// expressions; where the code has statements, and so the first does not compile,
// the second takes them, on pages that allow eval.
var evaluations = []string{
	evaluation("async () => (CODE\n)"),
	evaluation("async () => (0, eval)(code)"),
}

func evaluation(work string) string {
	return `const [code, done] = arguments;
(` + work + `)().then((value) => done('=' + (JSON.stringify(value) ?? 'null')), (error) => done('!' + error));`
}

func (w *webdriver) evaluate(ctx context.Context, expression string) (value []byte, err error) {
	for _, evaluation := range evaluations {
		script := strings.Replace(evaluation, "CODE", strings.TrimRight(expression, "; \n"), 1)
		var outcome string
		err = ask(ctx, http.MethodPost, w.url+"/execute/async", object{"script": script, "args": []any{expression}}, &outcome)
		if err != nil && strings.Contains(err.Error(), "javascript error") {
			continue // it did not compile
		}
		if err != nil {
			return nil, err
		}
		if failure, failed := strings.CutPrefix(outcome, "!"); failed {
			return nil, errors.New(failure)
		}
		return []byte(strings.TrimPrefix(outcome, "=")), nil
	}
	return nil, err
}

// window gives the handle of the tab that commands go to.
func (w *webdriver) window(ctx context.Context) (handle string, err error) {
	err = ask(ctx, http.MethodGet, w.url+"/window", nil, &handle)
	return handle, err
}

// newWindow opens a tab and gives its handle.
func (w *webdriver) newWindow(ctx context.Context) (string, error) {
	var made struct{ Handle string }
	err := ask(ctx, http.MethodPost, w.url+"/window/new", object{"type": "tab"}, &made)
	return made.Handle, err
}

func (w *webdriver) switchTo(ctx context.Context, handle string) error {
	return ask(ctx, http.MethodPost, w.url+"/window", object{"handle": handle}, nil)
}

func (w *webdriver) closeWindow(ctx context.Context) error {
	return ask(ctx, http.MethodDelete, w.url+"/window", nil, nil)
}
