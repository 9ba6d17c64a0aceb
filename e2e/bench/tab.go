package main

import (
	"context"
	"fmt"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
)

// patience ends a measurement that hangs. Nothing waits for it.
const patience = 2 * time.Minute

// tab is an open page.
type tab struct {
	ctx   context.Context
	close context.CancelFunc
}

// openTab opens a page; a fresh one has nothing cached.
func openTab(chromium *browser.Browser, fresh bool, url string) (*tab, error) {
	ctx, closeTab, err := chromium.Tab(fresh)
	if err != nil {
		return nil, err
	}
	t := &tab{ctx, closeTab}
	if err := t.open(url); err != nil {
		t.close()
		return nil, err
	}
	return t, nil
}

// sibling opens another page that shares storage and cache with this one.
func (t *tab) sibling(url string) (*tab, error) {
	ctx, closeTab := chromedp.NewContext(t.ctx)
	s := &tab{ctx, closeTab}
	if err := chromedp.Do(ctx); err != nil {
		closeTab()
		return nil, fmt.Errorf("opening a tab: %w", err)
	}
	if err := s.open(url); err != nil {
		closeTab()
		return nil, err
	}
	return s, nil
}

// open navigates and waits until the page is loaded.
func (t *tab) open(url string) error {
	ctx, cancel := context.WithTimeout(t.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.Navigate(url)); err != nil {
		return fmt.Errorf("opening %s: %w", url, err)
	}
	return nil
}

// evaluate gives the value of a JavaScript expression, awaited if it is a promise.
func evaluate[T any](t *tab, expression string) (T, error) {
	ctx, cancel := context.WithTimeout(t.ctx, patience)
	defer cancel()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		return value, fmt.Errorf("%s: %w", expression, err)
	}
	return value, nil
}
