package slacksim

import (
	"net"
	"net/http"
	"strings"
)

// Handler serves the whole box: the Web API on /api/, Socket Mode on /link/,
// response_urls, uploads and files, the control interface on /sim/ and, with
// Options.Page, the page on everything else.
func (s *Sim) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/api/", s.serveAPI)
	mux.HandleFunc("GET /link/", s.serveSocket)
	mux.HandleFunc("POST /actions/{id}", s.serveResponse)
	mux.HandleFunc("POST /upload/{id}/{ticket}", s.serveUpload)
	mux.HandleFunc("GET /files/{id}", s.serveFile)
	mux.Handle("/sim/", ownPagesOnly(s.control()))
	if s.opts.Page != nil {
		mux.Handle("/", ownPagesOnly(s.opts.Page(s)))
	}
	return s.learn(mux)
}

// learn remembers under which address the box is reached, for the response_urls
// it hands out, unless Listen has said so.
func (s *Sim) learn(next http.Handler) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		if s.base == "" {
			s.base = "http://" + r.Host
		}
		s.mu.Unlock()
		next.ServeHTTP(rw, r)
	})
}

// ownPagesOnly keeps other sites' pages, open in the same browser, from acting
// on the box: neither across origins, nor under a name of theirs that leads here.
func ownPagesOnly(next http.Handler) http.Handler {
	guarded := http.NewCrossOriginProtection().Handler(next)
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		host, _, err := net.SplitHostPort(r.Host)
		if err != nil {
			host = r.Host // without a port
		}
		if host != "localhost" && net.ParseIP(strings.Trim(host, "[]")) == nil {
			http.Error(rw, "The simulator answers to localhost only.", http.StatusForbidden)
			return
		}
		guarded.ServeHTTP(rw, r)
	})
}
