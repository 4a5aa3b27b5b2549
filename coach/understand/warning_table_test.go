package understand

import (
	"strings"
	"testing"
	"testing/fstest"
)

// How a sign is read beside what lowers it. The columns: what is said, the level,
// and whether it is about somebody else.
func TestWarningTable(t *testing.T) {
	for _, tt := range []struct {
		text  string
		level Level
		other bool
	}{
		// The levels.
		{"I want to kill myself", Clear, false},
		{"I cut my arms last night", Clear, false},
		{"I tried to take my life last week", Clear, false},
		{"I will hurt people at that office", Clear, false},
		{"I want to kill my boss and then myself", Clear, false},
		{"kms", Possible, false},
		{"I wish I could sleep forever", Possible, false},
		{"everyone would be better off without me", Possible, false},
		{"I want it all to stop", Possible, false},
		{"I can't go on living like this", Possible, false},
		{"I lost my job. Where is the highest bridge near me?", Possible, false},
		{"the voices tell me to jump", Possible, false},
		{"so tired of applying", Weary, false},
		{"what's the point of applying", Weary, false},
		{"they rejected me after the second round", NoWarning, false},
		// Idioms and jokes.
		{"this job hunt is killing me lol", NoWarning, false},
		{"I'd kill for that job", NoWarning, false},
		{"job hunting is suicide", NoWarning, false},
		{"career suicide", NoWarning, false},
		{"I'm dead 😂", NoWarning, false},
		{"kill me now lol", NoWarning, false},
		{"kill me. I'm serious", Possible, false},
		{"I could strangle that recruiter haha", NoWarning, false},
		{"I want to end it with this company", NoWarning, false},
		{"die Bewerbungen bringen mich um", NoWarning, false},
		{"me muero de ganas", NoWarning, false},
		{"je meurs d'envie de travailler là", NoWarning, false},
		// An idiom takes nothing from a sign beside it.
		{"this job hunt is killing me and I want to die", Clear, false},
		{"I'd kill for a job, and if I get none I will end my life tonight", Clear, false},
		// Negation.
		{"I'm not suicidal", NoWarning, false},
		{"I never thought of killing myself", NoWarning, false},
		{"no suicidal thoughts, just tired", NoWarning, false},
		{"ich will mich nicht umbringen", NoWarning, false},
		{"no quiero morir", NoWarning, false},
		{"я не хочу умирать", NoWarning, false},
		{"why not just kill myself", Clear, false},
		{"I'm not joking, I want to die", Clear, false},
		{"I don't know if I want to live", Possible, false},
		// A denial with a plan still counts.
		{"I'm not suicidal, but I have saved up my pills", Clear, false},
		{"I don't want to die, I just don't want to exist anymore", Clear, false},
		{"I do not want to end my life", NoWarning, false},
		// As it is written in haste.
		{"i want 2 die", Clear, false},
		{"gonna end it 2nite", Clear, false},
		{"im gonna od", Clear, false},
		{"I waited 2 weeks 4 the test", NoWarning, false},
		// Before some day, and by some end.
		{"I want to be dead by morning", Clear, false},
		{"I'd be dead by now", Possible, false},
		{"the phone was dead by noon", NoWarning, false},
		{"i've decided not to see the spring", Possible, false},
		{"i've decided not to see the film", NoWarning, false},
		{"I'll set myself on fire", Clear, false},
		// A hint is none by itself.
		{"somebody hold me back", NoWarning, false},
		{"my last words were thank you", NoWarning, false},
		// Figures of speech.
		{"an overdose of optimism", NoWarning, false},
		{"I've overdone it with the courses", NoWarning, false},
		{"my plants are suicidal", NoWarning, false},
		{"we let the dream die", NoWarning, false},
		{"please end me 😂", NoWarning, false},
		// Other people.
		{"my uncle hanged himself when I was a kid", NoWarning, false},
		{"he will kill himself tonight, he tried years ago", Clear, true},
		{"my flatmate wants to die", Clear, true},
		{"my sister is suicidal", Clear, true},
		{"my son wrote “I want to die” in his notebook", Clear, true},
		{"mein Bruder will sich umbringen", Clear, true},
		{"my flatmate wants to die and I want to die, too", Clear, false},
		{"asking for a friend: he wants to die", Possible, false},
		{"my sister is not suicidal", NoWarning, true},
		{"my friend Ana wants to die", Clear, true},
		{"my friend xi is thinking about killing herself", Clear, true},
		{"my brother Jose Maria is thinking about suicide", Clear, true},
		{"Ana is suicidal", Clear, true},
		{"I'm Ana and I want to die", Clear, false},
		{"my dad Tom died, want to die", Clear, false},
		{"my boss Klaus said no, I want to die", Clear, false},
		// The bare word.
		{"suicide", Possible, false},
		{"that's suicide, going there without a letter", Possible, false},
		{"I think about suicide", Clear, false},
		{"my boss will kill me if I'm late", NoWarning, false},
		// The past.
		{"I tried to kill myself years ago", Possible, false},
		{"I tried to kill myself last week", Clear, false},
		{"when I was 16 I attempted suicide", Possible, false},
		// Titles.
		{`the song "I want to die" was on`, NoWarning, false},
		{"I watched Suicide Squad", NoWarning, false},
		{`"ending it all" is the only tab open in my head`, Clear, false},
		// Taken back.
		{"I was joking about killing myself, forget it", Possible, false},
		// Self-harm in one's own words, last steps, means of the trade, joining the dead.
		{"it was a good talk, I came home and wanted to die anyway", Possible, false},
		{"after each no I press the lit match on my stomach", Possible, false},
		{"I let the hot water run until the skin comes off", Possible, false},
		{"I stopped to take the heart tablets in September", Possible, false},
		{"don't plan for March, there won't be a March for me", Possible, false},
		{"I wrote my kid birthday cards, one for each year", Possible, false},
		{"I hope the scan shows something bad", Possible, false},
		{"I want to go where my grandmother is", Possible, false},
		{"I know exactly how much of it a body takes", Possible, false},
		{"I overdosed on paracetamol", Clear, false},
		{"I overdosed on career podcasts this week", NoWarning, false},
		{"I wish I'd never been born a perfectionist", NoWarning, false},
		{"I hung myself with my own example", NoWarning, false},
		{"I want my account to die", NoWarning, false},
		{"the cat scratched both my arms", NoWarning, false},
		{"my calls are not being picked up", NoWarning, false},
		// Long texts: the sign stands in the middle.
		{strings.Repeat("I sent an application and they did not answer. ", 300) + "I want to die. " + strings.Repeat("Then I sent one more. ", 300), Clear, false},
		{"Dear applicant, we regret to inform you that we went with another candidate.\n\nI don't want to live anymore", Clear, false},
	} {
		got := warn(tt.text)
		if tt.level < Possible {
			got.Other, tt.other = false, false
		}
		// Somebody who laughs, or takes it back, may be asked; the level between
		// possible and clear is not what this table is about there.
		if got.Level != tt.level && !(tt.level == Possible && got.Level == Clear && strings.Contains(tt.text, "joking")) || got.Other != tt.other {
			t.Errorf("%.80q is read as %v, other %v; want %v, %v", tt.text, got.Level, got.Other, tt.level, tt.other)
		}
	}
}

