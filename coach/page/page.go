// Package page reads the coach's conversations, which are Markdown pages that
// read like conversations, and checks them as a whole.
//
// A [Book] is all pages of a language. A [Page] is a conversation; its [Step]s
// say something and then wait for a [Choice] or an [Answer], go on by
// themselves, or are left by a [Route] before they speak. What steps do is a
// [Call] of an effect, what routes ask a Call of a fact; both come from closed
// lists, the [Vocabulary], which the coach hands in. So this package knows no
// effect and no platform, and what it returns needs no parsing when it is said.
//
// [Load] reads each file by itself and then looks at all of them together: what
// nothing leads to, what never waits, what cannot be left, what could not be
// said. It takes every fact for possible, so it refuses a ring of steps even
// where a fact would end it some time. It cannot foresee that answers are
// forgotten after a day: a message that needs one may then stay unsaid.
//
// The format is described for page writers in docs/pages.md.
package page

import "strings"

// Book is one language's pages, parsed and checked.
type Book struct {
	Language string           // the folder: "en"
	Pages    map[string]*Page // by name: "1-feel", "welcome"
	Commands []Command        // from commands.md, in the order of that page
	Forms    map[string]Table // from forms.md, by heading slug: "stage", "weekday", "month" …
}

// Table maps a code to the words shown for it.
type Table map[string]string

// Command is one section of commands.md.
type Command struct {
	Name        string // lower case, no slash
	Description string // at most 100 characters
	Opens       Target
	Options     []Option
	// Manages is true for a command of a channel that only those who manage it can
	// give: an adapter hides it from all others, and in private.
	Manages bool
	Line    int
}

// Option is one typed option of a command. The answer is kept under Name.
type Option struct {
	Name        string
	Kind        string // words, number, or the name of a Forms table: stage, country …
	Description string
	Required    bool
	// Codes are those of the table that Kind names, in the order of forms.md; none
	// for words and numbers. An answer is one of them, or words that mean one.
	Codes []Code
}

// Code is a code of a table in forms.md with the words shown for it.
type Code struct{ Code, Words string }

// Page is one conversation.
type Page struct {
	Name     string // the file name without .md
	File     string // for messages: "en/1-feel.md"
	Title    string
	Strategy int      // 1 to 9, or 0 for a service page
	OpensFor []string // intents
	Called   string   // the page in the person's terms, for choices: "a no I got"
	Steps    []*Step
}

// Step returns the step with that slug, or nil.
func (p *Page) Step(slug string) *Step {
	for _, s := range p.Steps {
		if s.Slug == slug {
			return s
		}
	}
	return nil
}

// Step is one heading of a page with what stands under it.
type Step struct {
	Slug    string // of the heading, as Markdown viewers make it: "how-are-you"
	Heading string
	Line    int
	Routes  []Route // taken unasked, before the step speaks, in order
	Blocks  []Block // said and done in order
	Choices []Choice
	Answer  *Answer // set: the person's own words are taken
	// Next is where the step goes by itself when it does not wait: a page's and
	// step's name, the following step, or the zero Target, which ends the page.
	Next Target
}

// Waits tells whether the step stops for an answer.
func (s *Step) Waits() bool { return len(s.Choices) > 0 || s.Answer != nil }

// Leads are all places that the step leads to, with those that it promises.
func (s *Step) Leads() []Target {
	to := unasked(s)
	if leavesAlways(s) {
		return to
	}
	for _, c := range s.Choices {
		to = append(to, c.To)
	}
	if s.Answer != nil {
		to = append(to, s.Answer.To)
	}
	eachCall(s, func(c Call) {
		if strings.HasPrefix(c.Pattern, "promise ") {
			to = append(to, c.Target)
		}
	})
	return to
}

// Target is a step of a page. An empty Step means the page's first.
type Target struct{ Page, Step string }

// Route is a choice taken unasked when its fact holds.
type Route struct {
	When Call
	To   Target
	Line int
}

// Choice can be tapped.
type Choice struct {
	Label string
	// Key is stable over changes of wording elsewhere: it is made of the target
	// and, where that is ambiguous in a step, a number. Unique within the step.
	Key     string
	To      Target
	Effects []Call
	Line    int
}

// Answer takes the person's own words.
type Answer struct {
	Keep    string // the word they are kept under; empty: heard and let go
	To      Target
	Effects []Call
	Line    int
}

// Call is an effect or a fact as it was matched against the vocabulary.
type Call struct {
	// Pattern is the vocabulary's pattern that fits: "promise TARGET in N UNIT".
	Pattern string
	// Args are what stands at the pattern's upper-case places, in order. A
	// trailing VALUE takes the rest of the words.
	Args []string
	// Target is the resolved TARGET, if the pattern has one.
	Target Target
	Not    bool // facts only: "not heavy"
	Line   int
}

// Block is one thing that a step says or does. Exactly one field is set.
type Block struct {
	Say   *Say
	Do    []Call
	Table *Chart
	List  *List
}

// Say is one message with its variants, all of the same meaning.
type Say struct {
	Variants []Text
	// ID is stable for the place of the line in its page; the rotation of
	// variants is remembered under it.
	ID   uint32
	Line int
}

// Chart is a Markdown table of labels and counts, drawn as bars.
type Chart struct {
	Title string // the header of the first column
	Rows  []ChartRow
	Line  int
}

// ChartRow is one bar.
type ChartRow struct {
	Label Text
	Word  string // the count
}

// List says a line for each journal entry that its call finds.
type List struct {
	Call Call
	Item Text
	Line int
}

// Text is Markdown with holes.
type Text []Piece

// Piece is either a literal or a word to fill in.
type Piece struct {
	Literal string
	Word    string
	// One and Many are set for counted words: {wins: win|wins}.
	One, Many string
	// Comma is true where ", " stands before the word and goes when it is not known.
	Comma bool
}

// Vocabulary is what pages may use. The coach hands it to the checker, so that
// this package knows no effect and no platform.
type Vocabulary struct {
	// Effects and Facts are patterns: lower-case tokens stand for themselves;
	// TARGET, N, UNIT (hours, days, weeks), WORD, VALUE, KIND, NAME, LEVEL are
	// places. "keep WORD" and "hear" are allowed on answers only.
	Effects, Facts []string
	Kinds          []string // journal kinds
	Lists          []string // what "list KIND" can name beside Kinds
	Levels         []string // for LEVEL
	Words          []string // fillable without being kept
	Settings       []string // the WORDs of remember and forget
	Intents        []string // each opens exactly one page
	Moments        []Target // steps that the coach opens by itself; each must exist
	Forms          []string // tables that forms.md must have
	Optional       []string // words that may be missing although listed in Words
	// Gives says which words are known for sure where a fact holds or after an
	// effect, by its pattern: "check-in set" gives checkin_at.
	Gives      map[string][]string
	MaxChoices int // 5
	MaxLabel   int // 75, in characters
	MaxMessage int // 2000, in characters, before words are filled in
	MaxKey     int // 80, in bytes: page, step and choice together, as a platform sends a tap back
}
