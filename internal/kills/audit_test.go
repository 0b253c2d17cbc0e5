package kills

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"rapport/domain"
)

// The checks, as they are reported.
const (
	lost    = "acknowledged and lost"
	torn    = "stored in part"
	again   = "stored twice"
	double  = "delivered twice"
	missing = "missed"
	unasked = "not asked for"
	stray   = "delivered and not recorded"
	phantom = "recorded and not delivered"
	restive = "not settled"
	ended   = "ended by itself"
)

// fault is a check that failed.
type fault struct{ check, what string }

// fault notes that a check failed.
func (w *town) fault(check, format string, args ...any) {
	w.faults = append(w.faults, fault{check, fmt.Sprintf(format, args...)})
}

// audit counts everything, and notes what is not as it must be.
func (w *town) audit() {
	w.t.Helper()
	w.look(func(db *sql.DB) {
		w.auditCommands(db)
		w.auditDeliveries(db)
	})
}

// swept is from when on ids of commands may be forgotten.
const swept = 7 * 24 * time.Hour

// auditCommands holds what was acknowledged against what is stored. Every deed
// is of two touches, with one command and one way to undo them.
func (w *town) auditCommands(db *sql.DB) {
	w.t.Helper()
	w.sent, w.acked, w.unacked, w.stored, w.storedUnacked, w.refused, w.lost, w.torn = 0, 0, 0, 0, 0, 0, 0, 0
	touches := w.strings(db, `SELECT i.note, CAST(count(*) AS TEXT), CAST(count(DISTINCT i.command) AS TEXT), CAST(count(DISTINCT c.id) AS TEXT), CAST(count(DISTINCT u.command) AS TEXT)
		FROM interactions i
		LEFT JOIN commands c ON c.workspace = i.workspace AND c.id = i.command
		LEFT JOIN undos u ON u.workspace = i.workspace AND u.member = i.member AND u.command = i.command
		GROUP BY i.note`)
	for _, d := range w.deeds {
		w.sent++
		got := touches[d.note]
		switch {
		case d.refused:
			w.refused++
		case d.acked:
			w.acked++
		default:
			w.unacked++
		}
		switch {
		case got == "":
			if d.acked && !d.refused {
				w.lost++
				w.fault(lost, "%s of %s", d.note, d.by)
			}
			continue
		case got == "2 1 1 1", w.now().Sub(d.at) > swept && strings.HasPrefix(got, "2 1 "):
		case strings.HasPrefix(got, "4 "):
			w.torn++
			w.fault(again, "%s of %s", d.note, d.by)
		default:
			w.torn++
			w.fault(torn, "%s of %s has %s touches, commands, command ids and ways to undo; want 2 1 1 1", d.note, d.by, got)
		}
		w.stored++
		if !d.acked {
			w.storedUnacked++
		}
	}
}

// strings reads rows of text: the first column is the key of the rest.
func (w *town) strings(db *sql.DB, query string) map[string]string {
	w.t.Helper()
	rows, err := db.QueryContext(w.t.Context(), query)
	if err != nil {
		w.t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		w.t.Fatal(err)
	}
	all := map[string]string{}
	for rows.Next() {
		row := make([]string, len(columns))
		into := make([]any, len(columns))
		for i := range row {
			into[i] = &row[i]
		}
		if err := rows.Scan(into...); err != nil {
			w.t.Fatalf("%s: %v", query, err)
		}
		all[row[0]] = strings.Join(row[1:], " ")
	}
	if err := rows.Err(); err != nil {
		w.t.Fatalf("%s: %v", query, err)
	}
	return all
}

// letter is a delivery as Slack has it.
type letter struct {
	nonce string
	at    time.Time
	text  string
}

