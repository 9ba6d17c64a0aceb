package main

import (
	"context"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/systeminfo"
	"github.com/chromedp/chromedp"
)

// renderers gives the processor time of each process that runs pages, with the
// workers in them, by process id.
func renderers(ctx context.Context) (map[int]time.Duration, error) {
	info, err := chromedp.CallBrowser(ctx, systeminfo.GetProcessInfo, cdp.Empty{})
	if err != nil {
		return nil, err
	}
	used := map[int]time.Duration{}
	for _, process := range info.ProcessInfo {
		if process.Type == "renderer" {
			used[int(process.ID)] = time.Duration(process.CPUTime * float64(time.Second))
		}
	}
	return used, nil
}

// quietTime is how long all renderers have to use no processor time that the
// system can tell (10 ms on Linux).
const quietTime = 150 * time.Millisecond

// quiet waits until the pages, their workers and the compilers behind them have
// nothing left to do, as is the case when a user has typed a password.
func quiet(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	last, err := renderers(ctx)
	for err == nil {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(quietTime):
		}
		var now map[int]time.Duration
		if now, err = renderers(ctx); err != nil {
			break
		}
		busy := false
		for id, used := range now {
			busy = busy || used > last[id]
		}
		if !busy {
			return nil
		}
		last = now
	}
	return err
}
