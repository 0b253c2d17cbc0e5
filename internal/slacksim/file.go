package slacksim

import (
	"path"
	"strings"
	"time"
)

// file is an uploaded file, as kept.
type file struct {
	ID, Name, Title, Alt string
	Mime                 string
	Data                 []byte
	// Size is what was announced; Ticket is part of the upload URL, "" once
	// something was uploaded.
	Size    int
	Ticket  string
	Done    bool
	Created time.Time
	// Ready is when Slack has looked at it, so that a message can show it.
	Ready time.Time
}

// File is an uploaded file.
type File struct {
	ID, Name, Title, Alt, Mime string
	Data                       []byte
}

// Attachment is a file that hangs on a message.
type Attachment struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Title string `json:"title"`
	Mime  string `json:"mimetype"`
	Size  int    `json:"size"`
}

// Picture tells whether the client shows the file itself, and not its name.
func (a Attachment) Picture() bool { return strings.HasPrefix(a.Mime, "image/") }

// maxUpload is the largest file the box takes.
const maxUpload = 32 << 20

// File returns an uploaded file.
func (s *Sim) File(id string) (File, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.w.files[id]
	if f == nil || !f.Done {
		return File{}, false
	}
	return File{f.ID, f.Name, f.Title, f.Alt, f.Mime, f.Data}, true
}

// pictured tells whether a message may show a file now.
func (w *world) pictured(id string) bool {
	f := w.files[id]
	return f != nil && f.Done && !f.Ready.After(w.now) && strings.HasPrefix(f.Mime, "image/")
}

// attached lists the files of a message.
func (w *world) attached(m *message) []Attachment {
	var all []Attachment
	for _, id := range m.Files {
		if f := w.files[id]; f != nil {
			all = append(all, Attachment{f.ID, f.Name, f.Title, f.Mime, len(f.Data)})
		}
	}
	return all
}

// fileObject is a file as the Web API tells of it.
func (w *world) fileObject(f *file, base string) object {
	kind := strings.TrimPrefix(path.Ext(f.Name), ".")
	url := base + "/files/" + f.ID
	return object{
		"id": f.ID, "created": f.Created.Unix(), "timestamp": f.Created.Unix(), "name": f.Name, "title": f.Title,
		"mimetype": f.Mime, "filetype": kind, "pretty_type": strings.ToUpper(kind), "user": w.meta.App.BotUser,
		"user_team": w.meta.Team.ID, "editable": false, "size": len(f.Data), "mode": "hosted", "is_external": false,
		"external_type": "", "is_public": false, "public_url_shared": false, "alt_txt": f.Alt,
		"url_private": url, "url_private_download": url, "permalink": url,
		"channels": []string{}, "groups": []string{}, "ims": []string{}, "shares": object{},
	}
}
