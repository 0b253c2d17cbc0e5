package slacksim

import (
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"path"
	"slices"
	"strconv"
)

func filesGetUploadURL(r *request) (object, error) {
	size, err := strconv.Atoi(r.args["length"])
	switch {
	case err != nil || size < 1 || r.args["filename"] == "":
		return nil, apiError{code: "missing_argument"}
	case size > maxUpload:
		return nil, apiError{code: "file_upload_size_restricted"}
	case len(r.args["alt_txt"]) > 1000:
		return nil, apiError{code: "alt_txt_too_large"}
	}
	f := &file{
		ID: r.w.newID("F"), Name: r.args["filename"], Alt: r.args["alt_txt"], Size: size, Ticket: secret(24), Created: r.w.now,
	}
	r.w.files[f.ID] = f
	r.w.touch("file/"+f.ID, f)
	return object{"upload_url": r.base + "/upload/" + f.ID + "/" + f.Ticket, "file_id": f.ID}, nil
}

// serveUpload takes the bytes of a file at its upload URL: raw, or as a form.
func (s *Sim) serveUpload(rw http.ResponseWriter, r *http.Request) {
	done := s.began()
	defer done()
	body := io.Reader(http.MaxBytesReader(rw, r.Body, maxUpload+1<<20))
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind == "multipart/form-data" {
		parts, err := r.MultipartReader()
		if err != nil {
			http.Error(rw, "invalid form", http.StatusBadRequest)
			return
		}
		part, err := parts.NextPart()
		for err == nil && part.FileName() == "" {
			part, err = parts.NextPart()
		}
		if err != nil {
			http.Error(rw, "no file in the form", http.StatusBadRequest)
			return
		}
		body = part
	}
	data, err := io.ReadAll(body)
	if err != nil {
		http.Error(rw, "file too large", http.StatusRequestEntityTooLarge)
		return
	}
	status, says := http.StatusOK, "OK - "+strconv.Itoa(len(data))
	err = s.change(func(w *world) error {
		f := w.files[r.PathValue("id")]
		switch {
		case f == nil || f.Ticket == "" || !same(f.Ticket, r.PathValue("ticket")):
			status, says = http.StatusNotFound, "no such upload"
			return nil
		case len(data) != f.Size:
			status, says = http.StatusBadRequest, "the file has another length than announced"
			return nil
		}
		f.Data, f.Ticket = data, ""
		if f.Mime = mime.TypeByExtension(path.Ext(f.Name)); f.Mime == "" {
			f.Mime = http.DetectContentType(data)
		}
		w.touch("file/"+f.ID, f)
		return nil
	})
	if err != nil {
		status, says = http.StatusInternalServerError, "internal_error"
	}
	rw.Header().Set("Content-Type", "text/plain; charset=utf-8")
	rw.WriteHeader(status)
	_, _ = rw.Write([]byte(says)) // the caller is gone if it fails
}

func filesCompleteUpload(r *request) (object, error) {
	var list []struct {
		ID    string `json:"id"`
		Title string `json:"title"`
	}
	if json.Unmarshal([]byte(r.args["files"]), &list) != nil || len(list) == 0 {
		return nil, apiError{code: "invalid_arguments"}
	}
	for _, x := range list {
		if f := r.w.files[x.ID]; f == nil || f.Data == nil || f.Done {
			return nil, apiError{code: "file_not_found"}
		}
	}
	var share *channel
	if id := r.args["channel_id"]; id != "" {
		var err error
		if share, err = r.postable(id); err != nil {
			return nil, err
		}
	}
	if thread := r.args["thread_ts"]; share != nil && thread != "" && r.w.message(share.ID, thread) == nil {
		return nil, apiError{code: "thread_not_found"}
	}
	all, ids := []object{}, []string{}
	for _, x := range list {
		f := r.w.files[x.ID]
		f.Done, f.Title, f.Ready = true, x.Title, r.w.now.Add(r.slow)
		if f.Title == "" {
			f.Title = f.Name
		}
		r.w.touch("file/"+f.ID, f)
		all = append(all, r.w.fileObject(f, r.base))
		ids = append(ids, f.ID)
	}
	if share != nil { // a shared upload is a message of its own, without metadata
		m := r.w.post(&message{
			Channel: share.ID, User: r.w.meta.App.BotUser, Text: r.args["initial_comment"], Files: ids, Bot: true, ThreadTS: r.args["thread_ts"],
		})
		r.w.raiseMessage(share, m)
	}
	return object{"files": slices.Clip(all)}, nil
}

func filesInfo(r *request) (object, error) {
	f := r.w.files[r.args["file"]]
	if f == nil || !f.Done {
		return nil, apiError{code: "file_not_found"}
	}
	return object{"file": r.w.fileObject(f, r.base)}, nil
}
