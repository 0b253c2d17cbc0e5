package store

import (
	"errors"
	"regexp"
	"strings"

	"gorm.io/driver/postgres"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"

	"rapport/domain"
)

// dialect is the kind of database that is spoken to.
type dialect string

// The dialects; the words are goose's and those of the migrations' folders.
const (
	sqliteDialect   dialect = "sqlite"
	postgresDialect dialect = "postgres"
)

func (d dialect) dialector(pool gorm.ConnPool) gorm.Dialector {
	if d == postgresDialect {
		return postgres.New(postgres.Config{Conn: pool})
	}
	return sqlite.New(sqlite.Config{Conn: pool})
}

// keyword finds libpq's other form of an address, "host=db user=rapport".
var keyword = regexp.MustCompile(`(?:^|\s)(?:host|dbname|user|service|port)\s*=`)

// parseDSN tells which database a DSN names: for SQLite the path alone is
// returned, for PostgreSQL the address as it was.
func parseDSN(dsn string) (dialect, string, error) {
	dsn = strings.TrimSpace(dsn)
	scheme, rest, hasScheme := strings.Cut(dsn, ":")
	switch {
	case dsn == "":
		return "", "", unusable(`none is named: give a file's path ("rapport.db") or a PostgreSQL address`)
	case scheme == "postgres" || scheme == "postgresql" || keyword.MatchString(dsn):
		return postgresDialect, dsn, nil
	case hasScheme && (scheme == "sqlite" || scheme == "sqlite3" || scheme == "file"):
		return sqlitePath(strings.TrimPrefix(rest, "//"))
	case strings.Contains(dsn, "://"):
		return "", "", unusable(`it is neither a PostgreSQL address ("postgres://…") nor a SQLite file's path`)
	default:
		return sqlitePath(dsn)
	}
}

func sqlitePath(path string) (dialect, string, error) {
	switch {
	case path == "" || strings.Contains(path, ":memory:"):
		return "", "", unusable("a database in memory forgets everything: give a file's path")
	case strings.Contains(path, "?"):
		return "", "", unusable("give the file's path alone; its settings are rapport's own and can't be added with '?'")
	}
	return sqliteDialect, path, nil
}

// unusable is an error about a database that cannot be used as it was named.
func unusable(why string) error {
	return domain.Fault(domain.KindInvalid, "database", errors.New(why))
}
