package bench

import (
	"cmp"
	"database/sql"
	"fmt"
	"testing"
	"time"

	"rapport/bot/phrase"
	"rapport/domain"
	"rapport/store"
)

// town is members who keep so many people each, in so many workspaces, made with
// statements of the database alone: ten million people within minutes.
type town struct {
	members, circle, workspaces int
	// due is of how many members the digest is due at an instant, evenly among all;
	// that of the others is in another century.
	due int
	at  time.Time
	// zone and chosen are the members' zone, "" for UTC, and settings.
	zone, chosen string
}

// onlyDigests are the settings of somebody who gets the digest and nothing else.
const onlyDigests = `{"digest":{"at":"09:00","days":"mon-sun"},"prompt_off":true,"check_in_off":true}`

// never is an instant that no benchmark lives to see.
const never = 4102444800000000

// rows are the statements that make it: m counts members, n the people of each.
func (t town) rows(driver string) []string {
	numbers := func(name string, n int) string {
		if driver == "pgx" {
			return fmt.Sprintf("%s (%s) AS (SELECT generate_series(1, %d))", name+"s", name, n)
		}
		return fmt.Sprintf("%[1]ss (%[1]s) AS (SELECT 1 UNION ALL SELECT %[1]s + 1 FROM %[1]ss WHERE %[1]s < %[2]d)", name, n)
	}
	with := "WITH RECURSIVE " + numbers("m", t.members) + ", " + numbers("n", t.circle)
	insert := func(table, columns, values, from string) string {
		return fmt.Sprintf("INSERT INTO %s (%s) %s SELECT %s FROM %s", table, columns, with, values, from)
	}
	// In the order of the keys: an index that is filled from its end costs the least.
	who := fmt.Sprintf("'T' || (100 + (m - 1) * %d / %d), 'U' || (100000000 + m)", t.workspaces, t.members)
	isDue := fmt.Sprintf("m * %[1]d %% %[2]d < %[1]d", t.due, t.members)
	day := "'" + domain.DateIn(t.at, time.UTC).String() + "'"
	long := "'2026-08-01'"
	all := []string{
		insert("members", "workspace, member, name, channel, zone, zone_chosen, chosen, paused_until, last_digest, last_prompt, last_met, last_met_at, home_opened, gone, joined, troubled, version",
			who+", 'Somebody', 'D' || m, '"+cmp.Or(t.zone, "UTC")+"', (1 = 0), '"+cmp.Or(t.chosen, onlyDigests)+"', '', '', '', '', 0, (1 = 0), (1 = 0), 1, 0, 1", "ms"),
		insert("contacts", "workspace, member, id, name, aliases, slack_user, organisation, role, place, work, tags, occasions, how_met, phase, furthest, phase_since, cadence_ideal, cadence_maximum, "+
			"resting, archived, removed, added, first_touch, last_touch, last_kind, touch_days, touches, last_note, last_note_on, snoozed_until, planned, planned_kind, shown, shown_on, version",
			who+", 'C' || (100 + n), 'Person ' || (100 + n), 'null', '', '', '', '', '', 'null', 'null', '', 2, 2, "+long+", 0, 0, "+
				"(1 = 0), (1 = 0), (1 = 0), "+long+", "+long+", "+long+", 'coffee', 1, 1, '', '', '', '', '', 0, '', 1", "ms, ns"),
		insert("names", "workspace, member, folded, whole, contact", who+", 'person ' || (100 + n), (1 = 1), 'C' || (100 + n)", "ms, ns"),
		insert("interactions", "workspace, member, contact, id, on_date, kind, note, logged, command, undone, replaces",
			who+", 'C' || (100 + n), 'I' || (100 + n), "+long+", 'coffee', '', 1, 'c', (1 = 0), ''", "ms, ns WHERE n % 4 = 0"),
		insert("outbox", "dedupe_key, workspace, recipient, kind, subject, local_date, state, unknown, attempt, due, nonce, channel, ts, code, created, first_attempt, updated",
			"'k' || m, "+who+", 'digest', '', "+long+", 'sent', (1 = 0), 1, 0, 'n', 'D' || m, '1.1', '', 1, 1, 1", "ms"),
		insert("appointments", "workspace, member, kind, at, on_date",
			fmt.Sprintf("%s, 'digest', CASE WHEN %s THEN %d ELSE %d END, %s", who, isDue, t.at.UnixMicro(), never, day), "ms"),
		insert("appointments", "workspace, member, kind, at, on_date", fmt.Sprintf("%s, 'checkin', %d, %s", who, never, day), "ms"),
	}
	return all
}

// built returns an open store with a town in it.
func built(tb testing.TB, driver, dsn string, t town) *store.Store {
	tb.Helper()
	o := store.Options{DSN: dsn, Policy: domain.DefaultPolicy(), Keys: phrase.Keys, ProcessClock: true}
	if _, _, err := store.Migrate(tb.Context(), o); err != nil {
		tb.Fatal(err)
	}
	found(tb, driver, dsn, t)
	s, err := store.Open(tb.Context(), o)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := s.Close(); err != nil {
			tb.Error(err)
		}
	})
	return s
}

// found puts a town's rows into a database that has its schema. Neither database
// looks after foreign keys meanwhile, which would take most of the time.
func found(tb testing.TB, driver, dsn string, t town) {
	tb.Helper()
	db, err := sql.Open(driver, dsn)
	if err != nil {
		tb.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	quick, end := "PRAGMA synchronous = OFF", "PRAGMA wal_checkpoint(TRUNCATE)"
	if driver == "pgx" {
		quick, end = "SET session_replication_role = replica", "VACUUM ANALYZE"
	}
	for _, statement := range append(append([]string{quick}, t.rows(driver)...), end) {
		if _, err := db.Exec(statement); err != nil {
			tb.Fatalf("%.60s: %v", statement, err)
		}
	}
	if err := db.Close(); err != nil {
		tb.Fatal(err)
	}
}
