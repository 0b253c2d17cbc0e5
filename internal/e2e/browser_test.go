package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// patience is how long a person waits for the page to show something.
const patience = 20 * time.Second

// chromium returns the browser to drive. Without one there is nothing to test
// with, which is said; where everything has to run, that is a failure.
func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	if os.Getenv("CI") == "true" {
		t.Fatal("there is no Chromium on PATH, and under CI everything runs")
	}
	t.Skip("there is no Chromium on PATH: the page was not tried in a browser")
	return ""
}

// browser starts a headless Chromium that ends with the test, with a new profile
// of its own. It looks for nothing on the network by itself.
func browser(t *testing.T) context.Context {
	t.Helper()
	path := chromium(t)
	binary(t) // built by now, so that no time is spent on it below
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewExecAllocator(ctx, append(chromedp.DefaultExecAllocatorOptions[:], // no first run, no sync, headless
		chromedp.ExecPath(path),
		chromedp.NoSandbox, // tests run as root in containers
		chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("lang", "en-US"),
		// A mouse, which a machine without a screen has none of: hovering, fine.
		chromedp.Flag("blink-settings", "primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4"),
	)...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("start the browser: %v", err)
	}
	return ctx
}

// window is one person's window on the page.
type window struct {
	t    *testing.T
	base string
	ctx  context.Context

	mu      sync.Mutex
	faults  []string // what the page's script or the browser complained of
	strayed []string // what was asked of anybody but the box
}

// size of a window, in CSS pixels.
type size struct{ width, height int64 }

var (
	desktop = size{1280, 800}
	phone   = size{390, 844}
)

// enter opens the page of a box in a new window, with cookies and storage of
// its own.
func enter(t *testing.T, browser context.Context, b *box, as size) *window {
	t.Helper()
	ctx, cancel := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	w := &window{t: t, base: b.base, ctx: ctx}
	if err := chromedp.Listen(ctx, w.overhear); err != nil {
		t.Fatalf("open a window: %v", err)
	}
	if _, err := chromedp.Call(ctx, network.Enable, network.EnableParams{}); err != nil {
		t.Fatalf("hear what is asked for: %v", err)
	}
	if as == phone {
		w.do(chromedp.EmulateViewport(as.width, as.height, chromedp.EmulateMobile, chromedp.EmulateTouch))
	} else {
		w.do(chromedp.EmulateViewport(as.width, as.height))
	}
	w.do(chromedp.Navigate(b.base + "/"))
	w.sees("the page, taken over by its script", `document.documentElement.classList.contains('js')`)
	return w
}

// leave closes the window. The page must have caused no error and have asked
// nobody but the box for anything.
func (w *window) leave() {
	w.t.Helper()
	if err := chromedp.Cancel(w.ctx); err != nil {
		w.t.Errorf("close the window: %v", err)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, fault := range w.faults {
		w.t.Errorf("the browser complained: %s", fault)
	}
	for _, url := range w.strayed {
		w.t.Errorf("the page asked elsewhere: %s", url)
	}
}

// overhear keeps what goes wrong behind the page.
func (w *window) overhear(event any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		w.faults = append(w.faults, thrown(e.ExceptionDetails))
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError {
			w.faults = append(w.faults, e.Entry.Text+" "+e.Entry.URL)
		}
	case *network.EventRequestWillBeSent:
		if !strings.HasPrefix(e.Request.URL, w.base+"/") && !strings.HasPrefix(e.Request.URL, "data:") {
			w.strayed = append(w.strayed, e.Request.URL)
		}
	}
}

// thrown is what the page's script threw and nobody caught.
func thrown(e *runtime.ExceptionDetails) string {
	if e.Exception != nil && e.Exception.Description != "" {
		return e.Exception.Description
	}
	return e.Text
}

func (w *window) do(steps ...chromedp.Action[chromedp.Void]) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		w.t.Fatalf("in the browser: %v", err)
	}
}

