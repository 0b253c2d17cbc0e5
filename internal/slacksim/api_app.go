package slacksim

import (
	"net/http"
	"slices"
	"strings"
)

func apiTest(r *request) (object, error) {
	if e := r.args["error"]; e != "" {
		return nil, apiError{code: e}
	}
	args := object{}
	for k, v := range r.args {
		args[k] = v
	}
	return object{"args": args}, nil
}

func authTest(r *request) (object, error) {
	t, a := r.w.meta.Team, r.w.meta.App
	return object{
		"url": "https://" + t.Domain + ".slack.com/", "team": t.Name, "user": handle(a.Name), "team_id": t.ID,
		"user_id": a.BotUser, "bot_id": a.BotID, "is_enterprise_install": false,
	}, nil
}

// connectionsOpen hands out a ticket for one socket.
func connectionsOpen(r *request) (object, error) {
	ticket := secret(32)
	r.s.tickets[ticket] = true
	host := strings.TrimPrefix(r.base, "http")
	return object{"url": "ws" + host + "/link/?ticket=" + ticket + "&app_id=" + r.w.meta.App.ID}, nil
}

func botsInfo(r *request) (object, error) {
	a := r.w.meta.App
	if r.args["bot"] != a.BotID {
		return nil, apiError{code: "bot_not_found"}
	}
	bot := r.w.botProfile()
	return object{"bot": bot}, nil
}

func teamInfo(r *request) (object, error) {
	t := r.w.meta.Team
	return object{"team": object{
		"id": t.ID, "name": t.Name, "domain": t.Domain, "email_domain": "", "url": "https://" + t.Domain + ".slack.com/",
		"icon": object{"image_default": true},
	}}, nil
}

// Uninstall takes the app out of the workspace: the token stops working, and the
// bot is told with app_uninstalled and tokens_revoked, in either order.
func (s *Sim) Uninstall() error {
	err := s.change(func(w *world) error {
		if w.meta.Uninstalled {
			return refuse("The app is not installed.")
		}
		w.meta.Uninstalled = true
		w.touch("meta", w.meta)
		w.raise("tokens_revoked", object{"tokens": object{"oauth": []string{}, "bot": []string{w.meta.App.BotUser}}})
		w.raise("app_uninstalled", object{})
		return nil
	})
	s.sendEvents()
	return err
}

// Install puts the app back.
func (s *Sim) Install() error {
	return s.change(func(w *world) error {
		w.meta.Uninstalled = false
		w.touch("meta", w.meta)
		return nil
	})
}

// Grant installs the app again, with other scopes; its token stays.
func (s *Sim) Grant(scopes []string) error {
	return s.change(func(w *world) error {
		w.scopes, w.meta.Uninstalled = slices.Clone(scopes), false
		w.touch("meta", w.meta)
		return nil
	})
}

// serveFile answers GET /files/ID with an uploaded file.
func (s *Sim) serveFile(rw http.ResponseWriter, r *http.Request) {
	f, ok := s.File(r.PathValue("id"))
	if !ok {
		http.NotFound(rw, r)
		return
	}
	rw.Header().Set("Content-Type", f.Mime)
	rw.Header().Set("X-Content-Type-Options", "nosniff")
	rw.Header().Set("Content-Security-Policy", "default-src 'none'; sandbox")
	_, _ = rw.Write(f.Data) // the caller is gone if it fails
}
