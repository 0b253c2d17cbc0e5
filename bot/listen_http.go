package bot

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"mime"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"
)

const (
	// maxBody is the largest request that is read.
	maxBody = 1 << 20
	// maxHeader is the largest head of a request; Slack's are about 1 kB.
	maxHeader = 16 << 10
	// maxUnsigned is what is read of a request that isn't signed at all: Slack
	// looks at our certificate with one of these.
	maxUnsigned = 4 << 10
)

// Server is an HTTP server that gives nobody the time to be slow, and keeps room
// for whoever is not.
type Server struct {
	http.Server
	most int
}

// NewServer returns a server that has most connections at once.
func NewServer(h http.Handler, log *slog.Logger, most int) *Server {
	return &Server{most: most, Server: http.Server{
		Handler:           h,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      handling + 10*time.Second, // a slow command is answered late, not cut
		IdleTimeout:       time.Minute,
		MaxHeaderBytes:    maxHeader,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelDebug),
		ConnContext:       withGuest,
		ConnState:         began,
	}}
}

// Serve serves the connections of l until the server is shut down.
func (s *Server) Serve(l net.Listener) error {
	return s.Server.Serve(newCrowd(l, s.most, roomForStrangers))
}

// HTTPHandler is the door for signed requests: POST /slack/commands,
// /slack/interactivity and /slack/events.
func (b *Bot) HTTPHandler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("POST /slack/commands", b.signed("application/x-www-form-urlencoded", decoder.commandBody))
	mux.Handle("POST /slack/interactivity", b.signed("application/x-www-form-urlencoded", decoder.interactionBody))
	mux.Handle("POST /slack/events", b.signed("application/json", decoder.eventBody))
	return mux
}

// signed takes requests that Slack has signed with our secret within the last
// five minutes, and nothing else. What is refused hears a word and no reason.
func (b *Bot) signed(kind string, decode func(decoder, []byte, time.Time) (parcel, error)) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		sort := r.URL.Path
		if !isOf(r.Header.Get("Content-Type"), kind) {
			b.turnAway(rw, sort, http.StatusUnsupportedMediaType)
			return
		}
		largest := int64(maxBody)
		if !signable(r.Header) {
			largest = maxUnsigned
		}
		body, err := io.ReadAll(http.MaxBytesReader(rw, r.Body, largest))
		if err != nil {
			status := http.StatusBadRequest
			if largest == maxUnsigned {
				status = http.StatusUnauthorized
			} else if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
				status = http.StatusRequestEntityTooLarge
			}
			b.turnAway(rw, sort, status)
			return
		}
		if kind != "application/json" && sslCheck(body) {
			rw.WriteHeader(http.StatusOK) // asked for its own sake; nothing follows
			return
		}
		if !authentic(r.Header, body, b.secret) {
			b.turnAway(rw, sort, http.StatusUnauthorized)
			return
		}
		known(r.Context())
		stamp := r.Header.Get(signatureHeader)
		if kind != "application/json" && !b.stamps.first(stamp) {
			b.meter.payload(sort, "replayed")
			rw.WriteHeader(http.StatusOK) // whoever sends it again learns nothing, and changes nothing
			return
		}
		p, err := decode(decoder{b.slashes}, body, b.now())
		p.Command.Retry, _ = strconv.Atoi(r.Header.Get("X-Slack-Retry-Num")) // none at first
		if b.serve(rw, r, p, err) {
			b.stamps.forget(stamp)
		}
	})
}

// isOf reports whether a content type is of a kind, whatever its parameters.
func isOf(contentType, kind string) bool {
	if contentType == kind { // Slack says no more
		return true
	}
	got, _, err := mime.ParseMediaType(contentType)
	return err == nil && got == kind
}

// The two headers that Slack signs with.
const (
	signatureHeader = "X-Slack-Signature"
	timestampHeader = "X-Slack-Request-Timestamp"
)

// signable reports whether a request could be signed at all: each header is
// there once, in Slack's form. What it never sends is not taken for the same thing
// in other words.
func signable(h http.Header) bool {
	signature, timestamp := h.Values(signatureHeader), h.Values(timestampHeader)
	return len(signature) == 1 && len(timestamp) == 1 && signatureForm(signature[0]) && timestampForm(timestamp[0])
}

