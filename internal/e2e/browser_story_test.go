package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/dom"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestPage uses the page as people do: with the mouse, with the keyboard alone,
// on a phone and by ear.
func TestPage(t *testing.T) {
	browser := browser(t)
	empty := []string{"--seed", "empty", "--now", "2026-11-02T08:00:00Z"}
	for _, as := range []struct {
		name string
		size size
		args []string
		use  func(*window)
	}{
		{"a touch, five weeks and a digest", desktop, empty, mainJob},
		{"nothing but the keyboard", desktop, empty, keyboardOnly},
		{"on a phone", phone, empty, onAPhone},
		{"Home, worked on in place", desktop, []string{"--seed", "demo", "--now", "2026-11-02T07:30:00Z"}, homeInPlace},
		{"the check-in, filled in", desktop, empty, checkInForm},
		{"the demo, by ear", desktop, []string{"--seed", "demo", "--now", "2026-11-02T07:30:00Z"}, byEar},
	} {
		t.Run(as.name, func(t *testing.T) {
			w := enter(t, browser, open(t, as.args...), as.size)
			as.use(w)
			w.leave()
		})
	}
}

// mainJob is what the bot is for: Mia logs a touch, it goes quiet, she is told
// and answers with a button. Omar sees nothing of it.
func mainJob(w *window) {
	w.sees("the composer, with the focus", composerFocused)
	w.keys("/m")
	w.sees("the completion of a command", `(() => {
		const one = document.querySelector('#suggestions [role=option][aria-selected=true]');
		return one?.checkVisibility() && one.innerText.startsWith('/met');
	})()`)
	w.keys(kb.Tab)
	w.holds("/met ")
	w.keys("Jane coffee", kb.Enter)
	w.hears("Logged: coffee with Jane", "Undo")
	w.sees("that nobody else sees it", `document.querySelector('#messages').innerText.includes('Only visible to you')`)
	w.holds("")

	for range 5 {
		w.aWeekOn()
	}
	w.reads("Good morning, Mia", "Jane", "last coffee 35 days ago", "Log it")
	w.press("Log it")
	w.reads("✓ Jane: logged contact, today", "Undo")
	w.sees("no more to press for Jane", `!`+newest+`.innerText.includes('Log it')`)
	w.press("Undo")
	w.reads("Jane", "last coffee 35 days ago", "Log it")

	w.press("Omar New York")
	w.sees("the page as Omar", `document.querySelector('.people a[aria-current]')?.innerText.includes('Omar')`)
	for _, room := range []string{"general", "rapport", "rapport Home"} {
		w.goes(w.press, room)
		w.sees("nothing of Jane in "+room, `(() => {
			const all = document.documentElement.cloneNode(true);
			all.querySelector('#suggestions')?.remove(); // the usage of /met has a Jane of its own,
			return !all.outerHTML.replaceAll('/met Jane coffee', '').includes('Jane'); // and so has the help
		})()`)
	}
}

// keyboardOnly never touches the mouse: the composer, a modal and back.
func keyboardOnly(w *window) {
	w.sees("the composer, with the focus", composerFocused)
	w.keys("coffee with Jane")
	w.walk("Send")
	w.keys(kb.Enter)
	w.hears("Logged: coffee with Jane")
	w.sees("the composer, empty", `document.querySelector('#composer-text').value === ''`)

	w.walk("Message rapport", chromedp.KeyModifiers(chromedp.ModifierShift)) // back
	w.keys("/met", kb.Enter)
	w.sees("the form", `document.querySelector('dialog.modal:modal')?.innerText.includes('Who did you meet?')`)
	w.sees("the focus inside the form", `document.querySelector('dialog.modal')?.contains(document.activeElement)`)
	// The page under a modal can't be reached: round and round stays inside.
	for range 30 {
		w.keys(kb.Tab)
		w.sees("the focus inside the form", `document.querySelector('dialog.modal')?.contains(document.activeElement) || document.activeElement === document.body`)
	}
	w.keys(kb.Escape)
	w.sees("no form", `!document.querySelector('dialog.modal')`)
	w.sees("the composer, with the focus", composerFocused)
	w.keys("/met Jane call", kb.Enter)
	w.reads("Logged: call with Jane")
}

