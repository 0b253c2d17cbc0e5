package main

import (
	"context"
	"database/sql"
	"slices"
	"strings"
)

// statements are what multiplies the rows of those whose schema is ours. $1 is the
// first member.
func statements(all ...string) func(context.Context, *sql.Conn, string) error {
	return func(ctx context.Context, db *sql.Conn, first string) error {
		for _, s := range all {
			var args []any
			if strings.Contains(s, "$1") {
				args = append(args, first)
			}
			if err := execute(ctx, db, []string{s}, args...); err != nil {
				return err
			}
		}
		return nil
	}
}

// The rows of the bare handler; its tables bear the same names in both databases.
var (
	bareMultiply = []string{
		`INSERT INTO people (team, member, name, touches, last) SELECT p.team, o.member, p.name, p.touches, p.last
			FROM people p CROSS JOIN others o WHERE p.member = $1`,
		`INSERT INTO interactions (team, id, member, name, note, at) SELECT i.team, i.id || o.member, o.member, i.name, i.note, i.at
			FROM interactions i CROSS JOIN others o WHERE i.member = $1`,
	}
	bareDeepen = []string{
		`INSERT INTO interactions (team, id, member, name, note, at) SELECT i.team, i.id || 'x' || n.n, i.member, i.name, i.note, i.at
			FROM interactions i CROSS JOIN numbers n`,
	}
)

// The rows of the app on Bolt.
var (
	boltMultiply = []string{
		`INSERT INTO members (team, member, zone) SELECT m.team, o.member, m.zone FROM members m CROSS JOIN others o WHERE m.member = $1`,
		`INSERT INTO contacts (team, member, name, folded, phase, first_touch, last_touch, last_kind, touches)
			SELECT c.team, o.member, c.name, c.folded, c.phase, c.first_touch, c.last_touch, c.last_kind, c.touches
			FROM contacts c CROSS JOIN others o WHERE c.member = $1`,
		`INSERT INTO interactions (contact, on_date, kind, note, command, logged)
			SELECT n.id, i.on_date, i.kind, i.note, i.command, i.logged
			FROM interactions i JOIN contacts c ON c.id = i.contact JOIN others o
			JOIN contacts n ON n.team = c.team AND n.member = o.member AND n.folded = c.folded
			WHERE c.member = $1`,
		`INSERT INTO undos (team, member, command, interaction, before) SELECT u.team, o.member, u.command, u.interaction, u.before
			FROM undos u CROSS JOIN others o WHERE u.member = $1`,
	}
	boltDeepen = []string{
		`INSERT INTO interactions (contact, on_date, kind, note, command, logged)
			SELECT i.contact, i.on_date, i.kind, i.note, i.command, i.logged FROM interactions i CROSS JOIN numbers n`,
	}
)

// column is one of a table's.
type column struct{ table, name string }

// botRows copies the rows of rapport's own schema, whichever columns it has by now.
type botRows struct {
	catalogue string // lists tables and columns
}

var (
	onSQLite   = botRows{"SELECT m.name, p.name FROM sqlite_schema m JOIN pragma_table_info(m.name) p WHERE m.type = 'table' ORDER BY m.name, p.cid"}
	onPostgres = botRows{"SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public' ORDER BY table_name, ordinal_position"}
)

// multiply copies every row that is the first member's. Nothing is due before the
// race is over, and what was to be said to the first member has been.
func (b botRows) multiply(ctx context.Context, db *sql.Conn, first string) error {
	tables, err := b.tables(ctx, db)
	if err != nil {
		return err
	}
	var order []string
	for t := range tables {
		if slices.Contains(tables[t], "member") && slices.Contains(tables[t], "workspace") {
			order = append(order, t)
		}
	}
	owners := []string{"contacts", "members"} // the others refer to these
	slices.SortFunc(order, func(a, b string) int {
		if d := slices.Index(owners, b) - slices.Index(owners, a); d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	for _, t := range order {
		if err := execute(ctx, db, []string{copyRows(t, tables[t])}, first); err != nil {
			return err
		}
	}
	const month = "30 * 24 * 60 * 60 * CAST(1000000 AS BIGINT)"
	return execute(ctx, db, []string{
		"UPDATE appointments SET at = at + " + month,
		"UPDATE outbox SET state = 'sent', due = 0 WHERE due > 0",
	})
}

// copyRows is the statement that copies the first member's rows of a table to all
// others.
func copyRows(table string, columns []string) string {
	into, values := make([]string, 0, len(columns)), make([]string, 0, len(columns))
	for _, c := range columns {
		switch {
		case c == "seq":
			continue // counts by itself
		case c == "member":
			values = append(values, "o.member")
		case c == "name" && table == "members":
			values = append(values, "o.name") // as Slack has it, or the bot would set it right
		case c == "id" && table == "commands":
			values = append(values, "t.id || o.member")
		default:
			values = append(values, "t."+c)
		}
		into = append(into, c)
	}
	return "INSERT INTO " + table + " (" + strings.Join(into, ", ") + ") SELECT " + strings.Join(values, ", ") +
		" FROM " + table + " t CROSS JOIN others o WHERE t.member = $1"
}

// deepen copies every touch.
func (b botRows) deepen(ctx context.Context, db *sql.Conn, _ string) error {
	tables, err := b.tables(ctx, db)
	if err != nil {
		return err
	}
	var into, values []string
	for _, c := range tables["interactions"] {
		switch c {
		case "seq":
			continue
		case "id":
			values = append(values, "t.id || n.n")
		default:
			values = append(values, "t."+c)
		}
		into = append(into, c)
	}
	return execute(ctx, db, []string{
		"INSERT INTO interactions (" + strings.Join(into, ", ") + ") SELECT " + strings.Join(values, ", ") + " FROM interactions t CROSS JOIN numbers n",
	})
}

// tables lists the columns of each table.
func (b botRows) tables(ctx context.Context, db *sql.Conn) (map[string][]string, error) {
	rows, err := db.QueryContext(ctx, b.catalogue)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }() // Err says what is to be said
	all := make(map[string][]string)
	for rows.Next() {
		var c column
		if err := rows.Scan(&c.table, &c.name); err != nil {
			return nil, err
		}
		all[c.table] = append(all[c.table], c.name)
	}
	return all, rows.Err()
}
