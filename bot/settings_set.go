package bot

import (
	"context"
	"strconv"
	"strings"

	"rapport/bot/phrase"
	"rapport/bot/view"
	"rapport/domain"
)

// apply changes one setting.
func apply(book *domain.Book, s phrase.Setting) error {
	now := wished(*book.Member, book.Policy)
	switch s.Name {
	case "hour":
		return setDigest(book, domain.Weekly{At: s.At, Days: now.Digest.Days})
	case "days":
		return setDigest(book, domain.Weekly{At: now.Digest.At, Days: s.Days})
	case "zone":
		return book.SetZone(s.Zone)
	case "cap":
		return book.SetCap(s.Cap)
	case "prompt":
		return applyPrompt(book, s)
	case "checkin":
		return applyCheckIn(book, s)
	case "cadence":
		return book.SetPhaseCadence(s.Phase, s.Cadence)
	}
	return domain.Fault(domain.KindInvalid, "setting", nil)
}

// wished is what holds for a member when digests come as they chose, whether or
// not the last ones were answered.
func wished(m domain.Member, p domain.Policy) domain.Resolved {
	m.Unanswered = 0
	return m.Settings(p)
}

// setDigest chooses when the digest comes: whoever does is listening again.
func setDigest(book *domain.Book, w domain.Weekly) error {
	if err := book.SetDigest(w); err != nil {
		return err
	}
	book.Hear()
	return nil
}

// applyPrompt turns the weekly question off, on, or to another time; what was
// not said of the time stays.
func applyPrompt(book *domain.Book, s phrase.Setting) error {
	switch {
	case s.PromptOff:
		book.PromptOff(true)
		return nil
	case s.Prompt.Days == 0 && !s.HourSaid:
		book.PromptOff(false)
		return nil
	}
	return book.SetPrompt(filled(s.Prompt, s.HourSaid, book.Member.Settings(book.Policy).Prompt))
}

// applyCheckIn is the same for the check-in.
func applyCheckIn(book *domain.Book, s phrase.Setting) error {
	switch {
	case s.CheckInOff:
		book.CheckInOff(true)
		return nil
	case s.CheckIn.Days == 0 && !s.HourSaid:
		book.CheckInOff(false)
		return nil
	}
	return book.SetCheckIn(filled(s.CheckIn, s.HourSaid, book.Member.Settings(book.Policy).CheckIn))
}

// filled takes what was not said of a time from what holds now.
func filled(said domain.Weekly, hour bool, now domain.Weekly) domain.Weekly {
	if said.Days == 0 {
		said.Days = now.Days
	}
	if !hour {
		said.At = now.At
	}
	return said
}

// settingsForm opens the form with all that can be chosen.
func (b *Bot) settingsForm(ctx context.Context, c Command) (Answer, error) {
	var a Answer
	err := b.book.Read(ctx, c.ref(), func(book *domain.Book) error {
		a.Modal = view.SettingsModal(settingsPage(book, *book.Member))
		return nil
	})
	return a, err
}

// wanted is what the settings form says, read but not yet applied.
type wanted struct {
	digest, prompt, checkIn domain.Weekly
	promptOff, checkInOff   bool
	zone                    string // "" follows Slack
	cap                     int
	rhythms                 map[domain.Phase]domain.Cadence
}

// readSettings reads the form; errs names what can't be taken.
func readSettings(v Values) (w wanted, errs map[string]string) {
	errs = map[string]string{}
	w.digest.At = readHour(v, view.HourBlock, errs)
	w.digest.Days = readDays(v, view.DaysBlock, errs)
	w.prompt.At = readHour(v, view.PromptHourBlock, errs)
	w.prompt.Days = readDays(v, view.PromptDaysBlock, errs)
	w.promptOff = v.Text(view.PromptBlock) == view.PromptOff
	w.checkIn.At = readHour(v, view.CheckInHourBlock, errs)
	w.checkIn.Days = readDays(v, view.CheckInDaysBlock, errs)
	w.checkInOff = v.Text(view.CheckInBlock) == view.PromptOff
	if !w.promptOff && !w.checkInOff && w.prompt.Days&w.checkIn.Days != 0 {
		errs[view.CheckInDaysBlock] = view.SameDay
	}
	if zone := strings.TrimSpace(v.Text(view.ZoneBlock)); !strings.EqualFold(zone, "slack") {
		w.zone = zone
		if _, err := domain.Location(zone); err != nil {
			errs[view.ZoneBlock] = view.NoZone
		}
	}
	n, err := strconv.Atoi(v.Text(view.CapBlock))
	if w.cap = n; err != nil || n < 1 || n > mostADay {
		errs[view.CapBlock] = view.NoCap
	}
	w.rhythms = make(map[domain.Phase]domain.Cadence, len(domain.Phases))
	for _, ph := range domain.Phases {
		said := strings.TrimSpace(v.Text(view.PhaseBlock(ph)))
		if strings.EqualFold(said, "default") {
			w.rhythms[ph] = domain.Cadence{}
			continue
		}
		r, err := phrase.ParseCadence(said)
		if err != nil {
			errs[view.PhaseBlock(ph)] = view.NoRhythm
		}
		w.rhythms[ph] = r
	}
	return w, errs
}

func readHour(v Values, block string, errs map[string]string) domain.TimeOfDay {
	at, err := domain.ParseTimeOfDay(v.Text(block))
	if err != nil {
		errs[block] = view.NoHour
	}
	return at
}

func readDays(v Values, block string, errs map[string]string) domain.Weekdays {
	days, err := domain.ParseWeekdays(v.Text(block))
	if err != nil {
		errs[block] = view.NoDays
	}
	return days
}

// settingsSaved takes what the form says. What was left as it was stays a
// default, and follows the operator's when that changes.
func (b *Bot) settingsSaved(ctx context.Context, c Command) (Answer, error) {
	w, errs := readSettings(c.Values)
	if len(errs) > 0 {
		return Answer{Errors: errs}, nil
	}
	return b.choose(ctx, c, w.apply)
}

// apply chooses what differs from what holds.
func (w wanted) apply(book *domain.Book) error {
	now := wished(*book.Member, book.Policy)
	if w.zone == "" != !book.Member.ZoneChosen || w.zone != "" && w.zone != now.Location.String() {
		if err := book.SetZone(w.zone); err != nil {
			return err
		}
	}
	if w.digest != now.Digest {
		if err := setDigest(book, w.digest); err != nil {
			return err
		}
	}
	if w.prompt != now.Prompt {
		if err := book.SetPrompt(w.prompt); err != nil {
			return err
		}
	}
	book.PromptOff(w.promptOff)
	if w.checkIn != now.CheckIn {
		if err := book.SetCheckIn(w.checkIn); err != nil {
			return err
		}
	}
	book.CheckInOff(w.checkInOff)
	if w.cap != now.Cap {
		if err := book.SetCap(w.cap); err != nil {
			return err
		}
	}
	for _, ph := range domain.Phases {
		if r := w.rhythms[ph]; r != now.Cadences[ph] {
			if err := book.SetPhaseCadence(ph, r); err != nil {
				return err
			}
		}
	}
	return nil
}
