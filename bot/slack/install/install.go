// Package install lets several workspaces have the app, and lets them go.
//
// The words: an *installation* is what a workspace gave when the app was installed
// in it, above all a bot token. The *door* are the two pages over which that is
// done (OAuth v2): /slack/install sends a browser to Slack, and Slack sends it back
// to /slack/oauth with a code, which is given for the token. A *departure* is a
// workspace that took the app out, or whose token was revoked.
//
// Tokens are sealed (AES-256-GCM) before they are noted, so that the file of the
// store and its backups open no workspace. The key is made (HKDF) of
// BOUNCEBACK_SLACK_KEY where that is set, and else of the app's client secret, which
// the door needs anyway: both are in the environment and in no file of ours. Without
// a key of its own, a new client secret means that each workspace has to install the
// app again; with one, the secret can be changed freely. The seal holds the
// workspace's id, so that a token noted for one cannot be moved to another.
//
// A departure takes the token away at once. The workspace's people are kept for
// Grace, so that a mistake of an admin's is no loss, and then are erased with all
// that is about them. If the app is installed again before, nothing is.
//
// Caveats. Installations for a whole enterprise at once are refused; its workspaces
// can install the app one by one. Tokens that rotate are not supported; the manifest
// turns rotation off. Slack tells of a departure by an event: one that it did not
// get through with is noticed only by the errors of later letters.
package install

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"bounceback/bot"
	"bounceback/bot/slack/web"
	"bounceback/coach"
)

// Notes of a workspace.
const (
	noteInstall = "install"
	noteGone    = "gone"
)

// idPrefix is what ids of Slack begin with.
const idPrefix = "slack:"

// teamID is the id under which a workspace's notes stand. Nobody's id is one:
// those of people have a slash.
func teamID(team string) coach.ID { return coach.ID(idPrefix + team) }

// Installation is what is kept of a workspace that has the app.
type Installation struct {
	Team       string    `json:"team"`
	Name       string    `json:"name"`
	Enterprise string    `json:"enterprise,omitempty"`
	User       string    `json:"user"` // the app's own, in that workspace
	Scopes     string    `json:"scopes"`
	Installed  time.Time `json:"installed"`
	Token      string    `json:"token"`
}

// Installs are the installations. It is a web.Tokens.
type Installs struct {
	*Departures
	seal *seal
}

// Open makes Installs with a key, which is any text of at least 16 characters that
// nobody can guess.
func Open(d *Departures, key string) (*Installs, error) {
	s, err := newSeal(key)
	if err != nil {
		return nil, err
	}
	return &Installs{Departures: d, seal: s}, nil
}

// Token implements web.Tokens.
func (i *Installs) Token(ctx context.Context, team string) (string, error) {
	in, err := i.Of(ctx, team)
	return in.Token, err
}

// Of is a workspace's installation. The error wraps web.ErrGone if there is none.
func (i *Installs) Of(ctx context.Context, team string) (in Installation, err error) {
	sealed, err := i.notes.Note(ctx, teamID(team), noteInstall)
	if err != nil {
		return in, fmt.Errorf("install: %w", err)
	}
	if sealed == nil {
		return in, fmt.Errorf("install: workspace %s: %w", team, web.ErrGone)
	}
	plain, err := i.seal.open(sealed, team)
	if err == nil {
		err = json.Unmarshal(plain, &in)
	}
	if err != nil {
		return Installation{}, fmt.Errorf("install: the token of workspace %s cannot be read; if BOUNCEBACK_SLACK_KEY "+
			"or the client secret was changed, set the old one, or have the app installed there again: %w", team, err)
	}
	return in, nil
}

// Keep keeps an installation. A workspace that was on its way out is back.
func (i *Installs) Keep(ctx context.Context, in Installation) error {
	plain, err := json.Marshal(in)
	if err != nil {
		return fmt.Errorf("install: %w", err)
	}
	i.mu.Lock() // nobody of it is being erased
	defer i.mu.Unlock()
	if err := i.notes.SetNote(ctx, teamID(in.Team), noteInstall, i.seal.close(plain, in.Team)); err != nil {
		return fmt.Errorf("install: %w", err)
	}
	return i.back(ctx, in.Team)
}

