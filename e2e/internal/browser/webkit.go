package browser

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"
)

// webkit is WebKitGTK, driven by WebDriver. A driver has one session, and a
// session one browser, so that each tab is a browser with a driver of its own.
type webkit struct {
	driver  string
	home    string
	xvfb    *process
	display string
}

func startWebKit() (_ *webkit, err error) {
	w := new(webkit)
	if w.driver, err = find("webkit2gtk-driver", "WEBKIT_DRIVER", "WebKitWebDriver"); err != nil {
		return nil, err
	}
	xvfb, err := find("xvfb", "XVFB", "Xvfb")
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			w.close()
		}
	}()
	if w.home, err = os.MkdirTemp("", "cognito-wasm-webkit-"); err != nil {
		return nil, err
	}
	reader, writer, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer reader.Close()
	// Xvfb looks for a free display and writes its number to descriptor 3.
	w.xvfb, err = startProcess(xvfb, []string{"-displayfd", "3", "-screen", "0", "1024x768x24", "-nolisten", "tcp"}, nil, []*os.File{writer}, func(string) {})
	writer.Close()
	if err != nil {
		return nil, err
	}
	number := make(chan string, 1)
	go func() {
		if line, err := bufio.NewReader(reader).ReadString('\n'); err == nil {
			number <- strings.TrimSpace(line)
		}
	}()
	n, err := await(w.xvfb, number)
	if err != nil {
		return nil, err
	}
	w.display = ":" + n
	// One tab says whether it works at all, with all that the programs say.
	t, err := w.newTab(startTime, func(message) {})
	if err != nil {
		return nil, err
	}
	t.close()
	return w, nil
}

func (w *webkit) close() {
	if w.xvfb != nil {
		w.xvfb.stop()
	}
	_ = os.RemoveAll(w.home)
}

// environment keeps the browser to itself: no settings of the user's, no
// accessibility bus, no graphics card. As root in a container its sandbox cannot
// be set up; the pages are our own.
func (w *webkit) environment() []string {
	return []string{
		"DISPLAY=" + w.display, "HOME=" + w.home, "XDG_RUNTIME_DIR=" + w.home, "XDG_CACHE_HOME=" + w.home, "XDG_DATA_HOME=" + w.home, "XDG_CONFIG_HOME=" + w.home,
		"GDK_BACKEND=x11", "GSETTINGS_BACKEND=memory", "NO_AT_BRIDGE=1", "GTK_A11Y=none", "DBUS_SESSION_BUS_ADDRESS=disabled:", "LC_ALL=C.UTF-8", "TZ=" + Timezone,
		"WEBKIT_DISABLE_COMPOSITING_MODE=1", "WEBKIT_DISABLE_DMABUF_RENDERER=1", "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS=1",
	}
}

// newTab starts a browser. It has no console for the tab: WebDriver has none, and
// WebKit writes none out of the ephemeral sessions that automation runs in.
func (w *webkit) newTab(patience time.Duration, _ func(message)) (tab, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t, err := w.start(ctx)
	for n := 1; err != nil && n < browserStarts; n++ {
		t, err = w.start(ctx)
	}
	if err != nil {
		cancel()
		return nil, err
	}
	t.ctx, t.cancel = ctx, cancel
	return t, nil
}

// A browser that finds no display, as happens on a busy machine, ends at once, and
// its driver does not notice: each start has browserTime, and there are
// browserStarts of them.
const (
	browserTime   = 15 * time.Second
	browserStarts = 3
)

// start starts a driver, and has it start a browser.
func (w *webkit) start(ctx context.Context) (_ *webkitTab, err error) {
	ctx, cancel := context.WithTimeout(ctx, browserTime)
	defer cancel()
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	t := new(webkitTab)
	args := []string{"--host=127.0.0.1", fmt.Sprintf("--port=%d", port)}
	if t.driver, err = startProcess(w.driver, args, w.environment(), nil, func(string) {}); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = t.driver.failure(err)
			t.driver.stop()
		}
	}()
	url := fmt.Sprintf("http://127.0.0.1:%d", port)
	if err := t.driver.listening(ctx, url); err != nil {
		return nil, err
	}
	t.session, err = newWebDriver(ctx, url, object{
		"timeouts": object{"script": patience.Milliseconds(), "pageLoad": patience.Milliseconds()},
	})
	return t, err
}

// freePort gives one that was free a moment ago. The driver takes no port that
// the system would choose.
func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port, nil
}

// webkitTab is a tab of a browser. The first one ends it.
type webkitTab struct {
	ctx     context.Context
	cancel  context.CancelFunc
	driver  *process // nil for a sibling
	session *webdriver
	// window is the driver's name of the tab, and shown what the tabs of a session
	// take turns with; both are there once there is a sibling.
	window string
	shown  *sync.Mutex
}

func (t *webkitTab) sibling(func(message)) (tab, error) {
	if t.shown == nil {
		t.shown = new(sync.Mutex)
		var err error
		if t.window, err = t.session.window(t.ctx); err != nil {
			return nil, err
		}
	}
	t.shown.Lock()
	defer t.shown.Unlock()
	// The one that commands go to may have been closed.
	if err := t.session.switchTo(t.ctx, t.window); err != nil {
		return nil, err
	}
	window, err := t.session.newWindow(t.ctx)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(t.ctx)
	return &webkitTab{ctx: ctx, cancel: cancel, session: t.session, window: window, shown: t.shown}, nil
}

// turn has the session's commands go to this tab, until the function that it gives
// is called.
func (t *webkitTab) turn() (func(), error) {
	if t.shown == nil {
		return func() {}, nil
	}
	t.shown.Lock()
	if err := t.session.switchTo(t.ctx, t.window); err != nil {
		t.shown.Unlock()
		return nil, err
	}
	return t.shown.Unlock, nil
}

func (t *webkitTab) context() context.Context { return t.ctx }

func (t *webkitTab) close() {
	if t.driver != nil {
		t.cancel()
		t.driver.stop()
		return
	}
	if done, err := t.turn(); err == nil {
		_ = t.session.closeWindow(t.ctx)
		done()
	}
	t.cancel()
}

// loaded resolves when a page's modules have run. WebKitGTK's driver tells that
// a page is there before.
const loaded = "document.readyState === 'complete' || new Promise((resolve) => addEventListener('load', () => resolve(true), { once: true }))"

func (t *webkitTab) open(url string) error {
	done, err := t.turn()
	if err != nil {
		return err
	}
	defer done()
	if err := t.session.navigate(t.ctx, url); err != nil {
		return err
	}
	_, err = t.session.evaluate(t.ctx, loaded)
	return err
}

// back returns in the tab's history, and waits as open does.
func (t *webkitTab) back() error {
	done, err := t.turn()
	if err != nil {
		return err
	}
	defer done()
	if err := ask(t.ctx, http.MethodPost, t.session.url+"/back", object{}, nil); err != nil {
		return err
	}
	_, err = t.session.evaluate(t.ctx, loaded)
	return err
}

func (t *webkitTab) eval(expression string) ([]byte, error) {
	done, err := t.turn()
	if err != nil {
		return nil, err
	}
	defer done()
	return t.session.evaluate(t.ctx, expression)
}