// until asks again and again, until an answer is good. While a new page comes
// in there may be none, which is no reason to stop.
func until[T any](w *window, what, expression string, good func(T) bool) T {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.ctx, patience)
	defer cancel()
	again := time.NewTicker(10 * time.Millisecond)
	defer again.Stop()
	for {
		answer, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression))
		if err == nil && good(answer) {
			return answer
		}
		select {
		case <-again.C:
		case <-ctx.Done():
			w.t.Fatalf("%s was not seen in %s (last: %v, %v); the page said:\n%s", what, patience, answer, err, w.text())
		}
	}
}

// sees waits until a condition, an expression in the page, holds.
func (w *window) sees(what, condition string) {
	w.t.Helper()
	until(w, what, "Boolean("+condition+")", func(holds bool) bool { return holds })
}

// reads waits until the newest message says all of texts.
func (w *window) reads(texts ...string) {
	w.t.Helper()
	for _, text := range texts {
		w.sees(fmt.Sprintf("%q in the newest message", text), newest+`?.innerText.includes(`+quoted(text)+`)`)
	}
}

// hears waits until one message says all of texts, the newest or not: behind the
// answer to somebody's first command comes the welcome, or before it.
func (w *window) hears(texts ...string) {
	w.t.Helper()
	all := make([]string, 0, len(texts))
	for _, text := range texts {
		all = append(all, `m.innerText.includes(`+quoted(text)+`)`)
	}
	w.sees(fmt.Sprintf("a message with %q", texts), `[...document.querySelectorAll('#messages .message')].some(m => `+strings.Join(all, " && ")+`)`)
}

// newest is the last message of the conversation.
const newest = `[...document.querySelectorAll('#messages .message')].at(-1)`

// text is all that can be read on the page now.
func (w *window) text() string {
	ctx, cancel := context.WithTimeout(w.ctx, time.Second)
	defer cancel()
	text, err := chromedp.Run(ctx, chromedp.Evaluate[string](`document.body.innerText`))
	if err != nil {
		return err.Error()
	}
	return text
}

// spotted is where a person would press.
type spotted struct {
	X, Y float64
	// Reached is set when nothing lies over it.
	Reached bool
}

// reach finds the last thing to press that is called name, by its words or its
// label, and brings it into view. A page that is busy, or not yet taken over by
// its script, is left to finish.
const reach = `(name => {
  if (document.body.classList.contains('busy') || !document.documentElement.classList.contains('js')) return null;
  const words = el => (el.querySelector('.name') || el).innerText.trim().replace(/\s+/g, ' ');
  const el = [...document.querySelectorAll('button, a[href], summary, textarea')].filter(
    el => el.checkVisibility({ visibilityProperty: true }) && (words(el) === name || el.getAttribute('aria-label') === name)).at(-1);
  if (!el) return null;
  el.scrollIntoView({ block: 'nearest' });
  const r = el.getBoundingClientRect(), X = r.x + r.width / 2, Y = r.y + r.height / 2;
  return { X, Y, Reached: el.contains(document.elementFromPoint(X, Y)) };
})`

// find waits until something called name can be reached.
func (w *window) find(name string) *spotted {
	w.t.Helper()
	return until(w, fmt.Sprintf("%q, to be pressed", name), reach+"("+quoted(name)+")",
		func(at *spotted) bool { return at != nil && at.Reached })
}

// press clicks where something called name is, as a hand would.
func (w *window) press(name string) {
	w.t.Helper()
	at := w.find(name)
	w.do(chromedp.MouseClickXY(at.X, at.Y))
}

// keys types on the keyboard, wherever the focus is.
func (w *window) keys(keys ...string) {
	w.t.Helper()
	for _, k := range keys {
		w.do(chromedp.KeyEvent(k))
	}
}

// quoted is a text as an expression.
func quoted(text string) string {
	raw, _ := json.Marshal(text) // a string always can be
	return string(raw)
}
