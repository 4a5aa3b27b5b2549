package understand

// Label names what a message is about, such as "rejected" or "win".
type Label string

// Guess is one label with the model's calibrated confidence in it, 0 to 1.
type Guess struct {
	Label      Label   `json:"label"`
	Confidence float64 `json:"confidence"`
}

// Guesses are ordered best first and hold every label once.
type Guesses []Guess

// of is the confidence in one label.
func (g Guesses) of(l Label) float64 {
	for _, one := range g {
		if one.Label == l {
			return one.Confidence
		}
	}
	return 0
}

// Outcome says how far a reading may be trusted.
type Outcome string

// The three outcomes. The zero Outcome is treated as None.
const (
	Sure   Outcome = "sure"   // go there
	Unsure Outcome = "unsure" // offer the likeliest as choices
	None   Outcome = "none"   // no idea
)

// Level grades a warning sign. It is no score of a person: it only says what
// the coach has to say next.
type Level uint8

// The levels, mildest first.
const (
	NoWarning Level = iota
	Weary           // tired of the search only: stay in the flow, with care
	Possible        // coded, hopeless about life: ask once, directly
	Clear           // direct words, plan, means or recent attempt: contact at once
)

func (l Level) String() string {
	return [...]string{"none", "weary", "possible", "clear"}[min(l, Clear)]
}

// Warning is what the check for signs of danger found.
type Warning struct {
	Level Level
	// Other is true when the sign is clearly about somebody else
	// ("my flatmate wants to die").
	Other bool
	// Guess is true when no words are known to be a sign, and the classifier is
	// not sure: then it is none where an answer was asked for, which says little
	// without its question.
	Guess bool
}

// Control is a whole message that means one of the few words which work
// everywhere, in any of the supported languages ("STOPP", "help", "undo").
type Control string

// The words that work everywhere. NoControl is any other message.
const (
	NoControl Control = ""
	Stop      Control = "stop"   // all messages the coach starts
	Help      Control = "help"   // also "menu"
	Cancel    Control = "cancel" // out of the present exchange: "never mind", "not now", "back"
	Delete    Control = "delete" // everything kept about the person
	Undo      Control = "undo"   // the last logged thing: "that was wrong"
	GoOn      Control = "go on"  // back to where we were: "continue", "resume"
	YesWord   Control = "yes"    // also "yeah", "ok", "sure", "ja" …
	NoWord    Control = "no"     // also "nope", "nah", "nein" …
	SkipWord  Control = "skip"   // also "pass", "next"
	Insult    Control = "insult" // at the coach: anger, which is not corrected
	Listen    Control = "listen" // no advice now: "just listen", "let it out"
)

// Details are the facts a message gave by itself, so that nothing is asked
// twice. Zero values mean: not said. A wrong detail is worse than none.
type Details struct {
	Company string // as written: "siemens"
	Role    string
	Stage   string // cv, test, screening, interview, final or offer
	Contact string // a person's name
	City    string
	Country string // ISO 3166-1 alpha-2, when the person says where they are
	Zone    string // IANA zone of the city or as named
	Mood    string // number 1-5 or a word, as given
	Count   int    // "rejection number 37"; 0: not said
	Clock   *Clock
	When    *When
}

// Clock is a local time of day.
type Clock struct{ Hour, Minute int }

// When is a date in words, still to be placed on the person's own calendar
// with its method On.
type When struct {
	Text string // as written: "next Tuesday at 3"
	// Past is true where the message tells of what has happened: a weekday is
	// then the last one, not the coming one.
	Past bool
}

// Matter is one of several things that a mixed message is about, with the
// details of its own part of the message.
type Matter struct {
	Label   Label
	Details Details
}

// Reading is everything that one message says.
type Reading struct {
	Outcome  Outcome
	Guesses  Guesses
	Also     []Matter // further matters of a mixed message, most urgent first
	Details  Details
	Warning  Warning
	Control  Control
	Language string // BCP 47 of the message where it is clear ("und" for letters we don't know), else ""
}
