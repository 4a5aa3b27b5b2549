package slacktest

import (
	"fmt"
	"strings"
	"sync"
	"testing"
)

// TestRules sends one broken message or view at a time; each must be refused and
// fail the test that sends it.
func TestRules(t *testing.T) {
	long := func(n int) string { return strings.Repeat("é", n) }
	many := func(n int, b JSON) (all []any) {
		for range n {
			all = append(all, b)
		}
		return all
	}
	actions := func(e ...any) JSON { return JSON{"type": "actions", "elements": e} }
	plain := func(s string) JSON { return JSON{"type": "plain_text", "text": s} }
	option := JSON{"text": plain("o"), "value": "o"}
	for name, blocks := range map[string][]any{
		"51 blocks":       many(51, JSON{"type": "divider"}),
		"long section":    {section(long(3001))},
		"empty section":   {section("")},
		"long header":     {JSON{"type": "header", "text": plain(long(151))}},
		"long button":     {actions(button(long(76)))},
		"two action ids":  {actions(button("a"), button("b"))},
		"long action id":  {actions(JSON{"type": "button", "text": plain("x"), "action_id": long(256)})},
		"long value":      {actions(JSON{"type": "button", "text": plain("x"), "value": long(2001)})},
		"no elements":     {actions()},
		"two block ids":   {JSON{"type": "divider", "block_id": "b"}, JSON{"type": "divider", "block_id": "b"}},
		"no options":      {actions(JSON{"type": "static_select", "options": []any{}})},
		"101 options":     {actions(JSON{"type": "static_select", "options": many(101, option)})},
		"six in overflow": {actions(JSON{"type": "overflow", "options": many(6, option)})},
		"no alt text":     {JSON{"type": "image", "image_url": "https://x", "alt_text": ""}},
		"long alt text":   {JSON{"type": "image", "image_url": "https://x", "alt_text": long(2001)}},
		"no such file":    {JSON{"type": "image", "slack_file": JSON{"id": "F9"}, "alt_text": "x"}},
		"ping":            {section("hello <!channel>")},
		"mention":         {section("hello <@U1>")},
		"rich ping":       {JSON{"type": "rich_text", "elements": []any{JSON{"type": "rich_text_section", "elements": []any{JSON{"type": "broadcast"}}}}}},
		"unknown block":   {JSON{"type": "carpet"}},
		"unknown element": {actions(JSON{"type": "carpet"})},
	} {
		a, r := recorded(t)
		a.want(a.bot("chat.postMessage", JSON{"channel": "U1", "text": "x", "blocks": blocks}), "invalid_blocks")
		if r.count() == 0 {
			t.Errorf("%s: the test goes on", name)
		}
	}
	a, r := recorded(t)
	a.want(a.bot("chat.postMessage", JSON{"channel": "U1", "text": "x", "blocks": many(6, section(long(2900)))}), "msg_blocks_too_long")
	a.want(a.bot("chat.postMessage", JSON{"channel": "U1", "blocks": []any{section("x")}}), "invalid_blocks")
	a.want(a.bot("chat.postMessage", JSON{"channel": "U1", "text": "<!here>"}), "invalid_blocks")
	a.want(a.bot("chat.postMessage", JSON{"channel": "U1"}), "no_text")
	a.want(a.bot("views.publish", JSON{"user_id": "U1", "view": JSON{"type": "home", "blocks": []any{}}}), "invalid_arguments")
	a.want(a.bot("views.publish", JSON{"user_id": "U1", "view": JSON{"type": "modal", "title": plain(long(25)), "blocks": []any{section("x")}}}), "invalid_arguments")
	if r.count() < 6 {
		t.Errorf("%d failures", r.count())
	}
	a.want(a.bot("chat.postMessage", JSON{"channel": "U1", "text": "&lt;!here&gt; <!date^1^{date}|x>", "blocks": many(50, section("x"))}), "")
}

// recorder is a test that notes its failures.
type recorder struct {
	*testing.T
	mu    sync.Mutex
	fails []string
}

func (r *recorder) Errorf(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.fails = append(r.fails, fmt.Sprintf(format, args...))
}

func (r *recorder) count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.fails)
}

func recorded(t *testing.T) (app, *recorder) {
	r := &recorder{T: t}
	s := New(r)
	s.AddUser(User{ID: "U1"})
	return app{t, s}, r
}