// TestWarningInDisguise says one sign in many spellings.
func TestWarningInDisguise(t *testing.T) {
	for _, text := range []string{
		"kill myself", "KILL MYSELF", "k1ll mys3lf", "ki11 myself", "k!ll myself", "k*ll myself", "k i l l  m y s e l f", "k i l l m y s e l f",
		"k.i.l.l m.y.s.e.l.f", "kiiiilll myseeelf", "killmyself", "iwanttokillmyself", "#killmyself", "kill my self", "kill mysefl", "kil myself",
		"ｋｉｌｌ ｍｙｓｅｌｆ", "𝗸𝗶𝗹𝗹 𝗺𝘆𝘀𝗲𝗹𝗳", "kill\u200b my\u00adself", "kïll mýself", "kill\nmyself",
		"suicide", "su*cide", "s**cide", "su1c1de", "$uicide", "s u i c i d e", "suiiicide", "sucide", "suicidde",
		"не хочу жить", "НЕ ХОЧУ ЖИТЬ", "quiero  morir", "quiéro mórir", "ölmek istiyorum", "olmek istiyorum", "no quiero vivir", "أُرِيدُ أَنْ أَمُوت", "اريد ان اموت",
		"我想自殺", "我想自杀",
	} {
		if w := warn(text); w.Level < Possible {
			t.Errorf("%q is read as %v", text, w.Level)
		}
	}
}

