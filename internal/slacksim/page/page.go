// Package page is the human side of the box: a page that looks and behaves like
// the Slack client people know. It is drawn on the server, in full, from a
// snapshot of the box; every control is a form that works without a script. The
// one small script makes it feel like a client: it posts without a reload, keeps
// the page up to date and adds what needs a keyboard handler.
//
// Whose page it is stands in the address (?as=U…), and nothing that anybody
// typed ever does.
package page

import (
	"errors"
	"net/http"

	"rapport/internal/slacksim"
)

// home is where App Home is, among the conversations.
const home = "home"

// desk serves the page of one box.
type desk struct {
	sim     *slacksim.Sim
	notices *notices
}

// New returns the page of a box, to be mounted on /.
func New(sim *slacksim.Sim) http.Handler {
	d := &desk{sim: sim, notices: newNotices()}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", d.front)
	mux.HandleFunc("GET /c/{in}", d.conversation)
	mux.HandleFunc("GET /home", d.home)
	mux.HandleFunc("GET /live", d.live)
	mux.Handle("GET /static/", static())
	mux.HandleFunc("POST /send", d.acting(d.send))
	mux.HandleFunc("POST /click", d.acting(d.click))
	mux.HandleFunc("POST /submit", d.acting(d.submit))
	mux.HandleFunc("POST /close", d.acting(d.closeView))
	mux.HandleFunc("POST /shortcut", d.acting(d.shortcut))
	mux.HandleFunc("POST /clock", d.acting(d.clock))
	mux.HandleFunc("/", func(rw http.ResponseWriter, _ *http.Request) {
		lost(rw, http.StatusNotFound, "There is no such page.")
	})
	return guarded(mux)
}

// guarded sets the headers of all answers. Nothing but this server is ever
// asked for anything.
func guarded(next http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		h := rw.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "+
			"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cache-Control", "no-store")
		next.ServeHTTP(rw, r)
	})
}

// static serves the style sheet, the script and the icon.
func static() http.Handler {
	files := http.FileServerFS(staticFiles)
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		rw.Header().Set("Cache-Control", "no-cache")
		files.ServeHTTP(rw, r)
	})
}

// lost answers with a page that leads back.
func lost(rw http.ResponseWriter, status int, says string) {
	rw.Header().Set("Content-Type", "text/html; charset=utf-8")
	rw.WriteHeader(status)
	_, _ = rw.Write([]byte(render("lost", says))) // a browser that is gone needs no page
}

// fail answers a request that can't be fulfilled: with the refusal's own words,
// or with a plain 500.
func fail(rw http.ResponseWriter, err error) {
	var refused *slacksim.Refusal
	switch {
	case errors.As(err, &refused) && refused.Missing:
		lost(rw, http.StatusNotFound, refused.Says)
	case errors.As(err, &refused):
		lost(rw, http.StatusUnprocessableEntity, refused.Says)
	default:
		lost(rw, http.StatusInternalServerError, "Something went wrong in the simulator.")
	}
}
