package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"rapport/bot/phrase"
	"rapport/bot/view"
	"rapport/domain"
)

// longestProgram is how many characters the name of a program has at most.
const longestProgram = 80

// founding is where a program starts: in the channel that the form was opened for.
type founding struct {
	Channel string `json:"c"`
	Private bool   `json:"p,omitempty"`
}

// lookingAt is how long Slack is asked about a channel before a form is opened.
const lookingAt = 1200 * time.Millisecond

// startTyped opens the form that starts a program in the channel it was typed in, once
// it is sure that the bot can post there.
func (b *Bot) startTyped(ctx context.Context, c Command, f forum) (Answer, error) {
	return b.found(ctx, c, c.Channel, f.Name)
}

// mentoringStart is the button that does the same.
func (b *Bot) mentoringStart(ctx context.Context, c Command) (Answer, error) {
	return b.found(ctx, c, c.Args, "")
}

func (b *Bot) found(ctx context.Context, c Command, channel, name string) (Answer, error) {
	if !isChannel(channel) {
		return tell(view.StartInChannel()), nil
	}
	var there *view.Message
	var zone string
	err := b.book.Read(ctx, c.ref(), func(book *domain.Book) error {
		zone = book.Member.Settings(book.Policy).Location.String()
		p, err := book.Mentoring().Here(channel)
		if err != nil {
			return notFoundIsNil(err)
		}
		f, err := enterProgram(book, p.ID, channel)
		if err != nil {
			return err
		}
		page, err := f.page(book)
		m := view.ProgramRunsHere(page)
		there = &m
		return err
	})
	switch {
	case err != nil:
		return Answer{}, err
	case there != nil:
		return tell(*there), nil
	}
	about, refusal := b.ofChannel(ctx, c, channel)
	if refusal != nil {
		return tell(*refusal), nil
	}
	if name == "" {
		name = nameOfChannel(about.Name)
	}
	return Answer{Modal: view.ProgramModal(view.VerbMentoringBegun, private(founding{channel, about.IsPrivate}), domain.Draft{
		Name: name, Cadence: b.policy.Sessions, Summary: b.policy.Summary, Zone: zone, Joining: domain.JoinOpen,
	})}, nil
}

// notFoundIsNil is nil for what is not there.
func notFoundIsNil(err error) error {
	if domain.KindOf(err) == domain.KindNotFound {
		return nil
	}
	return err
}

// nameOfChannel makes a name of a channel's: "eng-mentors" is "Eng mentors".
func nameOfChannel(s string) string {
	s = strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == '-' || r == '_' || r == ' ' }), " ")
	r, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return ""
	}
	return strings.ToUpper(string(r)) + s[size:]
}

// ofChannel asks Slack about a channel. refusal says why no program can start there.
func (b *Bot) ofChannel(ctx context.Context, c Command, channel string) (about *slack.Channel, refusal *view.Message) {
	in, err := b.granted(ctx, c.Workspace)
	if err != nil {
		return nil, new(view.ChannelUnknown(false))
	}
	ctx, cancel := context.WithTimeout(ctx, lookingAt)
	defer cancel()
	about, err = in.Client.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: channel})
	b.called(ctx, in, "conversations.info", err)
	switch code := codeOf(err); {
	case code == "channel_not_found" || err == nil && !about.IsMember && !about.IsArchived:
		return nil, new(view.InviteMe(b.ownName(ctx, c, in)))
	case code == "missing_scope":
		return nil, new(view.ChannelUnknown(true))
	case err != nil:
		return nil, new(view.ChannelUnknown(false))
	case about.IsArchived:
		return nil, new(view.ChannelArchived())
	}
	return about, nil
}

// ownName is what the bot is called in a workspace.
func (b *Bot) ownName(ctx context.Context, c Command, in *Installation) string {
	if name := b.nameOf(ctx, c.Workspace, in.BotUser); name != "" {
		return name
	}
	return "rapport"
}

// mentoringBegun starts the program that the form says.
func (b *Bot) mentoringBegun(ctx context.Context, c Command) (Answer, error) {
	var at founding
	if json.Unmarshal([]byte(c.Reply.Private), &at) != nil || at.Channel == "" {
		return Answer{}, domain.Fault(domain.KindStale, "form of a program", nil)
	}
	d, errs := readDraft(c.Values)
	d.Channel, d.Private = at.Channel, at.Private
	if err := b.strangers(ctx, c, d.Organisers, errs); err != nil {
		return Answer{}, err
	}
	if len(errs) > 0 {
		return Answer{Errors: errs}, nil
	}
	a, err := b.write(ctx, c, func(book *domain.Book) (view.Message, error) {
		p, err := book.Mentoring().Start(d)
		if err != nil {
			return view.Message{}, err
		}
		f := forum{program: p}
		page, err := f.page(book)
		return view.ProgramStarted(page), err
	})
	if domain.KindOf(err) == domain.KindStale {
		return Answer{Errors: map[string]string{view.ProgramNameBlock: view.ProgramThere}}, nil
	}
	return a, err
}

