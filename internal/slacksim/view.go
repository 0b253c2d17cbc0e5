package slacksim

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// view is a modal or a home, as kept.
type view struct {
	ID, User, Type  string
	CallbackID      string
	PrivateMetadata string
	ExternalID      string
	Hash            string
	Title, Submit   json.RawMessage `json:",omitempty"`
	Close           json.RawMessage `json:",omitempty"`
	Blocks          json.RawMessage
	ClearOnClose    bool
	NotifyOnClose   bool
	// Root and Previous are the views below it in the stack, Depth its place.
	Root, Previous string
	Depth          int
	// State is what the member has put in, Errors what the bot refused last.
	State  typed             `json:",omitempty"`
	Errors map[string]string `json:",omitempty"`
}

// viewSpec is a view as an app describes it.
type viewSpec struct {
	Type            string          `json:"type"`
	CallbackID      string          `json:"callback_id"`
	PrivateMetadata string          `json:"private_metadata"`
	ExternalID      string          `json:"external_id"`
	Title           json.RawMessage `json:"title"`
	Submit          json.RawMessage `json:"submit"`
	Close           json.RawMessage `json:"close"`
	Blocks          json.RawMessage `json:"blocks"`
	ClearOnClose    bool            `json:"clear_on_close"`
	NotifyOnClose   bool            `json:"notify_on_close"`
}

// maxStack is how many modals may lie on each other.
const maxStack = 3

// describe takes over what an app says of a view. What was put into inputs that
// are still there stays.
func (w *world) describe(v *view, spec viewSpec) {
	v.Type, v.CallbackID = spec.Type, spec.CallbackID
	v.PrivateMetadata, v.ExternalID = spec.PrivateMetadata, spec.ExternalID
	v.Title, v.Submit, v.Close = spec.Title, spec.Submit, spec.Close
	v.ClearOnClose, v.NotifyOnClose = spec.ClearOnClose, spec.NotifyOnClose
	v.Blocks, v.Errors = withIDs(spec.Blocks), nil
	if v.Blocks == nil {
		v.Blocks = json.RawMessage("[]")
	}
	kept := typed{}
	for _, e := range elements(v.Blocks) {
		value, touched := v.State[e.block][e.action]
		if !touched {
			continue
		}
		if _, err := w.pick(e, value); err != nil {
			continue // the option is gone
		}
		if kept[e.block] == nil {
			kept[e.block] = map[string]Value{}
		}
		kept[e.block][e.action] = value
	}
	v.State = kept
	w.meta.Seq++
	v.Hash = fmt.Sprintf("%d.%s", w.now.Unix(), secret(8))
	w.touch("view/"+v.ID, v)
}

// show puts a new modal on a member's stack.
func (w *world) show(user string, spec viewSpec) *view {
	v := &view{ID: w.newID("V"), User: user, Depth: 1}
	v.Root = v.ID
	if stack := w.stack(user); len(stack) > 0 {
		top := stack[len(stack)-1]
		v.Root, v.Previous, v.Depth = top.Root, top.ID, top.Depth+1
	}
	w.views[v.ID] = v
	w.describe(v, spec)
	return v
}

// hide takes a view away.
func (w *world) hide(v *view) {
	delete(w.views, v.ID)
	w.drop("view/" + v.ID)
}

// stack returns a member's open modals, the root first.
func (w *world) stack(user string) []*view {
	var all []*view
	for _, v := range w.views {
		if v.User == user && v.Type == "modal" {
			all = append(all, v)
		}
	}
	slices.SortFunc(all, func(a, b *view) int { return cmp.Compare(a.Depth, b.Depth) })
	return all
}

// top returns a member's open modal, nil if there is none.
func (w *world) top(user string) *view {
	stack := w.stack(user)
	if len(stack) == 0 {
		return nil
	}
	return stack[len(stack)-1]
}

// home returns a member's App Home, nil until it was published.
func (w *world) home(user string) *view {
	for _, v := range w.views {
		if v.User == user && v.Type == "home" {
			return v
		}
	}
	return nil
}

// openModal returns the modal that a member has before them; id may be empty.
func (w *world) openModal(m *member, id string) (*view, error) {
	top := w.top(m.ID)
	switch {
	case top == nil:
		return nil, missing("%s has no modal open.", m.Name)
	case id == "" || id == top.ID:
		return top, nil
	case w.views[id] != nil && w.views[id].User == m.ID && w.views[id].Type == "modal":
		return nil, refuse("Another modal lies on top of %s: %s.", id, top.ID)
	}
	return nil, missing("%s has no modal %s open.", m.Name, id)
}

// viewObject is a view as the Web API and the payloads tell of it.
func (w *world) viewObject(v *view) object {
	null := func(raw json.RawMessage) any {
		if len(raw) == 0 {
			return nil
		}
		return raw
	}
	o := object{
		"id": v.ID, "team_id": w.meta.Team.ID, "type": v.Type, "blocks": v.Blocks,
		"private_metadata": v.PrivateMetadata, "callback_id": v.CallbackID,
		"state": object{"values": w.values(v.Blocks, v.State)}, "hash": v.Hash,
		"title": null(v.Title), "submit": null(v.Submit), "close": null(v.Close),
		"clear_on_close": v.ClearOnClose, "notify_on_close": v.NotifyOnClose,
		"previous_view_id": nil, "root_view_id": v.Root, "external_id": v.ExternalID,
		"app_id": w.meta.App.ID, "app_installed_team_id": w.meta.Team.ID, "bot_id": w.meta.App.BotID,
	}
	if v.Previous != "" {
		o["previous_view_id"] = v.Previous
	}
	return o
}

// page is a view as the page draws it.
func (w *world) page(v *view) *View {
	if v == nil {
		return nil
	}
	said := func(raw json.RawMessage) string {
		var o object
		if len(raw) == 0 || decode(raw, &o) != nil {
			return ""
		}
		return plain(o)
	}
	p := &View{
		ID: v.ID, Type: v.Type, CallbackID: v.CallbackID, Hash: v.Hash, Depth: v.Depth,
		Title: said(v.Title), Submit: said(v.Submit), Close: said(v.Close),
		Blocks: v.Blocks, State: cloneTyped(v.State), Raw: encode(w.viewObject(v)),
	}
	if len(v.Errors) > 0 {
		p.Errors = maps.Clone(v.Errors)
	}
	return p
}

// Home returns a member's App Home as it stands, nil until the bot has published
// one. OpenHome is what a member does to see it.
func (s *Sim) Home(as string) (*View, error) {
	var home *View
	err := s.look(func(w *world) error {
		m, err := w.person(as)
		if err != nil {
			return err
		}
		home = w.page(w.home(m.ID))
		return nil
	})
	return home, err
}