// onAPhone is the same on a narrow touch screen.
func onAPhone(w *window) {
	narrow := func(where string) {
		w.t.Helper()
		w.sees("no sideways scrolling "+where, `document.documentElement.scrollWidth <= innerWidth && innerWidth === 390 &&
			[...document.querySelectorAll('.scroller, .modal-body')].every(el => el.scrollWidth <= el.clientWidth)`)
	}
	narrow("at first")
	w.sees("a drawer that is shut", `!document.querySelector('#sidebar').checkVisibility()`)
	w.tap("Show channels and people")
	w.sees("the drawer", `document.querySelector('#sidebar').checkVisibility()`)
	narrow("with the drawer open")
	w.goes(w.tap, "general")
	w.sees("a drawer that is shut again", `!document.querySelector('#sidebar').checkVisibility()`)
	w.tap("Show channels and people")
	w.goes(w.tap, "rapport")
	w.tap("Message rapport")
	w.keys("/met Jane coffee")
	w.tap("Send")
	w.hears("Logged: coffee with Jane")
	narrow("with an answer")
	for range 2 {
		w.aWeekOn()
	}
	w.aDayOn() // by now Jane is due, whatever her jitter
	w.aDayOn()
	w.reads("Good morning, Mia")
	narrow("with a digest")
	w.tap("Log it")
	w.reads("logged contact")
	w.tap("Details")
	w.sees("a form that fits", `document.querySelector('dialog.modal:modal')?.getBoundingClientRect().width <= innerWidth`)
	narrow("with a form")
	w.tap("Close")
	w.sees("no form", `!document.querySelector('dialog.modal')`)
}

// homeInPlace answers today's nudges on App Home: the page follows each press, and
// nothing is said elsewhere.
func homeInPlace(w *window) {
	shows := func(texts ...string) {
		w.t.Helper()
		for _, text := range texts {
			w.sees(fmt.Sprintf("%q on Home", text), `document.querySelector('#scroller.home')?.innerText.includes(`+quoted(text)+`)`)
		}
	}
	w.goes(w.press, "rapport Home")
	shows("Good morning, Mia. Four people today.", "Tom Berg", "Your circle, by phase")
	w.press("Log contact with Tom Berg")
	shows("✓ Tom Berg: logged contact, today", "Details")
	w.press("Undo")
	shows("Undone: what you logged for Tom Berg")
	w.press("Open the card of Amal Farouk")
	w.sees("the card, over the page", `document.querySelector('dialog.modal:modal')?.innerText.includes('Leiden')`)
	w.press("Close")
	w.sees("no card", `!document.querySelector('dialog.modal')`)
	w.press("See all who rest")
	shows("Kept and remembered", "Rosa Delgado")
	w.press("← Everything")
	shows("Four people today.")
	w.goes(w.press, "rapport")
	w.sees("an empty conversation", `!document.querySelector('#messages .message')`)
}

// checkInForm fills in the weekly check-in: a form that stands in a message.
func checkInForm(w *window) {
	w.sees("the composer, with the focus", composerFocused)
	w.keys("/met Jane coffee", kb.Enter)
	w.hears("Logged: coffee with Jane")
	for range 5 {
		w.aDayOn()
	}
	w.reads("Whom did you meet this week?", "Nobody this week")
	w.sees("the focus in its field", `(() => {
		const field = [...document.querySelectorAll('#messages .message input[type=text], #messages .message textarea')].at(-1);
		field?.focus();
		return field && document.activeElement === field;
	})()`)
	w.keys("Omar Lind lunch yesterday")
	w.press("Save")
	w.reads("Omar Lind", "lunch")
	w.press("Message rapport")
	w.keys("/people", kb.Enter)
	w.reads("2 people", "Omar Lind", "last lunch")
}

// byEar listens to what a screen reader is told: on every page and in the form
// whatever can be used has a name, and what is new is announced.
func byEar(w *window) {
	w.press("Mon 9:00 AM")
	w.reads("Good morning, Mia", "Who isn't in your circle yet")
	w.named("the messages")
	w.goes(w.press, "rapport Home")
	w.named("Home")
	w.goes(w.press, "general")
	w.named("a channel")
	w.goes(w.press, "rapport")
	w.press("Message rapport")
	w.keys("/met", kb.Enter)
	w.sees("the form", `document.querySelector('dialog.modal:modal')`)
	w.named("the form")
	w.press("Cancel")
	w.sees("no form", `!document.querySelector('dialog.modal')`)
}

