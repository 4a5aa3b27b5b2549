package understand

import "strings"

// stageWords are what people call the stages, folded, each longer phrase before
// the shorter ones that it holds. The first that a text has counts.
var stageWords = [...]struct{ stage, words string }{
	{"offer", "offer|contract|signed|signing|angebot|vertrag|oferta|offre|before the start|after signing"},
	{"test", "take home|takehome|assignment|assessment|coding challenge|coding test|challenge|test|exam|case study|trial day|trial shift|trial|probearbeiten|probetag|practical|task|homework|hackerrank|codility|exercise"},
	{"screening", "phone screen|screening|screen|recruiter call|hr call|call with hr|first call|phone call|phone interview|telephone interview|intro call|short call|telefonat|telefoninterview|recruiter|headhunter|phone|telephone|call"},
	{"final", "final|finals|last round|last interview|last stage|last step|end round|final round|onsite|on site|finale|endrunde|third round|3rd round|fourth round|4th round|fifth round"},
	{"interview", "interview|interviews|interviewed|round|rounds|panel|second round|2nd round|first round|vorstellungsgesprach|gesprach|entretien|entrevista|colloquio|gesprek|rozmowa|meeting|video call|met them|talked to them|in person"},
	{"cv", "cv|resume|application|applied|paper|papers|documents|before any interview|no interview|no interviews|cover letter|form|lebenslauf|bewerbung|candidature|curriculum|right away|at once|straight away|immediately|first step|very beginning|beginning|start|only applied|sent|mail"},
}

// ParseStage reads the stage that somebody typed as an answer: cv, test,
// screening, interview, final or offer.
func ParseStage(text string) (string, bool) {
	key := " " + Fold(text) + " "
	if strings.Contains(key, " no interview") || strings.Contains(key, " before any") || strings.Contains(key, " before the interview") {
		return "cv", true
	}
	for _, s := range stageWords {
		for w := range strings.SplitSeq(s.words, "|") {
			if strings.Contains(key, " "+w+" ") {
				return s.stage, true
			}
		}
	}
	// An answer tells of talks, so that a "Zoom" is one.
	var f folded
	f.fold(text)
	stage := f.stage("answer")
	return stage, stage != ""
}
