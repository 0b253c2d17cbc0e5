package e2e

import (
	"bytes"
	"flag"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

var screenshots = flag.Bool("screenshots", false, "write the images of docs/images anew")

// largest is what an image in the repository may weigh, in bytes.
const largest = 200_000

// TestScreenshots takes the images of the documents, from the demo on a Monday
// morning. It always takes them; only with -screenshots do they go to
// docs/images, and otherwise to a directory that goes with the test.
func TestScreenshots(t *testing.T) {
	browser := browser(t)
	album := t.TempDir()
	if *screenshots {
		album = filepath.Join("..", "..", "docs", "images")
	}
	b := open(t, "--seed", "demo", "--now", "2026-11-02T07:30:00Z")

	w := enter(t, browser, b, desktop)
	// Narrower and higher than a screen: a message is seen in full, and as wide
	// as it can be read where the documents show it.
	w.do(chromedp.EmulateViewport(1040, 1600, chromedp.EmulateScale(1.5)))
	w.press("Mon 9:00 AM")
	w.reads("Who isn't in your circle yet")
	w.take(filepath.Join(album, "digest.png"), `[...document.querySelectorAll('.message')].at(-2)`)
	w.take(filepath.Join(album, "identify.png"), newest)
	w.press("Message rapport")
	w.keys("/people Jane Doe", kb.Enter)
	w.reads("Only visible to you", "Jane Doe", "What Capitalizing takes")
	w.take(filepath.Join(album, "card.png"), newest)
	w.keys("/ask Amal Farouk review my talk proposal, two pages, by 20 nov https://example.com/proposal", kb.Enter)
	w.reads("Only visible to you", "Words you could send")
	w.take(filepath.Join(album, "ask.png"), newest)
	w.do(chromedp.EmulateViewport(desktop.width, desktop.height))
	w.goes(w.press, "rapport Home")
	w.take(filepath.Join(album, "home.png"), "document.body")
	w.leave()

	w = enter(t, browser, b, phone)
	w.sees("the digest from its beginning", `(() => {
		const digest = [...document.querySelectorAll('.message')].find(m => m.innerText.includes('Good morning, Mia'));
		digest?.scrollIntoView({ block: 'start' });
		return digest?.getBoundingClientRect().top < 200;
	})()`)
	w.take(filepath.Join(album, "phone.png"), "document.body")
	w.leave()
}

// take writes an image of an element and checks that it is one.
func (w *window) take(path, element string) {
	w.t.Helper()
	w.do(chromedp.MouseEvent("mouseMoved", 0, 0)) // what is pointed at looks different
	clip := until(w, "what the image is of", `(() => {
		const r = `+element+`.getBoundingClientRect();
		return { x: r.x, y: r.y, width: r.width, height: r.height, scale: 1 };
	})()`, func(v page.Viewport) bool { return v.Width > 0 && v.Height > 0 })
	shot, err := chromedp.Call(w.ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{Clip: &clip})
	if err != nil {
		w.t.Fatalf("take %s: %v", path, err)
	}
	seen, err := png.DecodeConfig(bytes.NewReader(shot.Data))
	if err != nil {
		w.t.Fatalf("%s is no image: %v", path, err)
	}
	if seen.Width < 390 || seen.Height < 200 || len(shot.Data) > largest {
		w.t.Errorf("%s has %d × %d pixels and %d bytes", path, seen.Width, seen.Height, len(shot.Data))
	}
	if err := os.WriteFile(path, shot.Data, 0o644); err != nil {
		w.t.Fatal(err)
	}
}
