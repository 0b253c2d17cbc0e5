package slacksim

import (
	"context"
	"net/http"
	"strconv"
	"time"
)

// Fault makes calls of a method go wrong.
type Fault struct {
	// Method is a Web API method, "response_url", or "*" for all of them.
	Method string `json:"method"`
	// Mode is how: "429" and "500" answer so; "timeout" is not done and never
	// answers; "lost" is done, but the connection is cut before the answer;
	// "drop" is cut before it is done. "slow", of files.completeUploadExternal, is
	// done, and the file can't be shown before RetryAfter is over.
	Mode string `json:"mode"`
	// Count is for how many calls, 1 when left out; 0 takes the faults of the
	// method back.
	Count *int `json:"count"`
	// RetryAfter is in seconds, for 429 and slow; 1 when left out.
	RetryAfter int `json:"retry_after"`
}

// fault is a Fault with what is left of it.
type fault struct {
	Fault
	left int
	says string // what the record shows
}

var faultModes = map[string]string{
	"429": "ratelimited", "500": "internal_error", "timeout": "fault: timeout", "lost": "", "drop": "fault: drop", "slow": "",
}

// Fault makes the next calls of a method go wrong.
func (s *Sim) Fault(f Fault) error {
	says, known := faultModes[f.Mode]
	count := 1
	set(&count, f.Count)
	switch {
	case f.Method == "":
		return refuse(`Say what should go wrong: "method" is a Web API method, response_url or *.`)
	case methods[f.Method].run == nil && f.Method != "*" && f.Method != "response_url":
		return missing("There is no method %s.", f.Method)
	case count < 0:
		return refuse("A fault can't happen %d times.", count)
	case count > 0 && f.Mode == "slow" && f.Method != "files.completeUploadExternal":
		return refuse("Only files.completeUploadExternal can be slow.")
	case !known && count > 0:
		return refuse("There is no fault %q; there are 429, 500, timeout, lost, drop and slow.", f.Mode)
	}
	if f.RetryAfter <= 0 {
		f.RetryAfter = 1
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if count > 0 {
		s.faults = append(s.faults, &fault{f, count, says})
		return nil
	}
	for _, old := range s.faults {
		if old.Method == f.Method && (f.Mode == "" || f.Mode == old.Mode) {
			old.left = 0
		}
	}
	return nil
}

// strike returns the fault that meets a call, nil for none.
func (s *Sim) strike(name string) *fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range s.faults {
		if f.left > 0 && (f.Method == name || f.Method == "*") {
			f.left--
			return f
		}
	}
	return nil
}

// instead tells whether a fault happens in place of the call.
func (f *fault) instead() bool { return f != nil && f.Mode != "lost" && f.Mode != "slow" }

// lost tells whether the call is done and its answer does not arrive.
func (f *fault) lost() bool { return f != nil && f.Mode == "lost" }

// slow is how long what the call does can't be seen.
func (f *fault) slow() time.Duration {
	if f == nil || f.Mode != "slow" {
		return 0
	}
	return time.Duration(f.RetryAfter) * time.Second
}

// happen does what a fault does in place of the call.
func (f *fault) happen(caller, box context.Context, rw http.ResponseWriter) {
	switch f.Mode {
	case "429":
		rw.Header().Set("Retry-After", strconv.Itoa(f.RetryAfter))
		writeJSON(rw, http.StatusTooManyRequests, object{"ok": false, "error": "ratelimited"})
	case "500":
		rw.WriteHeader(http.StatusInternalServerError)
		_, _ = rw.Write([]byte("<html><body>Server Error</body></html>")) // the caller is gone if it fails
	case "timeout":
		patience := time.NewTimer(2 * time.Minute)
		defer patience.Stop()
		select {
		case <-caller.Done(): // gave up
		case <-box.Done():
		case <-patience.C:
		}
		panic(http.ErrAbortHandler)
	case "drop":
		panic(http.ErrAbortHandler)
	}
}
