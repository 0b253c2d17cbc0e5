package store

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/mattn/go-sqlite3"

	"rapport/domain"
)

// Watch is told when a transaction begins: through which door, and what is read
// or written. The subject is one of a few words that stand in this package, and
// never anything of a member's. What is done again is told again. What it returns is told how the transaction
// ended, waiting for the door included. It is called on every goroutine.
type Watch func(d Door, subject string) (ended func(Ending))

// Door is one of the two ways into the database.
type Door string

// The doors.
const (
	ReadDoor  Door = "read"
	WriteDoor Door = "write"
)

// Ending is how a transaction ended.
type Ending string

// The endings.
const (
	EndedDone     Ending = "done"
	EndedRefused  Ending = "refused"  // by what was found there: the database is well
	EndedConflict Ending = "conflict" // another one was first; a command is decided anew
	EndedBusy     Ending = "busy"     // the lock was not to be had in time
	EndedLeft     Ending = "left"     // whoever asked gave up
	EndedLost     Ending = "lost"     // the connection was; it is done again on another one
	EndedFailed   Ending = "failed"   // the database could not
)

// Endings lists every ending.
var Endings = []Ending{EndedDone, EndedRefused, EndedConflict, EndedBusy, EndedLeft, EndedLost, EndedFailed}

// ending reads what a transaction returned, before it is translated.
func ending(raw error) Ending {
	lite, isLite := errors.AsType[sqlite3.Error](raw)
	pg, isPG := errors.AsType[*pgconn.PgError](raw)
	_, theirs := errors.AsType[foreignError](raw)
	err := translate("", raw)
	switch {
	case err == nil:
		return EndedDone
	case theirs:
		return EndedRefused
	case isLite && (lite.Code == sqlite3.ErrBusy || lite.Code == sqlite3.ErrLocked), isPG && pg.Code == "55P03":
		return EndedBusy
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return EndedLeft
	}
	switch domain.KindOf(err) {
	case domain.KindConflict:
		return EndedConflict
	case domain.KindUnreachable:
		return EndedLost
	case domain.KindNotFound, domain.KindDuplicate, domain.KindInvalid, domain.KindLaw, domain.KindStale:
		if !isLite && !isPG {
			return EndedRefused
		}
	}
	return EndedFailed
}
