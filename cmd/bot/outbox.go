package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"rapport/bot/phrase"
	"rapport/config"
	"rapport/domain"
	"rapport/store"
)

// recently is for how long a delivery that was given up is listed unasked.
const recently = 30 * 24 * time.Hour

// ordering is how many deliveries are moved in one commit where all of a state
// are meant: a command of a member's that waits behind them does not notice.
const ordering = 100

// outboxCommand is `bot outbox`.
type outboxCommand struct {
	List   outboxList   `cmd:"" default:"withargs" help:"List what waits, and what was given up in the last 30 days: held and failed first."`
	Retry  outboxRetry  `cmd:"" help:"Send held or failed deliveries again."`
	Cancel outboxCancel `cmd:"" help:"Give deliveries up that wait or are held."`
}

// Help says what the states mean; kong prints it under --help.
func (outboxCommand) Help() string {
	return `Deliveries are what the bot sends unasked: digests, weekly questions, welcomes. All of this
works while the bot runs, and shows nothing that members wrote.

  pending    waits for its turn, or for the next try
  sending    is in hand at this moment, for two minutes at most
  unknown    may have arrived: it is looked for in Slack before it is sent again
  held       waits for the operator, or for the app to be installed again
  failed     was given up
  sent, cancelled   are done

Held and failed ones wait for you: mend the cause, then retry them; or cancel what is held.`
}

// opened opens the database next to the bot that has it open.
func (f configured) opened(ctx context.Context, w *world) (*store.Store, error) {
	c, err := f.load(w)
	if err != nil {
		return nil, err
	}
	s, err := store.Beside(ctx, store.Options{DSN: c.Database.Reveal(), Policy: c.Policy, Keys: phrase.Keys, Logger: w.logger(config.Log{})})
	if err != nil {
		return nil, wayOut(err)
	}
	return s, nil
}

// outboxList is `bot outbox list`.
type outboxList struct {
	configured

	State     []string `placeholder:"STATE" help:"Only these states, of any age: pending, sending, unknown, held, failed, sent, cancelled."`
	Workspace []string `placeholder:"ID" help:"Only these workspaces (T…)."`
	Limit     int      `default:"50" help:"How many to list at most; 0 lists all."`
	JSON      bool     `name:"json" help:"Print a JSON array, for programs."`
}

// Run lists letters, the dead ones first.
func (f outboxList) Run(ctx context.Context, w *world) (err error) {
	now := w.now()
	q := store.LetterQuery{Limit: max(f.Limit, 0), Recent: now.Add(-recently)}
	for _, s := range domain.States {
		if !s.Final() || s == domain.StateFailed {
			q.States = append(q.States, s)
		}
	}
	if len(f.State) > 0 {
		q.States, q.Recent = nil, time.Time{}
	}
	for _, s := range f.State {
		if !slices.Contains(domain.States, domain.State(s)) {
			return fmt.Errorf("there is no state %q; the states are %s", s, listed(domain.States))
		}
		q.States = append(q.States, domain.State(s))
	}
	for _, id := range f.Workspace {
		q.Workspaces = append(q.Workspaces, domain.WorkspaceID(id))
	}
	s, err := f.opened(ctx, w)
	if err != nil {
		return err
	}
	defer closing(&err, s)
	all, total, err := s.Outbox().Letters(ctx, q, now)
	if err != nil {
		return wayOut(err)
	}
	if f.JSON {
		return writeLetters(w.stdout, all)
	}
	if total == 0 {
		fmt.Fprintln(w.stdout, f.nothing())
		return nil
	}
	if err := drawLetters(w.stdout, all, now); err != nil {
		return err
	}
	totals, err := s.Outbox().Totals(ctx)
	if err != nil {
		return wayOut(err)
	}
	if more := total - len(all); more > 0 {
		fmt.Fprintf(w.stdout, "… and %d more: --limit 0 lists all.\n", more)
	}
	fmt.Fprintln(w.stdout, "\n"+summary(all, totals))
	return nil
}