// Gone is told that the app was taken out of a workspace, or its tokens revoked, at
// a time that Slack gives in whole seconds. News of before it was installed again
// change nothing.
func (i *Installs) Gone(ctx context.Context, team string, at time.Time) error {
	in, err := i.Of(ctx, team)
	if err == nil && at.Before(in.Installed.Truncate(time.Second)) {
		return nil
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	if err := i.notes.SetNote(ctx, teamID(team), noteInstall, nil); err != nil {
		return fmt.Errorf("install: %w", err)
	}
	return i.gone(ctx, team)
}

// Erase is what erases people; a store is one.
type Erase interface {
	// EraseAll erases all whose id begins with prefix, and says how many.
	EraseAll(ctx context.Context, prefix coach.ID) (int, error)
}

// Grace is how long the people of a workspace are kept after it took the app out.
const Grace = 30 * 24 * time.Hour

// Departures are the workspaces that took the app out. With a single workspace and
// a plain token they are all there is of this package.
type Departures struct {
	notes bot.Notes
	erase Erase
	grace time.Duration
	now   func() time.Time

	mu sync.Mutex // held while a workspace comes or goes
}

// NewDepartures makes Departures, with Grace if grace is zero.
func NewDepartures(notes bot.Notes, erase Erase, grace time.Duration, now func() time.Time) *Departures {
	if grace == 0 {
		grace = Grace
	}
	return &Departures{notes: notes, erase: erase, grace: grace, now: now}
}

// Gone is told that the app was taken out of a workspace.
func (d *Departures) Gone(ctx context.Context, team string, _ time.Time) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.gone(ctx, team)
}

// gone notes when, and keeps to the first time. mu is held.
func (d *Departures) gone(ctx context.Context, team string) error {
	noted, err := d.notes.Note(ctx, teamID(team), noteGone)
	if err != nil || noted != nil {
		return err
	}
	if err := d.notes.SetNote(ctx, teamID(team), noteGone, []byte(d.now().UTC().Format(time.RFC3339))); err != nil {
		return fmt.Errorf("install: %w", err)
	}
	return nil
}

// Back is told that the app works in a workspace, such as at the start.
func (d *Departures) Back(ctx context.Context, team string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.back(ctx, team)
}

// back is Back. mu is held.
func (d *Departures) back(ctx context.Context, team string) error {
	noted, err := d.notes.Note(ctx, teamID(team), noteGone)
	if err == nil && noted != nil {
		err = d.notes.SetNote(ctx, teamID(team), noteGone, nil)
	}
	if err != nil {
		return fmt.Errorf("install: %w", err)
	}
	return nil
}

// Sweep erases the people of the workspaces whose grace is over, and says how many
// ids were erased. What fails is tried at the next sweep. It is cheap where nothing
// is to be done, and is meant for every hour.
func (d *Departures) Sweep(ctx context.Context) (erased int, err error) {
	over := d.now().Add(-d.grace)
	var teams []string
	err = d.notes.EachNote(ctx, idPrefix, noteGone, func(id coach.ID, noted []byte) bool {
		team := strings.TrimPrefix(string(id), idPrefix)
		if since, err := time.Parse(time.RFC3339, string(noted)); err == nil && !since.After(over) && !strings.Contains(team, "/") {
			teams = append(teams, team)
		}
		return true
	})
	for _, team := range teams {
		n, one := d.clear(ctx, team)
		erased += n
		err = errors.Join(err, one)
	}
	if err != nil {
		return erased, fmt.Errorf("install: sweep: %w", err)
	}
	return erased, nil
}

// clear erases the people of a workspace, unless it has come back.
func (d *Departures) clear(ctx context.Context, team string) (erased int, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	noted, err := d.notes.Note(ctx, teamID(team), noteGone)
	if err != nil || noted == nil {
		return 0, err
	}
	if erased, err = d.erase.EraseAll(ctx, teamID(team)+"/"); err != nil {
		return erased, err
	}
	return erased, d.notes.SetNote(ctx, teamID(team), noteGone, nil)
}
