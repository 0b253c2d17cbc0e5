package domain

import (
	"crypto/sha256"
	"encoding/base32"
	"strconv"
)

// WorkspaceID is a Slack team id, "T…".
type WorkspaceID string

// MemberID is the Slack user id of a person who uses the bot, "U…" or "W…".
type MemberID string

// ContactID names a contact. Like every id made here it is derived from the
// command that made it, so a command that is tried again makes the same one.
type ContactID string

// InteractionID names one logged touch, or one corrected version of it.
type InteractionID string

// RecordID names any other row that hangs on a contact: a signal, a value, a
// move.
type RecordID string

// QuestionID names a question the bot has asked and not yet had answered.
type QuestionID string

// CommandID is the id under which a command arrived (Slack's envelope, trigger
// or event id). The same id has one effect.
type CommandID string

// Owner is the scope of everything a member types: theirs, in one workspace.
type Owner struct {
	Workspace WorkspaceID
	Member    MemberID
}

// derive makes the n-th id of a command: 16 letters and digits, the same each
// time it is asked for.
func derive(o Owner, c CommandID, n int) string {
	sum := sha256.Sum256([]byte(string(o.Workspace) + "\x00" + string(o.Member) + "\x00" + string(c) + "\x00" + strconv.Itoa(n)))
	return letters.EncodeToString(sum[:10])
}

// letters writes bytes as small letters and digits.
var letters = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)
