package bot

import (
	"context"
	"time"

	"rapport/domain"
)

// Programs reads what is told of mentoring programs unasked: store.Programs is
// one.
type Programs interface {
	// Ledger returns what a program's channel is told from on a date, an ended
	// program's too. KindNotFound when there is none.
	Ledger(ctx context.Context, w domain.WorkspaceID, id domain.ProgramID, on domain.Date) (domain.Ledger, error)
	// Reports returns what an organiser may know of each program that runs and that
	// they organise, by name, each on its own local date at now.
	Reports(ctx context.Context, o domain.Owner, now time.Time) ([]domain.Report, error)
	// Tidings returns what a PairedDelivery, NoticeDelivery or ShoutDelivery speaks
	// of. KindNotFound when its program, pair or shout-out is gone.
	Tidings(ctx context.Context, d domain.Delivery) (domain.Tidings, error)
}

// ProgramChannels keeps whether the channels of programs take messages:
// store.Programs is one.
type ProgramChannels interface {
	// Shut notes that a channel takes no messages of ours since at; the organisers
	// of the program that runs there are told, once until it is opened again.
	Shut(ctx context.Context, w domain.WorkspaceID, channel string, at, now time.Time) error
	// Open notes that it does again. Both leave alone what they find so already.
	Open(ctx context.Context, w domain.WorkspaceID, channel string, now time.Time) error
}
