package page

// Interim loader of the lead's, to be deleted by the real one.

import (
	"fmt"
	"hash/fnv"
	"io/fs"
	"path"
	"regexp"
	"strings"
)

var (
	qHole   = regexp.MustCompile(`(, )?\{([a-z_]+)(?:: *([^|}]*)\|([^}]*))?\}`)
	qChoice = regexp.MustCompile(`^- \[(\*?)(.*?)(\*?)\]\(([^)]*)\)(.*)$`)
	qCode   = regexp.MustCompile("`([^`]+)`")
	qOn     = regexp.MustCompile(`^\[[^\]]*\]\(([^)]*)\)$`)
)

func Load(v Vocabulary, lang string, sources ...fs.FS) (*Book, error) {
	b := &Book{Language: lang, Pages: map[string]*Page{}, Forms: map[string]Table{}}
	for _, src := range sources {
		files, _ := fs.Glob(src, lang+"/*.md")
		for _, f := range files {
			data, err := fs.ReadFile(src, f)
			if err != nil {
				return nil, err
			}
			name := strings.TrimSuffix(path.Base(f), ".md")
			switch name {
			case "commands":
				b.qCommands(string(data))
			case "forms":
				b.qForms(string(data))
			default:
				p, err := qPage(v, name, f, string(data))
				if err != nil {
					return nil, err
				}
				b.Pages[name] = p
			}
		}
	}
	return b, nil
}

func qSlug(h string) string {
	var s strings.Builder
	for _, r := range strings.ToLower(h) {
		switch {
		case r == ' ':
			s.WriteByte('-')
		case r == '-' || r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			s.WriteRune(r)
		}
	}
	return s.String()
}

func qTarget(pg, link string) Target {
	file, step, _ := strings.Cut(link, "#")
	if file == "" {
		return Target{pg, step}
	}
	return Target{strings.TrimSuffix(file, ".md"), step}
}

func qText(s string) Text {
	var t Text
	last := 0
	for _, m := range qHole.FindAllStringSubmatchIndex(s, -1) {
		if m[0] > last {
			t = append(t, Piece{Literal: s[last:m[0]]})
		}
		p := Piece{Word: s[m[4]:m[5]], Comma: m[2] >= 0}
		if m[6] >= 0 {
			p.One, p.Many = s[m[6]:m[7]], s[m[8]:m[9]]
		}
		if p.Comma && p.Word != "name" {
			t = append(t, Piece{Literal: ", "})
			p.Comma = false
		}
		t = append(t, p)
		last = m[1]
	}
	if last < len(s) {
		t = append(t, Piece{Literal: s[last:]})
	}
	return t
}

func qCall(patterns []string, pg, text string) (Call, error) {
	c := Call{}
	text = strings.TrimSpace(text)
	if rest, ok := strings.CutPrefix(text, "not "); ok {
		c.Not = true
		text = rest
	}
	words := strings.Fields(text)
next:
	for _, pat := range patterns {
		toks := strings.Fields(pat)
		var args []string
		var tgt Target
		for i, tk := range toks {
			if i >= len(words) {
				continue next
			}
			if tk == strings.ToLower(tk) {
				if words[i] != tk {
					continue next
				}
				continue
			}
			if tk == "VALUE" || tk == "LEVEL" {
				args = append(args, strings.Join(words[i:], " "))
				words2 := words[:i+1]
				if i == len(toks)-1 {
					return Call{Pattern: pat, Args: args, Target: tgt, Not: c.Not}, nil
				}
				_ = words2
				continue
			}
			if tk == "TARGET" {
				if !strings.Contains(words[i], "#") && !strings.HasSuffix(words[i], ".md") {
					continue next
				}
				tgt = qTarget(pg, words[i])
			}
			args = append(args, words[i])
		}
		if len(words) != len(toks) {
			continue
		}
		return Call{Pattern: pat, Args: args, Target: tgt, Not: c.Not}, nil
	}
	return c, fmt.Errorf("%s: unknown call %q", pg, text)
}

