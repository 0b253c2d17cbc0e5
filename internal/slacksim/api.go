package slacksim

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// apiError is a refusal of the Web API: {"ok":false,"error":code}.
type apiError struct {
	code     string
	messages []string // response_metadata.messages
	needed   string   // the scope that is missing
}

// Error returns the code.
func (e apiError) Error() string { return e.code }

// request is one call of the Web API.
type request struct {
	s      *Sim
	w      *world
	method string
	args   map[string]string // structures as JSON
	base   string            // where the box was reached: "http://127.0.0.1:8844"
	// slow is how long it takes until what the call has done can be seen.
	slow time.Duration
}

// method is one method of the Web API.
type method struct {
	// perMinute is Slack's tier.
	perMinute int
	// scope the bot token needs, "" for none.
	scope string
	// app is set for methods that take an app-level token.
	app bool
	run func(*request) (object, error)
	// open methods need no token.
	open bool
}

// The tiers of Slack's rate limits, in calls a minute.
const (
	tier2   = 20
	tier3   = 50
	tier4   = 100
	special = 600
)

// methods is the Web API as far as the box knows it.
var methods = map[string]method{
	"api.test":                     {perMinute: special, open: true, run: apiTest},
	"auth.test":                    {perMinute: special, run: authTest},
	"apps.connections.open":        {perMinute: tier4, app: true, run: connectionsOpen},
	"bots.info":                    {perMinute: tier3, scope: "users:read", run: botsInfo},
	"team.info":                    {perMinute: tier3, scope: "team:read", run: teamInfo},
	"users.info":                   {perMinute: tier4, scope: "users:read", run: usersInfo},
	"users.list":                   {perMinute: tier2, scope: "users:read", run: usersList},
	"users.conversations":          {perMinute: tier3, run: usersConversations},
	"conversations.open":           {perMinute: tier3, scope: "im:write", run: conversationsOpen},
	"conversations.info":           {perMinute: tier3, run: conversationsInfo},
	"conversations.list":           {perMinute: tier2, run: conversationsList},
	"conversations.members":        {perMinute: tier4, run: conversationsMembers},
	"conversations.history":        {perMinute: tier3, run: conversationsHistory},
	"conversations.replies":        {perMinute: tier3, run: conversationsReplies},
	"conversations.join":           {perMinute: tier3, scope: "channels:join", run: conversationsJoin},
	"conversations.leave":          {perMinute: tier3, run: conversationsLeave},
	"chat.postMessage":             {perMinute: special, scope: "chat:write", run: chatPostMessage},
	"chat.postEphemeral":           {perMinute: tier4, scope: "chat:write", run: chatPostEphemeral},
	"chat.update":                  {perMinute: tier3, scope: "chat:write", run: chatUpdate},
	"chat.delete":                  {perMinute: tier3, scope: "chat:write", run: chatDelete},
	"chat.getPermalink":            {perMinute: special, run: chatGetPermalink},
	"views.open":                   {perMinute: tier4, run: viewsOpen},
	"views.push":                   {perMinute: tier4, run: viewsPush},
	"views.update":                 {perMinute: tier4, run: viewsUpdate},
	"views.publish":                {perMinute: tier4, run: viewsPublish},
	"files.getUploadURLExternal":   {perMinute: tier4, scope: "files:write", run: filesGetUploadURL},
	"files.completeUploadExternal": {perMinute: tier4, scope: "files:write", run: filesCompleteUpload},
	"files.info":                   {perMinute: tier4, scope: "files:read", run: filesInfo},
}

// maxBody is the largest request that is read.
const maxBody = 8 << 20

// serveAPI answers POST /api/METHOD.
func (s *Sim) serveAPI(rw http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, "/api/")
	args, err := readArgs(rw, r)
	if err != nil {
		writeJSON(rw, http.StatusOK, object{"ok": false, "error": "invalid_json"})
		return
	}
	token := args["token"]
	if bearer, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		token = bearer
	}
	delete(args, "token")
	done := s.began()
	defer done()
	f := s.strike(name)
	if f.instead() {
		s.record(name, args, f.says)
		f.happen(r.Context(), s.ctx, rw)
		return
	}
	answer, header, status := s.call(name, token, args, "http://"+r.Host, f)
	if f.lost() {
		panic(http.ErrAbortHandler) // done, but the answer is lost
	}
	for k, v := range header {
		rw.Header().Set(k, v)
	}
	writeJSON(rw, status, answer)
}

