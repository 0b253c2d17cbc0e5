package slacksim

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"
)

// control is the interface for programs, as docs/simulator.md has it.
func (s *Sim) control() http.Handler {
	mux := http.NewServeMux()
	on := func(pattern string, f func(*http.Request) (any, error)) {
		mux.HandleFunc(pattern, func(rw http.ResponseWriter, r *http.Request) {
			r.Body = http.MaxBytesReader(rw, r.Body, 1<<20)
			answer, err := f(r)
			writeControl(rw, answer, err)
		})
	}
	on("GET /sim/members", func(*http.Request) (any, error) { return s.Members(), nil })
	on("POST /sim/members", addEach(s.AddMember))
	on("POST /sim/member/{id}", s.controlMember)
	on("GET /sim/channels", func(*http.Request) (any, error) { return s.Channels(), nil })
	on("POST /sim/channels", addEach(s.addControlChannel))
	on("POST /sim/channel/{id}", s.controlChannel)
	on("POST /sim/send", s.controlSend)
	on("POST /sim/click", s.controlClick)
	on("POST /sim/submit", s.controlSubmit)
	on("POST /sim/close", s.controlClose)
	on("POST /sim/shortcut", s.controlShortcut)
	on("GET /sim/messages", s.controlMessages)
	on("GET /sim/home", s.controlHome)
	on("GET /sim/clock", func(*http.Request) (any, error) { return s.Clock(), nil })
	on("POST /sim/clock", s.controlClock)
	on("GET /sim/calls", s.controlCalls)
	on("POST /sim/fault", s.controlFault)
	on("POST /sim/refresh", s.controlRefresh)
	on("POST /sim/app", s.controlApp)
	mux.HandleFunc("/sim/", func(rw http.ResponseWriter, r *http.Request) {
		writeControl(rw, nil, missing("There is no %s %s here; docs/simulator.md lists what there is.", r.Method, r.URL.Path))
	})
	return mux
}

// writeControl answers a program: what it asked for, or 4xx with {"error"}.
func writeControl(rw http.ResponseWriter, answer any, err error) {
	var refused *Refusal
	switch {
	case err == nil:
		writeJSON(rw, http.StatusOK, answer)
	case errors.As(err, &refused) && refused.Missing:
		writeJSON(rw, http.StatusNotFound, object{"error": refused.Says})
	case errors.As(err, &refused):
		writeJSON(rw, http.StatusUnprocessableEntity, object{"error": refused.Says})
	default:
		writeJSON(rw, http.StatusInternalServerError, object{"error": err.Error()})
	}
}

// readBody decodes a JSON body.
func readBody(r *http.Request, into any) error {
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		return refuse("The body is too large.")
	}
	if len(bytes.TrimSpace(raw)) == 0 {
		return refuse("The body is empty: send a JSON object.")
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return refuse("The body is not what is expected here: %s.", err)
	}
	return nil
}

// addEach takes one thing or an array of them, and answers alike.
func addEach[T any](add func(T) (T, error)) func(*http.Request) (any, error) {
	return func(r *http.Request) (any, error) {
		var raw json.RawMessage
		if err := readBody(r, &raw); err != nil {
			return nil, err
		}
		read := func(raw json.RawMessage) (T, error) {
			var x T
			if err := json.Unmarshal(raw, &x); err != nil {
				return x, refuse("The body is not what is expected here: %s.", err)
			}
			return add(x)
		}
		if trimmed := bytes.TrimSpace(raw); trimmed[0] != '[' {
			return read(trimmed)
		}
		var list []json.RawMessage
		if err := json.Unmarshal(raw, &list); err != nil {
			return nil, refuse("The body is not what is expected here: %s.", err)
		}
		added := []T{}
		for _, one := range list {
			x, err := read(one)
			if err != nil {
				return nil, err
			}
			added = append(added, x)
		}
		return added, nil
	}
}

// controlChannel of a program: the bot is in it unless it says "bot": false.
type newChannel struct {
	Channel
	Bot *bool `json:"bot"`
}

func (s *Sim) addControlChannel(n newChannel) (newChannel, error) {
	n.Channel.Bot = true
	set(&n.Channel.Bot, n.Bot)
	c, err := s.AddChannel(n.Channel)
	return newChannel{c, &c.Bot}, err
}

func (s *Sim) controlMember(r *http.Request) (any, error) {
	var c MemberChange
	if err := readBody(r, &c); err != nil {
		return nil, err
	}
	return s.ChangeMember(r.PathValue("id"), c)
}

func (s *Sim) controlChannel(r *http.Request) (any, error) {
	var c ChannelChange
	if err := readBody(r, &c); err != nil {
		return nil, err
	}
	return s.ChangeChannel(r.PathValue("id"), c)
}