// auditDeliveries holds what is in Slack against what is recorded, and digests
// against the days on which one is owed.
func (w *town) auditDeliveries(db *sql.DB) {
	w.t.Helper()
	w.deliveries, w.digests, w.twice, w.missed = 0, 0, 0, 0
	kinds := w.strings(db, "SELECT nonce, kind, recipient, local_date, state FROM outbox")
	welcomed := w.strings(db, "SELECT member, name FROM members")
	delivered := map[string]bool{} // nonces
	for _, m := range w.people {
		seen := map[string]int{} // by kind and local date
		when := map[string]time.Time{}
		for _, l := range w.letters(m) {
			w.deliveries++
			f := strings.Fields(kinds[l.nonce])
			if len(f) != 4 || f[1] != m.ID {
				w.fault(stray, "%s has %q, of which the outbox says %q", m.Name, l.text, kinds[l.nonce])
				continue
			}
			delivered[l.nonce] = true
			key := f[0] + " " + f[2]
			if seen[key]++; seen[key] > 1 {
				w.twice++
				w.fault(double, "%s has the %s of %s at %v and again at %v", m.Name, f[0], f[2], l.at, when[key])
			}
			when[key] = l.at
			if f[3] != string(domain.StateSent) {
				w.fault(stray, "%s has the %s of %s, which is recorded as %s", m.Name, f[0], f[2], f[3])
			}
			if f[0] == string(domain.DigestDelivery) {
				w.digests++
			}
		}
		w.auditDays(m, seen)
		if _, met := welcomed[m.ID]; met {
			n := 0
			for key, times := range seen {
				if strings.HasPrefix(key, string(domain.WelcomeDelivery)) {
					n += times
				}
			}
			switch {
			case n == 0:
				w.missed++
				w.fault(missing, "%s has no welcome", m.Name)
			case n > 1:
				w.twice++
				w.fault(double, "%s has %d welcomes", m.Name, n)
			}
		}
	}
	for nonce, said := range kinds {
		if strings.HasSuffix(said, " "+string(domain.StateSent)) && !delivered[nonce] {
			w.fault(phantom, "%s", said)
		}
	}
}

// auditDays looks whether every working day on which somebody was due brought
// its digest, and no other day did.
func (w *town) auditDays(m person, seen map[string]int) {
	w.t.Helper()
	if m.since.IsZero() {
		return
	}
	loc := w.zone(m.TZ)
	owed := map[string]bool{}
	for on := m.since; !domain.Instant(on, nine, loc).After(w.now()); on = on.AddDays(1) {
		if !domain.WorkingDays.Has(on.Weekday()) {
			continue
		}
		key := string(domain.DigestDelivery) + " " + on.String()
		owed[key] = true
		if seen[key] == 0 {
			w.missed++
			w.fault(missing, "%s has no digest of %s", m.Name, on)
		}
	}
	for key := range seen {
		if strings.HasPrefix(key, string(domain.DigestDelivery)) && !owed[key] {
			w.fault(unasked, "%s has a %s", m.Name, key)
		}
	}
}

// letters asks Slack for the deliveries in a member's direct conversation.
func (w *town) letters(m person) []letter {
	w.t.Helper()
	var said struct {
		OK       bool
		Error    string
		HasMore  bool `json:"has_more"`
		Messages []struct {
			TS       string
			Text     string
			Metadata struct {
				EventPayload struct{ Nonce string } `json:"event_payload"`
			}
		}
	}
	for !said.OK {
		res, err := http.PostForm(w.base+"/api/conversations.history", url.Values{
			"token": {w.sim.Credentials().BotToken}, "channel": {m.DM}, "include_all_metadata": {"true"}, "limit": {"999"},
		})
		if err != nil {
			w.t.Fatal(err)
		}
		if res.StatusCode == http.StatusTooManyRequests {
			res.Body.Close()
			w.advance(w.now().Add(time.Minute))
			continue
		}
		err = json.NewDecoder(res.Body).Decode(&said)
		res.Body.Close()
		if err != nil || !said.OK || said.HasMore {
			w.t.Fatalf("the history of %s: %v, %q, more of it: %v", m.Name, err, said.Error, said.HasMore)
		}
	}
	var all []letter
	for _, x := range said.Messages {
		if x.Metadata.EventPayload.Nonce == "" {
			continue
		}
		all = append(all, letter{nonce: x.Metadata.EventPayload.Nonce, text: x.Text, at: stamped(w, x.TS)})
	}
	return all
}

// stamped reads a message's timestamp.
func stamped(w *town, ts string) time.Time {
	w.t.Helper()
	d, err := time.ParseDuration(ts + "s")
	if err != nil {
		w.t.Fatal(err)
	}
	return time.Unix(0, 0).Add(d).UTC()
}
