package understand

import (
	"testing"
	"time"
)

// Wednesday afternoon in Berlin.
var wednesday = func() time.Time {
	l, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		panic(err)
	}
	return time.Date(2026, 3, 4, 18, 20, 0, 0, l)
}()

func TestParseDate(t *testing.T) {
	for text, want := range map[string]string{
		"today":                          "2026-03-04",
		"tomorrow":                       "2026-03-05",
		"month ago":                      "2026-02-04",
		"Friday's call":                  "2026-03-06",
		"tmrw at 10":                     "2026-03-05 10:00",
		"day after tomorrow":             "2026-03-06",
		"the day after tomorrow at 9:30": "2026-03-06 09:30",
		"yesterday":                      "2026-03-03",
		"next Tuesday at 3":              "2026-03-10 15:00",
		"Tuesday":                        "2026-03-10",
		"on Friday":                      "2026-03-06",
		"next friday":                    "2026-03-13",
		"this friday 4pm":                "2026-03-06 16:00",
		"Wednesday":                      "2026-03-11",
		"last Tuesday":                   "2026-03-03",
		"Friday week":                    "2026-03-13",
		"next week":                      "2026-03-09",
		"next week Thursday":             "2026-03-12",
		"in two weeks":                   "2026-03-18",
		"in about 3 days":                "2026-03-07",
		"in a couple of days":            "2026-03-06",
		"two weeks ago":                  "2026-02-18",
		"a week from today":              "2026-03-11",
		"in 2 hours":                     "2026-03-04 20:20",
		"in half an hour":                "2026-03-04 18:50",
		"2 March":                        "2026-03-02",
		"2nd of March":                   "2026-03-02",
		"March 20th":                     "2026-03-20",
		"March 20 2027":                  "2027-03-20",
		"11 June at 2pm":                 "2026-06-11 14:00",
		"2026-03-09":                     "2026-03-09",
		"09.03.2026":                     "2026-03-09",
		"9/3/26":                         "2026-03-09",
		"the 14th":                       "2026-03-14",
		"on the 2nd":                     "2026-04-02",
		"am Freitag um 9":                "2026-03-06 09:00",
		"le mardi 9 juin à 14h":          "2026-06-09 14:00",
		"mañana":                         "2026-03-05",
		"tonight":                        "2026-03-04",
		"at 3 on Tuesday":                "2026-03-10 15:00",
		"10am tomorrow":                  "2026-03-05 10:00",
		"Thursday 12 March, 10:30":       "2026-03-12 10:30",
		"December 24":                    "2025-12-24",
		"in June":                        "2026-06-01",
		"end of the month":               "2026-03-31",
		"this weekend":                   "2026-03-07",
		"next month":                     "2026-04-01",
		"tomorrow morning at 8":          "2026-03-05 08:00",
		"Tuesday week":                   "2026-03-17",
		"tomorrow 8.15":                  "2026-03-05 08:15",
		"on the first":                   "2026-04-01",
		"on the 23 at 11":                "2026-03-23 11:00",
		"before the 30":                  "2026-03-30",
		"on 18/6":                        "2026-06-18",
		"25.11 16:30":                    "2026-11-25 16:30",
		"from January":                   "2026-01-01",
		"from September":                 "2026-09-01",
		"until the 4th":                  "2026-03-04",
		"since June 2025":                "2025-06-01",
		"three Fridays ago":              "2026-02-13",
		"Monday two weeks back":          "2026-02-16",
		"the 6th of last month":          "2026-02-06",
		"10 min ago":                     "2026-03-04 18:10",
		"in 2 hrs":                       "2026-03-04 20:20",
		"in two business days":           "2026-03-06",
		"am 14. Juni":                    "2026-06-14",
		"el día 20":                      "2026-03-20",
		"le 9 juin à 10h":                "2026-06-09 10:00",
		"dopo domani":                    "2026-03-06",
		"w piątek":                       "2026-03-06",
		"half four on Friday":            "2026-03-06 16:30",
	} {
		w, ok := ParseDate(text)
		if !ok {
			t.Errorf("ParseDate(%q): no date", text)
			continue
		}
		at, clock, ok := w.On(wednesday)
		got := at.Format("2006-01-02")
		if clock {
			got = at.Format("2006-01-02 15:04")
		}
		if !ok || got != want {
			t.Errorf("ParseDate(%q) = %q, On = %s, %v; want %s", text, w.Text, got, ok, want)
		}
	}
	for _, text := range []string{"31 February", "31.04.2026", "February 29 2027"} {
		w, _ := ParseDate(text)
		if at, _, ok := w.On(wednesday); ok {
			t.Errorf("%q is placed on %s", text, at)
		}
	}
	for _, text := range []string{"", "two weeks", "soon", "may I ask", "the sun is out", "I sat down", "4.5", "round 2", "3/5", "no idea", "the 2nd round", "24/7", "13/14", "25:00", "on the third floor", "on 3 jobs", "the first no", "before the 30 minutes", "from mar", "room 12.03", "by the second one"} {
		if w, ok := ParseDate(text); ok {
			t.Errorf("ParseDate(%q) = %q; want none", text, w.Text)
		}
	}
}