// TestWarningInPassing says signs in the middle of other words.
func TestWarningInPassing(t *testing.T) {
	for _, sign := range []string{
		"I want to die", "i dont want to live anymore", "i want to kill myself", "my family would be better off without me", "i have no reason to live", "I wish i was dead",
		"ich will nicht mehr leben", "je veux mourir", "quiero morir", "voglio morire", "quero morrer", "ik wil dood", "chcę umrzeć", "хочу умереть", "хочу померти", "ölmek istiyorum", "أريد أن أموت", "मैं मरना चाहता हूँ", "我想死", "vreau să mor",
	} {
		for _, around := range []string{
			"%", "%.", "%!!!", "honestly %", "sorry but %", "% sorry", "they said no again and %", "ok. %. anyway, how do I write to HR?", "%, that's all", "ngl %", "% 😔", "…%…", "(%)", "Siemens said no :( %", "stop, %", "% stop the reminders",
			"Liebes Team, leider haben wir uns anders entschieden. %",
		} {
			text := strings.ReplaceAll(around, "%", sign)
			if w := warn(text); w.Level < Possible || w.Other {
				t.Errorf("%q is read as %v, other %v", text, w.Level, w.Other)
			}
		}
	}
}

// TestControlsAreNoWarnings: "end", "stop", "kill it" and their like in all
// languages are no signs.
func TestControlsAreNoWarnings(t *testing.T) {
	for line := range strings.Lines(controlWords) {
		_, words, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		for w := range strings.SplitSeq(words, "|") {
			if got := warn(w); got.Level > Weary {
				t.Errorf("%q is read as %v", w, got.Level)
			}
		}
	}
}

// TestBrokenPatterns: each mistake in a pattern file is told with its line.
func TestBrokenPatterns(t *testing.T) {
	for _, tt := range []struct{ line, want string }{
		{"clear kill myself", `xx.tsv:2: "clear kill myself" has no tab`},
		{"danger\tkill myself", `xx.tsv:2: there is no kind "danger": take one of clear, harm`},
		{"clear\t{want} to die", "xx.tsv:2: nobody has said what {want} is"},
		{"{a}\tb\n{a}\tc", "xx.tsv:3: {a} is there already"},
		{"{not}\tno longer", `xx.tsv:2: "no longer" in {not} is more than one word`},
		{"clear\tdie ..", `xx.tsv:2: "die .." ends in a gap`},
		{"clear\tdie?", `xx.tsv:2: "die?" needs a word that must be there`},
		{"clear\tdie ,", `xx.tsv:2: "," holds no word`},
	} {
		s, err := compileSigns(fstest.MapFS{"words/warnings/xx.tsv": {Data: []byte("clear\tunhappy words\n" + tt.line + "\n")}})
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%q: error %v, want %q", tt.line, err, tt.want)
		}
		var got sight
		if s.look("unhappy words", &got); got.Level != Clear {
			t.Errorf("%q takes the other lines away", tt.line)
		}
	}
}

func FuzzWarn(f *testing.F) {
	for _, s := range []string{
		"", "I want to die", "k i l l", "k*****l", "\"", "„“«»", "\xff\xfe kill \xff myself", "\u202eylf sesrever\u202c", "a\x00b", "....", "$$$", "***",
		strings.Repeat("💀", 16<<10), strings.Repeat("kill ", 13<<10), strings.Repeat("want to ", 8<<10), strings.Repeat("k ", 32<<10), strings.Repeat("a", 64<<10), strings.Repeat("不想", 10<<10), strings.Repeat("*", 64<<10), strings.Repeat("iwant", 13<<10),
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if a, b := warn(text), warn(text); a != b {
			t.Errorf("read as %v, then as %v", a, b)
		}
		h := signsOf(t).pool.Get().(*hearing)
		h.read(text)
		for i, tok := range h.tokens {
			if tok.from > tok.to || int(tok.to) > len(h.text) || tok.first > tok.after || int(tok.after) > len(h.atoms) {
				t.Fatalf("token %d is %+v", i, tok)
			}
		}
		if n := len(h.tokens); n > 2*len(text)+4 {
			t.Errorf("%d tokens of %d bytes", n, len(text))
		}
		h.signs.pool.Put(h)
	})
}

func signsOf(t *testing.T) *signs {
	t.Helper()
	s, err := shippedSigns()
	if err != nil {
		t.Fatal(err)
	}
	return s
}
