package understand

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
)

//go:embed words/warnings/*.tsv
var warningFiles embed.FS

// signs are the compiled patterns of all languages.
type signs struct {
	spelling spelling
	keys     [256][]key // the words that are known through a slip or a star, by first byte
	nodes    []node     // 0 is none, 1 the root
	roots    []int32    // the root's edges, by atom
	negates  []uint32   // the languages in which an atom negates, by atom
	patterns []pattern
	guards   []guards // by language
	english  uint8    // the language that the model knows best
	ends     []atom   // the sets that the end of a sentence is in
	pool     sync.Pool
}

type pattern struct {
	kind kind
	lang uint8
	line string // where it stands: "en.tsv:12"
}

type key struct {
	word  string
	atoms []atom
	typos bool
}

// guards are the words of a language that change what they stand before.
type guards struct{ not, inside, soft, they, me, say, why atom }

// compiler makes signs of the data files.
type compiler struct {
	*signs
	atoms    map[string]atom
	edges    map[[2]int32]int32
	classes  map[string][]string // of the present file
	elements map[string]element  // of the present file
	short    map[string][]string // how words are written in haste: to is 2, of the present file
	hasty    map[string]bool     // those ways
	keyed    map[string]bool
	before   map[int32]int32 // the node before a gap
	hearing  hearing
	errs     []error
	at       string // file:line
	lang     uint8
}

// compileSigns reads the pattern files. What it returns can be used even when
// there is an error: without the lines that are wrong.
func compileSigns(files fs.FS) (*signs, error) {
	c := &compiler{
		signs: &signs{nodes: make([]node, 2, 1<<15)},
		atoms: make(map[string]atom), edges: make(map[[2]int32]int32, 1<<15), keyed: make(map[string]bool), before: make(map[int32]int32),
	}
	names, err := fs.Glob(files, "words/warnings/*.tsv")
	if err != nil {
		return nil, err
	}
	for i, name := range names {
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		if c.lang = uint8(i); path.Base(name) == "en.tsv" {
			c.signs.english = c.lang
		}
		c.guards = append(c.guards, guards{})
		c.file(path.Base(name), string(data))
	}
	c.finish()
	return c.signs, errors.Join(c.errs...)
}

func (c *compiler) fail(format string, args ...any) {
	c.errs = append(c.errs, fmt.Errorf("warning signs: "+c.at+": "+format, args...))
}

// file reads the lines of one language.
func (c *compiler) file(name, data string) {
	c.classes, c.elements = make(map[string][]string), make(map[string]element)
	c.short, c.hasty = make(map[string][]string), make(map[string]bool)
	n := 0
	for line := range strings.Lines(data) {
		n++
		c.at = fmt.Sprintf("%s:%d", name, n)
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		head, rest, ok := strings.Cut(line, "\t")
		switch k := slices.Index(kindNames[:], head); {
		case !ok:
			c.fail("%q has no tab: write the kind or the {class}, a tab, and the words", line)
		case strings.HasPrefix(head, "{") && strings.HasSuffix(head, "}"):
			c.class(head, rest)
		case head == "same":
			c.same(rest)
		case k < 0:
			c.fail("there is no kind %q: take one of %s", head, strings.Join(kindNames[:], ", "))
		default:
			c.pattern(kind(k), rest)
		}
	}
}

// class keeps the words of a {class}; those of a guard are looked up by it.
func (c *compiler) class(name, list string) {
	if _, twice := c.classes[name]; twice {
		c.fail("%s is there already: put its words in one line", name)
		return
	}
	words := c.words(list, " ")
	c.classes[name] = words
	g := &c.guards[c.lang]
	guard := map[string]*atom{"{not}": &g.not, "{inside}": &g.inside, "{soft}": &g.soft, "{they}": &g.they, "{me}": &g.me, "{say}": &g.say, "{why}": &g.why}[name]
	if guard == nil {
		return
	}
	for _, w := range words {
		if len(c.tokensOf(strings.TrimSuffix(w, "*"))) != 1 {
			c.fail("%q in %s is more than one word: what stands before a sign is read word by word", w, name)
			return
		}
	}
	*guard = c.atom(words)
	if name == "{inside}" {
		c.negates[*guard] |= 1 << c.lang
	}
}

