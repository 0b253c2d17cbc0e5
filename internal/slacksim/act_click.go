package slacksim

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
)

// Click is a member pressing, picking or filling in one element of a message, of
// the open modal or of App Home. Inputs that do not report by themselves only
// keep the value.
func (s *Sim) Click(ctx context.Context, a Act) (Outcome, error) {
	var since uint64
	var payload object
	channel := ""
	err := s.change(func(w *world) error {
		m, err := w.person(a.As)
		if err != nil {
			return err
		}
		since = w.rev
		if v, err := w.pressedView(m, a); v != nil || err != nil {
			if err == nil {
				payload, err = s.pressView(w, m, v, a)
			}
			return err
		}
		channel = a.In
		payload, err = s.pressMessage(w, m, a)
		return err
	})
	if err != nil {
		return Outcome{}, err
	}
	out := Outcome{AckMS: -1}
	if payload != nil {
		got := s.deliver("interactive", payload)
		out.AckMS = got.millis()
		out.Notice = notice(got.err)
	}
	return s.outcome(ctx, a.As, channel, since, out)
}

// pressedView returns the view that an act is on, nil for a message.
func (w *world) pressedView(m *member, a Act) (*view, error) {
	switch {
	case a.In == "home":
		v := w.home(m.ID)
		if v == nil {
			return nil, missing("%s's App Home is empty: the app has not published one.", m.Name)
		}
		return v, nil
	case a.ViewID != "":
		if v := w.home(m.ID); v != nil && v.ID == a.ViewID {
			return v, nil
		}
		return w.openModal(m, a.ViewID)
	case a.In == "view" || a.In == "modal":
		return w.openModal(m, "")
	case strings.HasPrefix(a.In, "view:"):
		return w.openModal(m, strings.TrimPrefix(a.In, "view:"))
	case w.views[a.In] != nil:
		return w.openModal(m, a.In)
	}
	return nil, nil
}

// pressView takes note of an act on a view; the payload is nil when the bot is
// not told.
func (s *Sim) pressView(w *world, m *member, v *view, a Act) (object, error) {
	e, picked, state, err := w.press(v.Blocks, cloneTyped(v.State), a)
	if err != nil {
		return nil, err
	}
	v.State = state
	w.touch("view/"+v.ID, v)
	if !e.dispatch {
		return nil, nil
	}
	return s.viewActions(w, m, v, action(e, picked, w.now)), nil
}

// pressMessage takes note of an act on a message; the payload is nil when the bot
// is not told.
func (s *Sim) pressMessage(w *world, m *member, a Act) (object, error) {
	c, err := w.room(m, a.In)
	if err != nil {
		return nil, err
	}
	on := w.message(c.ID, a.TS)
	switch {
	case a.TS == "":
		return nil, refuse(`Say which message: "ts" is missing.`)
	case on == nil || !on.seenBy(m.ID):
		return nil, missing("%s sees no message %s there.", m.Name, a.TS)
	case !on.Bot:
		return nil, refuse("That message is not the app's: there is nothing to press.")
	}
	e, picked, state, err := w.press(on.Blocks, cloneTyped(on.State[m.ID]), a)
	if err != nil {
		return nil, err
	}
	if len(state) > 0 {
		if on.State == nil {
			on.State = map[string]typed{}
		}
		on.State[m.ID] = state
		w.touch("message/"+on.Channel+"/"+on.TS, on)
	}
	if !e.dispatch {
		return nil, nil
	}
	return s.messageActions(w, m, c, on, action(e, picked, w.now)), nil
}

// press finds the element, checks the value and enters it, with what else was
// filled in.
func (w *world) press(blocks json.RawMessage, state typed, a Act) (element, object, typed, error) {
	e, err := find(blocks, a.BlockID, a.ActionID)
	if err != nil {
		return e, nil, nil, err
	}
	picked, err := w.pick(e, a.Value)
	if err != nil {
		return e, nil, nil, err
	}
	if state, err = w.enter(blocks, state, a.Values); err != nil {
		return e, nil, nil, err
	}
	if stateful[e.kind] {
		single := !strings.HasPrefix(e.kind, "multi_") && !slices.Contains([]string{"checkboxes", "plain_text_input"}, e.kind)
		if !e.input && single && a.Value.one() == "" {
			return e, nil, nil, refuse("Say what to pick for %s: it can't be emptied.", e.action)
		}
		state, err = w.enter(blocks, state, typed{e.block: {e.action: a.Value}})
	}
	return e, picked, state, err
}

// notice is what the client shows when the app does not answer an interaction.
func notice(err error) string {
	switch {
	case err == nil:
		return ""
	case errors.Is(err, errTimeout):
		return "The app did not respond in time (operation_timeout)."
	}
	return "The app could not be reached (" + err.Error() + ")."
}
