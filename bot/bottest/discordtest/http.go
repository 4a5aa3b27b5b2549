package discordtest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"
)

// record is what was asked for.
type record struct {
	requests []Request
	keep     int
	asked    int // how many requests in all
	breaches []string
}

// Request is one request to the HTTP API.
type Request struct {
	At           time.Time // by the server's clock
	Method, Path string    // the path behind /api/v9, without a query
	Query        string
	// Body is the JSON; of a form with files, its payload_json.
	Body   []byte
	Status int // of the answer; 0 when the connection was cut
	// Fault names what befell it, empty for nothing.
	Fault string
	// RetryAfter is what a 429 asked for.
	RetryAfter time.Duration
}

// Requests are those of a route, in order (see Fail for what a route is). Only the
// latest are kept; see KeepRequests.
func (s *Server) Requests(route string) []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	var found []Request
	for _, r := range s.requests {
		if matches(route, r.Method, r.Path) {
			found = append(found, r)
		}
	}
	return found
}

// Asked is how many requests there were, kept or not.
func (s *Server) Asked() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked
}

// call is one request while it is answered.
type call struct {
	method, path string
	parts        []string // of the path
	query        map[string][]string
	body         any // the JSON, nil if there is none
	raw          []byte
	files        map[string]File // by the number in files[n]
	auth         string
	readErr      error // the body could not be read
	route        *route
	id           []string // the parts of the path that the route leaves open
	bad          []string // what is wrong with it
}

// answer is what a request gets; a nil body is none.
type answer struct {
	status int
	body   any
}

func ok(body any) answer { return answer{200, body} }

var done = answer{204, nil}

// refused is an error of the API.
func refused(status, code int, message string) answer {
	return answer{status, obj{"message": message, "code": code}}
}

// maxBody is what Discord takes at most, in bytes.
const maxBody = 25 << 20

// ServeHTTP answers for the API, for the gateway and for files.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path, isAPI := strings.CutPrefix(r.URL.Path, "/api/v9")
	if !isAPI {
		path, isAPI = strings.CutPrefix(r.URL.Path, "/api/v10")
	}
	switch {
	case r.URL.Path == "/gateway/" || r.URL.Path == "/resume/" || r.URL.Path == "/gateway" || r.URL.Path == "/resume":
		s.serveGateway(w, r)
	case strings.HasPrefix(r.URL.Path, "/files/"):
		s.serveFile(w, strings.TrimPrefix(r.URL.Path, "/files/"))
	case isAPI:
		s.serveAPI(w, r, path)
	default:
		http.NotFound(w, r)
	}
}

func (s *Server) serveFile(w http.ResponseWriter, id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.channels {
		for _, m := range c.messages {
			for _, f := range m.files {
				if f.ID == id {
					w.Write(f.Content)
					return
				}
			}
		}
	}
	w.WriteHeader(http.StatusNotFound)
}

// serveAPI reads, suffers, does, writes down and answers.
func (s *Server) serveAPI(w http.ResponseWriter, r *http.Request, path string) {
	c := &call{method: r.Method, path: path, parts: strings.Split(strings.Trim(path, "/"), "/"), query: r.URL.Query(),
		auth: r.Header.Get("Authorization")}
	if c.readErr = c.read(r); c.readErr == nil {
		c.find(!s.noSchema)
	}
	s.mu.Lock()
	f := s.exceeded(c.method, c.path)
	if f == nil {
		f = s.fault(c.method, c.path)
	}
	s.mu.Unlock()
	if f == nil {
		f = &Fault{}
	}
	if f.delay > 0 {
		select {
		case <-time.After(f.delay):
		case <-s.closing:
		}
	}
	s.mu.Lock()
	a := answer{status: f.status}
	if untouched := f.name == "" || f.delay > 0; untouched || f.after {
		done := s.do(c)
		if untouched {
			a = done
		}
	}
	if f.cut {
		a.status = 0
	}
	s.log(Request{At: s.now(), Method: c.method, Path: c.path, Query: r.URL.RawQuery, Body: c.raw, Status: a.status, Fault: f.name, RetryAfter: f.wait})
	s.change()
	s.mu.Unlock()
	if f.cut {
		panic(http.ErrAbortHandler) // the connection breaks without an answer
	}
	write(w, f, a)
}

func write(w http.ResponseWriter, f *Fault, a answer) {
	w.Header().Set("Content-Type", "application/json")
	if f.header["Server"] == "" {
		w.Header().Set("Via", "1.1 google") // which tells that it came from Discord itself
	}
	for k, v := range f.header {
		w.Header().Set(k, v)
	}
	w.WriteHeader(a.status)
	switch {
	case a.body != nil:
		json.NewEncoder(w).Encode(a.body)
	case f.body != "":
		io.WriteString(w, f.body)
	}
}

func (s *Server) log(r Request) {
	s.asked++
	if s.requests = append(s.requests, r); len(s.requests) > s.keep {
		s.requests = slices.Clone(s.requests[len(s.requests)-s.keep*3/4:])
	}
}

// read takes the body apart.
func (c *call) read(r *http.Request) error {
	r.Body = http.MaxBytesReader(nil, r.Body, maxBody)
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		if err := c.readForm(r); err != nil {
			return err
		}
	} else {
		raw, err := io.ReadAll(r.Body)
		if err != nil {
			return err
		}
		c.raw = raw
	}
	if len(c.raw) == 0 {
		return nil
	}
	if err := json.Unmarshal(c.raw, &c.body); err != nil {
		return fmt.Errorf("the body is no JSON: %w", err)
	}
	return nil
}

func (c *call) readForm(r *http.Request) error {
	form, err := r.MultipartReader()
	if err != nil {
		return err
	}
	c.files = map[string]File{}
	for {
		part, err := form.NextPart()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		content, err := io.ReadAll(part)
		if err != nil {
			return err
		}
		name := part.FormName()
		if name == "payload_json" {
			c.raw = content
			continue
		}
		n := strings.TrimSuffix(strings.TrimPrefix(name, "files["), "]")
		if name != "files["+n+"]" {
			return fmt.Errorf("a part of the form is called %q", name)
		}
		c.files[n] = File{Name: part.FileName(), Type: part.Header.Get("Content-Type"), Content: content}
	}
}
