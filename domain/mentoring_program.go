package domain

import (
	"cmp"
	"fmt"
	"slices"
)

// maxProgram is the longest name of a program, in characters.
const maxProgram = 80

// Here returns the program that runs in a channel. KindNotFound.
func (m *Mentoring) Here(channel string) (*Program, error) {
	for _, p := range m.programs.all() {
		if p.Channel == channel && p.Runs() {
			return p.clone(), nil
		}
	}
	read, err := m.book.shelf.ProgramIn(channel)
	if err != nil {
		return nil, fmt.Errorf("program of a channel: %w", err)
	}
	p, err := m.program(read.ID)
	switch {
	case err != nil:
		return nil, err
	case !p.Runs(): // this command ended it
		return nil, Fault(KindNotFound, "program", nil)
	}
	return p, nil
}

// Mine returns the programs that run and that the member organises or takes part in,
// by name.
func (m *Mentoring) Mine() ([]*Program, error) {
	read, err := m.book.shelf.Programs()
	if err != nil {
		return nil, fmt.Errorf("programs of the member: %w", err)
	}
	var mine []*Program
	changed := m.changed()
	for _, p := range read {
		if !slices.Contains(changed, p.ID) {
			mine = append(mine, p.clone())
		}
	}
	for _, id := range changed {
		p, err := m.program(id)
		if err != nil {
			return nil, err
		}
		x, in, err := m.Me(id)
		if err != nil {
			return nil, err
		}
		if p.Runs() && (in && x.In() || p.Organises(m.me())) {
			mine = append(mine, p)
		}
	}
	slices.SortStableFunc(mine, byProgram)
	return mine, nil
}

// changed are the programs in which this command changes what the member may do.
func (m *Mentoring) changed() []ProgramID {
	all := slices.Clone(m.programs.order)
	for _, k := range m.people.order {
		if k.member == m.me() {
			all = append(all, k.program)
		}
	}
	return union(nil, all)
}

// Program returns a program. KindNotFound; KindForbidden for a private one that the
// member has nothing to do with.
func (m *Mentoring) Program(id ProgramID) (*Program, error) {
	p, err := m.program(id)
	if err != nil || !p.Private || p.Organises(m.me()) {
		return p, err
	}
	if _, in, err := m.Me(id); err != nil || in {
		return p, err
	}
	return nil, Fault(KindForbidden, "program", nil)
}

// program returns a copy of a program, whoever asks.
func (m *Mentoring) program(id ProgramID) (*Program, error) {
	if p, ok := m.programs.byKey[id]; ok {
		return p.clone(), nil
	}
	if p, ok := m.programsRead[id]; ok {
		return p.clone(), nil
	}
	p, err := m.book.shelf.Program(id)
	if err != nil {
		return nil, fmt.Errorf("program: %w", err)
	}
	m.programsRead[id] = p.clone()
	return p.clone(), nil
}

// running returns a program that has not ended. KindStale.
func (m *Mentoring) running(id ProgramID) (*Program, error) {
	p, err := m.program(id)
	switch {
	case err != nil:
		return nil, err
	case !p.Runs():
		return nil, Fault(KindStale, "program", nil)
	}
	return p, nil
}

// organised returns a program that runs and that the member organises. KindForbidden,
// whether it runs or not, for everybody else.
func (m *Mentoring) organised(id ProgramID) (*Program, error) {
	p, err := m.program(id)
	switch {
	case err != nil:
		return nil, err
	case !p.Organises(m.me()):
		return nil, Fault(KindForbidden, "program", nil)
	case !p.Runs():
		return nil, Fault(KindStale, "program", nil)
	}
	return p, nil
}

// Start starts a program with the member as its first organiser. KindInvalid for
// what can't be, KindStale when one runs in the channel.
func (m *Mentoring) Start(d Draft) (*Program, error) {
	if d.Channel == "" {
		return nil, Fault(KindInvalid, "channel", nil)
	}
	switch _, err := m.Here(d.Channel); {
	case err == nil:
		return nil, Fault(KindStale, "program of a channel", nil)
	case KindOf(err) != KindNotFound:
		return nil, err
	}
	p := &Program{Workspace: m.book.Member.Workspace, Channel: d.Channel, Private: d.Private}
	d.Organisers = union([]MemberID{m.me()}, d.Organisers)
	if err := m.draw(p, d); err != nil {
		return nil, err
	}
	p.ID = ProgramID(m.book.id())
	p.Started = m.today(p)
	m.programs.put(p.ID, p.clone())
	m.appoint(p, p.Organisers)
	return p, nil
}

// Change changes what organisers chose, but for the channel; Organisers are all of
// them from now on. Who may join stays as it is when nothing is said of it. One who is taken out is not told; one who is put in is.
// KindInvalid when none would be left.
func (m *Mentoring) Change(id ProgramID, d Draft) (*Program, error) {
	p, err := m.organised(id)
	if err != nil {
		return nil, err
	}
	was := p.clone()
	if err := m.draw(p, d); err != nil {
		return nil, err
	}
	if p.Summary != was.Summary || p.Zone != was.Zone {
		*p = p.Rescheduled(was, m.book.Now)
	}
	m.programs.put(id, p.clone())
	var fresh []MemberID
	for _, o := range p.Organisers {
		if !was.Organises(o) {
			fresh = append(fresh, o)
		}
	}
	m.appoint(p, fresh)
	return p, nil
}

