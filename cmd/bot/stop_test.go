package main

import (
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"rapport/internal/slacksim"
)

// Container platforms kill ten seconds after SIGTERM. Whatever hangs then, a
// request, an answer, a delivery, the bot has left by itself, and nothing is done
// twice behind it.
func TestServeLeavesBeforeItIsKilled(t *testing.T) {
	leakFree(t)
	sim, environ := workspace(t, slacksim.Options{})
	environ = append(environ, "SLACK_SIGNING_SECRET="+sim.Credentials().SigningSecret)
	mia, err := sim.AddMember(slacksim.Member{Name: "Mia Keller", TZ: "Europe/Berlin"})
	if err != nil {
		t.Fatal(err)
	}
	ready := func(s *serving) {
		s.await("readiness", func() bool { code, _ := s.get("/readyz"); return code == http.StatusOK })
	}
	calls := func() (n int) {
		for _, c := range sim.Calls(0) {
			if c.Method == "chat.postMessage" && c.Error == "fault: timeout" {
				n++
			}
		}
		return n
	}
	s := serve(t, environ) // to be known, and to have a welcome in the outbox
	ready(s)
	if _, err := sim.Send(t.Context(), mia.ID, mia.DM, "/rapport help"); err != nil {
		t.Fatal(err)
	}
	s.ends()
	never := 1 << 20
	if err := sim.Fault(slacksim.Fault{Method: "chat.postMessage", Mode: "timeout", Count: &never}); err != nil {
		t.Fatal(err)
	}
	s = serve(t, environ)
	s.await("the welcome on its way", func() bool { return calls() == 1 })
	ready(s)
	typed := make(chan error, 1)
	go func() {
		_, err := sim.Send(t.Context(), mia.ID, mia.DM, "hello")
		typed <- err
	}()
	s.await("the answer on its way", func() bool { return calls() == 2 })
	slow, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer slow.Close()
	fmt.Fprint(slow, "POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{")
	begun := time.Now()
	s.ends()
	if took := time.Since(begun); took > 8*time.Second {
		t.Errorf("it took %v to leave", took)
	}
	if err := <-typed; err != nil {
		t.Error(err)
	}
}
