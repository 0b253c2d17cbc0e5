package ordeal

import (
	"context"
	"net/http"
	"slices"
	"time"

	"rapport/internal/failpoint"
	"rapport/internal/slacksim"
)

// faults are what goes wrong, and how often compared with each other.
var faults = []struct {
	weight int
	name   string
	do     func(*world)
}{
	{30, "a kill is near", (*world).doom},
	{30, "calls fail", (*world).storm},
	{6, "acknowledgments are lost", (*world).losesAcks},
	{10, "payloads come again", (*world).again},
	{4, "Slack is gone for an hour", (*world).outage},
	{4, "histories can't be read", (*world).unreadable},
	{6, "nothing can be posted", (*world).mute},
	{1, "down for a week", (*world).weekDown},
	{3, "down for a while", (*world).shortDown},
	{4, "somebody is deactivated", (*world).deactivates},
	{4, "somebody moves", (*world).movesHouse},
	{1, "the clock jumps", (*world).jumps},
	{4, "a process stands still", (*world).stands},
	{3, "the app is uninstalled", (*world).uninstalls},
	{2, "every minute counts", (*world).everyMinute},
}

// fault has something go wrong.
func (w *world) fault() {
	total := 0
	for _, f := range faults {
		total += f.weight
	}
	n := w.rng.IntN(total)
	for _, f := range faults {
		if n -= f.weight; n < 0 {
			w.say("FAULT: %s", f.name)
			w.minutes = later(w.minutes, w.now().Add(10*time.Minute))
			f.do(w)
			return
		}
	}
}

// planDay says who does what on a day, and what goes wrong. Most goes wrong when
// it hurts: about the hour of somebody's digest.
func (w *world) planDay(day time.Time) {
	w.sky.settle() // what yesterday left over
	w.in(time.Duration(w.rng.IntN(3600))*time.Second, "census", func() {
		if w.proc.Load() != nil {
			w.census()
		}
	})
	first := day.Equal(begin.Truncate(24 * time.Hour))
	for _, s := range w.souls {
		for range 3 {
			if first || w.chance(0.12) {
				w.in(time.Duration(w.rng.IntN(23*3600))*time.Second, "act", func() { w.act(s) })
			}
		}
	}
	if w.script.calm || first {
		return
	}
	for range 2 {
		if !w.chance(0.5) {
			continue
		}
		at := w.now().Add(time.Duration(w.rng.IntN(23*3600)) * time.Second)
		if s := pick(w, w.souls); w.chance(0.7) {
			loc := w.zoneOf(s)
			local := at.In(loc)
			at = later(w.now(), time.Date(local.Year(), local.Month(), local.Day(), 8, 58+w.rng.IntN(3), w.rng.IntN(60), 0, loc))
		}
		w.at(at, "fault", w.fault)
	}
}

// doom kills the process at one of the moments to come.
func (w *world) doom() {
	p := w.proc.Load()
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	n := 1 + w.rng.IntN(3)
	switch w.rng.IntN(8) {
	case 0:
		p.doom["chat.postMessage"] = n
	case 1:
		p.after["chat.postMessage"] = n
	default:
		p.doom[string(pick(w, failpoint.Names))] = n
	}
}

// storm has the next calls of some methods fail.
func (w *world) storm() {
	for range 1 + w.rng.IntN(3) {
		method := pick(w, []string{
			"chat.postMessage", "chat.postMessage", "chat.postMessage", "conversations.history", "conversations.open",
			"users.info", "response_url", "views.publish",
		})
		t := pick(w, []trouble{limited, refusing, half, silent, lost, lost, cut, cut, dropped, unreached})
		w.sky.brew(method, weather{trouble: t, left: 1 + w.rng.IntN(4), wait: 11 + w.rng.IntN(100)})
	}
}

func (w *world) losesAcks() {
	n := 1 + w.rng.IntN(4)
	w.sky.set(func(k *sky) { k.losing = n })
}

// outage cuts the bot off from Slack, both ways.
func (w *world) outage() {
	w.sky.set(func(k *sky) { k.dark = true })
	w.in(time.Duration(30+w.rng.IntN(90))*time.Minute, "Slack is back", func() {
		w.sky.set(func(k *sky) { k.dark = false })
		w.say("Slack is back")
	})
}

// unreadable has histories unread for hours, and answers to posts lost, so that
// what was posted can't be found again.
func (w *world) unreadable() {
	t := pick(w, []trouble{notAllowed, refusing, silent})
	w.sky.set(func(k *sky) { k.shut["conversations.history"] = t })
	w.sky.brew("chat.postMessage", weather{trouble: pick(w, []trouble{lost, cut, half}), left: 1 + w.rng.IntN(2)})
	w.in(time.Duration(1+w.rng.IntN(5))*time.Hour, "histories are back", func() {
		w.sky.set(func(k *sky) { delete(k.shut, "conversations.history") })
		w.say("histories can be read")
	})
}

// mute has nothing posted for hours, into the next day perhaps, while members go on
// to change what there is to say, or leave.
func (w *world) mute() {
	t := pick(w, []trouble{limited, refusing, dropped})
	w.sky.set(func(k *sky) { k.shut["chat.postMessage"] = t })
	d := w.oneOf(time.Hour, 3*time.Hour, 9*time.Hour, 20*time.Hour)
	w.in(d, "posts are back", func() {
		w.sky.set(func(k *sky) { delete(k.shut, "chat.postMessage") })
		w.say("posts go through")
	})
	for range w.members {
		s := pick(w, w.souls)
		change := pick(w, []func(*soul){
			func(s *soul) { w.archives(s) }, func(s *soul) { w.rests(s) }, func(s *soul) { w.meets(s) }, func(s *soul) { w.pauses(s) },
		})
		w.in(time.Duration(w.rng.Int64N(int64(d))), "a change", func() {
			if !s.gone {
				change(s)
			}
		})
	}
	if w.chance(0.3) {
		w.in(d/2, "somebody leaves", w.deactivates)
	}
}

