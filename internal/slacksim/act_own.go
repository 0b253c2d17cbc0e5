package slacksim

import (
	"context"
	"strings"
)

// ownCommands are what the client's commands change about a channel, by whom, for
// the words behind them.
var ownCommands = map[string]func(w *world, by, rest string) (ChannelChange, error){
	"/invite": func(w *world, by, rest string) (ChannelChange, error) {
		who, err := w.whom(rest)
		return ChannelChange{Join: who, By: by}, err
	},
	"/remove": func(w *world, by, rest string) (ChannelChange, error) {
		who, err := w.whom(rest)
		return ChannelChange{Leave: who, By: by}, err
	},
	"/leave": func(_ *world, by, _ string) (ChannelChange, error) {
		return ChannelChange{Leave: []string{by}, By: by}, nil
	},
	"/rename": func(_ *world, by, rest string) (ChannelChange, error) {
		return ChannelChange{Name: &rest, By: by}, nil
	},
	"/archive": func(_ *world, by, _ string) (ChannelChange, error) {
		yes := true
		return ChannelChange{Archived: &yes, By: by}, nil
	},
}

// whom reads the people, or the app, that a command names.
func (w *world) whom(rest string) ([]string, error) {
	var who []string
	for _, m := range reference.FindAllStringSubmatch(w.escape(rest, true), -1) {
		if m[1] == "@" {
			who = append(who, m[2])
		}
	}
	if len(who) == 0 {
		return nil, refuse("Say whom: /invite @%s.", handle(w.meta.App.Name))
	}
	return who, nil
}

// ownCommand does what a command of the client's asks.
func (s *Sim) ownCommand(ctx context.Context, as, in, rest string, do func(*world, string, string) (ChannelChange, error)) (Outcome, error) {
	var since uint64
	var change ChannelChange
	err := s.look(func(w *world) error {
		_, c, err := w.writes(as, in)
		if err != nil {
			return err
		}
		if c.DirectMessage {
			return refuse("That works in channels only.")
		}
		since = w.rev
		change, err = do(w, as, strings.TrimSpace(rest))
		return err
	})
	if err != nil {
		return Outcome{}, err
	}
	if _, err := s.ChangeChannel(in, change); err != nil {
		return Outcome{}, err
	}
	if len(change.Leave) > 0 && change.Leave[0] == as { // nothing of it is theirs to see any more
		return Outcome{AckMS: -1, Messages: []Message{}}, nil
	}
	return s.outcome(ctx, as, in, since, Outcome{AckMS: -1})
}
