package understand

import "sync"

// How a warning sign is found.
//
// A message is cut into plain tokens (warning_text.go), and words that nobody knows are
// tried as disguised ones (warning_word.go, warning_spell.go).
// The patterns of words/warnings/*.tsv, one file a language, run over the tokens
// all at once (warning_match.go). Then the matches are weighed, below: idioms,
// negations, titles, laughter, the past and other people lower a match or take it
// away, and what is left gives the level.
//
// The check reads the whole text, whatever its length, and never fails. It keeps
// nothing.

// kind is what a pattern is a sign of. Its names are those of the data files.
type kind uint8

const (
	kindClear    kind = iota // direct words of suicide, self-harm or harm to others
	kindHarm                 // danger to others, unless they laugh: "I could kill him lol"
	kindPast                 // an attempt: clear, or possible if it was long ago
	kindPossible             // coded or veiled words
	kindJoke                 // words that are a sign unless they laugh: "kms", "kill me"
	kindOther                // somebody else is in danger: "wants to die"
	kindMeans                // means or place; a sign only beside distress
	kindDistress             // pain; a sign only beside means
	kindWeary                // tired of the search only
	kindHint                 // words that a sign often has; one only where the second look doubts, too
	kindIdiom                // harmless words; cancels each sign that it overlaps
	kindOwn                  // "asking for a friend": what looks like another's danger is theirs
	kindAgo                  // long ago
	kindLaugh                // lol
	kindTitle                // a song, a film: takes away a sign in quotation marks nearby
	kinds
)

var kindNames = [kinds]string{
	"clear", "harm", "past", "possible", "joke", "other", "means", "distress", "weary", "hint", "idiom", "own", "ago", "laugh", "title",
}

// shippedSigns are the patterns that come with the program.
var shippedSigns = sync.OnceValues(func() (*signs, error) { return compileSigns(warningFiles) })

// warn looks for signs of danger in a text.
func warn(text string) Warning {
	var s sight
	looked(text, &s)
	return s.Warning
}

// sight is what a look at a message found.
type sight struct {
	Warning
	hinted   bool      // something in it may be one
	denied   bool      // one is said not to be so
	english  bool      // one of the signs is in English
	signs    []stretch // where the signs stand
	harmless []stretch // what only sounds like a sign: idioms, laughter, negated signs, titles
}

// mostPlaces bounds what is told of texts that are made to cost.
const mostPlaces = 64

func add(places []stretch, p stretch) []stretch {
	if len(places) < mostPlaces && (len(places) == 0 || places[len(places)-1] != p) {
		places = append(places, p)
	}
	return places
}

// looked is warn that tells also where the signs stand.
func looked(text string, out *sight) {
	s, _ := shippedSigns() // NewReader has refused a damaged file
	s.look(text, out)
}

func (s *signs) look(text string, out *sight) {
	h := s.pool.Get().(*hearing)
	defer s.pool.Put(h)
	h.read(text)
	s.match(h)
	*out = sight{signs: out.signs[:0], harmless: out.harmless[:0]}
	out.Warning = s.weigh(h, out)
}

// stretch is where a match was written.
func (h *hearing) stretch(m found) stretch {
	return stretch{h.tokens[m.from].raw.from, h.tokens[m.to].raw.to}
}

// weigh makes one warning of all matches.
func (s *signs) weigh(h *hearing, out *sight) Warning {
	if len(h.found) == 0 {
		return Warning{}
	}
	var (
		mine, others    Level
		means, distress bool
		cover           bool
	)
	for _, m := range h.found {
		p := &s.patterns[m.pattern]
		level, other := p.level(), p.kind == kindOther
		switch {
		case p.kind == kindOwn:
			cover = true
			continue
		case p.kind == kindIdiom || p.kind == kindLaugh:
			out.harmless = add(out.harmless, h.stretch(m))
			continue
		case p.kind >= kindIdiom || p.kind != kindWeary && h.idiomatic(s, m):
			continue
		case p.kind == kindMeans:
			means = true
			continue
		case p.kind == kindDistress:
			distress = true
			continue
		case h.titled(s, m):
			out.harmless = add(out.harmless, h.stretch(m))
			continue
		}
		negated, another := s.aside(h, m)
		if negated {
			out.denied = out.denied || level >= Possible
			out.harmless = add(out.harmless, h.stretch(m))
			continue
		}
		switch p.kind {
		case kindHint:
			out.hinted = true
			continue
		case kindWeary:
			out.harmless = add(out.harmless, h.stretch(m))
		}
		switch {
		case level == Clear && h.past(s, m):
			level = Possible
		case (p.kind == kindJoke || p.kind == kindHarm) && h.near(s, m, kindLaugh):
			level = NoWarning
			out.harmless = add(out.harmless, h.stretch(m))
		case level == Clear && h.any(s, kindLaugh):
			level = Possible
		}
		if level >= Possible {
			out.signs = add(out.signs, h.stretch(m))
			out.english = out.english || p.lang == s.english
		}
		if other || another && p.kind != kindWeary {
			if h.over(s, m) {
				out.harmless = add(out.harmless, h.stretch(m))
				continue
			}
			others = max(others, level)
		} else {
			mine = max(mine, level)
		}
	}
	if means && distress {
		mine = max(mine, Possible)
	}
	if cover && others > NoWarning {
		mine = max(mine, min(others, Possible))
	}
	if mine < Possible && others >= Possible {
		return Warning{Level: others, Other: true}
	}
	return Warning{Level: mine}
}

