package slacksim

import (
	"context"
	"encoding/json"
	"fmt"
)

// trouble is what the client shows when a modal's answer makes no sense to it.
const trouble = "We had some trouble connecting. Try again?"

// Submit is a member sending the open modal, with values for its inputs. What is
// required and missing is refused as the client does, without asking the bot.
func (s *Sim) Submit(ctx context.Context, as, viewID string, values map[string]map[string]Value) (Outcome, error) {
	var since uint64
	var payload object
	out := Outcome{AckMS: -1}
	err := s.change(func(w *world) error {
		m, err := w.person(as)
		if err != nil {
			return err
		}
		since = w.rev
		v, err := w.openModal(m, viewID)
		if err != nil {
			return err
		}
		if len(v.Submit) == 0 || string(v.Submit) == "null" {
			return refuse("That modal has nothing to submit.")
		}
		state, err := w.enter(v.Blocks, cloneTyped(v.State), values)
		if err != nil {
			return err
		}
		viewID, v.State, v.Errors = v.ID, state, map[string]string{}
		for _, e := range elements(v.Blocks) {
			if !e.input {
				continue
			}
			if says := e.complaint(e.standing(state)); says != "" {
				v.Errors[e.block] = says
			}
		}
		w.touch("view/"+v.ID, v)
		if len(v.Errors) > 0 {
			out.Errors = v.Errors
			return nil
		}
		payload = s.submission(w, m, v)
		return nil
	})
	if err != nil {
		return Outcome{}, err
	}
	if payload != nil {
		a := s.deliver("interactive", payload)
		out.AckMS = a.millis()
		if out.Errors, out.Notice, err = s.submitted(as, viewID, a); err != nil {
			return Outcome{}, err
		}
	}
	return s.outcome(ctx, as, "", since, out)
}

// submitted does what an acknowledged submission says to do with the modal.
func (s *Sim) submitted(as, viewID string, a ack) (errs map[string]string, says string, err error) {
	if a.err != nil {
		return nil, trouble, nil
	}
	var answer viewAnswer
	problem := ""
	if len(a.payload) > 0 && json.Unmarshal(a.payload, &answer) != nil {
		problem = "invalid_payload"
	}
	if problem == "" {
		err = s.change(func(w *world) error {
			v := w.views[viewID]
			if v == nil {
				return nil // closed by the app in the meantime
			}
			if failed := w.obey(v, answer); failed != nil {
				problem = problemsOf(failed)
			} else if answer.ResponseAction == "errors" {
				errs = answer.Errors
			}
			return nil
		})
	}
	if problem != "" {
		s.record("ack", arguments(a.payload), problem)
		says = trouble
	}
	return errs, says, err
}

// obey carries out a response_action on a submitted modal.
func (w *world) obey(v *view, answer viewAnswer) error {
	switch answer.ResponseAction {
	case "":
		w.hide(v)
	case "clear":
		for _, x := range w.stack(v.User) {
			w.hide(x)
		}
	case "errors":
		inputs := map[string]bool{}
		for _, e := range elements(v.Blocks) {
			inputs[e.block] = inputs[e.block] || e.input
		}
		if len(answer.Errors) == 0 {
			return fmt.Errorf("errors: there are none")
		}
		for block := range answer.Errors {
			if !inputs[block] {
				return fmt.Errorf("errors: %q is not the block_id of an input", block)
			}
		}
		v.Errors = answer.Errors
		w.touch("view/"+v.ID, v)
	case "update":
		spec, err := w.parseView(string(answer.View), "modal", v)
		if err != nil {
			return err
		}
		w.describe(v, spec)
	case "push":
		spec, err := w.parseView(string(answer.View), "modal", nil)
		if err != nil {
			return err
		}
		if len(w.stack(v.User)) >= maxStack {
			return apiError{code: "push_limit_reached"}
		}
		w.show(v.User, spec)
	default:
		return fmt.Errorf("response_action %q is not one of clear, errors, push, update", answer.ResponseAction)
	}
	return nil
}

// CloseView is a member closing the open modal; all closes the whole stack. Views
// that asked to be told are.
func (s *Sim) CloseView(ctx context.Context, as, viewID string, all bool) (Outcome, error) {
	var since uint64
	var payloads []object
	err := s.change(func(w *world) error {
		m, err := w.person(as)
		if err != nil {
			return err
		}
		since = w.rev
		v, err := w.openModal(m, viewID)
		if err != nil {
			return err
		}
		closing := []*view{v}
		if all = all || v.ClearOnClose; all {
			closing = w.stack(m.ID)
		}
		for _, x := range closing {
			if x.NotifyOnClose {
				payloads = append(payloads, w.closing(m, x, all))
			}
			w.hide(x)
		}
		return nil
	})
	if err != nil {
		return Outcome{}, err
	}
	out := Outcome{AckMS: -1}
	for _, p := range payloads {
		out.AckMS = s.deliver("interactive", p).millis()
	}
	return s.outcome(ctx, as, "", since, out)
}

// OpenHome is a member opening App Home: the bot hears app_home_opened.
func (s *Sim) OpenHome(ctx context.Context, as string) (Outcome, error) {
	return s.open(ctx, as, "home")
}

// OpenDM is a member opening their conversation with the bot, which hears
// app_home_opened for that tab.
func (s *Sim) OpenDM(ctx context.Context, as string) (Outcome, error) {
	return s.open(ctx, as, "messages")
}

func (s *Sim) open(ctx context.Context, as, tab string) (Outcome, error) {
	var since uint64
	err := s.change(func(w *world) error {
		m, err := w.person(as)
		if err != nil {
			return err
		}
		since = w.rev
		body := object{"user": m.ID, "channel": m.DM, "tab": tab}
		if v := w.home(m.ID); v != nil && tab == "home" {
			body["view"] = w.viewObject(v)
		}
		w.raise("app_home_opened", body)
		return nil
	})
	if err != nil {
		return Outcome{}, err
	}
	s.sendEvents()
	return s.outcome(ctx, as, "", since, Outcome{AckMS: -1})
}