// TestWhenSummerTime places dates over the night on which the clocks change: a
// time of day stays what the clock on the wall shows, a distance in hours does not.
func TestWhenSummerTime(t *testing.T) {
	saturday := time.Date(2026, 3, 28, 12, 0, 0, 0, wednesday.Location())
	for text, want := range map[string]string{
		"tomorrow at 9":     "2026-03-29T09:00:00+02:00",
		"in 24 hours":       "2026-03-29T13:00:00+02:00",
		"in a week":         "2026-04-04T00:00:00+02:00",
		"next Tuesday at 3": "2026-03-31T15:00:00+02:00",
		"yesterday at 9":    "2026-03-27T09:00:00+01:00",
	} {
		w, _ := ParseDate(text)
		if at, _, ok := w.On(saturday); !ok || at.Format(time.RFC3339) != want {
			t.Errorf("%q is placed on %s, %v; want %s", text, at.Format(time.RFC3339), ok, want)
		}
	}
}

func TestParseClock(t *testing.T) {
	for text, want := range map[string]Clock{
		"8 pm": {20, 0}, "8pm": {20, 0}, "20:00": {20, 0}, "half past seven": {7, 30}, "half seven": {7, 30},
		"quarter to nine": {8, 45}, "noon": {12, 0}, "midnight": {0, 0}, "8": {8, 0}, "at 9": {9, 0}, "3": {15, 0},
		"6:30 am": {6, 30}, "six thirty am": {6, 30}, "8.30pm": {20, 30}, "20h30": {20, 30}, "20 uhr": {20, 0}, "19 Uhr 30": {19, 30},
		"a las 8": {8, 0}, "eight in the evening": {20, 0}, "9 at night": {21, 0}, "7 in the morning": {7, 0}, "8 o'clock": {8, 0},
		"12 am": {0, 0}, "12 pm": {12, 0}, "0800": {8, 0}, "every day 6:45 before my shift": {6, 45}, "8 p.m.": {20, 0}, "half past 6 in the evening": {18, 30}, "20.15": {20, 15}, "à 14h": {14, 0}, "3pm my time": {15, 0}, "10 past 9": {9, 10}, "ten to seven": {6, 50}, "20 past five in the afternoon": {17, 20}, "half four": {16, 30}, "4 in the night": {4, 0}, "midnight please": {0, 0},
	} {
		if got, ok := ParseClock(text); !ok || got != want {
			t.Errorf("ParseClock(%q) = %v, %v; want %v", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "soon", "25:00", "a lot", "in the evening"} {
		if got, ok := ParseClock(text); ok {
			t.Errorf("ParseClock(%q) = %v; want none", text, got)
		}
	}
}

func TestParseZone(t *testing.T) {
	for text, want := range map[string]string{
		"Kraków": "Europe/Warsaw", "krakow": "Europe/Warsaw", "I'm in Berlin": "Europe/Berlin", "Germany": "Europe/Berlin",
		"Europe/Dublin": "Europe/Dublin", "europe/dublin": "Europe/Dublin", "UTC+2": "Etc/GMT-2", "gmt -3": "Etc/GMT+3", "UTC+5:30": "Asia/Kolkata",
		"CET": "Europe/Berlin", "new york": "America/New_York", "America/New York": "America/New_York", "são paulo": "America/Sao_Paulo",
		"utc": "UTC", "Ho Chi Minh City": "Asia/Ho_Chi_Minh", "Cork": "Europe/Dublin", "live in Osaka now": "Asia/Tokyo", "UK": "Europe/London", "PST": "America/Los_Angeles",
	} {
		if got, ok := ParseZone(text); !ok || got != want {
			t.Errorf("ParseZone(%q) = %q, %v; want %q", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "somewhere", "USA", "Atlantis", "UTC+77"} {
		if got, ok := ParseZone(text); ok {
			t.Errorf("ParseZone(%q) = %q; want none", text, got)
		}
	}
	for zone := range world().names {
		if _, err := time.LoadLocation(world().names[zone]); err != nil {
			t.Error(err)
		}
	}
	for name, p := range world().places {
		if _, err := time.LoadLocation(p.zone); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestNearZones(t *testing.T) {
	if got := NearZones("Krakov"); len(got) == 0 || got[0] != "Kraków" {
		t.Errorf("NearZones(Krakov) = %q", got)
	}
	if got := NearZones("Canada"); len(got) != 3 || got[0] != "Toronto" {
		t.Errorf("NearZones(Canada) = %q", got)
	}
	if got := NearZones("qqqqqqqqqq"); len(got) != 0 {
		t.Errorf("NearZones(nonsense) = %q", got)
	}
}

func TestParseCountry(t *testing.T) {
	for text, want := range map[string]string{
		"Germany": "DE", "deutschland": "DE", "the UK": "GB", "I live in Poland": "PL", "US": "US", "Kraków": "PL", "new zealand": "NZ", "nl": "NL", "usa": "US", "Georgia": "GE",
	} {
		if got, ok := ParseCountry(text); !ok || got != want {
			t.Errorf("ParseCountry(%q) = %q, %v; want %q", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "nowhere", "it is us", "no", "No.", "si", "ne"} {
		if got, ok := ParseCountry(text); ok {
			t.Errorf("ParseCountry(%q) = %q; want none", text, got)
		}
	}
}

func TestParseStage(t *testing.T) {
	for text, want := range map[string]string{
		"a talk with the owner": "interview",
		"cv":                    "cv", "just the application": "cv", "after the second round": "interview", "final round": "final", "take-home": "test", "phone screen": "screening",
		"they withdrew the offer": "offer", "a Zoom": "interview", "live coding": "test", "runner up": "final", "demo lesson": "test", "before any interview": "cv", "trial day": "test", "interview": "interview", "recruiter call": "screening",
	} {
		if got, ok := ParseStage(text); !ok || got != want {
			t.Errorf("ParseStage(%q) = %q, %v; want %q", text, got, ok, want)
		}
	}
	if got, ok := ParseStage("purple"); ok {
		t.Errorf("ParseStage(purple) = %q", got)
	}
}

func TestParseNumber(t *testing.T) {
	for text, want := range map[string]int{"eight": 8, "7/10": 7, "about 6": 6, "7 out of 10": 7, "80%": 8, "10": 10, "0": 0, "maybe a 4": 4, "6.5": 6} {
		if got, ok := ParseNumber(text, 0, 10); !ok || got != want {
			t.Errorf("ParseNumber(%q) = %d, %v; want %d", text, got, ok, want)
		}
	}
	if got, ok := ParseNumber("twenty five", 0, 100); !ok || got != 25 {
		t.Errorf("twenty five = %d, %v", got, ok)
	}
	for _, text := range []string{"", "11", "-3", "6 or 7", "a lot", "99999999999999999999"} {
		if got, ok := ParseNumber(text, 0, 10); ok {
			t.Errorf("ParseNumber(%q) = %d; want none", text, got)
		}
	}
}

func TestControlOf(t *testing.T) {
	for text, want := range map[string]Control{
		"STOP": Stop, "stopp bitte!": Stop, "arrête": Stop, "para": Stop, "pare": Stop, "basta": Stop, "hou op": Stop, "przestań": Stop, "зупинись": Stop, "хватит": Stop,
		"dur": Stop, "توقف": Stop, "khalas": Stop, "बंद करो": Stop, "band karo": Stop, "停止": Stop, "opriți": Stop, "please stop": Stop, "stop.": Stop,
		"help": Help, "menu": Help, "?": Help, "never mind": Cancel, "nvm": Cancel, "back": Cancel, "not now": Cancel, "delete my data": Delete, "Delete all my data please": Delete,
		"undo": Undo, "that was wrong": Undo, "continue": GoOn, "yes": YesWord, "Yeah!": YesWord, "nope": NoWord, "skip": SkipWord, "ja": YesWord, "haan": YesWord, "👍": YesWord,
		"i got rejected": NoControl, "": NoControl, "stop the rain": NoControl, "yes but they said no": NoControl,
	} {
		if got := ControlOf(text); got != want {
			t.Errorf("ControlOf(%q) = %q; want %q", text, got, want)
		}
	}
}
