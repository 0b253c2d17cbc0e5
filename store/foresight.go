package store

import (
	"hash/maphash"
	"slices"
	"sync"

	"rapport/domain"
)

// foresight remembers of whom there are records besides touches, so that these are read
// ahead when their name is called: to read them each time would take the server a tenth
// longer for a /met. Of a member of whom it knows nothing they are read ahead, and it is
// asked whether there are any of anybody. What it says may be wrong, which costs a trip.
// It knows members and names by their hashes alone.
type foresight struct {
	mu    sync.Mutex
	seed  maphash.Seed
	holds map[uint64]int64 // as contacts.holds; of a member, under no name, for all contacts
}

// foreseen is whether all sorts of records are read ahead, and whether it is the first
// time for the member.
type foreseen struct{ all, first bool }

// mostForeseen is how many names are remembered; then it begins anew.
const mostForeseen = 1 << 16

// hash is what is kept of a name.
func (f *foresight) hash(o domain.Owner, key string) uint64 {
	return maphash.Comparable(f.seed, struct {
		domain.Owner
		string
	}{o, key})
}

// userKey stands for the name of somebody in Slack.
func userKey(user string) string { return "<@" + user }

// of says what there may be of whom a command names.
func (f *foresight) of(o domain.Owner, n domain.Named) foreseen {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.holds == nil {
		return foreseen{all: true, first: true}
	}
	member, met := f.holds[f.hash(o, "")]
	if !met {
		return foreseen{all: true, first: true}
	}
	who := people(n)
	for _, user := range n.Users {
		who = append(who, []string{userKey(user)})
	}
	for _, keys := range who {
		named := member == 0
		for _, key := range keys {
			holds, ok := f.holds[f.hash(o, key)]
			if holds != 0 {
				return foreseen{all: true}
			}
			named = named || ok
		}
		if !named {
			return foreseen{all: true}
		}
	}
	return foreseen{}
}

// learn remembers what there is of those who were read.
func (f *foresight) learn(o domain.Owner, a *ahead) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.holds == nil || len(f.holds) >= mostForeseen {
		f.seed, f.holds = maphash.MakeSeed(), make(map[uint64]int64)
	}
	if a.foreseen.first {
		f.add(f.hash(o, ""), a.holds)
	}
	for _, row := range a.known {
		i := slices.IndexFunc(a.contacts, func(c contactRow) bool { return c.ID == row.Contact })
		if i < 0 || a.contacts[i].Holds == 0 && !a.foreseen.all {
			continue
		}
		if slices.Contains(a.names.Keys, row.Folded) {
			f.add(f.hash(o, row.Folded), a.contacts[i].Holds)
		}
		if slices.Contains(a.names.Users, row.SlackUser) {
			f.add(f.hash(o, userKey(row.SlackUser)), a.contacts[i].Holds)
		}
	}
}

// expect remembers what a command adds to those whom it changes.
func (f *foresight) expect(o owned, all []domain.Change, keys func(string) []domain.Key) {
	for _, ch := range all {
		holds := sortsOf(ch.Is)
		if holds == 0 {
			continue
		}
		names := []string{userKey(ch.After.SlackUser)}
		for _, row := range o.nameRows(ch.After, keys) {
			names = append(names, row.Folded)
		}
		f.mu.Lock()
		for _, name := range names {
			if f.holds != nil {
				f.add(f.hash(o.owner, name), holds)
			}
		}
		f.mu.Unlock()
	}
}

// sortsOf are the sorts of records in a history besides touches, as in contacts.holds.
func sortsOf(h domain.History) (holds int64) {
	for i, n := range [...]int{
		len(h.Signals), len(h.Values), len(h.Moves), len(h.Notes), len(h.Promises), len(h.Needs), len(h.Asks), len(h.Introductions),
	} {
		if n > 0 {
			holds |= 1 << i
		}
	}
	return holds
}

// add remembers what a name holds beside what it held before.
func (f *foresight) add(name uint64, holds int64) {
	if was, ok := f.holds[name]; !ok || was|holds != was {
		f.holds[name] = was | holds
	}
}
