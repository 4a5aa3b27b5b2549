package slacktest

import (
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"
)

// file is a file on its way or there.
type file struct {
	id, team, name, title, alt string
	length                     int
	content                    []byte
	done                       time.Time // zero: not completed
	shares                     JSON
}

func (f *file) ready(delay time.Duration) bool {
	return !f.done.IsZero() && time.Since(f.done) >= delay
}

func (f *file) json(delay time.Duration) JSON {
	j := JSON{"id": f.id, "name": f.name, "title": f.title, "alt_txt": f.alt, "size": f.length, "mimetype": "", "filetype": "",
		"url_private": "https://files.slack.com/" + f.id, "shares": f.shares}
	if f.ready(delay) {
		j["mimetype"], j["filetype"] = http.DetectContentType(f.content), strings.TrimPrefix(path.Ext(f.name), ".")
	}
	return j
}

func (s *Server) uploadURL(c *call) JSON {
	length, _ := strconv.Atoi(c.arg("length"))
	if c.arg("filename") == "" || length <= 0 {
		return fail("invalid_arguments")
	}
	if alt := c.arg("alt_txt"); len([]rune(alt)) > 1000 {
		s.breach(c.method, "alt_txt is over 1000 characters")
		return fail("alt_txt_too_large")
	}
	f := &file{id: s.id("F"), team: c.space.ID, name: c.arg("filename"), alt: c.arg("alt_txt"), length: length, shares: JSON{}}
	s.files[f.id] = f
	return JSON{"file_id": f.id, "upload_url": s.http.URL + "/upload/" + f.id}
}

// serveUpload takes a file's content, bare or as the first part of a form.
func (s *Server) serveUpload(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	fault := s.fault("upload")
	f := s.files[r.PathValue("file")]
	s.mu.Unlock()
	if fault.before(w, r) {
		return
	}
	content, err := uploaded(r)
	if f == nil || err != nil {
		http.Error(w, "failed", http.StatusNotFound)
		return
	}
	s.mu.Lock()
	fits := len(content) == f.length
	if fits {
		f.content = content
	} else {
		s.breach("upload", "the file is not as long as was said before")
	}
	s.mu.Unlock()
	if fault != nil && fault.Lost {
		cut(w)
		return
	}
	if !fits {
		http.Error(w, "failed", http.StatusBadRequest)
		return
	}
	io.WriteString(w, "OK - "+strconv.Itoa(len(content)))
}

func uploaded(r *http.Request) ([]byte, error) {
	body := http.MaxBytesReader(nil, r.Body, 16<<20)
	kind, params, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if !strings.HasPrefix(kind, "multipart/") {
		return io.ReadAll(body)
	}
	part, err := multipart.NewReader(body, params["boundary"]).NextPart()
	if err != nil {
		return nil, err
	}
	return io.ReadAll(part)
}

func (s *Server) completeUpload(c *call) JSON {
	wanted, _ := c.parsed("files").([]any)
	var files []*file
	for _, o := range objects(wanted) {
		f := s.files[str(o, "id")]
		if f == nil || f.team != c.space.ID || f.content == nil || !f.done.IsZero() {
			return fail("file_not_found")
		}
		f.title = str(o, "title")
		files = append(files, f)
	}
	if len(files) == 0 {
		return fail("invalid_arguments")
	}
	var ch *Channel
	if c.arg("channel_id") != "" {
		ch = s.channelOf(c, "channel_id")
		if no := s.writable(c, ch); no != nil {
			return no
		}
	}
	var told []any
	for _, f := range files {
		f.done = time.Now()
		told = append(told, f.json(s.FileDelay))
	}
	if ch != nil {
		s.share(c, ch, files)
	}
	return JSON{"files": told}
}

// LoseShares makes the next n completed uploads never appear in their channel,
// as happens on Slack.
func (s *Server) LoseShares(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lostShares = n
}

// share puts files into a channel once they are worked on. mu is held.
func (s *Server) share(c *call, ch *Channel, files []*file) {
	if s.lostShares > 0 {
		s.lostShares--
		return
	}
	space, text := c.space, c.arg("initial_comment")
	s.later(s.FileDelay, func() {
		m := &message{channel: ch.ID, ts: s.ts(), user: space.BotUser, bot: space.BotID, body: JSON{"text": text, "subtype": "file_share"}}
		var told []any
		for _, f := range files {
			told = append(told, f.json(0))
			f.shares = JSON{"private": JSON{ch.ID: []any{JSON{"ts": m.ts}}}}
		}
		m.body["files"] = told
		s.keep(ch, m)
	})
}

// later does something after a while, or at once if there is no while. mu is
// held, and is held when it is done.
func (s *Server) later(while time.Duration, do func()) {
	if while <= 0 {
		do()
		return
	}
	if s.closed {
		return
	}
	s.wait.Go(func() {
		select {
		case <-time.After(while):
			s.mu.Lock()
			defer s.mu.Unlock()
			do()
		case <-s.stop:
		}
	})
}

func (s *Server) filesInfo(c *call) JSON {
	f := s.files[c.arg("file")]
	if f == nil || f.team != c.space.ID || f.done.IsZero() {
		return fail("file_not_found")
	}
	return JSON{"file": f.json(s.FileDelay)}
}

// File is the content of an uploaded file, nil if there is none.
func (s *Server) File(id string) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f := s.files[id]; f != nil {
		return f.content
	}
	return nil
}

// FileName is the name of an uploaded file, empty if there is none.
func (s *Server) FileName(id string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f := s.files[id]; f != nil {
		return f.name
	}
	return ""
}