// call runs one method and records it.
func (s *Sim) call(name, token string, args map[string]string, base string, f *fault) (object, map[string]string, int) {
	var answer object
	var scopes []string
	header := map[string]string{"X-Slack-Req-Id": secret(16)}
	status := http.StatusOK
	err := s.change(func(w *world) error {
		scopes = w.scopes
		m, known := methods[name]
		if !known {
			return apiError{code: "unknown_method"}
		}
		if err := s.admit(w, m, token); err != nil {
			return err
		}
		if !m.app && token != "" {
			header["X-Oauth-Scopes"] = strings.Join(w.scopes, ",")
			header["X-Accepted-Oauth-Scopes"] = m.scope
		}
		if wait := s.limit(w, name, m, args); wait > 0 {
			header["Retry-After"] = strconv.Itoa(int(max(time.Second, wait+time.Second-1) / time.Second))
			return apiError{code: "ratelimited"}
		}
		var err error
		answer, err = m.run(&request{s, w, name, args, base, f.slow()})
		return err
	})
	s.sendEvents()
	var refused apiError
	switch {
	case err == nil:
		answer["ok"] = true
		s.record(name, args, "")
		return answer, header, status
	case errors.As(err, &refused):
		if refused.code == "ratelimited" {
			status = http.StatusTooManyRequests
		}
	default: // the store: the bot sees what Slack says when it is ill
		refused.code, status = "internal_error", http.StatusInternalServerError
	}
	s.record(name, args, refused.code)
	return refused.object(scopes), header, status
}

// object is the answer that carries the refusal.
func (e apiError) object(scopes []string) object {
	o := object{"ok": false, "error": e.code}
	if len(e.messages) > 0 {
		o["response_metadata"] = object{"messages": e.messages}
		if e.code == "invalid_blocks" {
			o["errors"] = e.messages
		}
	}
	if e.needed != "" {
		o["needed"], o["provided"] = e.needed, strings.Join(scopes, ",")
	}
	return o
}

// admit checks a token for a method.
func (s *Sim) admit(w *world, m method, token string) error {
	want, other := s.opts.BotToken, s.opts.AppToken
	if m.app {
		want, other = other, want
	}
	switch {
	case token == "" && m.open:
		return nil
	case token == "":
		return apiError{code: "not_authed"}
	case same(token, other):
		return apiError{code: "not_allowed_token_type"}
	case !same(token, want):
		return apiError{code: "invalid_auth"}
	case w.meta.Uninstalled && !m.app:
		return apiError{code: "account_inactive"}
	}
	return s.scope(m.scope)
}

// scope refuses what the token was not granted.
func (s *Sim) scope(needed string) error {
	if needed == "" || slices.Contains(s.w.scopes, needed) {
		return nil
	}
	return apiError{code: "missing_scope", needed: needed}
}

// readArgs reads a form, JSON or a query into flat arguments: structures stay
// JSON.
func readArgs(rw http.ResponseWriter, r *http.Request) (map[string]string, error) {
	args := map[string]string{}
	for k, v := range r.URL.Query() {
		args[k] = v[0]
	}
	r.Body = http.MaxBytesReader(rw, r.Body, maxBody)
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")) // "" is treated as a form
	if kind == "application/json" {
		raw, err := io.ReadAll(r.Body)
		if err != nil || len(raw) == 0 || string(raw) == "null" {
			return args, err
		}
		var fields map[string]json.RawMessage
		if err := json.Unmarshal(raw, &fields); err != nil {
			return nil, err
		}
		for k, v := range fields {
			args[k] = flat(v)
		}
		return args, nil
	}
	if kind == "multipart/form-data" {
		if err := r.ParseMultipartForm(maxBody); err != nil {
			return nil, err
		}
	} else if err := r.ParseForm(); err != nil {
		return nil, err
	}
	for k, v := range r.PostForm {
		args[k] = v[0]
	}
	return args, nil
}

// flat turns a JSON field into an argument: strings unquoted, null as nothing.
func flat(v json.RawMessage) string {
	var s string
	if json.Unmarshal(v, &s) == nil {
		return s
	}
	return string(v)
}

// flag reads a boolean argument in any of the ways clients write one.
func (r *request) flag(name string) bool {
	switch r.args[name] {
	case "1", "true", "True":
		return true
	}
	return false
}

// page cuts one page out of n things: from, to and the cursor of the next.
func (r *request) page(n, usual, most int) (from, to int, next string, err error) {
	limit := usual
	if l := r.args["limit"]; l != "" && l != "0" {
		if limit, err = strconv.Atoi(l); err != nil || limit < 1 || limit > most {
			return 0, 0, "", apiError{code: "invalid_limit"}
		}
	}
	if c := r.args["cursor"]; c != "" {
		number, ok := strings.CutPrefix(c, "next:")
		if from, err = strconv.Atoi(number); err != nil || !ok || from < 0 || from > n {
			return 0, 0, "", apiError{code: "invalid_cursor"}
		}
	}
	to = min(n, from+limit)
	if to < n {
		next = "next:" + strconv.Itoa(to)
	}
	return from, to, next, nil
}

// writeJSON answers with JSON.
func writeJSON(rw http.ResponseWriter, status int, v any) {
	rw.Header().Set("Content-Type", "application/json; charset=utf-8")
	rw.WriteHeader(status)
	_, _ = rw.Write(encode(v)) // the caller is gone if it fails
}