// goes to a room of the sidebar, until its page is there and not the one before.
func (w *window) goes(by func(string), room string) {
	w.t.Helper()
	by(room)
	w.sees("the page of "+room, `[...document.querySelectorAll('#sidebar [aria-current=page]')].some(
		a => a.querySelector('.name').textContent === `+quoted(room)+`) && document.documentElement.classList.contains('js')`)
}

// named looks at the page through the eyes of assistive technology.
func (w *window) named(where string) {
	w.t.Helper()
	w.sees("a language", `document.documentElement.lang === 'en'`)
	w.sees("a title", `document.title.trim()`)
	w.sees("one main heading", `document.querySelectorAll('h1').length === 1`)
	w.sees("a live region", `document.querySelector('[role=status][aria-live=polite]')`)
	w.sees("no id twice", `new Set([...document.querySelectorAll('[id]')].map(el => el.id)).size === document.querySelectorAll('[id]').length`)
	tree, err := chromedp.Call(w.ctx, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
	if err != nil {
		w.t.Fatalf("ask for the accessibility tree: %v", err)
	}
	used := 0
	for _, n := range tree.Nodes {
		role := spoken(n.Role)
		if n.Ignored || !usable[role] {
			continue
		}
		used++
		if strings.TrimSpace(spoken(n.Name)) == "" {
			markup, err := chromedp.Call(w.ctx, dom.GetOuterHTML, dom.GetOuterHTMLParams{BackendNodeID: n.BackendDOMNodeID})
			if err != nil {
				w.t.Fatalf("ask for what has no name: %v", err)
			}
			w.t.Errorf("in %s a %s has no name: %s", where, role, markup.OuterHTML)
		}
	}
	if used < 10 {
		w.t.Errorf("%s has only %d things to use: is it looked at?", where, used)
	}
}

// usable are the roles of what can be used or entered.
var usable = map[string]bool{
	"button": true, "link": true, "textbox": true, "searchbox": true, "combobox": true, "listbox": true, "option": true,
	"checkbox": true, "radio": true, "radiogroup": true, "spinbutton": true, "Date": true, "InputTime": true, "DateTime": true,
	"DisclosureTriangle": true, "dialog": true, "alertdialog": true, "navigation": true, "region": true, "log": true, "article": true,
}

// spoken is a value of the accessibility tree as text.
func spoken(v *accessibility.Value) string {
	if v == nil {
		return ""
	}
	return strings.Trim(string(v.Value), `"`)
}

const composerFocused = `document.activeElement?.id === 'composer-text'`

// holds waits until the composer holds a text.
func (w *window) holds(text string) {
	w.t.Helper()
	w.sees(fmt.Sprintf("%q in the composer", text), `document.querySelector('#composer-text').value === `+quoted(text))
}

// aWeekOn presses the clock's button and waits until it is a week later.
func (w *window) aWeekOn() { w.t.Helper(); w.on("+1 week", 6*24*time.Hour) }

// on presses a button of the clock and waits until it is at least so much later:
// summer time may end.
func (w *window) on(button string, least time.Duration) {
	w.t.Helper()
	const clock = `document.querySelector('#now time').dateTime`
	now := until(w, "the clock", clock, func(at string) bool { return at != "" })
	from, err := time.Parse(time.RFC3339, now)
	if err != nil {
		w.t.Fatal(err)
	}
	w.press(button)
	until(w, "the clock, moved by "+button, clock, func(at string) bool {
		to, err := time.Parse(time.RFC3339, at)
		return err == nil && to.Sub(from) > least
	})
}

// aDayOn presses the clock's button and waits until it is a day later.
func (w *window) aDayOn() { w.t.Helper(); w.on("+1 day", 23*time.Hour-time.Minute) }

// walk presses Tab until the focus is on what is called name.
func (w *window) walk(name string, with ...chromedp.KeyOption) {
	w.t.Helper()
	for range 40 {
		w.do(chromedp.KeyEvent(kb.Tab, with...))
		at := until(w, "the focus", `(document.activeElement?.getAttribute('aria-label') || document.activeElement?.innerText || '').trim()`,
			func(string) bool { return true })
		if at == name {
			return
		}
	}
	w.t.Fatalf("%q is not within 40 presses of Tab", name)
}

// tap touches something called name with a finger.
func (w *window) tap(name string) {
	w.t.Helper()
	at := w.find(name)
	w.do(chromedp.TapXY(at.X, at.Y))
}
