package discord

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"bounceback/bot/discord/markup"
	"bounceback/bot/discord/rest"
	"bounceback/bot/figure"

	"github.com/bwmarrin/discordgo"
)

const (
	maxAlt = 1024
	// maxFile is below the 10 MiB that Discord takes from a bot.
	maxFile = 9 << 20
)

// A piece of a letter is one message of Discord's. render makes them.
func (s *sender) render(list []markup.Message) []rest.Message {
	var pieces []rest.Message
	for _, m := range list {
		p := rest.Message{Content: m.Content, Components: m.Components, NoPreview: true}
		if m.Figure != nil {
			picture, err := figure.PNG(*m.Figure)
			switch alt := markup.Escape(cut(m.Figure.Alt, maxAlt/2)); {
			case err == nil:
				p.Files = []rest.File{{Name: "chart.png", Type: "image/png", Alt: cut(m.Figure.Alt, maxAlt), Content: picture}}
			case fits(join(p.Content, alt)):
				s.log.Warn("discord: a figure is sent in words", slog.Any("err", err))
				p.Content = join(p.Content, alt)
			default:
				s.log.Warn("discord: a figure is sent in words", slog.Any("err", err))
				pieces = append(pieces, rest.Message{Content: alt, NoPreview: true})
			}
		}
		pieces = append(pieces, p)
	}
	return pieces
}

// parcelled is a file as it can be sent: packed, if it is too large.
func parcelled(name string, content []byte) (rest.File, error) {
	if len(content) <= maxFile {
		return rest.File{Name: name, Type: "application/octet-stream", Content: content}, nil
	}
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write(content); err != nil {
		return rest.File{}, err
	}
	if err := z.Close(); err != nil {
		return rest.File{}, err
	}
	return rest.File{Name: name + ".gz", Type: "application/gzip", Content: b.Bytes()}, nil
}

// nonce is that of the nth piece of a letter: the same each time it is sent.
func nonce(key string, n int) string {
	if n == 0 {
		return key
	}
	sum := sha256.Sum256([]byte(key + " " + strconv.Itoa(n)))
	return base64.RawURLEncoding.EncodeToString(sum[:16])
}

// join puts a text under another.
func join(above, below string) string {
	if above == "" || below == "" {
		return above + below
	}
	return above + "\n\n" + below
}

// fits tells whether a text goes into one message.
func fits(s string) bool { return len(s) <= markup.MaxContent || units(s) <= markup.MaxContent }

func units(s string) (n int) {
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}

// cut is s with at most so many characters.
func cut(s string, limit int) string {
	if r := []rune(s); len(r) > limit {
		return string(r[:limit-1]) + "…"
	}
	return s
}

// print is how a message is known again in a channel's history: Discord tells no
// nonces there. It is the text, what can be tapped, and the files' names. Two
// messages may have the same one; see past.
type print uint64

func printOf(content string, ids, files []string) print {
	h := fnv.New64a()
	fmt.Fprintf(h, "%q %q %q", strings.TrimSpace(content), ids, files)
	return print(h.Sum64())
}

func printSent(m rest.Message) print {
	var files []string
	for _, f := range m.Files {
		files = append(files, f.Name)
	}
	return printOf(m.Content, tappable(read(m.Components)), files)
}

func printPosted(p rest.Posted) print {
	var files []string
	for _, a := range p.Attachments {
		files = append(files, a.Name)
	}
	return printOf(p.Content, tappable(p.Components), files)
}

// read is components as they come back.
func read(sent []discordgo.MessageComponent) (back []rest.Component) {
	b, err := json.Marshal(sent)
	if err != nil || json.Unmarshal(b, &back) != nil {
		return nil
	}
	return back
}

// tappable are the ids of what can be tapped or chosen.
func tappable(components []rest.Component) (ids []string) {
	for _, c := range components {
		if c.CustomID != "" {
			ids = append(ids, c.CustomID)
		}
		for _, o := range c.Options {
			ids = append(ids, o.Value)
		}
		ids = slices.Concat(ids, tappable(c.Components))
	}
	return ids
}
