package understand

import "strings"

// Roles that are told as a post: "for the cashier job", "applied as beekeeper".

// postNames are roles whose name is that of the post as much as of a person.
var postNames = map[string]bool{"postdoc": true, "phd": true, "apprenticeship": true, "internship": true, "traineeship": true, "fellowship": true, "professorship": true, "lectureship": true, "ausbildung": true}

// isPost says whether the role at tokens i to i+n-1 is told as one to be had.
func (f *folded) isPost(i, n int) bool {
	if jobWords[f.at(i+n)] && f.gap(i+n-1) == " " {
		return true
	}
	if f.at(i-1) == "of" && jobWords[f.at(i-2)] {
		return true
	}
	k := i - 1
	for k >= 0 && k >= i-2 && (f.means(k).sense == article || f.at(k) == "their") {
		k--
	}
	return f.at(k) == "for" && f.gap(k) == " " && f.at(k-1) != "working" && f.at(k-1) != "work" || f.at(k) == "as" && f.applied(k) && !f.formerly(i)
}

// becoming says whether the role at token i is what somebody says to be from now
// on, as they do of an offer: "on the 15th I'm a bus driver".
func (f *folded) becoming(i int) bool {
	k := i - 1
	for k >= 0 && k >= i-3 && (f.means(k).sense == article || f.at(k) == "their" || f.at(k) == "new" || f.at(k) == "officially" || f.at(k) == "now") {
		k--
	}
	return f.at(k) == "im" || f.at(k) == "am" && f.at(k-1) == "i"
}

// met says whether the role at tokens i to i+n-1 is that of somebody whom they
// meet: "a call with the sawmill foreman", "to meet the deputy head".
func (f *folded) met(i, n int) bool {
	if jobWords[f.at(i+n)] && f.gap(i+n-1) == " " {
		return false
	}
	for k := i - 1; k >= 0 && k >= i-3 && f.gap(k) == " "; k-- {
		switch f.at(k) {
		case "with", "meet", "meeting", "visit":
			return f.means(k+1).sense == article && f.at(k+2) != "other" || f.at(k+1) == "their" || f.at(k+1) == "my"
		case "as", "for", "at":
			return false
		}
	}
	return false
}

// aloneAt reads the name of a role that is a part of the message by itself, where
// a word that ends many names is enough: "Groom.", ", stateroom attendant".
func (f *folded) aloneAt(i int) int {
	if i == 0 || f.gap(i-1) != ", " && f.gap(i-1) != ". " && f.gap(i-1) != ": " && f.gap(i-1) != "! " {
		return 0
	}
	for n := 1; n <= longestPost && i+n <= len(f.spans) && f.spans[i+n-1].word && !notInPost[f.at(i+n-1)] && f.means(i+n-1).sense == nothing; n++ {
		k := i + n
		if f.gap(k-1) == " " && k < len(f.spans) {
			continue
		}
		if f.tradeAt(k-1, roleWeak|roleHead) == 1 && (k == len(f.spans) || f.gap(k-1) != "-") && !f.addressed(k-1) {
			return n
		}
		return 0
	}
	return 0
}

// addressed says whether the one word at token i may be to whom somebody speaks:
// "thanks, coach".
func (f *folded) addressed(i int) bool {
	switch f.at(i) {
	case "coach", "doctor", "captain", "director", "manager", "leader", "partner", "expert", "student", "member", "writer", "soldier", "host", "owner", "head", "mate", "hand", "tech", "op", "crew", "worker", "seller", "player", "person":
		return true
	}
	return false
}

// longestPost bounds the name of a post that no list has, in words.
const longestPost = 3

