package discord

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"bounceback/coach"
)

// What an address begins with.
const (
	userMark        = "u"
	channelMark     = "c"
	interactionMark = "i"
)

// PersonID is the id of the person with that Discord user id.
func PersonID(user string) coach.ID { return coach.ID(Name + ":" + user) }

// UserAddress is a person's direct message.
func UserAddress(user string) coach.Address {
	return coach.Address{Platform: Name, To: userMark + "/" + user}
}

// ChannelAddress is a channel of a server.
func ChannelAddress(channel string) coach.Address {
	return coach.Address{Platform: Name, To: channelMark + "/" + channel}
}

// Where is where an interaction was made. It decides how its answer is seen.
type Where string

const (
	InDirect  Where = "d" // the direct message with the bot: as any message there
	InServer  Where = "g" // a channel of a server: ephemeral
	InRoom    Where = "r" // the same, about the channel's check-in: its questions stay there
	InPrivate Where = "p" // a talk of the person with others, where a user brought the bot: ephemeral
)

// Interaction is the address of an interaction's answer.
type Interaction struct {
	App   string // the application that was asked
	ID    string
	Token string // lets anybody answer in the bot's name for 15 minutes: never in logs
	User  string
	Where Where
	Made  time.Time // in whole seconds
}

// tokenLife is how long an interaction can be answered. Discord gives it 15
// minutes; what is on its way at the end of them would be lost.
const tokenLife = 15*time.Minute - 20*time.Second

// Over tells whether the interaction can no longer be answered.
func (i Interaction) Over(now time.Time) bool { return now.Sub(i.Made) >= tokenLife }

// Address is the interaction as an address.
func (i Interaction) Address() coach.Address {
	return coach.Address{Platform: Name, To: strings.Join([]string{
		interactionMark, i.App, i.ID, i.User, string(i.Where), strconv.FormatInt(i.Made.Unix(), 36), i.Token,
	}, "/")}
}

// Place is what an address names. One of the fields is set.
type Place struct {
	User        string
	Channel     string
	Interaction *Interaction
}

// ParseAddress reads an address that this package made. The error does not
// repeat the address, which may hold the token of an interaction.
func ParseAddress(a coach.Address) (Place, error) {
	if a.Platform != Name {
		return Place{}, fmt.Errorf("discord: an address of the platform %q", a.Platform)
	}
	mark, rest, _ := strings.Cut(a.To, "/")
	switch {
	case mark == userMark && isSnowflake(rest):
		return Place{User: rest}, nil
	case mark == channelMark && isSnowflake(rest):
		return Place{Channel: rest}, nil
	case mark == interactionMark:
		i, err := parseInteraction(rest)
		if err != nil {
			return Place{}, err
		}
		return Place{Interaction: i}, nil
	}
	return Place{}, fmt.Errorf("discord: an address that is neither a user, a channel nor an interaction")
}

func parseInteraction(s string) (*Interaction, error) {
	parts := strings.SplitN(s, "/", 6) // a token may hold a slash
	if len(parts) != 6 {
		return nil, fmt.Errorf("discord: the address of an interaction with %d parts in place of 6", len(parts))
	}
	i := &Interaction{App: parts[0], ID: parts[1], User: parts[2], Where: Where(parts[3]), Token: parts[5]}
	made, err := strconv.ParseInt(parts[4], 36, 64)
	switch {
	case err != nil:
		return nil, fmt.Errorf("discord: the address of an interaction without a time")
	case !isSnowflake(i.App) || !isSnowflake(i.ID) || !isSnowflake(i.User):
		return nil, fmt.Errorf("discord: the address of an interaction without an application, an id or a user")
	case i.Where != InDirect && i.Where != InServer && i.Where != InRoom && i.Where != InPrivate:
		return nil, fmt.Errorf("discord: the address of an interaction from nowhere known")
	case i.Token == "":
		return nil, fmt.Errorf("discord: the address of an interaction without a token")
	}
	i.Made = time.Unix(made, 0)
	return i, nil
}

// isSnowflake tells an id of Discord's: a number of up to 20 digits.
func isSnowflake(s string) bool {
	if s == "" || len(s) > 20 {
		return false
	}
	return strings.Trim(s, "0123456789") == ""
}
