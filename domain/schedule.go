package domain

import (
	"time"
)

// TimeOfDay is a wall time, in minutes since midnight: 540 is 09:00.
type TimeOfDay int

// Weekdays is a set of days of the week, bit n for [time.Weekday] n.
type Weekdays uint8

// Weekly is a wall time on some days of the week, in no zone: "09:00 on
// working days". It is what a cron expression with one hour and days of the
// week says, and all that a member is asked to choose.
type Weekly struct {
	At   TimeOfDay
	Days Weekdays
}

// Appointment is an instant at which something must be planned for a member.
type Appointment struct {
	Owner
	Kind DeliveryKind
	// At is the instant in UTC.
	At time.Time
	// On is the member's local date the instant was computed for.
	On Date
}
