package understand

// timeCases tell the day of a message's own matter, and the hour at which to
// write, from others.
var timeCases = []detailCase{
	{"application", "Today's haul: the bakery", "when=Today's"},
	{"application", "add one more, applied mon.", "when=mon"},
	{"interview", "how do I dress for Friday's interview?", "stage=interview, when=for Friday's"},
	{"interview", "Last week's talk went as it went", "stage=interview, when=Last week's"},
	{"interview", "interview @ 10 with the owner", "stage=interview, when=10"},
	{"interview", "I present for 10 minutes on the 22nd", "stage=interview, when=on the 22nd"},
	{"interview", "the video interview is due by midnight", "stage=interview, when=by midnight"},
	{"ghosted", "applied end of January and nowt since", "when=end of January"},
	{"ghosted", "sent it month ago", "when=month ago"},
	{"ghosted", "handed it in back in spring", "when=in spring"},
	{"ghosted", "a month of nothing", "when=a month"},
	{"ghosted", "Today is day 19", "when=day 19"},
	{"settings", "pause, maybe 10 days", "when=10 days"},
	{"settings", "no reminders during Ramadan", "when=during Ramadan"},
	{"goal", "something smaller for October", "when=for October"},
	{"progress", "summary of October please", "when=October"},
	{"application", "sent it before the clock struck noon", ""},
	{"application", "the deadline was midnight", ""},
	{"rejected", "the girl of last year's intake got it", ""},
	{"rejected", "three doors, one afternoon", ""},
	{"checkin", "how do I log today's mood?", ""},
	{"interview", "that's where she sat, so what do I say?", ""},

	{"settings", "at ten to seven in the evening please", "time=18:50"},
	{"settings", "twenty past five in the afternoon suits me", "time=17:20"},
	{"settings", "8-ish in the evening works better", "time=20:00"},
	{"settings", "nicht um 7, lieber um 20 Uhr", "time=20:00"},
	{"settings", "my shift starts at 6 am", ""},
	{"settings", "it's 9 pm here", ""},
	{"settings", "your check-in came at 11 pm", ""},
}

// countCases tell how many of their own somebody counts.
var countCases = []detailCase{
	{"rejected", "Sixth refusal", "count=6"},
	{"rejected", "five knockbacks now", "count=5"},
	{"rejected", "that makes 12", "count=12"},
	{"rejected", "got two of those today", "count=2, when=today"},
	{"rejected", "Third time this month", "count=3, when=this month"},
	{"application", "Today's total: seven", "count=7, when=Today's"},
	{"application", "wrote to all 8 lighthouses", "count=8"},
	{"application", "3 today 2 yesterday", "count=5, when=today"},
	{"ghosted", "sent letters to 4 farms in Kent and 2 in Hereford", "count=6"},
	{"ghosted", "not a word on my last nine", "count=9"},
	{"goal", "5 a week is too much, can we lower it to 2?", "count=2"},
	{"persistence", "is it normal, as one with 37?", "count=37"},
	{"persistence", "My neighbour got there after 213 tries. I'm at 80.", "count=80"},
	// None of theirs, or no count.
	{"application", "+1 application", ""},
	{"application", "handed the form in, number 4471", ""},
	{"application", "sent it with 11 attachments", ""},
	{"goal", "10 a week is silly", ""},
	{"rejected", "they cut 200 jobs, mine among them", ""},
	{"rejected", "they had 400 applications, they say", ""},
	{"rejected", "one of 300 applications and not the one", ""},
	{"persistence", "my cousin needed 150 tries", ""},
}
