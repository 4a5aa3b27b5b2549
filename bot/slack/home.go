package slack

import (
	"context"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"bounceback/bot/slack/markup"
	"bounceback/coach"
)

// doMark begins the action id of a button that gives a command; its value has the
// command's arguments, "action:copy".
const doMark = "do/"

// formed are the commands whose buttons and shortcuts open a form.
var formed = []string{"win", "rejected", "feedback", "settings"}

// homeView is the home tab of a person as things stand.
func (p *Platform) homeView(ctx context.Context, u User) slack.HomeTabViewRequest {
	var said []coach.Message
	err := p.options.Look(ctx, u.Person(), func(person *coach.Person, j coach.Journal) {
		said = p.options.Coach.Home(person, j, p.clock())
	})
	if err != nil {
		p.log.ErrorContext(ctx, "the home tab could not be made", "err", err)
		said = []coach.Message{{Text: p.words.HomeBroken}}
	}
	w := &p.words
	blocks := []slack.Block{slack.NewHeaderBlock(plain(w.HomeTitle))}
	for _, m := range said {
		// A figure is drawn in letters: a picture would have to be uploaded each time that
		// the tab is opened, and people would wait for it.
		m.Choices = nil // nothing is asked here
		for _, part := range p.render(m, markup.Options{}) {
			blocks = append(blocks, part.Blocks...)
		}
	}
	blocks = append(blocks,
		slack.NewActionBlock("home-log", do("win", "", w.HomeWin), do("rejected", "", w.HomeNo), do("checkin", "", w.HomeCheckin),
			do("progress", "", w.HomeProgress), do("lifeline", "", w.HomeLifeline)),
		slack.NewDividerBlock(),
		slack.NewHeaderBlock(plain(w.HomeYours)),
		slack.NewActionBlock("home-set", do("settings", "", w.HomeSettings), do("nudges", "", w.HomeComing),
			do("mydata", "action:copy", w.HomeCopy), do("mydata", "action:delete", w.HomeDelete)),
		slack.NewContextBlock("home-note", plain(w.HomePrivate)),
	)
	for i, b := range blocks {
		blocks[i] = named(b, i)
	}
	return slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: blocks}}
}

// named gives a block of a message an id that no other has: several messages make
// one home tab.
func named(b slack.Block, i int) slack.Block {
	switch b := b.(type) {
	case *slack.RichTextBlock:
		b.BlockID = "said-" + strconv.Itoa(i)
	case *slack.SectionBlock:
		b.BlockID = "said-" + strconv.Itoa(i)
	}
	return b
}

// do is a button that gives a command. Deleting everything is asked about by the
// coach, so no button does anything by itself.
func do(command, args, label string) *slack.ButtonBlockElement {
	return slack.NewButtonBlockElement(doMark+command+"/"+args, args, plain(label))
}

// done is the command of a button made by do.
func done(a *slack.BlockAction) (h coach.Heard, ok bool) {
	rest, ok := strings.CutPrefix(a.ActionID, doMark)
	if !ok {
		return h, false
	}
	command, _, _ := strings.Cut(rest, "/")
	h = coach.Heard{Command: command}
	if name, value, ok := strings.Cut(a.Value, ":"); ok {
		h.Args = map[string]string{name: value}
	}
	return h, command != ""
}
