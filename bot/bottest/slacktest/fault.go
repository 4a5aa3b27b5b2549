package slacktest

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Fault is something that goes wrong in calls of the Web API, or in posts to a
// response URL (Method "response_url") or an upload URL ("upload"). Exactly one
// of Status, NotOK, Cut and Lost is set, or only Delay.
type Fault struct {
	Method string // several are parted by spaces; empty: every method
	// Times is how many calls it hits. If it is 0, each call is hit with the chance
	// Rate, from a fixed seed, until ClearFaults.
	Times int
	Rate  float64

	Delay time.Duration // comes first
	// Status is the status of the answer. RetryAfter is its header of that name,
	// in seconds; if it is empty there is none.
	Status     int
	RetryAfter string
	// Heed fails the test when the method is called again before RetryAfter is over.
	Heed bool
	// NotOK answers ok:false with Error, which may be empty.
	NotOK bool
	Error string
	Cut   bool // the connection is cut before anything was done
	Lost  bool // it is done, and then the connection is cut
}

// Fault adds a fault. Of several that fit a call, the first hits.
func (s *Server) Fault(f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, &f)
}

// ClearFaults takes all faults away.
func (s *Server) ClearFaults() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// fault is the fault that hits a call, nil if none does. mu is held.
func (s *Server) fault(method string) *Fault {
	f := s.next(method)
	if time.Now().Before(s.heed[method]) {
		s.breach(method, "called again before Retry-After was over")
	}
	if f != nil && f.Heed {
		seconds, _ := strconv.Atoi(f.RetryAfter)
		s.heed[method] = time.Now().Add(time.Duration(seconds) * time.Second)
	}
	return f
}

func (s *Server) next(method string) *Fault {
	for i, f := range s.faults {
		if f.Method != "" && !slices.Contains(strings.Fields(f.Method), method) {
			continue
		}
		if f.Times > 0 {
			if f.Times--; f.Times == 0 {
				s.faults = slices.Delete(s.faults, i, i+1)
			}
			return f
		}
		if f.Rate > 0 && s.chance.Float64() < f.Rate {
			return f
		}
	}
	return nil
}

// before does what goes wrong before a call is done; true ends the call.
func (f *Fault) before(w http.ResponseWriter, r *http.Request) bool {
	if f == nil {
		return false
	}
	if f.Delay > 0 {
		select {
		case <-time.After(f.Delay):
		case <-r.Context().Done():
			return true
		}
	}
	switch {
	case f.Cut:
		cut(w)
	case f.Status != 0:
		if f.RetryAfter != "" {
			w.Header().Set("Retry-After", f.RetryAfter)
		}
		w.WriteHeader(f.Status)
		if f.Status == http.StatusTooManyRequests {
			json.NewEncoder(w).Encode(fail("ratelimited"))
		}
	case f.NotOK && f.Error == "":
		json.NewEncoder(w).Encode(JSON{"ok": false})
	case f.NotOK:
		json.NewEncoder(w).Encode(fail(f.Error))
	default:
		return false
	}
	return true
}

// cut ends the connection without an answer.
func cut(w http.ResponseWriter) {
	if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
		conn.Close()
	}
}
