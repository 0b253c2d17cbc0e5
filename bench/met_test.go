package bench

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// BenchmarkMet measures the acknowledgment of `/met` over signed HTTP, SQLite
// with synchronous=FULL, from clients that each wait for their answer.
func BenchmarkMet(b *testing.B) {
	for _, clients := range []int{1, 16} {
		b.Run(fmt.Sprintf("clients=%d", clients), func(b *testing.B) {
			s := serve(b, build(b), clients)
			for i, who := range s.people { // met before the clock starts
				s.met(who, fmt.Sprintf("warm%d", i), "Jane Doe coffee")
			}
			b.ResetTimer()
			took := s.load(b.N, clients)
			b.StopTimer()
			slices.Sort(took)
			at := func(p float64) float64 {
				return float64(took[min(int(p*float64(len(took))), len(took)-1)].Microseconds()) / 1000
			}
			b.ReportMetric(at(.5), "p50-ms")
			b.ReportMetric(at(.99), "p99-ms")
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "met/s")
			b.ReportMetric(s.memory(), "MB-after")
		})
	}
}

// BenchmarkStart measures from exec to the first 200 of /readyz, and the
// resident memory then.
func BenchmarkStart(b *testing.B) {
	binary := build(b)
	var ready time.Duration
	var memory float64
	for b.Loop() {
		s := serve(b, binary, 1)
		ready += s.ready
		time.Sleep(time.Second) // idle
		memory += s.memory()
	}
	b.ReportMetric(float64(ready.Milliseconds())/float64(b.N), "ready-ms")
	b.ReportMetric(memory/float64(b.N), "MB-idle")
}

// load has n commands sent by clients, one member each, and returns how long
// each took to be acknowledged.
func (s *served) load(n, clients int) []time.Duration {
	var next atomic.Int64
	took := make([]time.Duration, n)
	var all sync.WaitGroup
	for c := range clients {
		all.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				begun := time.Now()
				s.met(s.people[c], fmt.Sprintf("load%d", i), fmt.Sprintf("Jane Doe coffee -- note %d", i))
				took[i] = time.Since(begun)
			}
		})
	}
	all.Wait()
	return took
}

var client = &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 64}}

// met sends one signed `/met` and fails unless it is acknowledged.
func (s *served) met(who, trigger, text string) {
	body := url.Values{
		"command": {"/met"}, "text": {text}, "user_id": {who}, "user_name": {"x"}, "team_id": {s.team}, "team_domain": {"acme"},
		"channel_id": {"C1"}, "channel_name": {"general"}, "api_app_id": {s.app}, "is_enterprise_install": {"false"},
		"trigger_id": {trigger}, "response_url": {s.url + "/none"},
	}.Encode()
	at := strconv.FormatInt(time.Now().Unix(), 10)
	mac := hmac.New(sha256.New, []byte(s.secret))
	fmt.Fprintf(mac, "v0:%s:%s", at, body)
	req, err := http.NewRequest(http.MethodPost, s.url+"/slack/commands", strings.NewReader(body))
	if err != nil {
		s.tb.Error(err)
		return
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("X-Slack-Request-Timestamp", at)
	req.Header.Set("X-Slack-Signature", "v0="+hex.EncodeToString(mac.Sum(nil)))
	res, err := client.Do(req)
	if err != nil {
		s.tb.Error(err)
		return
	}
	defer res.Body.Close()
	said, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode != http.StatusOK || !strings.Contains(string(said), "Jane Doe") {
		s.tb.Errorf("%d %v: %s", res.StatusCode, err, said)
	}
}
