package store

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"rapport/domain"
)

// Options says which database to open and what the store must know to read and
// write it.
type Options struct {
	// DSN is a SQLite file's path or a PostgreSQL address. It may hold a
	// password and is never printed.
	DSN string
	// Policy is what holds where members have chosen nothing.
	Policy domain.Policy
	// Keys folds a name into the keys under which it can be found.
	Keys func(name string) []domain.Key
	// Logger gets what the operator should know; nil is silence. Nothing that a
	// member typed goes there.
	Logger *slog.Logger
	// ProcessClock has leases and paces go by the caller's time on PostgreSQL too,
	// where they go by the database's: for a clock that is moved.
	ProcessClock bool
	// Watch, when not nil, is told of every transaction.
	Watch Watch
}

// Store is an open database. Its accessors hand out one small type for each
// consumer; they share its pools and are as safe for concurrent use as it is.
type Store struct {
	db      *database
	policy  domain.Policy
	keys    func(name string) []domain.Key
	writer  *gorm.DB
	reader  *gorm.DB
	dialect dialect
	// processClock is Options.ProcessClock.
	processClock bool
	// condition is what is known of the disk.
	condition *condition
	watch     Watch
	// ferry is where SQLite's writes share commits; nil on PostgreSQL, where they
	// go side by side.
	ferry *ferry
	// prepared, joints and foresight are PostgreSQL's, for short commands.
	prepared  prepared
	joints    joints
	foresight foresight
	// checkpoints keep SQLite's journal short; nil on PostgreSQL.
	checkpoints *checkpoints
}

// Open opens the database, checks that it is ours and can be trusted, brings
// its schema up to date and keeps every other process off a SQLite file until
// Close. Errors are [domain.Error]s of KindInvalid (the database cannot be used
// as named), KindCorrupt or KindNewer, and say the way out.
func Open(ctx context.Context, o Options) (*Store, error) {
	if o.Keys == nil {
		return nil, domain.Fault(domain.KindInvalid, "store options", errors.New("no Keys to fold names with"))
	}
	db, err := openDatabase(ctx, o.DSN)
	if err != nil {
		return nil, err
	}
	s, err := assemble(ctx, db, o)
	if err != nil {
		return nil, errors.Join(err, db.close())
	}
	return s, nil
}

func assemble(ctx context.Context, db *database, o Options) (*Store, error) {
	from, to, err := db.migrate(ctx, o.Logger)
	if err != nil {
		return nil, err
	}
	if from != to && o.Logger != nil {
		o.Logger.InfoContext(ctx, "database schema brought up to date", "from", from, "to", to)
	}
	return over(ctx, db, o)
}

// over returns a store on a database whose schema is ours.
func over(ctx context.Context, db *database, o Options) (s *Store, err error) {
	if err := db.openReader(ctx); err != nil {
		return nil, err
	}
	s = &Store{
		db: db, dialect: db.dialect, policy: o.Policy, keys: o.Keys,
		processClock: o.ProcessClock, condition: newCondition(o.Logger), watch: o.Watch,
	}
	if s.watch == nil {
		s.watch = func(Door, string) func(Ending) { return func(Ending) {} }
	}
	if s.writer, err = overGORM(db.dialect, db.writing()); err != nil {
		return nil, err
	}
	if s.reader, err = overGORM(db.dialect, db.reader); err != nil {
		return nil, err
	}
	if db.dialect == sqliteDialect {
		s.ferry = newFerry(s.writer)
		if s.checkpoints, err = openCheckpoints(ctx, db, s.ferry, s.condition); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// overGORM puts GORM on a pool. Its logger is off because it prints statements
// with what members typed in them; prepared statements are off because on
// PostgreSQL they break after a migration and everywhere leak a goroutine.
func overGORM(d dialect, pool gorm.ConnPool) (*gorm.DB, error) {
	g, err := gorm.Open(d.dialector(pool), &gorm.Config{
		Logger:                   logger.Discard,
		SkipDefaultTransaction:   true, // door.go begins every transaction
		DisableNestedTransaction: true,
		DisableAutomaticPing:     true,
		PrepareStmt:              false,
	})
	if err != nil {
		return nil, translate("gorm", err)
	}
	return g, nil
}

// Close ends every connection and lets other processes have the file.
func (s *Store) Close() error {
	if s.checkpoints == nil {
		return s.db.close()
	}
	return errors.Join(s.checkpoints.close(), s.db.close())
}

// Ping reports whether the database answers, for /readyz. When something could
// not be written it tries again: KindUnwritable while it can't.
func (s *Store) Ping(ctx context.Context) error {
	var version int64
	err := s.db.reader.QueryRowContext(ctx, "SELECT max(version_id) FROM "+versionTable).Scan(&version)
	if err != nil {
		return translate("database", err)
	}
	if s.condition.ill() != nil {
		return s.write(ctx, "database", mark)
	}
	return nil
}

// Book returns what the commands read and write.
func (s *Store) Book() *Book { return &Book{s} }

// Members returns who uses the bot, and whom we could not reach.
func (s *Store) Members() *Members { return &Members{s} }

// Shows returns what deliveries read and keep.
func (s *Store) Shows() *Shows { return &Shows{s} }

// Appointments returns the diary.
func (s *Store) Appointments() *Appointments { return &Appointments{s} }

// Programs returns what is told of programs unasked.
func (s *Store) Programs() *Programs { return &Programs{s} }

// Summaries returns the diary of programs.
func (s *Store) Summaries() *Summaries { return &Summaries{s} }

// Outbox returns the deliveries and their states.
func (s *Store) Outbox() *Outbox { return &Outbox{s} }

// Installations returns the workspaces in which the app is installed.
func (s *Store) Installations() *Installations { return &Installations{s} }

// Inbound returns the memory of what has arrived from Slack.
func (s *Store) Inbound() *Inbound { return &Inbound{s} }

// named wraps err with a noun phrase; nil stays nil.
func named(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", what, err)
}
