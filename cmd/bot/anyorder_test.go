package main

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"rapport/domain"
	"rapport/internal/slacksim"
	"rapport/store"
)

// happenings are what may happen in a workspace, and come to us in any order.
var happenings = []string{
	"tokens_revoked", "app_uninstalled", "reinstall", "zone", "deleted", "back", "channel_archive", "channel_unarchive",
	"member_left_channel", "somebody_left", "home", "typed", "slash",
}

// scene is one member and one channel, with what is true of them.
type scene struct {
	*porch
	mia     slacksim.Member
	channel slacksim.Channel
	touched []string // of whom there must be one touch
	said    string   // of whom there may be an answer in the direct conversation
	shut    bool     // the channel was shut at some time
	denied  bool     // her message came when it was known that she or the app is gone
}

// stage sets a scene, with a delivery on its way to the channel.
func (p *porch) stage(n int) *scene {
	s := &scene{porch: p, mia: p.meet(fmt.Sprintf("Mia %d", n))}
	var err error
	if s.channel, err = p.sim.AddChannel(slacksim.Channel{Name: fmt.Sprintf("channel-%d", n), Bot: true}); err != nil {
		p.t.Fatal(err)
	}
	all, err := p.store.Appointments().Due(p.t.Context(), p.now().AddDate(0, 0, 30), 1000)
	if err != nil {
		p.t.Fatal(err)
	}
	i := slices.IndexFunc(all, func(a domain.Appointment) bool { return a.Owner == p.owner(s.mia) })
	err = p.store.Appointments().Plan(p.t.Context(), all[i], p.now().Add(-time.Minute), func(domain.Portfolio) domain.Plan {
		d := domain.Delivery{Owner: domain.Owner{Workspace: p.in.Workspace}, Channel: s.channel.ID, Kind: domain.DigestDelivery, On: domain.DateIn(p.now(), time.UTC)}
		return domain.Plan{Deliveries: []domain.Delivery{d}, Next: []domain.Appointment{all[i]}}
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return s
}

// happen makes something true in Slack, and returns what tells us of it; false for
// what nothing tells of.
func (s *scene) happen(n int, what string) (x parcel, told bool, err error) {
	yes, no, zone := true, false, []string{"Asia/Tokyo", "America/New_York", "Europe/Berlin"}[n%3]
	inner := map[string]any{"type": what, "channel": s.channel.ID, "event_ts": fmt.Sprintf("%d.%06d", s.now().Unix()+1, n)}
	switch what {
	case "tokens_revoked", "app_uninstalled":
		_ = s.sim.Uninstall() // it may be out already
		inner["tokens"] = map[string]any{"bot": []string{s.in.BotUser}}
	case "reinstall":
		return x, false, s.sim.Install()
	case "zone":
		inner, err = s.change(slacksim.MemberChange{TZ: &zone})
	case "deleted":
		inner, err = s.change(slacksim.MemberChange{Deleted: &yes})
	case "back":
		inner, err = s.change(slacksim.MemberChange{Deleted: &no})
	case "channel_archive", "channel_unarchive":
		archived := what == "channel_archive"
		_, err = s.sim.ChangeChannel(s.channel.ID, slacksim.ChannelChange{Archived: &archived})
		s.shut = s.shut || archived
	case "member_left_channel":
		_, err = s.sim.ChangeChannel(s.channel.ID, slacksim.ChannelChange{Leave: []string{s.in.BotUser}})
		inner["user"], s.shut = s.in.BotUser, true
	case "somebody_left":
		inner["type"], inner["user"] = "member_left_channel", s.mia.ID
	case "home":
		inner = map[string]any{"type": "app_home_opened", "user": s.mia.ID, "channel": s.mia.DM, "tab": "home"}
	case "typed":
		inner, s.said = s.message(s.mia, time.Minute, "met Tamsin coffee"), "Tamsin"
		s.touched = append(s.touched, "Tamsin")
	case "slash":
		s.touched = append(s.touched, "Quentin")
		form := url.Values{
			"team_id": {string(s.in.Workspace)}, "api_app_id": {s.in.App}, "user_id": {s.mia.ID}, "channel_id": {s.mia.DM},
			"command": {"/met"}, "text": {"Quentin lunch"}, "trigger_id": {"1.2." + s.mia.ID},
		}
		return parcel{"/slack/commands", "application/x-www-form-urlencoded", []byte(form.Encode())}, true, nil
	}
	return s.event(fmt.Sprintf("Ev%s%d", s.mia.ID, n), inner), true, err
}

// change changes Mia, and returns the event as it tells of her then.
func (s *scene) change(c slacksim.MemberChange) (map[string]any, error) {
	m, err := s.sim.ChangeMember(s.mia.ID, c)
	user := map[string]any{"id": m.ID, "deleted": m.Deleted, "profile": map[string]any{"display_name": m.Name}}
	if !m.Deleted { // Slack leaves it out for the deactivated
		user["tz"] = m.TZ
	}
	return map[string]any{"type": "user_change", "user": user}, err
}

// truth is how things are in Slack.
func (s *scene) truth() (installed bool, mia slacksim.Member) {
	all := s.sim.Members()
	i := slices.IndexFunc(all, func(m slacksim.Member) bool { return m.ID == s.mia.ID })
	_, err := s.in.Client.AuthTestContext(s.t.Context())
	return err == nil, all[i]
}

// arrive brings what tells of a happening, and takes note of what is known then.
func (s *scene) arrive(t *rapid.T, what string, x parcel, retry int) {
	installed, mia := s.truth()
	if what == "typed" && retry == 0 {
		// An event that tells of nothing new has nobody ask Slack, so it is not the
		// events that say what is known.
		known, err := s.store.Members().Member(s.t.Context(), s.owner(s.mia))
		if err != nil {
			t.Fatal(err)
		}
		s.denied = !installed || mia.Deleted && known.Gone
	}
	if rw := s.bring(x, retry); rw.Code != http.StatusOK {
		t.Fatalf("%s is answered with %d", what, rw.Code)
	}
	s.settle()
}

// holds checks that what we know is what is true, and that everything had one
// effect.
func (s *scene) holds(t *rapid.T) {
	installed, mia := s.truth()
	if err := s.house.bot.Sender().Tend(s.t.Context(), s.now()); err != nil {
		t.Fatal(err)
	}
	if known := s.house.bot.Granted() == nil; installed && !known {
		t.Errorf("the app is installed, and we don't know")
	}
	m, err := s.store.Members().Member(s.t.Context(), s.owner(s.mia))
	if err != nil {
		t.Fatal(err)
	}
	if installed && (m.Gone != mia.Deleted || !mia.Deleted && m.Zone != mia.TZ) {
		t.Errorf("Mia is gone: %v, in %s; in Slack %v, in %s", m.Gone, m.Zone, mia.Deleted, mia.TZ)
	}
	if _, err := s.change(slacksim.MemberChange{Deleted: new(bool)}); err != nil { // to look through her eyes
		t.Fatal(err)
	}
	stored := s.stored(s.mia)
	for _, name := range s.touched {
		if n := strings.Count(stored, `"Name": "`+name+`"`); n != 1 {
			t.Errorf("%s is there %d times", name, n)
		}
	}
	if n := strings.Count(stored, `"Count": 1`); n != len(s.touched) || strings.Contains(stored, `"Count": 2`) {
		t.Errorf("%d touches, want one of each of %v:\n%s", n, s.touched, stored)
	}
	want := 1
	if s.said == "" || s.denied {
		want = 0
	}
	if n := len(s.heard(s.mia, "Tamsin")); n != want {
		t.Errorf("%d answers to what was typed, want %d", n, want)
	}
	s.onItsWay(t, installed)
	if log := s.log.String(); strings.Count(log, "level=ERROR") > strings.Count(log, "the app was taken out of the workspace") {
		t.Errorf("the log holds an error:\n%s", log)
	}
}

// onItsWay checks where the delivery to the channel stands.
func (s *scene) onItsWay(t *rapid.T, installed bool) {
	all, _, err := s.store.Outbox().Letters(s.t.Context(), store.LetterQuery{}, s.now())
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(all, func(l domain.Letter) bool { return l.Delivery.Channel == s.channel.ID })
	switch state := all[i].State; {
	case s.shut && state != domain.StateCancelled,
		!s.shut && installed && state != domain.StatePending,
		!s.shut && !installed && state != domain.StatePending && state != domain.StateHeld:
		t.Errorf("the delivery to the channel is %s; shut %v, installed %v", state, s.shut, installed)
	}
}

// Whatever happens in Slack, and in whatever order, however late and however often
// we hear of it: what we know in the end is what is true, each thing had one effect,
// nothing is an error, and nobody is written to of whom we know that they are gone.
func TestAnyOrderOfEventsComesToTheSame(t *testing.T) {
	checks := "12"
	if testing.Short() {
		checks = "5"
	}
	if f := flag.Lookup("rapid.checks"); f.Value.String() == f.DefValue {
		if err := f.Value.Set(checks); err != nil {
			t.Fatal(err)
		}
		defer func() { _ = f.Value.Set(f.DefValue) }() // it was
	}
	onEither(t, []string{}, func(t *testing.T, p *porch) {
		p.sim.SetDriver(nil)
		n := 0
		rapid.Check(t, func(t *rapid.T) {
			n++
			_ = p.sim.Install() // it may be in already
			if err := p.sim.Advance(p.t.Context(), p.now().Add(4*time.Minute)); err != nil {
				t.Fatal(err)
			}
			if err := p.house.bot.Sender().Tend(p.t.Context(), p.now()); err != nil {
				t.Fatal(err)
			}
			s := p.stage(n)
			var told []string
			var come []parcel
			for i, what := range rapid.Permutation(happenings).Draw(t, "what happens")[:rapid.IntRange(1, len(happenings)).Draw(t, "how much")] {
				x, tells, err := s.happen(i, what)
				if err != nil && what != "reinstall" {
					t.Fatalf("%s: %v", what, err)
				}
				if tells {
					told, come = append(told, what), append(come, x)
				}
			}
			order := make([]int, 0, 2*len(told))
			for i := range told {
				order = append(order, slices.Repeat([]int{i}, rapid.IntRange(1, 3).Draw(t, "how often"))...)
			}
			shuffle := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "in which order"), 0))
			shuffle.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
			times := make([]int, len(told))
			for _, i := range order {
				s.arrive(t, told[i], come[i], times[i])
				times[i]++
			}
			if err := p.sim.Advance(p.t.Context(), p.now().Add(4*time.Minute)); err != nil {
				t.Fatal(err)
			}
			s.holds(t)
		})
	})
}
