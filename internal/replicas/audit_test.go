package replicas

import (
	"strings"
	"time"

	"rapport/domain"
)

// figures are what a town comes to.
type figures struct {
	commands, acked, stored, refused int
	deliveries, digests              int
	lost, torn, twice, missed        int
}

// audit counts everything, and fails the test for what is not as it must be.
func (w *town) audit() figures {
	w.t.Helper()
	w.collect()
	f := figures{}
	w.auditCommands(&f)
	w.auditDeliveries(&f)
	for _, r := range w.replicas {
		if strings.Contains(r.log.String(), "DATA RACE") || strings.Contains(r.log.String(), "panic") {
			w.t.Errorf("%s said:\n%s", r.name, r.log)
		}
	}
	w.t.Logf("commands: %d sent, %d acknowledged, %d refused in words, %d stored; deliveries: %d, of them digests: %d; lost %d, torn %d, twice %d, missed %d",
		f.commands, f.acked, f.refused, f.stored, f.deliveries, f.digests, f.lost, f.torn, f.twice, f.missed)
	return f
}

// What a member hears of a command that was not done, or perhaps not.
const (
	notDone   = "nothing was changed"
	uncertain = "can't tell whether it is noted"
)

// auditCommands holds what was acknowledged against what is stored. Every deed is
// of two touches, with one command and one way to undo them.
func (w *town) auditCommands(f *figures) {
	w.t.Helper()
	stored := w.rows(`SELECT i.note, concat_ws(' ', count(*), count(DISTINCT i.command), count(DISTINCT c.id), count(DISTINCT u.command))
		FROM interactions i
		LEFT JOIN commands c ON c.workspace = i.workspace AND c.id = i.command
		LEFT JOIN undos u ON u.workspace = i.workspace AND u.member = i.member AND u.command = i.command
		GROUP BY i.note`)
	missing, absent := map[string]int{}, map[string]int{} // by member: acknowledged ones, and all
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, d := range w.deeds {
		f.commands++
		if d.acked {
			f.acked++
		}
		switch got := stored[d.note]; got {
		case "":
			absent[d.by]++
			if d.acked {
				missing[d.by]++
			}
		case "2 1 1 1":
			f.stored++
		default:
			f.torn++
			w.t.Errorf("%s has %s touches, commands, command ids and ways to undo; want 2 1 1 1", d.note, got)
		}
	}
	for _, p := range w.people {
		not, open := w.refusals(p)
		f.refused += not + open
		if n := missing[p.ID]; n > not+open {
			f.lost += n - not - open
			w.t.Errorf("%s: %d acknowledged commands are not stored, and of %d they were told so", p.Name, n, not+open)
		}
		if not > absent[p.ID] {
			w.t.Errorf("%s was told of %d commands that nothing was changed, and of %d that is true", p.Name, not, absent[p.ID])
		}
	}
}

// refusals counts the sentences in which somebody was told that a command was
// not done, or that nobody knows.
func (w *town) refusals(p *person) (not, open int) {
	w.t.Helper()
	all, err := w.sim.Messages(p.ID, p.DM, "")
	if err != nil {
		w.t.Fatal(err)
	}
	for _, m := range all {
		if strings.Contains(m.Text, notDone) {
			not++
		}
		if strings.Contains(m.Text, uncertain) {
			open++
		}
	}
	return not, open
}

