package store

import (
	"context"
	"slices"

	"gorm.io/gorm"

	"rapport/domain"
)

// Tidings returns what a PairedDelivery, NoticeDelivery or ShoutDelivery speaks of.
// KindNotFound when its program, pair or shout-out is gone.
func (ps *Programs) Tidings(ctx context.Context, d domain.Delivery) (t domain.Tidings, err error) {
	err = ps.store.read(ctx, "tidings", func(tx *gorm.DB) error {
		t = domain.Tidings{}
		c := shared(tx, d.Workspace)
		about, err := c.subject(d, &t)
		if err != nil {
			return err
		}
		p, err := c.program(c.of(programRow{}).Where("id = ?", string(t.Program.ID)))
		if err != nil {
			return err
		}
		t.Program = *p
		return c.introduce(&t, about)
	})
	return t, err
}

// subject reads what a delivery is about: of its program the id alone. It returns
// whom it is about beside the two of a pair.
func (c common) subject(d domain.Delivery, t *domain.Tidings) (about domain.MemberID, err error) {
	pair := domain.PairID(d.Subject)
	switch d.Kind {
	case domain.PairedDelivery:
	case domain.NoticeDelivery:
		n, ok := domain.ParseNotice(d.Subject)
		if !ok {
			return "", domain.Fault(domain.KindNotFound, "notice", nil)
		}
		t.Program.ID, pair, about = n.Program, n.Pair, n.About
	case domain.ShoutDelivery:
		if t.Shout, err = c.shoutout(domain.RecordID(d.Subject)); err != nil {
			return "", err
		}
		t.Program.ID, pair = t.Shout.Program, ""
	default:
		return "", domain.Fault(domain.KindNotFound, "tidings", nil)
	}
	if pair == "" {
		return about, nil
	}
	t.Pair, err = c.pair(pair)
	t.Program.ID = t.Pair.Program
	return about, err
}

// introduce puts into tidings who they speak of.
func (c common) introduce(t *domain.Tidings, about domain.MemberID) error {
	who := map[domain.MemberID][]*domain.Person{}
	for m, p := range map[*domain.Person]domain.MemberID{
		&t.Mentor: t.Pair.Mentor, &t.Mentee: t.Pair.Mentee, &t.About: about, &t.From: t.Shout.From, &t.To: t.Shout.To,
	} {
		if p != "" {
			who[p] = append(who[p], m)
		}
	}
	if len(who) == 0 {
		return nil
	}
	var ids []string
	for m := range who {
		ids = append(ids, string(m))
	}
	slices.Sort(ids)
	var rows []participantRow
	if err := c.in(participantRow{}, t.Program.ID).Where("member IN ?", ids).Find(&rows).Error; err != nil {
		return translate("participants", err)
	}
	read := reading{table: "participant"}
	in := make(map[domain.MemberID]domain.Participant, len(rows))
	for _, r := range rows {
		in[domain.MemberID(r.Member)] = r.participant(&read)
	}
	names, zones := make(map[domain.MemberID]string), make(map[domain.MemberID]string)
	if err := c.people("SELECT "+personColumns+" FROM members WHERE workspace = @workspace AND member IN @members", names, zones, map[string]any{"members": ids}); err != nil {
		return err
	}
	for m, places := range who {
		for _, p := range places {
			*p = domain.Person{Member: m, Name: names[m], Zone: zones[m], Role: in[m].Role, Topics: in[m].Topics, Left: !in[m].Left.IsZero(), Asked: in[m].Asked, Another: in[m].Another}
		}
	}
	return read.err
}

// pair returns a pair. KindNotFound.
func (c common) pair(id domain.PairID) (domain.Pair, error) {
	var row pairRow
	if err := c.of(pairRow{}).Where("id = ?", string(id)).Take(&row).Error; err != nil {
		return domain.Pair{}, translate("pair", err)
	}
	read := reading{table: "pair"}
	return row.pair(&read), read.err
}

// shoutout returns a shout-out. KindNotFound.
func (c common) shoutout(id domain.RecordID) (domain.Shoutout, error) {
	var row shoutoutRow
	if err := c.of(shoutoutRow{}).Where("id = ?", string(id)).Take(&row).Error; err != nil {
		return domain.Shoutout{}, translate("shout-out", err)
	}
	read := reading{table: "shout-out"}
	return row.shoutout(&read), read.err
}