// signatureForm reports whether s is "v0=" and 64 hexadecimal digits in small letters.
func signatureForm(s string) bool {
	sum, ok := strings.CutPrefix(s, "v0=")
	return ok && len(sum) == 64 && strings.Trim(sum, "0123456789abcdef") == ""
}

// timestampForm reports whether s is a number of at most 18 digits, none of them a
// leading zero.
func timestampForm(s string) bool {
	return s != "" && len(s) <= 18 && s[0] != '0' && strings.Trim(s, "0123456789") == ""
}

// authentic reports whether the body carries our signature and is fresh. The
// error of Ensure must not leave this function: it may hold the right signature.
func authentic(h http.Header, body []byte, secret string) bool {
	if !signable(h) {
		return false
	}
	v, err := slack.NewSecretsVerifier(h, secret)
	if err != nil {
		return false
	}
	if _, err := v.Write(body); err != nil {
		return false
	}
	return v.Ensure() == nil
}

// serve answers a request that is Slack's, and reports whether it may come again
// because nothing was done about it.
func (b *Bot) serve(rw http.ResponseWriter, r *http.Request, p parcel, err error) (again bool) {
	switch b.judge(r.Context(), p, err) {
	case unreadable:
		http.Error(rw, http.StatusText(http.StatusBadRequest), http.StatusBadRequest)
		return false
	case foreign:
		http.Error(rw, http.StatusText(http.StatusUnauthorized), http.StatusUnauthorized)
		return false
	case skip:
		if p.Challenge != "" {
			rw.Header().Set("Content-Type", "text/plain; charset=utf-8")
			rw.Header().Set("X-Content-Type-Options", "nosniff")
			_, _ = io.WriteString(rw, p.Challenge) // Slack asks again if it fails
		}
		return false
	}
	answered := make(chan ack, 1)
	b.accept(r.Context(), p.Command, 0, func(a ack) { answered <- a })
	a := <-answered
	b.acknowledge(rw, a)
	return a.Hold
}

// acknowledge writes what a command's errand has to say.
func (b *Bot) acknowledge(rw http.ResponseWriter, a ack) {
	switch {
	case a.Hold:
		// Slack sends events again; nothing else is ever held but at shutdown.
		http.Error(rw, http.StatusText(http.StatusServiceUnavailable), http.StatusServiceUnavailable)
	case a.Payload == nil:
		rw.WriteHeader(http.StatusOK)
	default:
		body, err := json.Marshal(a.Payload)
		if err != nil {
			b.log.Error("acknowledgment not encoded", "err", err)
			rw.WriteHeader(http.StatusOK)
			return
		}
		rw.Header().Set("Content-Type", "application/json; charset=utf-8")
		rw.Header().Set("Content-Length", strconv.Itoa(len(body))) // so that it goes out in one piece
		_, _ = rw.Write(body)                                      // who asked is gone if it fails
	}
}

// turnAway refuses a request without a reason, and counts it.
func (b *Bot) turnAway(rw http.ResponseWriter, path string, status int) {
	b.meter.payload(path, turnedAway)
	rw.Header().Set("Connection", "close")
	http.Error(rw, http.StatusText(status), status)
}

// sslCheck reports whether Slack only looks at our certificate.
func sslCheck(body []byte) bool {
	if !bytes.Contains(body, []byte("ssl_check=")) {
		return false
	}
	f, err := url.ParseQuery(string(body))
	return err == nil && f.Get("ssl_check") == "1"
}

func (d decoder) commandBody(body []byte, now time.Time) (parcel, error) {
	s, err := slashForm(string(body))
	if err != nil {
		return parcel{What: "slash_command"}, errors.New("slash command: not a form")
	}
	return d.slash(s, now), nil
}

func (d decoder) interactionBody(body []byte, now time.Time) (parcel, error) {
	f, err := url.ParseQuery(string(body))
	if err != nil {
		return parcel{What: "interaction"}, errors.New("interaction: not a form")
	}
	return d.interaction([]byte(f.Get("payload")), now)
}

func (d decoder) eventBody(body []byte, now time.Time) (parcel, error) { return d.event(body, now) }