// draw puts a draft into a program. KindInvalid for what can't be; the program is
// left as it was then.
func (m *Mentoring) draw(p *Program, d Draft) error {
	d.Name = oneLine(d.Name)
	cadence, err := d.Cadence.whole()
	if err != nil {
		return err
	}
	if _, err := Location(d.Zone); err != nil {
		return err
	}
	d.Joining = cmp.Or(d.Joining, p.Joining, JoinOpen)
	switch {
	case !fits(d.Name, maxProgram):
		return Fault(KindInvalid, "name of a program", nil)
	case !d.Summary.Valid() || d.Summary.Days != d.Summary.Days.First():
		return Fault(KindInvalid, "day of the summary", nil)
	case d.Joining != JoinOpen && d.Joining != JoinInvited:
		return Fault(KindInvalid, "who may join", nil)
	}
	organisers, err := m.organisers(p.Organisers, d.Organisers)
	if err != nil {
		return err
	}
	p.Name, p.Cadence, p.Summary, p.Zone = d.Name, cadence, d.Summary, d.Zone
	p.Joining, p.Organisers = d.Joining, organisers
	return nil
}

// organisers puts those who become organisers behind those who stay. KindInvalid when
// there is none, and for somebody whom the bot has not met or who is gone.
func (m *Mentoring) organisers(were, are []MemberID) ([]MemberID, error) {
	var all, fresh []MemberID
	for _, o := range were {
		if slices.Contains(are, o) {
			all = append(all, o)
		}
	}
	for _, o := range are {
		if o != m.me() && !slices.Contains(were, o) {
			fresh = append(fresh, o)
		}
	}
	if len(fresh) > 0 {
		names, err := m.known(fresh)
		if err != nil {
			return nil, err
		}
		for _, o := range fresh {
			if _, ok := names[o]; !ok {
				return nil, Fault(KindInvalid, "organiser", nil)
			}
		}
	}
	if all = union(all, are); len(all) == 0 {
		return nil, Fault(KindInvalid, "number of organisers", nil)
	}
	return all, nil
}

// TakeOver makes the member, a mentor, the organiser of a program that has none.
// KindStale when it has one.
func (m *Mentoring) TakeOver(id ProgramID) (*Program, error) {
	p, err := m.running(id)
	if err != nil {
		return nil, err
	}
	mine, in, err := m.Me(id)
	switch {
	case err != nil:
		return nil, err
	case !in || !mine.In() || mine.Role != Mentor:
		return nil, Fault(KindForbidden, "program", nil)
	case len(p.Organisers) > 0:
		return nil, Fault(KindStale, "program", nil)
	}
	p.Organisers = []MemberID{m.me()}
	m.programs.put(id, p.clone())
	return p, nil
}

// End ends a program: its last summary is posted, everybody is told, and with purge
// all its data goes after that.
func (m *Mentoring) End(id ProgramID, purge bool) (*Program, error) {
	p, err := m.organised(id)
	if err != nil {
		return nil, err
	}
	people, err := m.participants(id)
	if err != nil {
		return nil, err
	}
	p.Ended, p.Purge = m.today(p), purge
	if _, err := m.endPairs(p, PairOver, func(Pair) bool { return true }); err != nil {
		return nil, err
	}
	m.programs.put(id, p.clone())
	told := slices.Clone(p.Organisers)
	for _, x := range people {
		if x.Left.IsZero() {
			told = append(told, x.Member)
		}
	}
	m.tell(p, Notice{What: NoticeEnded, Program: id}, told...)
	m.deliver(Delivery{
		Owner: Owner{Workspace: p.Workspace}, Kind: ClosingDelivery, Subject: string(id), On: p.Ended,
		Channel: p.Channel, Rank: RankUsual,
	})
	return p, nil
}

// appoint tells those who were made organisers.
func (m *Mentoring) appoint(p *Program, who []MemberID) {
	m.tell(p, Notice{What: NoticeOrganiser, Program: p.ID}, who...)
}

// tell tells people of something that happened in a program, once each; not whoever
// did it.
func (m *Mentoring) tell(p *Program, n Notice, who ...MemberID) {
	for _, to := range who {
		if to != m.me() {
			m.deliver(p.notice(to, n, m.today(p)))
		}
	}
}

// notice is a notice to one member.
func (p *Program) notice(to MemberID, n Notice, on Date) Delivery {
	return Delivery{
		Owner: Owner{Workspace: p.Workspace, Member: to}, Kind: NoticeDelivery, Subject: n.Subject(), On: on, Rank: RankUsual,
	}
}

func (m *Mentoring) deliver(d Delivery) { m.deliveries.put(d.Key(), d) }

// today is the program's local date.
func (m *Mentoring) today(p *Program) Date { return DateIn(m.book.Now, p.Location()) }

// programChanges is what became of programs, for the commit.
func (m *Mentoring) programChanges() []ProgramChange {
	var all []ProgramChange
	for _, p := range m.programs.all() {
		all = append(all, changeOf(m.programsRead[p.ID], p, m.book.Now))
	}
	return all
}

// known returns the names of those of members whom the bot has met and who are not
// gone.
func (m *Mentoring) known(members []MemberID) (map[MemberID]string, error) {
	names, _, err := m.book.shelf.Known(members)
	if err != nil {
		return nil, fmt.Errorf("names of members: %w", err)
	}
	return names, nil
}

// clone copies the program with everything that hangs on it.
func (p *Program) clone() *Program {
	c := *p
	c.Organisers, c.Figures = slices.Clone(p.Organisers), slices.Clone(p.Figures)
	return &c
}

// byProgram orders programs by name.
func byProgram(a, b *Program) int {
	return cmp.Or(CompareNames(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
}
