package slacksim

import (
	"fmt"
	"time"
)

// triggerLife is how long a trigger_id can open a view, on the wall clock.
const triggerLife = 3 * time.Second

// trigger lets an app show a view to whoever just did something.
type trigger struct {
	user    string
	expires time.Time // on the wall
	used    bool
}

// newTrigger hands out a trigger_id in Slack's shape.
func (w *world) newTrigger(user string, wall time.Time) string {
	for id, t := range w.triggers { // long past telling used from expired
		if wall.Sub(t.expires) > time.Hour {
			delete(w.triggers, id)
		}
	}
	w.meta.Seq++
	id := fmt.Sprintf("%d.%d.%s", 1000000000000+w.meta.Seq, 2000000000000, secret(32))
	w.triggers[id] = &trigger{user: user, expires: wall.Add(triggerLife)}
	return id
}

// exchange uses a trigger_id up and says whose it was.
func (w *world) exchange(id string, wall time.Time) (string, error) {
	t := w.triggers[id]
	switch {
	case t == nil:
		return "", apiError{code: "invalid_trigger_id"}
	case t.used:
		return "", apiError{code: "exchanged_trigger_id"}
	case wall.After(t.expires):
		return "", apiError{code: "expired_trigger_id"}
	}
	t.used = true
	return t.user, nil
}