// level is what a pattern says of the one who writes, if nothing lowers it.
func (p *pattern) level() Level {
	switch p.kind {
	case kindClear, kindHarm, kindPast, kindOther:
		return Clear
	case kindPossible, kindJoke:
		return Possible
	case kindWeary:
		return Weary
	}
	return NoWarning
}

// idiomatic says whether an idiom overlaps the match. An idiom within a longer
// match that goes on behind it says nothing: "can't live with" my flatmate, but
// "can't live with myself".
func (h *hearing) idiomatic(s *signs, m found) bool {
	for _, o := range h.found {
		if s.patterns[o.pattern].kind == kindIdiom && o.from <= m.to && m.from <= o.to && (o.from < m.from || o.to >= m.to) {
			return true
		}
	}
	return false
}

// any says whether a pattern of that kind was found anywhere.
func (h *hearing) any(s *signs, k kind) bool {
	for _, o := range h.found {
		if s.patterns[o.pattern].kind == k {
			return true
		}
	}
	return false
}

// nearby is how many tokens away a word still belongs to a match.
const nearby = 12

// near says whether a pattern of that kind was found close to the match.
func (h *hearing) near(s *signs, m found, k kind) bool {
	for _, o := range h.found {
		if s.patterns[o.pattern].kind == k && o.from-m.to <= nearby && m.from-o.to <= nearby {
			return true
		}
	}
	return false
}

// past says whether the match is part of an attempt that was long ago.
func (h *hearing) past(s *signs, m found) bool {
	for _, o := range h.found {
		if s.patterns[o.pattern].kind == kindPast && o.from <= m.to && m.from <= o.to && h.near(s, o, kindAgo) {
			return true
		}
	}
	return false
}

// over says whether the same clause tells that it was long ago: my uncle hanged
// himself when I was a kid.
func (h *hearing) over(s *signs, m found) bool {
	for _, o := range h.found {
		if s.patterns[o.pattern].kind == kindAgo && (h.oneClause(m.to, o.from) && h.oneClause(o.to, m.from)) {
			return true
		}
	}
	return false
}

// oneClause says whether nothing ends between two tokens, of which the second may
// stand before the first.
func (h *hearing) oneClause(from, to int32) bool {
	for i := from + 1; i <= to; i++ {
		if i-from > nearby || h.tokens[i].stop || h.tokens[i].comma {
			return false
		}
	}
	return true
}

// titled says whether the match stands in quotation marks beside a word such as
// "song" or "film".
func (h *hearing) titled(s *signs, m found) bool {
	return h.tokens[m.from].quoted && h.tokens[m.to].quoted && h.near(s, m, kindTitle)
}

// cited says whether the match stands in quotation marks, after somebody else was
// named in the same sentence: my son wrote "I want to die".
func (s *signs) cited(h *hearing, m found, lang uint8) bool {
	i := int(m.from)
	for i > 0 && h.tokens[i].quoted {
		i--
	}
	if i == int(m.from) {
		return false
	}
	for n := 0; n < longestRun && !h.tokens[i].stop; i, n = i-1, n+1 {
		if h.is(i, s.guards[lang].they) {
			return true
		}
	}
	return false
}

// longestRun is how many words may stand between a negation or another person
// and what they belong to: "not really thinking about …".
const longestRun = 6

// aside says whether a negation stands in front of the match or in a gap of it
// ("will mich nicht umbringen"), and whether it is about somebody else. A word
// such as "suicida" is in the files of several languages: what one of them finds
// at the same place counts for all.
func (s *signs) aside(h *hearing, m found) (negated, another bool) {
	for _, o := range h.found {
		if o.from != m.from || o.to != m.to || s.patterns[o.pattern].kind >= kindIdiom {
			continue
		}
		lang := s.patterns[o.pattern].lang
		not, they := s.before(h, o, lang)
		negated = negated || not || o.negated&(1<<lang) != 0
		another = another || they && !h.mine(o) || s.cited(h, o, lang)
	}
	return negated, another
}

// before reads the words in front of a match as words of a language: is it
// negated, is it about somebody else? Only words that carry the sense on (the
// class soft) may stand between, in the same clause.
func (s *signs) before(h *hearing, m found, lang uint8) (negated, another bool) {
	words := &s.guards[lang]
	for i, n := int(m.from)-1, 0; i > 0 && n < longestRun; i, n = i-1, n+1 {
		if h.tokens[i].stop || h.tokens[i+1].comma {
			break
		}
		switch {
		case h.is(i, words.they):
			return negated, true
		case h.is(i, words.not):
			if h.is(i-1, words.why) { // why not, warum nicht
				return negated, false
			}
			negated = true
		case h.is(i, words.me):
			// "I don't think I want to": the negation is behind a word of saying.
			if !h.is(i-1, words.say) {
				return negated, false
			}
		case h.named(i): // my friend Ana wants to die; Ana is suicidal
			return negated, h.is(i-1, words.they) || h.named(i-1) && h.is(i-2, words.they) || h.told(i)
		case !h.is(i, words.soft) && !h.is(i, words.say):
			return negated, false
		}
	}
	return negated, false
}
