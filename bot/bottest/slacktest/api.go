package slacktest

import (
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Call is a call of the Web API, without its token.
type Call struct {
	Method string
	Args   JSON
	At     time.Time
	Error  string // as answered; empty if it went well
}

// Calls are the calls of a method so far, in order; of all methods if it is empty.
func (s *Server) Calls(method string) []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	var calls []Call
	for _, c := range s.calls {
		if method == "" || c.Method == method {
			calls = append(calls, c)
		}
	}
	return calls
}

// maxCalls bounds what is remembered of calls in a long test.
const maxCalls = 20000

// call is one call at work.
type call struct {
	method string
	args   JSON
	space  *Workspace // nil where the method needs no bot token
	token  string
}

// arg is an argument as text, however it came.
func (c *call) arg(name string) string {
	switch v := c.args[name].(type) {
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return ""
}

// parsed is an argument that is JSON, whether it came as such or as text.
func (c *call) parsed(name string) any {
	text, ok := c.args[name].(string)
	if !ok {
		return c.args[name]
	}
	var v any
	if json.Unmarshal([]byte(text), &v) != nil {
		return nil
	}
	return v
}

// fail is an answer that says no.
func fail(why string) JSON { return JSON{"ok": false, "error": why} }

// method is how one method is answered. mu is held.
type method struct {
	scope string // one of these, separated by commas, is needed
	token string // "bot", "app" or "" for none
	do    func(*Server, *call) JSON
}

var methods = map[string]method{
	"api.test":                     {"", "", func(*Server, *call) JSON { return JSON{"ok": true} }},
	"apps.connections.open":        {"", "app", (*Server).connectionsOpen},
	"auth.test":                    {"", "bot", (*Server).authTest},
	"auth.revoke":                  {"", "bot", (*Server).authRevoke},
	"bots.info":                    {"users:read", "bot", (*Server).botsInfo},
	"oauth.v2.access":              {"", "", (*Server).oauthAccess},
	"users.info":                   {"users:read", "bot", (*Server).usersInfo},
	"team.info":                    {"", "bot", (*Server).teamInfo},
	"conversations.open":           {"im:write", "bot", (*Server).conversationsOpen},
	"conversations.info":           {"channels:read,groups:read,im:read", "bot", (*Server).conversationsInfo},
	"conversations.members":        {"channels:read,groups:read,im:read", "bot", (*Server).conversationsMembers},
	"conversations.history":        {"im:history,channels:history,groups:history", "bot", (*Server).conversationsHistory},
	"chat.postMessage":             {"chat:write", "bot", (*Server).postMessage},
	"chat.postEphemeral":           {"chat:write", "bot", (*Server).postEphemeral},
	"chat.update":                  {"chat:write", "bot", (*Server).updateMessage},
	"chat.delete":                  {"chat:write", "bot", (*Server).deleteMessage},
	"usergroups.users.list":        {"usergroups:read", "bot", (*Server).groupUsers},
	"views.open":                   {"", "bot", (*Server).viewsOpen},
	"views.push":                   {"", "bot", (*Server).viewsPush},
	"views.update":                 {"", "bot", (*Server).viewsUpdate},
	"views.publish":                {"", "bot", (*Server).viewsPublish},
	"files.getUploadURLExternal":   {"files:write", "bot", (*Server).uploadURL},
	"files.completeUploadExternal": {"files:write", "bot", (*Server).completeUpload},
	"files.info":                   {"files:read", "bot", (*Server).filesInfo},
}

// maxBody is more than any call needs.
const maxBody = 1 << 20

func (s *Server) serveAPI(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, "/api/")
	c := &call{method: name, args: arguments(r)}
	c.token = c.arg("token")
	if bearer, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		c.token = bearer
	}
	delete(c.args, "token")
	s.mu.Lock()
	f := s.fault(name)
	s.mu.Unlock()
	if f.before(w, r) {
		return
	}
	s.mu.Lock()
	answer := s.answer(c)
	s.note(c, answer)
	scopes := ""
	if c.space != nil {
		scopes = strings.Join(c.space.Scopes, ",")
	}
	s.mu.Unlock()
	if f != nil && f.Lost {
		cut(w)
		return
	}
	w.Header().Set("X-OAuth-Scopes", scopes)
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	if after := str(answer, "retry_after"); after != "" {
		w.Header().Set("Retry-After", after)
		w.WriteHeader(http.StatusTooManyRequests)
	}
	json.NewEncoder(w).Encode(answer)
}

// arguments are those of a form or of a JSON body.
func arguments(r *http.Request) JSON {
	args := JSON{}
	body, _ := io.ReadAll(io.LimitReader(r.Body, maxBody))
	if strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		json.Unmarshal(body, &args)
	} else if form, err := url.ParseQuery(string(body)); err == nil {
		for k := range form {
			args[k] = form.Get(k)
		}
	}
	for k := range r.URL.Query() {
		args[k] = r.URL.Query().Get(k)
	}
	return args
}

// answer answers a call as Slack would. mu is held.
func (s *Server) answer(c *call) JSON {
	m, ok := methods[c.method]
	if !ok {
		return fail("unknown_method")
	}
	if why := s.authorize(c, m); why != nil {
		return why
	}
	answer := m.do(s, c)
	if answer["ok"] == nil {
		answer["ok"] = true
	}
	return answer
}

// authorize checks the token; nil is yes. mu is held.
func (s *Server) authorize(c *call, m method) JSON {
	if m.token == "" {
		return nil
	}
	if c.token == "" {
		return fail("not_authed")
	}
	known := c.token == s.AppToken
	for _, w := range s.workspaces {
		if why := w.revoked[c.token]; why != "" {
			return fail(why)
		}
		if c.token == w.BotToken {
			known, c.space = true, w
		}
	}
	switch {
	case !known:
		return fail("invalid_auth")
	case (m.token == "app") != (c.space == nil):
		c.space = nil
		return fail("not_allowed_token_type")
	case c.space == nil || m.scope == "":
		return nil
	}
	needed := strings.Split(m.scope, ",")
	if slices.ContainsFunc(needed, func(scope string) bool { return slices.Contains(c.space.Scopes, scope) }) {
		return nil
	}
	return JSON{"ok": false, "error": "missing_scope", "needed": needed[0], "provided": strings.Join(c.space.Scopes, ",")}
}

// note remembers a call. mu is held.
func (s *Server) note(c *call, answer JSON) {
	if len(s.calls) >= maxCalls {
		s.calls = slices.Clone(s.calls[maxCalls/2:])
	}
	s.calls = append(s.calls, Call{Method: c.method, Args: maps.Clone(c.args), At: time.Now(), Error: str(answer, "error")})
}
