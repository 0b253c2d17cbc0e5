package bot

import (
	"testing"

	"rapport/bot/view"
	"rapport/domain"
)

// TestAProgramOverTheRealStore takes a program through its life by what members type,
// with the database under it.
func TestAProgramOverTheRealStore(t *testing.T) {
	c := newCommons(t).paired()
	lena, omar, mia, tom := c.lena(), c.omar(), c.mia(), c.tom()
	kim := c.meet("UKIM", "Kim")
	kim.joins("mentor rust, “public speaking” up to 2")
	kim.says(kim.mentoring(""), "You are a mentor for rust and public speaking, with up to 2 mentees.")
	kim.says(kim.mentoring("join up to 3"), "up to 3 mentees")
	mia.says(mia.mentoring("pause me until 7 jan"), "You rest in")
	omar.says(omar.mentoring("status"), "resting until Thu 7 Jan 2027")
	mia.says(mia.mentoring("resume"), "You take part in")
	omar.says(omar.mentoring("pause Mia for 2 weeks"), "*Omar* and *Mia* rest as a pair")
	lena.says(lena.mentoring("status"), "resting", "Without a partner", "*Kim*", "*Tom*")
	lena.says(lena.mentoring("resume <@UOMAR> <@UMIA>"), "no longer rest as a pair")
	tom.says(tom.mentoring("avoid Kim"), "nobody called “Kim”")
	tom.says(tom.mentoring("avoid <@UKIM>"), "*Kim*")
	tom.says(tom.mentoring("avoid"), "*Kim*")
	mia.says(mia.mentoring("another"), "nobody else")
	lena.says(lena.mentoring("status"), "Would like another partner: *Mia*")
	lena.says(lena.mentoring("summary"), "Preview", "Engineering Mentors")
	lena.says(lena.mentoring("organisers add <@UKIM>"), "*Kim* is an organiser now")
	lena.says(lena.mentoring("organisers remove <@ULENA>"), "No longer an organiser")
	lena.says(lena.mentoring("end"), "for the organisers", "*Kim*")
	m := mia.says(mia.mentoring("leave"), "ends your pairing with *Omar*")
	mia.says(mia.presses(m, "Leave"), "You are out")
	omar.says(omar.mentoring("status"), "no partner yet")
	mia.says(mia.types("mentoring"), "You are in no mentoring program")
	form := kim.mentoring("settings")
	kim.says(kim.submits(form.Modal, view.ProgramNameBlock+"=Mentors", view.CadenceBlock+"=monthly", view.SummaryDayBlock+"=fri", view.SummaryHourBlock+"=16",
		view.ProgramZoneBlock+"=Asia/Kolkata", view.JoiningBlock+"=invited", view.OrganisersBlock+"=UKIM"), "it is called *Mentors*", "Kolkata time")
	mia.joins("mentee go")
	kim.says(kim.mentoring("let in <@UMIA>"), "*Mia* is in *Mentors* now")
	kim.says(kim.submits(kim.mentoring("end").Modal, "end="+view.EndKeep), "*Mentors* has ended")
	mia.says(mia.mentoring("status"), "No mentoring program runs in this channel")
	err := c.store.Book().Read(t.Context(), domain.Ref{Owner: kim.member.Owner, ID: "look", At: kim.now}, func(b *domain.Book) error {
		p, err := b.Mentoring().Program(c.program)
		if err == nil && (p.Runs() || p.Purge || p.Name != "Mentors" || p.Joining != domain.JoinInvited) {
			t.Errorf("the program is %+v", p)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
