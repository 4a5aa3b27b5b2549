package slack

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"bounceback/coach"
)

// User is somebody in a workspace.
type User struct{ Team, ID string }

// Person is the coach's id of them.
func (u User) Person() coach.ID { return coach.ID(Name + ":" + u.Team + "/" + u.ID) }

// userOf is who has the coach's id.
func userOf(id coach.ID) User {
	team, user, _ := strings.Cut(strings.TrimPrefix(string(id), Name+":"), "/")
	return User{team, user}
}

// Address is their direct message with the app.
func (u User) Address() coach.Address {
	return coach.Address{Platform: Name, To: u.Team + "/" + u.ID}
}

// ChannelAddress is a channel of a workspace.
func ChannelAddress(team, channel string) coach.Address {
	return coach.Address{Platform: Name, To: team + "/" + channelMark + "/" + channel}
}

// What an address has in its second place, if that is not a person.
const (
	channelMark = "c"
	requestMark = "r"
)

// Request is the address of what one person alone sees in answer to a command or a
// tap outside the direct message.
type Request struct {
	User
	Channel string // where it was done
	// URL lets anybody answer in the app's name for half an hour: never in logs.
	URL  string
	Made time.Time // in whole seconds
}

// requestLife is how long Slack takes answers to a request. It gives half an hour;
// what is on its way at the end of it would be lost.
const requestLife = 30*time.Minute - time.Minute

// Over tells whether the request can no longer be answered where it was made.
func (r Request) Over(now time.Time) bool { return now.Sub(r.Made) >= requestLife }

// Address is the request as an address.
func (r Request) Address() coach.Address {
	return coach.Address{Platform: Name, To: strings.Join([]string{
		r.Team, requestMark, r.ID, r.Channel, strconv.FormatInt(r.Made.Unix(), 36), r.URL,
	}, "/")}
}

// Place is what an address names: a person, a channel of theirs, or a request.
type Place struct {
	User
	Channel string   // set for a channel
	Request *Request // set for a request
}

// ParseAddress reads an address that this package made. The error does not repeat
// the address, which may let anybody answer in the app's name.
func ParseAddress(a coach.Address) (Place, error) {
	if a.Platform != Name {
		return Place{}, fmt.Errorf("slack: an address of the platform %q", a.Platform)
	}
	team, rest, _ := strings.Cut(a.To, "/")
	mark, rest, more := strings.Cut(rest, "/")
	switch {
	case !isID(team):
	case !more && isID(mark):
		return Place{User: User{team, mark}}, nil
	case mark == channelMark && isID(rest):
		return Place{User: User{Team: team}, Channel: rest}, nil
	case mark == requestMark:
		return parseRequest(team, rest)
	}
	return Place{}, fmt.Errorf("slack: an address that is neither a person, a channel nor a request")
}

func parseRequest(team, s string) (Place, error) {
	parts := strings.SplitN(s, "/", 4) // the URL has slashes
	if len(parts) != 4 || !isID(parts[0]) || !isID(parts[1]) || parts[3] == "" {
		return Place{}, fmt.Errorf("slack: the address of a request without a person, a channel or an answer")
	}
	made, err := strconv.ParseInt(parts[2], 36, 64)
	if err != nil {
		return Place{}, fmt.Errorf("slack: the address of a request without a time")
	}
	r := &Request{User: User{team, parts[0]}, Channel: parts[1], URL: parts[3], Made: time.Unix(made, 0)}
	return Place{User: r.User, Request: r}, nil
}

// isID tells an id of Slack's: capital letters and digits, a letter first.
func isID(s string) bool {
	if len(s) < 2 || len(s) > 40 || s[0] < 'A' || s[0] > 'Z' {
		return false
	}
	return strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == ""
}