// same keeps how a word is written in haste: to|2. Such a way counts as the word
// wherever the file has it, but not as a part of words without blanks.
func (c *compiler) same(list string) {
	word, ways, ok := strings.Cut(list, "|")
	if !ok {
		c.fail("%q needs a word and, behind |, how else it is written", list)
		return
	}
	for way := range strings.SplitSeq(ways, "|") {
		c.short[word] = append(c.short[word], way)
		c.hasty[way] = true
	}
}

// words splits a|b|{class}, where blank joins the words of one of them.
func (c *compiler) words(list, blank string) (words []string) {
	for w := range strings.SplitSeq(list, "|") {
		if !strings.HasPrefix(w, "{") {
			words = append(words, strings.ReplaceAll(w, blank, " "))
			words = append(words, c.short[strings.TrimPrefix(w, "~")]...)
			continue
		}
		inner, ok := c.classes[w]
		if !ok {
			c.fail("nobody has said what %s is: write a line with it further up", w)
		}
		words = append(words, inner...)
	}
	return words
}

// The gaps of the pattern language: how many words may stand between.
var gaps = map[string]int8{"..": 2, "...": 5}

// pattern puts one line into the tree.
func (c *compiler) pattern(k kind, line string) {
	at := []int32{1}
	for element := range strings.FieldsSeq(line) {
		if g, ok := gaps[element]; ok {
			for i, n := range at {
				at[i] = c.gapAfter(n, g)
			}
			continue
		}
		element, optional := strings.CutSuffix(element, "?")
		var next []int32
		for _, n := range at {
			next = c.element(next, n, element)
		}
		if optional {
			next = append(next, at...)
		}
		at = next
	}
	if len(at) == 0 || slices.Contains(at, 1) {
		c.fail("%q needs a word that must be there", line)
		return
	}
	c.patterns = append(c.patterns, pattern{k, c.lang, c.at})
	for _, n := range at {
		if c.nodes[n].waits > 0 {
			c.fail("%q ends in a gap: leave it out", line)
			return
		}
		c.nodes[n].accepts = append(c.nodes[n].accepts, int32(len(c.patterns)-1))
	}
}

// element goes on from node n by one element: single words as one set, longer
// ones word by word.
func (c *compiler) element(next []int32, n int32, element string) []int32 {
	e, ok := c.elements[element]
	if !ok {
		e = c.parse(element)
		c.elements[element] = e
	}
	for _, phrase := range e.phrases {
		to := n
		for _, a := range phrase {
			to = c.step(to, a)
		}
		next = append(next, to)
	}
	if e.single != 0 {
		next = append(next, c.step(n, e.single))
	}
	return next
}

// element is a|b c|{class}: the set of its single words, and its longer ones.
type element struct {
	single  atom
	phrases [][]atom
}

func (c *compiler) parse(text string) (e element) {
	var single []string
	for _, w := range c.words(text, "_") {
		parts := c.tokensOf(strings.TrimSuffix(w, "*"))
		switch {
		case w == ".":
			single = append(single, w)
		case len(parts) == 0:
			c.fail("%q holds no word", text)
		case len(parts) == 1:
			single = append(single, w)
		default:
			var phrase []atom
			for i, p := range parts {
				if i == len(parts)-1 && strings.HasSuffix(w, "*") {
					p += "*"
				}
				phrase = append(phrase, c.atom(append([]string{p}, c.short[p]...)))
			}
			e.phrases = append(e.phrases, phrase)
		}
	}
	if len(single) > 0 {
		e.single = c.atom(single)
	}
	return e
}

// tokensOf cuts the words of a pattern as a message is cut.
func (c *compiler) tokensOf(w string) []string {
	h := &c.hearing
	mark := ""
	if rest, ok := strings.CutPrefix(w, "~"); ok {
		w, mark = rest, "~"
	}
	h.cut(w)
	var parts []string
	for _, t := range h.tokens {
		if !t.stop {
			parts = append(parts, mark+string(h.text[t.from:t.to]))
		}
	}
	return parts
}
