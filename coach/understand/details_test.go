package understand

import (
	"slices"
	"sort"
	"strings"
	"testing"
)

// detailCase is a message with everything that may be picked up from it, by the
// names of the examples. What is not named must not be found.
type detailCase struct {
	about Label
	text  string
	want  string // "company=Bosch, stage=final"; "" is nothing at all
}

var detailCases = []detailCase{
	// Employer and role.
	{"rejected", "Bosch said no, again", "company=Bosch"},
	{"rejected", "Got a no from Nordlicht Robotics for the welder job", "company=Nordlicht Robotics, role=welder"},
	{"rejected", "didn't get the job at the Hotel Astoria", "company=Hotel Astoria"},
	{"rejected", "the university of Tartu turned me down, lab technician", "company=university of Tartu, role=lab technician"},
	{"application", "Applied: Lidl, night shift manager", "company=Lidl, role=night shift manager"},
	{"application", "sent my application to IKEA as a warehouse worker yesterday", "company=IKEA, role=warehouse worker, when=yesterday"},
	{"offer", "Ryanair offered me cabin crew, start on 1 March", "company=Ryanair, role=cabin crew, stage=offer, when=on 1 March"},
	{"rejected", "Update on Vattenfall: a no", "company=Vattenfall"},
	{"rejected", "No luck with the Ministry of Health, nurse", "company=Ministry of Health, role=nurse"},
	// Stages, as people say them.
	{"rejected", "they said no after the video call", "stage=interview"},
	{"rejected", "out after the take-home", "stage=test"},
	{"rejected", "Failed the live coding. Over.", "stage=test"},
	{"rejected", "no after the trial shift", "stage=test"},
	{"rejected", "my demo lesson was not good enough, they wrote", "stage=test"},
	{"rejected", "no after the phone call with HR", "stage=screening"},
	{"rejected", "didn't pass the recruiter screen", "stage=screening"},
	{"rejected", "fell at the last hurdle", "stage=final"},
	{"rejected", "was in the final three and still no", "stage=final"},
	{"rejected", "Campus visit went well, they took the other one", "stage=final"},
	{"rejected", "they withdrew the contract", "stage=offer"},
	{"rejected", "the offer was rescinded", "stage=offer"},
	{"rejected", "rejected 4 minutes after I hit send", "stage=cv"},
	{"rejected", "out at the CV stage", "stage=cv"},
	{"rejected", "no after four rounds", "stage=interview"},
	{"interview", "Zoom with them on Thursday at 10", "when=on Thursday at 10"},
	{"interview", "phone screen with Wise at 15:00", "company=Wise, stage=screening, when=at 15:00"},
	{"ghosted", "nothing since the second interview", "stage=interview"},
	{"lesson", "I froze in the live coding", "stage=test"},
	// Dates.
	{"interview", "interview next Tuesday at 3", "stage=interview, when=next Tuesday at 3"},
	{"interview", "Interview Tuesday week", "stage=interview, when=Tuesday week"},
	{"interview", "interview on the 9th, 11am", "stage=interview, when=on the 9th, 11am"},
	{"interview", "Interview on Friday. They decide in two weeks.", "stage=interview, when=on Friday"},
	{"interview", "dentist on Monday, interview on Wednesday at 11", "stage=interview, when=on Wednesday at 11"},
	{"interview", "the interview is at half four", "stage=interview, when=at half four"},
	{"offer", "they want me from January", "when=from January"},
	{"ghosted", "applied three weeks ago, not a word", "when=three weeks ago"},
	{"ghosted", "no reply since Easter", "when=since Easter"},
	{"ghosted", "six weeks and nothing", "when=six weeks"},
	{"ghosted", "They said by Friday. That was three Fridays ago.", "when=three Fridays ago"},
	{"rejected", "the no came this morning", "when=this morning"},
	{"goal", "B2 by summer", "when=by summer"},
	{"settings", "mute until Monday", "when=until Monday"},
	{"giving_up", "flight home is on the 9th", "when=on the 9th"},
	{"progress", "summary of the last 30 days please", "when=last 30 days"},
	// Moods, counts, clocks, places, people.
	{"checkin", "2/5", "mood=2"},
	{"checkin", "three out of five", "mood=3"},
	{"checkin", "feeling okay-ish", "mood=3"},
	{"checkin", "6 out of 10 I'd say", "mood=3"},
	{"checkin", "Yesterday was a 2, today a 4", "mood=4"},
	{"checkin", "pretty good today", "mood=4"},
	{"checkin", "terrible", "mood=1"},
	{"rejected", "rejection number 37", "count=37"},
	{"application", "sent forty-two applications", "count=42"},
	{"application", "sent my CV to six hotels", "count=6"},
	{"goal", "5 applications a week", "count=5"},
	{"goal", "10 a week is too much, make it 4", "count=4"},
	{"settings", "remind me at 8 pm, I'm in Kraków", "time=20:00, timezone=Europe/Warsaw"},
	{"settings", "can you come at 21.00 instead of 18.00", "time=21:00"},
	{"settings", "half past seven in the evening is better", "time=19:30"},
	{"settings", "keep berlin time for me", "timezone=Europe/Berlin"},
	{"network", "Met Priya at the meetup", "contact=Priya"},
	{"network", "a man called Tomasz gave me his number", "contact=Tomasz"},

	// Traps: nothing may be picked up from these.
	{"rejected", "Father Tomek told me they took another one", ""},
	{"rejected", "the dentist hired her niece", ""},
	{"rejected", "My neighbour is a nurse and even she was surprised by the no", ""},
	{"rejected", "they hired a farmer from Jutland", ""},
	{"rejected", "The chef laughed and said no", ""},
	{"rejected", "they took last year's girl", ""},
	{"rejected", "the one from last year got it", ""},
	{"rejected", "no. the hiring manager's cousin has it", ""},
	{"rejected", "they freeze everything until next year", ""},
	{"rejected", "He paid me and said don't come tomorrow", ""},
	{"rejected", "I googled it, they never wanted me", ""},
	{"rejected", "no driving licence, so no, even with my test anxiety gone", ""},
	{"rejected", "the CEO's nephew got it", ""},
	{"rejected", "They went with somebody who can start at once", ""},
	{"rejected", "A teacher I know warned me about them", ""},
	{"rejected", "they laughed at my accent, the receptionist too", ""},
	{"rejected", "I worked as a baker for ten years, they say no experience", ""},
	{"rejected", "the electrician company chose another one", ""},
	{"rejected", "I'll call my mother on Sunday and tell her", ""},
	{"rejected", "another one got it, he can start next week", ""},
	{"ghosted", "my visa ends in August and they do not answer", ""},
	{"ghosted", "\"You'll hear from us tomorrow\", they said", ""},
	{"ghosted", "they promised to write next week", ""},
	{"win", "first reply in 2 months", ""},
	{"win", "they replied within an hour", ""},
	{"win", "passed my driving test", ""},
	{"win", "I called a stranger in German", ""},
	{"offer", "I said yes, and my mum cried", ""},
	{"application", "found the ad on Facebook and sent it", ""},
	{"application", "sent it, 5 minutes before midnight", ""},
	{"application", "dropped it at the desk of the receptionist", ""},
	{"interview", "what should I wear?", ""},
	{"interview", "how do I say that I am from Lviv?", ""},
	{"lesson", "I talk too much when I am nervous", ""},
	{"feedback", "should I write to the teacher who got it?", ""},
	{"network", "I want to meet people in my field", ""},
	{"network", "Can you find somebody for me?", ""},
	{"checkin", "can we do the check-in now", ""},
	{"checkin", "Monday 3, Tuesday 2", ""},
	{"checkin", "good morning coach", ""},
	{"checkin", "I have 1 minute, ask me", ""},
	{"checkin", "doing my check-in now if that's ok", ""},
	{"settings", "you woke me at 3 in the night", ""},
	{"settings", "no messages after 21:00", ""},
	{"settings", "why do you write on a Sunday", ""},
	{"settings", "you think I'm in London", ""},
	{"goal", "apply every day mon to fri", ""},
	{"goal", "I want to live well", ""},
	{"persistence", "does it get easier?", ""},
	{"giving_up", "I laughed about it one year ago", ""},
	{"feeling_low", "I cried in the bus, the nurse beside me saw it", ""},
	{"out_of_scope", "how many people live in Ghent", ""},
	{"out_of_scope", "is it raining in Berlin on Friday", ""},
	{"thanks", "thanks, see you tomorrow", ""},
	{"greeting", "hi, I'm Anna", ""},
}