func qPage(v Vocabulary, name, file, src string) (*Page, error) {
	p := &Page{Name: name, File: file}
	var st *Step
	ends := map[*Step]bool{}
	n := uint32(0)
	for _, blk := range qBlocks(src) {
		switch {
		case strings.HasPrefix(blk, "# "):
			p.Title = blk[2:]
		case strings.HasPrefix(blk, "## "):
			st = &Step{Slug: qSlug(blk[3:]), Heading: blk[3:]}
			p.Steps = append(p.Steps, st)
			n = 0
		case st == nil:
			for _, part := range strings.Split(strings.ReplaceAll(blk, "\n", " ")+" ", ". ") {
				part = strings.TrimSuffix(strings.TrimSpace(part), ".")
				if s, ok := strings.CutPrefix(part, "Strategy: "); ok {
					fmt.Sscan(s, &p.Strategy)
				}
				if s, ok := strings.CutPrefix(part, "Opens for: "); ok {
					p.OpensFor = strings.Split(s, ", ")
				}
				if s, ok := strings.CutPrefix(part, "Called: "); ok {
					p.Called = s
				}
			}
		case blk == "---":
			ends[st] = true
		case strings.HasPrefix(blk, "- ["):
			for _, line := range strings.Split(blk, "\n") {
				m := qChoice.FindStringSubmatch(line)
				if m == nil {
					return nil, fmt.Errorf("%s: choice %q", file, line)
				}
				to := qTarget(name, m[4])
				var calls []Call
				var keep string
				var answer, route bool
				for _, cm := range qCode.FindAllStringSubmatch(m[5], -1) {
					if w, ok := strings.CutPrefix(cm[1], "when "); ok {
						c, err := qCall(v.Facts, name, w)
						if err != nil {
							return nil, err
						}
						st.Routes = append(st.Routes, Route{When: c, To: to})
						route = true
						continue
					}
					if w, ok := strings.CutPrefix(cm[1], "keep "); ok {
						keep, answer = w, true
						continue
					}
					if cm[1] == "hear" {
						answer = true
						continue
					}
					c, err := qCall(v.Effects, name, cm[1])
					if err != nil {
						return nil, err
					}
					calls = append(calls, c)
				}
				if answer {
					st.Answer = &Answer{Keep: keep, To: to, Effects: calls}
				} else if !route {
					st.Choices = append(st.Choices, Choice{Label: m[2], Key: fmt.Sprintf("%s-%s%d", to.Page, to.Step, len(st.Choices)), To: to, Effects: calls})
				}
			}
		case strings.HasPrefix(blk, "`") && !strings.HasPrefix(blk, "```"):
			var calls []Call
			for _, cm := range qCode.FindAllStringSubmatch(blk, -1) {
				c, err := qCall(v.Effects, name, cm[1])
				if err != nil {
					return nil, err
				}
				calls = append(calls, c)
			}
			if len(calls) == 1 && calls[0].Pattern == "list KIND" {
				st.Blocks = append(st.Blocks, Block{List: &List{Call: calls[0]}})
			} else {
				st.Blocks = append(st.Blocks, Block{Do: calls})
			}
		case qOn.MatchString(blk):
			st.Next = qTarget(name, qOn.FindStringSubmatch(blk)[1])
			ends[st] = true
		case strings.HasPrefix(blk, "|"):
			ch := &Chart{}
			for i, line := range strings.Split(blk, "\n") {
				cells := strings.Split(strings.Trim(line, "| "), "|")
				if i == 0 {
					ch.Title = strings.TrimSpace(cells[0])
				}
				if i < 2 || len(cells) < 2 {
					continue
				}
				ch.Rows = append(ch.Rows, ChartRow{Label: qText(strings.TrimSpace(cells[0])), Word: strings.Trim(strings.TrimSpace(cells[1]), "{}")})
			}
			st.Blocks = append(st.Blocks, Block{Table: ch})
		default:
			if len(st.Blocks) > 0 {
				last := &st.Blocks[len(st.Blocks)-1]
				if last.List != nil && last.List.Item == nil && strings.HasPrefix(blk, "> ") {
					last.List.Item = qText(strings.ReplaceAll(blk, "\n", "\n"))
					continue
				}
				if last.Say != nil && strings.HasPrefix(blk, "Or: ") {
					last.Say.Variants = append(last.Say.Variants, qText(blk[4:]))
					continue
				}
				if last.Say != nil && (strings.HasPrefix(blk, ">") || strings.HasPrefix(blk, "```")) {
					k := len(last.Say.Variants) - 1
					last.Say.Variants[k] = append(last.Say.Variants[k], qText("\n\n"+blk)...)
					continue
				}
			}
			h := fnv.New32a()
			fmt.Fprintf(h, "%s#%s/%d", name, st.Slug, n)
			n++
			st.Blocks = append(st.Blocks, Block{Say: &Say{Variants: []Text{qText(blk)}, ID: h.Sum32()}})
		}
	}
	for i, s := range p.Steps {
		if !ends[s] && !s.Waits() && i+1 < len(p.Steps) {
			s.Next = Target{name, p.Steps[i+1].Slug}
		}
	}
	return p, nil
}

func qBlocks(src string) []string {
	var out []string
	var cur []string
	fenced := false
	flush := func() {
		if len(cur) > 0 {
			out = append(out, strings.Join(cur, "\n"))
		}
		cur = nil
	}
	for _, l := range strings.Split(src, "\n") {
		if strings.HasPrefix(l, "```") {
			fenced = !fenced
			if fenced {
				flush()
			}
			cur = append(cur, l)
			continue
		}
		if !fenced && (strings.TrimSpace(l) == "" || strings.HasPrefix(l, "#")) {
			flush()
			if strings.HasPrefix(l, "#") {
				out = append(out, l)
			}
			continue
		}
		cur = append(cur, l)
	}
	flush()
	return out
}

func (b *Book) qCommands(src string) {
	var c *Command
	for _, blk := range qBlocks(src) {
		switch {
		case strings.HasPrefix(blk, "## "):
			b.Commands = append(b.Commands, Command{Name: blk[3:]})
			c = &b.Commands[len(b.Commands)-1]
		case c == nil:
		case strings.HasPrefix(blk, "Opens: "):
			i, j := strings.Index(blk, "("), strings.LastIndex(blk, ")")
			c.Opens = qTarget("", blk[i+1:j])
		case strings.HasPrefix(blk, "|"):
			for i, line := range strings.Split(blk, "\n") {
				cells := strings.Split(strings.Trim(line, "| "), "|")
				if i >= 2 && len(cells) > 2 {
					c.Options = append(c.Options, Option{Name: strings.TrimSpace(cells[0]), Kind: strings.TrimSpace(cells[1]), Description: strings.TrimSpace(cells[2])})
				}
			}
		default:
			c.Description = blk
		}
	}
}

func (b *Book) qForms(src string) {
	var t Table
	for _, blk := range qBlocks(src) {
		switch {
		case strings.HasPrefix(blk, "## "):
			t = Table{}
			b.Forms[qSlugForm(blk[3:])] = t
		case strings.HasPrefix(blk, "|"):
			for i, line := range strings.Split(blk, "\n") {
				cells := strings.Split(strings.Trim(line, "| "), "|")
				if i >= 2 && len(cells) > 1 {
					t[strings.TrimSpace(cells[0])] = strings.TrimSpace(cells[1])
				}
			}
		}
	}
}

func qSlugForm(s string) string { return strings.ToLower(strings.TrimSpace(s)) }
