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

// A page is quiet when it and what works for it in its process have used at most
// quietUse of a processor's time in quietTime: a tick of the clock by which Linux
// counts it.
const (
	quietTime = 100 * time.Millisecond
	quietUse  = 10 * time.Millisecond
)

// quiet waits until the pages, their workers and the compilers behind them have
// nothing left to do, as is the case when a user has typed a password. It asks
// the system, because no event of a page tells it of all threads.
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
		var used time.Duration
		for id, total := range now {
			used += total - last[id]
		}
		if used <= quietUse+time.Microsecond { // the seconds come as fractions

			return nil
		}
		last = now
	}
	return err
}
