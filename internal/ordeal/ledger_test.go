package ordeal

import (
	"database/sql"
	"fmt"
	"strings"

	_ "github.com/jackc/pgx/v5/stdlib"
	_ "github.com/mattn/go-sqlite3"
)

// ledger looks into the bot's database from outside: each step in the life of a
// delivery is written down by a trigger, so that none goes unseen.
type ledger struct {
	db   *sql.DB
	read int64 // the last step that was looked at
}

const ledgerTable = `CREATE TABLE ordeal_steps (
	seq %s, id BIGINT NOT NULL, was TEXT NOT NULL, now TEXT NOT NULL)`

var sqliteLedger = []string{
	fmt.Sprintf(ledgerTable, "INTEGER PRIMARY KEY AUTOINCREMENT"),
	`CREATE TRIGGER ordeal_new AFTER INSERT ON outbox BEGIN
		INSERT INTO ordeal_steps (id, was, now) VALUES (new.id, '', new.state); END`,
	`CREATE TRIGGER ordeal_step AFTER UPDATE OF state ON outbox BEGIN
		INSERT INTO ordeal_steps (id, was, now) VALUES (new.id, old.state, new.state); END`,
}

var postgresLedger = []string{
	fmt.Sprintf(ledgerTable, "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"),
	`CREATE FUNCTION ordeal_note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
		INSERT INTO ordeal_steps (id, was, now) VALUES (new.id, CASE WHEN TG_OP = 'INSERT' THEN '' ELSE old.state END, new.state);
		RETURN NULL; END $$`,
	`CREATE TRIGGER ordeal_new AFTER INSERT ON outbox FOR EACH ROW EXECUTE FUNCTION ordeal_note()`,
	`CREATE TRIGGER ordeal_step AFTER UPDATE OF state ON outbox FOR EACH ROW EXECUTE FUNCTION ordeal_note()`,
}

func openLedger(dsn string) (*ledger, error) {
	driver, source, setup := "sqlite3", "file:"+dsn+"?_busy_timeout=5000&_synchronous=OFF", sqliteLedger
	if strings.Contains(dsn, "://") {
		driver, source, setup = "pgx", dsn, postgresLedger
	}
	db, err := sql.Open(driver, source)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	l := &ledger{db: db}
	for _, s := range setup {
		if _, err := db.Exec(s); err != nil {
			db.Close()
			return nil, fmt.Errorf("ledger: %w", err)
		}
	}
	return l, nil
}

func (l *ledger) close() { l.db.Close() }

// stride is one step of one delivery.
type stride struct {
	id       int64
	was, now string
}

// news returns the steps since it was asked last.
func (l *ledger) news() ([]stride, error) {
	rows, err := l.db.Query(fmt.Sprintf("SELECT seq, id, was, now FROM ordeal_steps WHERE seq > %d ORDER BY seq", l.read))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []stride
	for rows.Next() {
		var s stride
		if err := rows.Scan(&l.read, &s.id, &s.was, &s.now); err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, rows.Err()
}

// delivery is what the outbox says of a message, by its nonce.
type delivery struct {
	id        int64
	recipient string
	kind      string
	on        string
	subject   string
}

func (l *ledger) delivery(nonce string) (d delivery, err error) {
	err = l.db.QueryRow("SELECT id, recipient, kind, local_date, subject FROM outbox WHERE nonce = '"+nonce+"'").
		Scan(&d.id, &d.recipient, &d.kind, &d.on, &d.subject)
	return d, err
}

// state of the delivery of a kind to a member on a date, "" for none.
func (l *ledger) state(member, kind, on string) (state, code string, err error) {
	err = l.db.QueryRow("SELECT state, code FROM outbox WHERE recipient = '"+member+"' AND kind = '"+kind+"' AND local_date = '"+on+"'").
		Scan(&state, &code)
	if err == sql.ErrNoRows {
		return "", "", nil
	}
	return state, code, err
}

// told is one item of a digest: the rule, and whom it is about.
type told struct{ rule, name string }

func (l *ledger) shown(member, on string) ([]told, error) {
	rows, err := l.db.Query("SELECT s.rule, c.name FROM shows s JOIN contacts c ON c.workspace = s.workspace AND c.member = s.member AND c.id = s.contact" +
		" WHERE s.member = '" + member + "' AND s.on_date = '" + on + "' ORDER BY s.position")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []told
	for rows.Next() {
		var t told
		if err := rows.Scan(&t.rule, &t.name); err != nil {
			return nil, err
		}
		all = append(all, t)
	}
	return all, rows.Err()
}

// zone is where the bot takes a member to be.
func (l *ledger) zone(member string) (z string, err error) {
	err = l.db.QueryRow("SELECT zone FROM members WHERE member = '" + member + "'").Scan(&z)
	return z, err
}

// diary is when the member's next digest is planned.
func (l *ledger) diary(member string) (on string) {
	if err := l.db.QueryRow("SELECT on_date FROM appointments WHERE member = '" + member + "' AND kind = 'digest'").Scan(&on); err != nil {
		return err.Error()
	}
	return on
}
