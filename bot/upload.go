package bot

import (
	"bytes"
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/slack-go/slack"
)

// The three steps in which a file comes into Slack, as they are counted.
const (
	methodUploadURL      = "files.getUploadURLExternal"
	methodUpload         = "files.upload" // to the address that Slack named
	methodUploadComplete = "files.completeUploadExternal"
)

// enclosure is a file to upload. Without a Channel it is shared nowhere, and seen
// where a message of ours shows it.
type enclosure struct {
	Name, Title, Alt string
	Data             []byte
	// Channel and Thread are the conversation, and the message in it, below which it
	// is to stand; Comment is what stands above it there.
	Channel, Thread, Comment string
}

// uploading is how long the three steps may take together: a delivery has ten
// seconds, and a file that hangs must leave time for the post.
const uploading = 5 * time.Second

// upload brings a file into Slack and returns its id. It tries nothing twice.
func (b *Bot) upload(ctx context.Context, in *Installation, f enclosure, now time.Time) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, b.uploading)
	defer cancel()
	var at *slack.GetUploadURLExternalResponse
	err := b.step(ctx, in, methodUploadURL, now, func() (err error) {
		at, err = in.Client.GetUploadURLExternalContext(ctx, slack.GetUploadURLExternalParameters{FileName: f.Name, FileSize: len(f.Data), AltTxt: f.Alt})
		return err
	})
	if err != nil {
		return "", fmt.Errorf("address for an upload: %w", err)
	}
	err = b.step(ctx, in, methodUpload, now, func() error {
		return in.Client.UploadToURL(ctx, slack.UploadToURLParameters{UploadURL: at.UploadURL, Reader: bytes.NewReader(f.Data), Filename: f.Name})
	})
	if err != nil {
		return "", fmt.Errorf("upload: %w", plainly(err)) // the address is a secret
	}
	err = b.step(ctx, in, methodUploadComplete, now, func() error {
		_, err := in.Client.CompleteUploadExternalContext(ctx, slack.CompleteUploadExternalParameters{
			Files: []slack.FileSummary{{ID: at.FileID, Title: f.Title}}, Channel: f.Channel, ThreadTimestamp: f.Thread, InitialComment: f.Comment,
		})
		return err
	})
	if err != nil {
		return "", fmt.Errorf("end of an upload: %w", err)
	}
	return at.FileID, nil
}

// step makes one call of an upload, unless Slack limits its method just now.
func (b *Bot) step(ctx context.Context, in *Installation, method string, now time.Time, call func() error) error {
	if err := b.gates.pass(in.Workspace, method, now); err != nil {
		return err
	}
	err := call()
	b.called(ctx, in, method, err)
	b.gates.heed(in.Workspace, method, err, now)
	return err
}

// pictures remembers the files that were uploaded for messages not posted yet, by
// the nonce of their delivery, so that another attempt shows the same file. What a
// restart forgets is uploaded anew; the file before is then shown nowhere.
type pictures struct {
	mu    sync.Mutex
	known map[string]picture
	order []string
}

// picture is an uploaded file, and how often Slack refused to show it.
type picture struct {
	file    string
	refused int
}

// mostPictures is how many are remembered: more than can wait at one time.
const mostPictures = 512

// get returns what is known of the picture of a delivery.
func (p *pictures) get(nonce string) (picture, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	x, ok := p.known[nonce]
	return x, ok
}

// put remembers a picture, in the place of the oldest when there are many.
func (p *pictures) put(nonce string, x picture) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.known == nil {
		p.known = make(map[string]picture)
	}
	if _, ok := p.known[nonce]; !ok {
		if len(p.order) == mostPictures {
			delete(p.known, p.order[0])
			p.order = p.order[1:]
		}
		p.order = append(p.order, nonce)
	}
	p.known[nonce] = x
}

// lacks reports whether Slack refused something because the app was installed with
// fewer scopes than it asks for now.
func lacks(err error) bool { return codeOf(err) == codeScope }

// codeScope is Slack's code for a scope that is missing.
const codeScope = "missing_scope"
