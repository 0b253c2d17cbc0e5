package page

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"rapport/internal/slacksim"
)

// maxForm is more than the largest modal can post.
const maxForm = 1 << 20

// deed is what a form asks for: who does it and where.
type deed struct {
	r    *http.Request
	as   string
	in   string // a conversation, or "home"
	form url.Values
}

// acting reads a form, as the browser or the script posts it, does what it asks
// and leads back to the page. What went wrong is told there.
func (d *desk) acting(act func(deed) (slacksim.Outcome, error)) http.HandlerFunc {
	return func(rw http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(rw, r.Body, maxForm)
		err := r.ParseMultipartForm(maxForm) //nolint:gosec // bounded by MaxBytesReader, the line above
		if errors.Is(err, http.ErrNotMultipart) {
			err = r.ParseForm()
		}
		if err != nil {
			lost(rw, http.StatusBadRequest, "That form could not be read.")
			return
		}
		one := deed{r: r, as: r.PostForm.Get("as"), in: r.PostForm.Get("in"), form: r.PostForm}
		out, err := act(one)
		said := notice{Says: out.Notice}
		var refused *slacksim.Refusal
		switch {
		case errors.As(err, &refused):
			said = notice{Says: refused.Says, Draft: one.form.Get("text")}
		case err != nil:
			fail(rw, err)
			return
		}
		back := roomHref(one.in, one.as)
		if said.Says != "" {
			back += "&notice=" + d.notices.put(said)
		}
		http.Redirect(rw, r, back, http.StatusSeeOther)
	}
}

// send writes a message or a slash command.
func (d *desk) send(one deed) (slacksim.Outcome, error) {
	text := strings.ReplaceAll(one.form.Get("text"), "\r\n", "\n")
	if strings.TrimSpace(text) == "" {
		return slacksim.Outcome{}, nil // an empty box sends nothing, silently
	}
	return d.sim.Send(one.r.Context(), one.as, one.in, text)
}

// surface is what stands where a form was: its blocks, and what was put in.
type surface struct {
	blocks json.RawMessage
	state  map[string]map[string]slacksim.Value
}

// look finds the surface that a form belongs to.
func (d *desk) look(one deed) (surface, slacksim.Member, error) {
	shot, err := d.sim.Snapshot(one.as, one.in)
	if err != nil {
		return surface{}, slacksim.Member{}, err
	}
	switch {
	case one.form.Get("view") != "":
		if shot.View != nil {
			return surface{shot.View.Blocks, shot.View.State}, shot.Me, nil
		}
	case one.in == home:
		if shot.Home != nil {
			return surface{shot.Home.Blocks, shot.Home.State}, shot.Me, nil
		}
	default:
		for _, m := range shot.Messages {
			if m.TS == one.form.Get("ts") {
				return surface{m.Blocks, m.State}, shot.Me, nil
			}
		}
	}
	return surface{}, shot.Me, nil // gone meanwhile: the box says so
}

// touched reads what a form changes.
func (d *desk) touched(one deed) (map[string]map[string]slacksim.Value, *time.Location, error) {
	on, me, err := d.look(one)
	if err != nil {
		return nil, nil, err
	}
	return changed(readValues(one.form, zone(me)), standing(on.blocks, on.state)), zone(me), nil
}

// click reports the element that was pressed, with what else was filled in.
func (d *desk) click(one deed) (slacksim.Outcome, error) {
	pressed, option, ok := readField(one.form.Get("press"))
	if !ok {
		return slacksim.Outcome{}, &slacksim.Refusal{Says: "Nothing was pressed."}
	}
	values, loc, err := d.touched(one)
	if err != nil {
		return slacksim.Outcome{}, err
	}
	act := slacksim.Act{
		As: one.as, In: one.in, TS: one.form.Get("ts"), ViewID: one.form.Get("view"),
		BlockID: pressed.Block, ActionID: pressed.Action,
	}
	if posted, holds := one.form[pressed.name()]; holds {
		act.Value = pressed.value(posted, loc)
	} else if option != "" {
		act.Value = slacksim.Value{option}
	}
	delete(values[pressed.Block], pressed.Action)
	act.Values = values
	return d.sim.Click(one.r.Context(), act)
}

// submit sends the open modal.
func (d *desk) submit(one deed) (slacksim.Outcome, error) {
	values, _, err := d.touched(one)
	if err != nil {
		return slacksim.Outcome{}, err
	}
	return d.sim.Submit(one.r.Context(), one.as, one.form.Get("view"), values)
}

// closeView closes the open modal, or all that lie on each other.
func (d *desk) closeView(one deed) (slacksim.Outcome, error) {
	return d.sim.CloseView(one.r.Context(), one.as, one.form.Get("view"), one.form.Get("all") != "")
}

// shortcut picks a global shortcut, or one of a message.
func (d *desk) shortcut(one deed) (slacksim.Outcome, error) {
	return d.sim.Shortcut(one.r.Context(), one.as, one.form.Get("callback"), one.in, one.form.Get("ts"))
}

// clock moves the clock: a day or a week on at the same local time, to next
// Monday morning, or to any moment.
func (d *desk) clock(one deed) (slacksim.Outcome, error) {
	shot, err := d.sim.Snapshot(one.as, home)
	if err != nil {
		return slacksim.Outcome{}, err
	}
	now := shot.Clock.Now.In(zone(shot.Me))
	var to time.Time
	switch one.form.Get("by") {
	case "day":
		to = now.AddDate(0, 0, 1)
	case "week":
		to = now.AddDate(0, 0, 7)
	case "monday":
		to = nextMonday(now)
	default:
		to, err = time.ParseInLocation(momentLayout, one.form.Get("to"), now.Location())
		if err != nil {
			return slacksim.Outcome{}, &slacksim.Refusal{Says: "Say when: a date and a time."}
		}
	}
	return slacksim.Outcome{}, d.sim.Advance(one.r.Context(), to)
}

// nextMonday is the first Monday, 09:00, after now.
func nextMonday(now time.Time) time.Time {
	days := (int(time.Monday) - int(now.Weekday()) + 7) % 7
	at := time.Date(now.Year(), now.Month(), now.Day()+days, 9, 0, 0, 0, now.Location())
	if !at.After(now) {
		at = time.Date(now.Year(), now.Month(), now.Day()+days+7, 9, 0, 0, 0, now.Location())
	}
	return at
}
