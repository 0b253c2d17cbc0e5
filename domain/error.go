package domain

import "errors"

// Kind says what sort of thing went wrong, so that each room can answer in its
// own way: the view with a sentence for the member, the listener with a status.
type Kind uint8

// The kinds of error.
const (
	KindUnknown     Kind = iota // a fault of ours; the member sees a reference
	KindNotFound                // the thing named does not exist, or is not theirs
	KindInvalid                 // the input cannot be taken; nothing was changed
	KindLaw                     // the law of the phases forbids the move
	KindDuplicate               // the command's id has had its effect already
	KindConflict                // what was read has changed meanwhile; try again
	KindStale                   // a button of the past: what it spoke of is over
	KindCorrupt                 // the database cannot be trusted
	KindNewer                   // the database was written by a newer rapport
	KindUnreachable             // the database cannot be reached now; nothing was changed
	KindUncertain               // the database went away during a commit: it may be stored
	KindForbidden               // it is not the member's to do or to know; nothing was changed
	KindUnwritable              // the database takes nothing more, a full disk perhaps; nothing was changed
)

// String returns the kind's word, as used in logs and metrics.
func (k Kind) String() string {
	switch k {
	case KindNotFound:
		return "not found"
	case KindInvalid:
		return "invalid"
	case KindLaw:
		return "law"
	case KindDuplicate:
		return "duplicate"
	case KindConflict:
		return "conflict"
	case KindStale:
		return "stale"
	case KindCorrupt:
		return "corrupt"
	case KindNewer:
		return "newer"
	case KindUnreachable:
		return "unreachable"
	case KindUncertain:
		return "uncertain"
	case KindForbidden:
		return "forbidden"
	case KindUnwritable:
		return "unwritable"
	default:
		return "unknown"
	}
}

// Error is the one error type of the project. Subject never holds anything a
// member typed: it names the thing ("contact", "migration 00002"), so that an
// error may be logged as it is.
type Error struct {
	Kind    Kind
	Subject string
	Cause   error
}

// Error returns "subject: kind: cause".
func (e *Error) Error() string {
	s := e.Subject + ": " + e.Kind.String()
	if e.Cause != nil {
		s += ": " + e.Cause.Error()
	}
	return s
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Cause }

// Fault returns an [Error] of kind k about subject.
func Fault(k Kind, subject string, cause error) error {
	return &Error{Kind: k, Subject: subject, Cause: cause}
}

// KindOf returns the kind of the first [Error] in err's chain, KindUnknown if
// there is none.
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return KindUnknown
}
