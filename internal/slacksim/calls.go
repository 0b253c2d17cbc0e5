package slacksim

import (
	"crypto/subtle"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"
)

// Call is one call that the bot made: of a Web API method, of a response_url
// ("response_url"), or an acknowledgment that was refused ("ack").
type Call struct {
	N      uint64         `json:"n"`
	At     time.Time      `json:"at"`
	Method string         `json:"method"`
	Args   map[string]any `json:"args"`
	OK     bool           `json:"ok"`
	Error  string         `json:"error"`
}

// maxCalls is how many are remembered.
const maxCalls = 20000

// record keeps a call; problem is "" for one that went well. Structures that
// came as strings are shown as what they are.
func (s *Sim) record(name string, args map[string]string, problem string) {
	shown := make(map[string]any, len(args))
	for k, v := range args {
		var structure any
		if trimmed := strings.TrimSpace(v); trimmed != "" && strings.ContainsRune("[{", rune(trimmed[0])) && decode([]byte(v), &structure) == nil {
			shown[k] = structure
			continue
		}
		shown[k] = v
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.w.meta.Calls++
	s.calls = append(s.calls, Call{
		N: s.w.meta.Calls, At: s.w.clock.at(s.opts.Now()), Method: name, Args: shown, OK: problem == "", Error: problem,
	})
	if len(s.calls) > maxCalls {
		s.calls = slices.Clone(s.calls[len(s.calls)-maxCalls/2:])
	}
}

// Calls returns the calls after number since, in order.
func (s *Sim) Calls(since uint64) []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	from := len(s.calls)
	for from > 0 && s.calls[from-1].N > since {
		from--
	}
	all := make([]Call, 0, len(s.calls)-from)
	for _, c := range s.calls[from:] {
		c.Args = maps.Clone(c.Args)
		all = append(all, c)
	}
	return all
}

// began counts something that the bot waits for or that waits for the bot; the
// function it returns ends it.
func (s *Sim) began() func() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.busy++
	s.moves++
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.busy--
		s.moves++
		s.stir()
	}
}

// same compares secrets in constant time.
func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// arguments turns a JSON body into arguments for the record.
func arguments(raw []byte) map[string]string {
	var fields map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) != nil {
		return nil
	}
	args := map[string]string{}
	for k, v := range fields {
		args[k] = flat(v)
	}
	return args
}