func (w *world) weekDown()  { w.stopFor(7*24*time.Hour + time.Duration(w.rng.IntN(24))*time.Hour) }
func (w *world) shortDown() { w.stopFor(time.Duration(5+w.rng.IntN(900)) * time.Minute) }

// stopFor kills the process between two steps, and leaves it down.
func (w *world) stopFor(d time.Duration) {
	if w.proc.Load() == nil {
		return
	}
	w.proc.Load().end("nowhere in particular")
	w.bury(w.proc.Load())
	w.sum.Kills++
	w.down(d)
}

// deactivates takes a member out of the workspace for a while.
func (w *world) deactivates() {
	s := pick(w, w.souls)
	if s.gone || s == w.souls[0] {
		return
	}
	w.setGone(s, true)
	w.in(time.Duration(1+w.rng.IntN(20*24))*time.Hour, "somebody is back", func() { w.setGone(s, false) })
}

func (w *world) setGone(s *soul, gone bool) {
	w.stir(s)
	s.gone, s.changed = gone, true
	if !gone {
		s.known.gone = false
	}
	_, err := w.sim.ChangeMember(s.id, slacksim.MemberChange{Deleted: &gone})
	w.must(err)
	s.unread = true
	w.stir(s)
	w.moved(s)
	w.say("%s deactivated: %t", s.first, gone)
}

// heard notes what the bot surely knows.
func (w *world) heard(e envelope, status int) {}

func (w *world) movesHouse() {
	s := pick(w, w.souls)
	if s.gone {
		return
	}
	w.moved(s)
	s.zone, s.changed = pick(w, zones), true
	_, err := w.sim.ChangeMember(s.id, slacksim.MemberChange{TZ: &s.zone})
	w.must(err)
	w.moved(s)
	w.say("%s moves to %s", s.first, s.zone)
}

// jumps has the machine's clock run ahead a week, or go back an hour, for a while.
func (w *world) jumps() {
	w.skew = w.oneOf(7*24*time.Hour, 7*24*time.Hour, -time.Hour)
	w.skewed = w.now()
	w.say("the machine's clock is off by %s", w.skew)
	w.in(time.Duration(1+w.rng.IntN(180))*time.Minute, "the clock is right again", func() {
		w.skew, w.skewed = 0, w.now()
		w.say("the machine's clock is right again")
	})
}

// stands has the process stand still in one of its next posts, for longer than its
// claims hold. Another takes over meanwhile, and then the first one goes on.
func (w *world) stands() {
	if p := w.proc.Load(); p != nil {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.still, p.stillDone = 1+w.rng.IntN(2), w.chance(0.5)
	}
}

// takesOver starts a second process beside one that stands still, on the same
// database, lets it do what is due once the claims of the first are over, and has
// the first one go on where it stood. What that leaves behind ends then.
func (w *world) takesOver(p *process, ended <-chan error) {
	w.say("it stands still")
	w.proc.Store(w.beside(p))
	w.reach(w.now().Add(3 * time.Minute))
	w.ticked = w.now()
	if err := w.proc.Load().reminders.Tick(context.Background(), w.botNow()); err != nil {
		w.say("the other's tick said %v", err)
	}
	w.must(w.proc.Load().bot.Settle(context.Background()))
	close(p.wake)
	if err := <-ended; err != nil {
		w.say("it went on, and its tick said %v", err)
	}
	w.must(p.bot.Settle(context.Background()))
	p.end("having stood still")
	w.minutes = w.now().Add(10 * time.Minute)
}

// uninstalls takes the app out of the workspace for a while.
func (w *world) uninstalls() {
	if w.proc.Load() == nil || w.uninstalled {
		return
	}
	w.uninstalled = true
	w.must(w.sim.Uninstall())
	w.in(time.Duration(10+w.rng.IntN(3*24*60))*time.Minute, "installed again", func() {
		w.uninstalled = false
		w.must(w.sim.Install())
		w.minutes = later(w.minutes, w.now().Add(10*time.Minute)) // it is a tick that asks
		w.say("installed again")
	})
}

func (w *world) everyMinute() { w.minutes = w.now().Add(5 * time.Hour) }

// keep remembers the newest envelopes, to be sent again.
func (w *world) keep(e envelope) {
	w.mu.Lock()
	defer w.mu.Unlock()
	e.at = w.now()
	w.kept = append(w.kept, e)
	if len(w.kept) > 40 {
		w.kept = w.kept[20:]
	}
}

// again sends some of the newest envelopes once more, in another order.
func (w *world) again() {
	w.mu.Lock()
	all := slices.Clone(w.kept)
	w.mu.Unlock()
	// What has come is remembered for a week; Slack gives up long before.
	all = slices.DeleteFunc(all, func(e envelope) bool { return w.now().Sub(e.at) > 24*time.Hour })
	w.rng.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	for i, e := range all {
		if i == 6 || w.proc.Load() == nil || w.proc.Load().dead() {
			return
		}
		if res, err := w.hand(e); err == nil && res.StatusCode != http.StatusOK {
			w.say("an envelope that came again was answered with %d", res.StatusCode)
		}
	}
}
