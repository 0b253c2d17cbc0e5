package slacksim

import (
	"encoding/json"

	"rapport/internal/blockkit"
)

// maxView is the largest view, in bytes.
const maxView = 250_000

// parseView reads and checks a view of a type.
func (w *world) parseView(raw, kind string, self *view) (viewSpec, error) {
	var spec viewSpec
	invalid := func(says string) error {
		return apiError{code: "invalid_arguments", messages: []string{"[ERROR] " + says + " [json-pointer:/view]"}}
	}
	if raw == "" {
		return spec, apiError{code: "invalid_arguments", messages: []string{"[ERROR] missing required field: view"}}
	}
	if len(raw) > maxView {
		return spec, apiError{code: "view_too_large"}
	}
	if err := json.Unmarshal([]byte(raw), &spec); err != nil {
		return spec, invalid("must be a valid view object")
	}
	if spec.Type != kind {
		return spec, invalid("must be a valid enum value: " + kind)
	}
	var messages []string
	for _, p := range blockkit.View(json.RawMessage(raw)) {
		messages = append(messages, complaintOf(p, "/view"))
	}
	if len(messages) > 0 {
		return spec, apiError{code: "invalid_arguments", messages: messages}
	}
	for _, other := range w.views {
		if spec.ExternalID != "" && other.ExternalID == spec.ExternalID && other != self {
			return spec, apiError{code: "duplicate_external_id"}
		}
	}
	return spec, nil
}

func viewsOpen(r *request) (object, error) {
	spec, err := r.w.parseView(r.args["view"], "modal", nil)
	if err != nil {
		return nil, err
	}
	user, err := r.w.exchange(r.args["trigger_id"], r.s.opts.Now())
	if err != nil {
		return nil, err
	}
	for _, old := range r.w.stack(user) { // a new stack takes the place of the old
		r.w.hide(old)
	}
	return object{"view": r.w.viewObject(r.w.show(user, spec))}, nil
}

func viewsPush(r *request) (object, error) {
	spec, err := r.w.parseView(r.args["view"], "modal", nil)
	if err != nil {
		return nil, err
	}
	user, err := r.w.exchange(r.args["trigger_id"], r.s.opts.Now())
	if err != nil {
		return nil, err
	}
	switch n := len(r.w.stack(user)); {
	case n == 0:
		return nil, apiError{code: "not_found"}
	case n >= maxStack:
		return nil, apiError{code: "push_limit_reached"}
	}
	return object{"view": r.w.viewObject(r.w.show(user, spec))}, nil
}

func viewsUpdate(r *request) (object, error) {
	var v *view
	for _, x := range r.w.views {
		if x.ID == r.args["view_id"] || x.ExternalID != "" && x.ExternalID == r.args["external_id"] {
			v = x
		}
	}
	if v == nil {
		return nil, apiError{code: "not_found"}
	}
	spec, err := r.w.parseView(r.args["view"], v.Type, v)
	if err != nil {
		return nil, err
	}
	if hash := r.args["hash"]; hash != "" && hash != v.Hash {
		return nil, apiError{code: "hash_conflict"}
	}
	r.w.describe(v, spec)
	return object{"view": r.w.viewObject(v)}, nil
}

func viewsPublish(r *request) (object, error) {
	m := r.w.members[r.args["user_id"]]
	if m == nil {
		return nil, apiError{code: "invalid_arguments", messages: []string{"[ERROR] user not found [json-pointer:/user_id]"}}
	}
	v := r.w.home(m.ID)
	spec, err := r.w.parseView(r.args["view"], "home", v)
	if err != nil {
		return nil, err
	}
	if hash := r.args["hash"]; hash != "" && (v == nil || hash != v.Hash) {
		return nil, apiError{code: "hash_conflict"}
	}
	if v == nil {
		v = &view{ID: r.w.newID("V"), User: m.ID, Depth: 1}
		v.Root = v.ID
		r.w.views[v.ID] = v
	}
	r.w.describe(v, spec)
	return object{"view": r.w.viewObject(v)}, nil
}
