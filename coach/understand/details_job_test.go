package understand

// stageCases tell a stage that was reached from one that was promised, passed or
// only sounds like one.
var stageCases = []detailCase{
	// The stage at which it ended, not one that they got through.
	{"rejected", "passed the phone screen, then a no after the panel", "stage=interview"},
	{"rejected", "made it through the assessment centre, lost at the interview", "stage=interview"},
	{"rejected", "didn't get past the phone screen", "stage=screening"},
	{"rejected", "passed the test and then they dropped me", "stage=test"},
	{"ghosted", "cleared the coding test, then the interview, then air", "stage=interview"},
	{"win", "assessment passed, next is the partner interview", "stage=interview"},
	{"win", "phone screen done, moving on to the final round", "stage=final"},
	{"win", "passed the trade test!", "stage=test"},
	{"rejected", "online test, recruiter call, two technical rounds, then no", "stage=interview"},
	{"rejected", "two interviews and a written exercise, then no", "stage=test"},
	{"ghosted", "they called my references and vanished", "stage=final"},
	{"rejected", "out after a really promising second chat", "stage=interview"},
	// Not reached.
	{"rejected", "I didn't make it to the second round", ""},
	{"rejected", "not selected for the trial", ""},
	{"ghosted", "they promised a second interview and vanished", ""},
	{"ghosted", "they promised me a trial shift", ""},
	{"ghosted", "still waiting for the final interview they talked of", ""},
	{"rejected", "no offer, back to square one", ""},
	// Before anybody had met them.
	{"rejected", "a no without an interview", "stage=cv"},
	{"rejected", "they decided not to invite me, cut in the preselection", "stage=cv"},
	{"rejected", "didn't make the shortlist", "stage=cv"},
	// In more words and languages.
	{"rejected", "raus nach der zweiten Runde", "stage=interview"},
	{"rejected", "pas retenue après l'entretien", "stage=interview"},
	{"rejected", "no después de las pruebas", "stage=test"},
	{"rejected", "it was between me and their intern", "stage=final"},
	{"rejected", "no after the reference check", "stage=final"},
	{"rejected", "they cut me after the group exercise", "stage=test"},
	{"feedback", "what did they think of my teaching demo?", "stage=test"},
	{"interview", "the oral exam is on Friday", "stage=test, when=on Friday"},
	// Words that only look like a stage.
	{"win", "passed the final exam of B2", ""},
	{"win", "finished the test version of my website", ""},
	{"win", "the next stage of my life begins", ""},
	{"win", "the second round of viewings did it, we have a flat", ""},
	{"win", "my test of German was the best", ""},
	{"win", "my mock panel went well", ""},
	{"rejected", "my second job is gone too", ""},
	{"rejected", "trial version of happiness, expired", ""},
	{"rejected", "failed the drug test, they say", ""},
	{"rejected", "Skanska sent the final result: no", "company=Skanska"},
	{"rejected", "no panel beater job for me", "role=panel beater"},
	{"application", "Applied as test engineer", "role=test engineer"},
	{"lesson", "my test run of the projector failed", ""},
	{"feedback", "is that the case everywhere?", ""},
	{"ghosted", "round the clock silence, the take home pay was good", ""},
}

// roleCases tell the post that a message is about from the people in it.
var roleCases = []detailCase{
	// A post that is named as one counts more than who they are.
	{"rejected", "Electrician for 9 years, told I'm no fit for a helper position", "role=helper"},
	{"rejected", "the site manager changed his mind about the scaffolder job", "role=scaffolder"},
	{"offer", "on the 15th I'm a bus driver", "role=bus driver, when=on the 15th"},
	{"offer", "I'm their new gardener!", "role=gardener"},
	{"offer", "it's a yes from the lighthouse keeper people", "role=lighthouse keeper"},
	{"rejected", "a no from Tartu, the postdoc", "role=postdoc"},
	{"feedback", "what does that mean for a cook?", "role=cook"},
	{"feedback", "Can I ask why, for the nurse job?", "role=nurse"},
	{"rejected", "I'm not going to be the new caretaker", "role=caretaker"},
	{"rejected", "no luck with conductor, my French was B1", "role=conductor"},
	{"rejected", "The owner took her niece. Groom.", "role=Groom"},
	{"rejected", "no contract. Stateroom attendant.", "role=Stateroom attendant"},
	{"interview", "panel tomorrow at noon, head of sixth form", "role=head of sixth form, stage=interview, when=tomorrow at noon"},
	// A post that no list has.
	{"rejected", "they took another one for the post of Ward Sister", "role=Ward Sister"},
	{"application", "applied for the snail wrangler job", "role=snail wrangler"},
	{"application", "sent my papers for the bell ringer post", "role=bell ringer"},
	{"offer", "I got the job as a bell founder", "role=bell founder"},
	// People and other words.
	{"interview", "a call with the sawmill foreman", ""},
	{"interview", "I am to meet the deputy head", "stage=interview"},
	{"application", "applied for another", ""},
	{"application", "I applied for the summer job", ""},
	{"application", "sent it for the better position", ""},
	{"rejected", "they wrote: sorry mate", ""},
	{"rejected", "I'm in a position of weakness", ""},
	{"rejected", "and then chef texts me no", ""},
	{"lesson", "I was a nurse and never asked questions", ""},
	{"feedback", "the teacher said I was too quiet", ""},
	{"rejected", "Frau Maurer said no", ""},
	{"rejected", "a no from the man I met as a newcomer", ""},
}