func (s *Sim) controlSend(r *http.Request) (any, error) {
	var a struct{ As, In, Text string }
	if err := readBody(r, &a); err != nil {
		return nil, err
	}
	return s.Send(r.Context(), a.As, a.In, a.Text)
}

func (s *Sim) controlClick(r *http.Request) (any, error) {
	var a Act
	if err := readBody(r, &a); err != nil {
		return nil, err
	}
	return s.Click(r.Context(), a)
}

func (s *Sim) controlSubmit(r *http.Request) (any, error) {
	var a struct {
		As     string
		ViewID string `json:"view_id"`
		Values map[string]map[string]Value
	}
	if err := readBody(r, &a); err != nil {
		return nil, err
	}
	return s.Submit(r.Context(), a.As, a.ViewID, a.Values)
}

func (s *Sim) controlClose(r *http.Request) (any, error) {
	var a struct {
		As     string
		ViewID string `json:"view_id"`
		All    bool
	}
	if err := readBody(r, &a); err != nil {
		return nil, err
	}
	return s.CloseView(r.Context(), a.As, a.ViewID, a.All)
}

func (s *Sim) controlShortcut(r *http.Request) (any, error) {
	var a struct {
		As         string
		CallbackID string `json:"callback_id"`
		In, TS     string
	}
	if err := readBody(r, &a); err != nil {
		return nil, err
	}
	return s.Shortcut(r.Context(), a.As, a.CallbackID, a.In, a.TS)
}

func (s *Sim) controlMessages(r *http.Request) (any, error) {
	q := r.URL.Query()
	return s.Messages(q.Get("as"), q.Get("in"), q.Get("since"))
}

// controlHome opens App Home as a member does, and answers with the view. With
// unopened it only looks at what was published last.
func (s *Sim) controlHome(r *http.Request) (any, error) {
	as := r.URL.Query().Get("as")
	if r.URL.Query().Get("unopened") == "" {
		if _, err := s.OpenHome(r.Context(), as); err != nil {
			return nil, err
		}
	}
	home, err := s.Home(as)
	if err != nil || home == nil {
		return nil, err
	}
	return home.Raw, nil
}

// controlClock moves the clock by a duration, or to an instant.
func (s *Sim) controlClock(r *http.Request) (any, error) {
	var a struct{ Advance, To string }
	if err := readBody(r, &a); err != nil {
		return nil, err
	}
	to := s.Clock().Now
	switch {
	case a.To != "" && a.Advance != "":
		return nil, refuse("Say advance or to, not both.")
	case a.To != "":
		t, err := time.Parse(time.RFC3339, a.To)
		if err != nil {
			return nil, refuse("%q is not a time like 2026-11-02T09:00:00Z.", a.To)
		}
		to = t
	case a.Advance != "":
		d, err := time.ParseDuration(a.Advance)
		if err != nil || d < 0 {
			return nil, refuse("%q is not a duration like 168h or 15m.", a.Advance)
		}
		to = to.Add(d)
	default:
		return nil, refuse(`Say how far: {"advance":"168h"} or {"to":"2026-11-02T09:00:00Z"}.`)
	}
	if err := s.Advance(r.Context(), to); err != nil {
		return nil, err
	}
	return s.Clock(), nil
}

func (s *Sim) controlCalls(r *http.Request) (any, error) {
	since := uint64(0)
	if q := r.URL.Query().Get("since"); q != "" {
		n, err := strconv.ParseUint(q, 10, 64)
		if err != nil {
			return nil, refuse("%q is not the number of a call.", q)
		}
		since = n
	}
	return s.Calls(since), nil
}

func (s *Sim) controlFault(r *http.Request) (any, error) {
	var f Fault
	if err := readBody(r, &f); err != nil {
		return nil, err
	}
	return object{}, s.Fault(f)
}

func (s *Sim) controlRefresh(r *http.Request) (any, error) {
	a := struct{ Reason string }{"warning"}
	if r.ContentLength != 0 {
		if err := readBody(r, &a); err != nil {
			return nil, err
		}
	}
	n, err := s.Refresh(a.Reason)
	return object{"connections": n}, err
}

// controlApp uninstalls the app, or installs it again, with other scopes if it says
// which.
func (s *Sim) controlApp(r *http.Request) (any, error) {
	var a struct {
		Installed *bool
		Scopes    []string
	}
	if err := readBody(r, &a); err != nil {
		return nil, err
	}
	switch {
	case a.Scopes != nil:
		return object{}, s.Grant(a.Scopes)
	case a.Installed == nil:
		return nil, refuse(`Say {"installed": true} or {"installed": false}.`)
	case *a.Installed:
		return object{}, s.Install()
	}
	return object{}, s.Uninstall()
}
