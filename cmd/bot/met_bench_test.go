package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"rapport/bot"
	"rapport/config"
	"rapport/domain"
	"rapport/internal/pgtest"
	"rapport/internal/slacksim"
	"rapport/store"
)

// BenchmarkMet takes /met from the signed request to its acknowledgment, without a
// network: 64 members at once, each with forty people.
func BenchmarkMet(b *testing.B) {
	b.Run("sqlite", func(b *testing.B) { benchMet(b, filepath.Join(b.TempDir(), "rapport.db")) })
	b.Run("postgres", func(b *testing.B) { benchMet(b, pgtest.Database(b)) })
}

func benchMet(b *testing.B, dsn string) {
	const members, circle, atOnce = 64, 40, 32
	sim, err := slacksim.New(slacksim.Options{Now: time.Now, Running: true, Scopes: bot.Scopes, Events: bot.Events})
	if err != nil {
		b.Fatal(err)
	}
	defer sim.Close()
	base, err := sim.Listen("127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	c, k := config.Default(), sim.Credentials()
	c.Database = config.Secret(dsn)
	c.Slack = config.Slack{APIURL: base + "/api/", BotToken: config.Secret(k.BotToken), SigningSecret: config.Secret(k.SigningSecret)}
	log := slog.New(slog.DiscardHandler)
	metrics := prometheus.NewRegistry()
	o := storeOptions(c, log)
	o.Watch = watch(metrics, time.Now)
	s, err := store.Open(b.Context(), o)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	in, err := bot.Connect(b.Context(), credentials(c.Slack))
	if err != nil {
		b.Fatal(err)
	}
	h, err := furnish(s, c, in, time.Now, log, metrics)
	if err != nil {
		b.Fatal(err)
	}
	sort := strconv.Itoa
	var ids []string
	for i := range members {
		m, err := sim.AddMember(slacksim.Member{Name: "member" + sort(i), TZ: "Europe/Berlin"})
		if err != nil {
			b.Fatal(err)
		}
		ids = append(ids, m.ID)
	}
	var serial atomic.Int64
	met := func(who, text string) {
		n := serial.Add(1)
		body := url.Values{
			"command": {"/met"}, "text": {text}, "user_id": {who}, "user_name": {"x"}, "team_id": {string(in.Workspace)}, "team_domain": {"acme"},
			"channel_id": {"C1"}, "channel_name": {"general"}, "api_app_id": {in.App}, "is_enterprise_install": {"false"},
			"trigger_id": {fmt.Sprint("t", n)}, "response_url": {base + "/none"},
		}.Encode()
		at := strconv.FormatInt(time.Now().Unix(), 10)
		mac := hmac.New(sha256.New, []byte(k.SigningSecret))
		fmt.Fprintf(mac, "v0:%s:%s", at, body)
		r := httptest.NewRequest(http.MethodPost, "/slack/commands", strings.NewReader(body))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("X-Slack-Request-Timestamp", at)
		r.Header.Set("X-Slack-Signature", "v0="+hex.EncodeToString(mac.Sum(nil)))
		w := httptest.NewRecorder()
		h.doors.ServeHTTP(w, r)
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "Logged") {
			b.Errorf("%d %s", w.Code, w.Body)
		}
	}
	for _, id := range ids {
		owner := domain.Owner{Workspace: in.Workspace, Member: domain.MemberID(id)}
		met(id, "Jane Doe coffee -- the first")
		err := s.Book().Write(b.Context(), domain.Ref{Owner: owner, ID: domain.CommandID("seed" + id), Verb: "met", At: time.Now()}, func(book *domain.Book) error {
			for i := range circle {
				if _, err := book.Add(fmt.Sprintf("Person%c%c Example", 'a'+i%26, 'a'+i/26), "", domain.Relating); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	b.ReportAllocs()
	b.ResetTimer()
	b.SetParallelism(atOnce / 2)
	var worker atomic.Int64
	b.RunParallel(func(pb *testing.PB) {
		id := ids[int(worker.Add(1))%members]
		for i := 0; pb.Next(); i++ {
			met(id, fmt.Sprintf("Person%c%c coffee -- spoke of the launch, number %d", 'a'+i%circle%26, 'a'+i%circle/26, i))
		}
	})
	b.StopTimer()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "met/s")
}