// nothing says that there is nothing to list.
func (f outboxList) nothing() string {
	if len(f.State)+len(f.Workspace) > 0 {
		return "Nothing in the outbox is like that."
	}
	return "Nothing waits in the outbox, and nothing was given up in the last 30 days."
}

// listed joins names with commas.
func listed[T ~string](names []T) string {
	all := make([]string, len(names))
	for i, n := range names {
		all[i] = string(n)
	}
	return strings.Join(all, ", ")
}

// drawLetters prints letters as a table.
func drawLetters(out io.Writer, all []domain.Letter, now time.Time) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "ID\tKIND\tSTATE\tSINCE\tFOR\tTRIES\tNEXT\tTO\tWHY")
	for _, l := range all {
		fmt.Fprintf(table, "%d\t%s\t%s\t%s\t%s\t%d\t%s\t%s\t%s\n", l.ID, l.Delivery.Kind, l.State, age(now.Sub(l.Since)),
			l.Delivery.On, l.Attempts, next(l, now), l.Delivery.Workspace+"/"+domain.WorkspaceID(recipient(l)), why(l))
	}
	return table.Flush()
}

// recipient is the id of who, or of where, a letter goes to.
func recipient(l domain.Letter) string {
	if l.Delivery.Member == "" {
		return l.Delivery.Channel
	}
	return string(l.Delivery.Member)
}

// next says when a letter is taken in hand.
func next(l domain.Letter, now time.Time) string {
	switch wait := l.Next.Sub(now); {
	case l.Next.IsZero():
		return "–"
	case l.State == domain.StateSending && wait > 0:
		return "in hand"
	case wait <= 0:
		return "now"
	default:
		return "in " + age(wait)
	}
}

// age is a length of time in one number.
func age(d time.Duration) string {
	switch d = d.Abs(); {
	case d < time.Minute:
		return fmt.Sprintf("%d s", d/time.Second)
	case d < time.Hour:
		return fmt.Sprintf("%d min", d/time.Minute)
	case d < 48*time.Hour:
		return fmt.Sprintf("%d h", d/time.Hour)
	default:
		return fmt.Sprintf("%d d", d/(24*time.Hour))
	}
}

// summary says how the outbox stands, and what there is to do.
func summary(all []domain.Letter, n map[domain.State]int) string {
	waiting := n[domain.StatePending] + n[domain.StateSending] + n[domain.StateUnknown]
	text := fmt.Sprintf("In all: %d held, %d failed, %d on their way; %d sent, %d cancelled.", n[domain.StateHeld],
		n[domain.StateFailed], waiting, n[domain.StateSent], n[domain.StateCancelled])
	if slices.ContainsFunc(all, domain.Letter.Dead) {
		text += "\nHeld and failed ones wait for you: bot outbox retry ID… once the cause is mended, bot outbox cancel ID… for what is held."
	}
	return text
}

// letterJSON is a letter for programs.
type letterJSON struct {
	ID        int64      `json:"id"`
	Kind      string     `json:"kind"`
	State     string     `json:"state"`
	Workspace string     `json:"workspace"`
	Member    string     `json:"member,omitempty"`
	Channel   string     `json:"channel,omitempty"`
	Date      string     `json:"date"`
	Attempts  int        `json:"attempts"`
	Since     time.Time  `json:"since"`
	Next      *time.Time `json:"next,omitempty"`
	Code      string     `json:"code,omitempty"`
	Why       string     `json:"why,omitempty"`
	Arrived   bool       `json:"may_have_arrived"`
	Over      bool       `json:"day_over"`
}

func writeLetters(out io.Writer, all []domain.Letter) error {
	rows := make([]letterJSON, len(all))
	for i, l := range all {
		d := l.Delivery
		rows[i] = letterJSON{
			ID: l.ID, Kind: string(d.Kind), State: string(l.State), Workspace: string(d.Workspace), Member: string(d.Member),
			Channel: d.Channel, Date: d.On.String(), Attempts: l.Attempts, Since: l.Since, Code: l.Code, Why: reason(l), Arrived: l.Arrived, Over: l.Over,
		}
		if !l.Next.IsZero() {
			rows[i].Next = &l.Next
		}
	}
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	return encoder.Encode(rows)
}
