package slack

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"bounceback/coach"
	"bounceback/coach/page"
)

// What a form's callback id begins with, before the name of its command; and the
// callback of the one that takes an answer to an open question.
const (
	formMark   = "form/"
	answerForm = "answer"
)

// Slack's bounds of a form.
const (
	maxTitle  = 24   // of a form, in characters
	maxOption = 75   // of an entry in a menu
	maxField  = 3000 // what can be typed
	maxMenu   = 100  // entries in a menu; a longer table is typed
)

// ground is where a form was opened. Slack keeps it while the form is open.
type ground struct {
	// To is where the answer goes; empty is the direct message. Room is the channel
	// that it is about, if any.
	To   string `json:"to,omitempty"`
	Room string `json:"room,omitempty"`
	// Was is what a form of settings showed, since only what was changed is meant.
	Was map[string]string `json:"was,omitempty"`
}

// form is the form of a command: a field for each option, filled with what is given.
// Its lengths are within Slack's bounds, whatever the pages say.
func (p *Platform) form(c page.Command, given map[string]string, at ground) slack.ModalViewRequest {
	v := p.modal(c.Name, formMark+c.Name, at)
	for _, o := range c.Options {
		v.Blocks.BlockSet = append(v.Blocks.BlockSet, p.field(c, o, given[o.Name]))
	}
	if c.Name == "settings" {
		v.Blocks.BlockSet = append(v.Blocks.BlockSet, slack.NewContextBlock("language", plain(p.words.FormLanguage)))
	}
	return v
}

// answer is the form for an answer in one's own words to an open question.
func (p *Platform) answerForm(question string, at ground) slack.ModalViewRequest {
	v := p.modal(answerForm, answerForm, at)
	field := slack.NewPlainTextInputBlockElement(nil, answerForm)
	field.Multiline, field.MaxLength, field.FocusOnLoad = true, maxField, true
	v.Blocks.BlockSet = []slack.Block{slack.NewInputBlock(answerForm, plain(cut(question, 2000)), nil, field)}
	return v
}

func (p *Platform) modal(name, callback string, at ground) slack.ModalViewRequest {
	title := p.words.FormTitles[name]
	if title == "" {
		title = "/" + name
	}
	where, err := json.Marshal(at)
	if err != nil {
		panic(err) // it is made of strings
	}
	return slack.ModalViewRequest{
		Type: slack.VTModal, Title: plain(cut(title, maxTitle)), CallbackID: callback, PrivateMetadata: string(where),
		Submit: plain(p.words.FormSend), Close: plain(p.words.FormClose),
	}
}

// field is where one option is filled in: a menu where it has codes, a clock for a
// time of day, else a line to type in.
func (p *Platform) field(c page.Command, o page.Option, given string) *slack.InputBlock {
	var e slack.BlockElement
	switch {
	case isClock(o.Name):
		clock := slack.NewTimePickerBlockElement(o.Name)
		if _, err := time.Parse("15:04", given); err == nil {
			clock.InitialTime = given
		}
		e = clock
	case o.Kind == "number" && o.Name == "mood":
		e = menuOf(o.Name, []page.Code{{Code: "1", Words: "1"}, {Code: "2", Words: "2"}, {Code: "3", Words: "3"}, {Code: "4", Words: "4"}, {Code: "5", Words: "5"}}, given)
	case len(o.Codes) > 0 && len(o.Codes) < maxMenu:
		e = menuOf(o.Name, o.Codes, given)
	default:
		line := slack.NewPlainTextInputBlockElement(nil, o.Name)
		line.MaxLength, line.InitialValue = maxField, cut(given, maxField)
		line.Multiline = o.Name == c.Name || o.Name == "said" // the matter itself
		e = line
	}
	b := slack.NewInputBlock(o.Name, plain(capital(o.Description)), nil, e)
	b.Optional = !o.Required && o.Name != c.Name
	if o.Name == "zone" && c.Name == "settings" {
		b.Hint = plain(p.words.FormZoneHint)
	}
	return b
}

// isClock tells an option that is a time of day.
func isClock(option string) bool {
	return option == "time" || option == "quiet_from" || option == "quiet_to"
}

// menuOf is a menu of codes. What is set and is no code, such as some days of the
// week, is an entry of its own.
func menuOf(id string, codes []page.Code, given string) *slack.SelectBlockElement {
	var list []*slack.OptionBlockObject
	var chosen *slack.OptionBlockObject
	for _, c := range codes {
		o := slack.NewOptionBlockObject(c.Code, plain(cut(capital(c.Words), maxOption)), nil)
		if list = append(list, o); c.Code == given {
			chosen = o
		}
	}
	if chosen == nil && given != "" {
		chosen = slack.NewOptionBlockObject(cut(given, maxOption), plain(cut(capital(given), maxOption)), nil)
		list = append(list, chosen)
	}
	menu := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, nil, id, list...)
	menu.InitialOption = chosen
	return menu
}

// filled reads a form that was sent. What is wrong with it stands in faults, by
// field, as Slack shows it in the form; then nothing of it counts.
func (p *Platform) filled(v *slack.View, zone string) (h coach.Heard, at ground, faults map[string]string, err error) {
	if err := json.Unmarshal([]byte(v.PrivateMetadata), &at); err != nil {
		return h, at, nil, fmt.Errorf("slack: a form without its ground")
	}
	given := map[string]string{}
	if v.State != nil {
		for name, actions := range v.State.Values {
			for _, a := range actions {
				given[name] = strings.TrimSpace(a.Value + a.SelectedOption.Value + a.SelectedTime)
			}
		}
	}
	if v.CallbackID == answerForm {
		return coach.Heard{Text: given[answerForm]}, at, nil, nil
	}
	name, ok := strings.CutPrefix(v.CallbackID, formMark)
	if !ok {
		return h, at, nil, fmt.Errorf("slack: a form that nothing here made")
	}
	h = coach.Heard{Command: name, Args: map[string]string{}}
	for option, value := range given {
		if option == "zone" && value == "" && at.Was["zone"] != "" {
			value = zone
		}
		switch {
		case value == "" || value == at.Was[option]:
		case !p.options.Coach.Fits(name, option, value, p.clock()):
			if faults == nil {
				faults = map[string]string{}
			}
			faults[option] = fill(p.words.FormUnread, "example", p.words.Examples[option])
		default:
			h.Args[option] = value
		}
	}
	return h, at, faults, nil
}

func plain(text string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, text, false, false)
}

// cut shortens a text to a number of characters.
func cut(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most-1]) + "…"
}

func capital(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}