// namedPost reads the name of a post that is in no list, where the words about it
// leave no doubt: "for the snail farmer job", "hired as a cheese taster". Its last
// word must sound like an occupation. It says how many tokens the name has.
func (f *folded) namedPost(i int) int {
	a, b := f.at(i-1), f.at(i-2)
	det := f.means(i-1).sense == article || a == "their"
	if (a == "of" || det && b == "of") && f.gap(i-1) == " " {
		return f.postOf(i)
	}
	as := a == "as" && f.applied(i-1) || det && b == "as" && f.applied(i-2)
	job := det && (b == "for" || b == "about" || b == "on") || a == "for"
	if !as && !job || f.gap(i-1) != " " {
		return 0
	}
	for n := 1; n <= longestPost && i+n <= len(f.spans); n++ {
		w := f.at(i + n - 1)
		if !f.spans[i+n-1].word || notInPost[w] || f.capital(i+n-1) && !f.shouted() || n > 1 && f.gap(i+n-2) != " " && f.gap(i+n-2) != "-" {
			return 0
		}
		after := i + n
		switch {
		case !agentive(w):
		case jobWords[f.at(after)] && f.gap(after-1) == " ":
			return n
		case as && (after == len(f.spans) || f.gap(after-1) != " " || f.at(after) == "at" || f.at(after) == "in" || f.at(after) == "with" || f.at(after) == "for"):
			return n
		}
	}
	return 0
}

// postOf reads what follows "the post of", whatever it is, to the end of its part
// of the sentence: "the position of ward sister at".
func (f *folded) postOf(i int) int {
	k := i - 2
	if f.at(k) == "of" {
		k--
	}
	switch f.at(k) {
	case "position", "post", "vacancy":
	default:
		return 0
	}
	for n := 0; n <= longestPost && i+n < len(f.spans); n++ {
		if notInPost[f.at(i+n)] || !f.spans[i+n].word {
			return n
		}
		if i+n+1 == len(f.spans) || f.gap(i+n) != " " {
			if f.gap(i+n) == "-" || f.gap(i+n) == "/" {
				continue
			}
			n++
			if n == 1 && notHeld[f.at(i)] {
				return 0
			}
			return n
		}
	}
	return 0
}

// notHeld are of what one can be in a position without a job.
var notHeld = wordSet("strength weakness power trust luck privilege responsibility honour interest choice despair")

// agentive says whether w ends as the names of people who do something do.
func agentive(w string) bool {
	if len(w) < 5 || notOccupations[w] {
		return false
	}
	for _, end := range [...]string{"er", "or", "ist", "ian", "man", "woman", "wright", "smith", "eur", "euse", "ador", "adora", "erin", "keeper"} {
		if strings.HasSuffix(w, end) {
			return true
		}
	}
	return false
}

// notOccupations end like occupations and are none, or are none to be hired for.
var notOccupations = wordSet("another better bigger smaller cheaper closer easier earlier faster former further greater harder higher larger later longer lower nearer newer nicer older other others quicker safer shorter simpler slower sooner stronger weaker younger " +
	"after ever never over under however rather whether together either neither number letter answer order offer career computer customer user member matter winter summer september october november december quarter semester " +
	"center border river paper water power tower corner counter computer dinner supper weather shelter filter printer folder reminder starter beginner newcomer foreigner stranger outsider loser winner killer failure mother father brother sister daughter partner leader holder owner employer recruiter interviewer speaker beginner " +
	"minor major senior junior prior superior interior exterior labor harbor color favor error factor sector motor mirror director visitor minor junior " +
	"human german norman roman woman italian indian russian canadian australian brazilian ukrainian nigerian romanian bulgarian iranian european belgian norwegian persian asian african american persian civilian guardian christian specialist tourist resist exist")

// notInPost end the name of a post or never stand in one.
var notInPost = wordSet("the a an my your his her their our this that these those same new other another dream next last first second third whole old ideal right perfect only best open advertised remote permanent temporary internal own exact real proper good nice i you he she we they it and or but to at in on of with from who which was is are be been job position post role vacancy far long soon well if though")

func wordSet(list string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		m[w] = true
	}
	return m
}