// rows reads pairs.
func (w *town) rows(query string) map[string]string {
	w.t.Helper()
	rows, err := w.db.Query(query)
	if err != nil {
		w.t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	all := map[string]string{}
	for rows.Next() {
		var k, v string
		if err := rows.Scan(&k, &v); err != nil {
			w.t.Fatalf("%s: %v", query, err)
		}
		all[k] = v
	}
	if err := rows.Err(); err != nil {
		w.t.Fatalf("%s: %v", query, err)
	}
	return all
}

// auditDeliveries holds what is in Slack against what is recorded, and digests
// against the days on which one is owed.
func (w *town) auditDeliveries(f *figures) {
	w.t.Helper()
	recorded := w.rows("SELECT nonce, concat_ws(' ', kind, recipient, local_date, state) FROM outbox")
	owner := map[string]string{}
	for _, p := range w.people {
		owner[p.DM] = p.ID
	}
	seen := map[string]map[string]int{} // member → kind and date → messages
	posted := map[string]bool{}
	for _, p := range w.posts {
		f.deliveries++
		said := strings.Fields(recorded[p.nonce])
		if len(said) != 4 || said[1] != owner[p.to] {
			w.t.Errorf("a message in %s is recorded as %q: %q", p.to, recorded[p.nonce], p.text)
			continue
		}
		posted[p.nonce] = true
		if said[3] != string(domain.StateSent) {
			w.t.Errorf("the %s of %s is sent to %s and recorded as %s", said[0], said[2], said[1], said[3])
		}
		if said[0] == string(domain.DigestDelivery) {
			f.digests++
		}
		if seen[said[1]] == nil {
			seen[said[1]] = map[string]int{}
		}
		key := said[0] + " " + said[2]
		if seen[said[1]][key]++; seen[said[1]][key] > 1 {
			f.twice++
			w.t.Errorf("the %s of %s was sent to %s a second time at %v", said[0], said[2], said[1], p.at)
		}
	}
	for nonce, said := range recorded {
		if strings.HasSuffix(said, " "+string(domain.StateSent)) && !posted[nonce] {
			w.t.Errorf("%s, and nobody has it", said)
		}
	}
	for _, p := range w.people {
		w.auditDays(f, p, seen[p.ID])
	}
}

// auditDays looks whether every working day on which somebody was due brought
// its digest, and no other day did.
func (w *town) auditDays(f *figures, p *person, seen map[string]int) {
	w.t.Helper()
	loc, owed := w.zone(p.TZ), map[string]bool{}
	for on := p.since; !p.since.IsZero() && !domain.Instant(on, nine, loc).After(w.now()); on = on.AddDays(1) {
		if !domain.WorkingDays.Has(on.Weekday()) {
			continue
		}
		key := string(domain.DigestDelivery) + " " + on.String()
		owed[key] = true
		if seen[key] == 0 {
			f.missed++
			w.t.Errorf("%s has no digest of %s", p.Name, on)
		}
	}
	for key := range seen {
		if strings.HasPrefix(key, string(domain.DigestDelivery)) && !owed[key] {
			w.t.Errorf("%s has an unasked %s", p.Name, key)
		}
	}
}

const (
	// burst is how many messages a workspace may get at once, and perSecond how
	// many from then on: what domain.Pace allows, and a little for those that were
	// claimed in turn and posted together.
	burst     = 14
	perSecond = 5.0
	// inHand is how long what somebody has claimed may still go out when another
	// has heard that nothing should.
	inHand = 1200 * time.Millisecond
)

// auditPause looks whether everybody was silent while Slack asked for it: from the
// second conversation on that met a limit, for as long as was said.
func (w *town) auditPause(long time.Duration) {
	w.t.Helper()
	var limits []time.Time
	for _, c := range w.sim.Calls(0) {
		if c.Method == "chat.postMessage" && c.Error == "ratelimited" {
			limits = append(limits, c.At)
		}
	}
	if len(limits) < 2 {
		w.t.Fatalf("%d posts met a limit, want 2", len(limits))
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	from, until := limits[1].Add(inHand), limits[1].Add(long)
	for _, p := range w.posts {
		if p.at.After(from) && p.at.Before(until) {
			w.t.Errorf("a message was sent %v after Slack asked for %v of silence", p.at.Sub(limits[1]), long)
		}
	}
}

// auditPace looks whether all processes together kept to one workspace's pace.
func (w *town) auditPace() {
	w.t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	for i, first := range w.posts {
		for j, last := range w.posts[i:] {
			if limit := burst + int(perSecond*last.at.Sub(first.at).Seconds()); j+1 > limit {
				w.t.Fatalf("%d messages were sent in %v, %d at most are a workspace's share", j+1, last.at.Sub(first.at).Round(time.Millisecond), limit)
			}
		}
	}
}