// readDraft reads the form of a program, and what is wrong with it.
func readDraft(v Values) (d domain.Draft, errs map[string]string) {
	errs = map[string]string{}
	d.Name = strings.Join(strings.Fields(phrase.Clean(v.Text(view.ProgramNameBlock))), " ")
	if d.Name == "" || utf8.RuneCountInString(d.Name) > longestProgram {
		errs[view.ProgramNameBlock] = view.NoProgramName
	}
	var err error
	if d.Cadence, err = phrase.ParseCadence(v.Text(view.CadenceBlock)); err != nil || d.Cadence.Ideal == 0 {
		errs[view.CadenceBlock] = view.NoRhythm
	}
	d.Summary.At = readHour(v, view.SummaryHourBlock, errs)
	if d.Summary.Days, err = domain.ParseWeekdays(v.Text(view.SummaryDayBlock)); err != nil || d.Summary.Days != d.Summary.Days.First() {
		errs[view.SummaryDayBlock] = view.NoDay
	}
	d.Zone = strings.TrimSpace(v.Text(view.ProgramZoneBlock))
	if loc, err := domain.Location(d.Zone); err != nil || d.Zone == "" {
		errs[view.ProgramZoneBlock] = view.NoProgramZone
	} else {
		d.Zone = loc.String()
	}
	d.Joining = domain.Joining(v.Text(view.JoiningBlock))
	if d.Joining != domain.JoinOpen && d.Joining != domain.JoinInvited {
		errs[view.JoiningBlock] = view.NoJoining
	}
	for _, id := range v.List(view.OrganisersBlock) {
		if id != "" {
			d.Organisers = append(d.Organisers, domain.MemberID(id))
		}
	}
	return d, errs
}

// strangers notes as an error who was made organiser and has never used the bot.
func (b *Bot) strangers(ctx context.Context, c Command, who []domain.MemberID, errs map[string]string) error {
	names, err := b.unmet(ctx, c, who)
	if err == nil && len(names) > 0 {
		errs[view.OrganisersBlock] = view.StrangersOrganise(names)
	}
	return err
}

// unmet are those whom the bot has not met, or who are gone, by name.
func (b *Bot) unmet(ctx context.Context, c Command, who []domain.MemberID) ([]string, error) {
	var names []string
	for _, id := range who {
		m, err := b.members.Member(ctx, domain.Owner{Workspace: c.Workspace, Member: id})
		switch {
		case domain.KindOf(err) == domain.KindNotFound, err == nil && m.Gone:
			name := b.nameOf(ctx, c.Workspace, string(id))
			if name == "" {
				name = string(id)
			}
			names = append(names, name)
		case err != nil:
			return nil, fmt.Errorf("organiser: %w", err)
		}
	}
	return names, nil
}

// settingsTyped opens the form that changes a program.
func (b *Bot) settingsTyped(ctx context.Context, c Command, f forum) (Answer, error) {
	return b.editProgram(ctx, c, f.program.ID)
}

// mentoringEdit is the button that does the same.
func (b *Bot) mentoringEdit(ctx context.Context, c Command) (Answer, error) {
	return b.editProgram(ctx, c, domain.ProgramID(c.Args))
}

func (b *Bot) editProgram(ctx context.Context, c Command, id domain.ProgramID) (Answer, error) {
	return b.programForm(ctx, c, id, func(book *domain.Book, f forum) (Answer, error) {
		m, err := settingsText(book, f)
		if c.Trigger == "" || err != nil {
			return tell(m), err
		}
		return Answer{Modal: view.ProgramModal(view.VerbMentoringEdited, private(id), drawn(f.program))}, nil
	})
}

// settingsText says how a program is set, to an organiser, with the button that opens
// the form.
func settingsText(book *domain.Book, f forum) (view.Message, error) {
	if !f.program.Organises(book.Member.Member) {
		return view.Message{}, domain.Fault(domain.KindForbidden, "program", nil)
	}
	p, err := f.page(book)
	return view.ProgramSettings(p), err
}

// drawn is what organisers chose of a program.
func drawn(p *domain.Program) domain.Draft {
	return domain.Draft{
		Channel: p.Channel, Private: p.Private, Name: p.Name, Cadence: p.Cadence, Summary: p.Summary, Zone: p.Zone,
		Organisers: slices.Clone(p.Organisers), Joining: p.Joining,
	}
}

// mentoringEdited changes a program as the form says.
func (b *Bot) mentoringEdited(ctx context.Context, c Command) (Answer, error) {
	id, err := carriedProgram(c)
	if err != nil {
		return Answer{}, err
	}
	d, errs := readDraft(c.Values)
	if len(d.Organisers) == 0 {
		errs[view.OrganisersBlock] = view.NoOrganiser
	} else if err := b.strangers(ctx, c, d.Organisers, errs); err != nil {
		return Answer{}, err
	}
	if len(errs) > 0 {
		return Answer{Errors: errs}, nil
	}
	a, err := b.write(ctx, c, func(book *domain.Book) (view.Message, error) {
		m := book.Mentoring()
		before, err := m.Program(id)
		if err != nil {
			return view.Message{}, err
		}
		after, err := m.Change(id, d)
		if err != nil {
			return view.Message{}, err
		}
		return view.ProgramChanged(*before, *after), nil
	})
	switch domain.KindOf(err) {
	case domain.KindForbidden:
		return Answer{Errors: map[string]string{view.ProgramNameBlock: view.NotOrganiser}}, nil
	case domain.KindStale, domain.KindNotFound:
		return Answer{Errors: map[string]string{view.ProgramNameBlock: view.ProgramOverHere}}, nil
	}
	return a, err
}