func TestDetailsOf(t *testing.T) {
	traps := 0
	for _, c := range slices.Concat(detailCases, stageCases, roleCases, timeCases, countCases) {
		if c.want == "" {
			traps++
		}
		var f folded
		f.fold(c.text)
		var found []string
		for slot, v := range detailNames(f.details(c.about)) {
			if v != "" {
				found = append(found, slot+"="+v)
			}
		}
		sort.Strings(found)
		want := strings.Split(c.want, ", ")
		for i := 1; i < len(want); i++ { // "on the 9th, 11am" is one detail
			if !strings.Contains(want[i], "=") {
				want = append(want[:i-1], append([]string{want[i-1] + ", " + want[i]}, want[i+1:]...)...)
				i--
			}
		}
		sort.Strings(want)
		if got, want := strings.Join(found, "; "), strings.Join(want, "; "); got != want {
			t.Errorf("%s, %q:\n   got %s\n  want %s", c.about, c.text, got, want)
		}
	}
	if traps < 40 {
		t.Errorf("only %d traps", traps)
	}
}

// FuzzDetails reads any text as any kind of message: names and dates must stand
// in the text as they are given back, and numbers must be on their scales.
func FuzzDetails(f *testing.F) {
	for _, c := range detailCases {
		f.Add(string(c.about), c.text)
	}
	f.Add("checkin", strings.Repeat("⭐ 5/5 ", 9000))
	f.Add("interview", "at 3 \xff\xfe on \u202eTuesday\u0000 2/3 4.5 x7")
	f.Fuzz(func(t *testing.T, about, text string) {
		var w folded
		w.fold(text)
		d := w.details(Label(about))
		when := ""
		if d.When != nil {
			when = d.When.Text
		}
		for _, said := range [...]string{d.Company, d.Role, d.Contact, when} {
			if !strings.Contains(text, said) {
				t.Errorf("%q is not in the text", said)
			}
		}
		if d.Mood != "" && (d.Mood < "1" || d.Mood > "5") || d.Count < 0 || d.Count > 5000 {
			t.Errorf("mood %q, count %d", d.Mood, d.Count)
		}
		if c := d.Clock; c != nil && (c.Hour < 0 || c.Hour > 23 || c.Minute < 0 || c.Minute > 59) {
			t.Errorf("clock %v", *c)
		}
	})
}
