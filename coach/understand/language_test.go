package understand

import "testing"

func TestLanguage(t *testing.T) {
	r, err := NewReader()
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"I got rejected again and I don't know why":              "en",
		"met someone at the library":                             "en",
		"Leider haben wir uns anders entschieden":                "de",
		"Ich habe heute eine Absage bekommen und bin traurig":    "de",
		"je n'ai pas eu le poste et je suis triste":              "fr",
		"hoy me han rechazado otra vez y no quiero seguir":       "es",
		"hoje recebi mais um não e estou muito triste":           "pt",
		"oggi mi hanno detto di no, non so più cosa fare":        "it",
		"ik ben weer afgewezen en ik weet het niet meer":         "nl",
		"znowu mnie nie przyjęli do pracy, nie mam już siły":     "pl",
		"мене знову не взяли на роботу, дуже сумно":              "uk",
		"меня опять не взяли на работу, я устал":                 "ru",
		"bugün yine iş için hayır dediler, çok üzgünüm":          "tr",
		"رفضوني مرة أخرى وأنا حزين":                              "ar",
		"ana mish 3aref a3mel eh delwa2ti":                       "ar-Latn",
		"मुझे फिर से नौकरी नहीं मिली":                            "hi",
		"mujhe phir se naukri nahi mili yaar":                    "hi-Latn",
		"我又被拒绝了，很难过":                                             "zh",
		"am primit iar un răspuns negativ și sunt foarte tristă": "ro",
		"今日は不採用でした":                                              "ja",
		"ฉันไม่เข้าใจ":                                           "und",
		"আমি বুঝতে পারছি না":                                     "und",
		"":        "",
		"🙂":       "",
		"12345":   "",
		"Siemens": "",
		"my interview at La Poste in Le Havre is on Monday and I'm scared": "en",
	} {
		if got := r.Read(text).Language; got != want {
			t.Errorf("language of %q is %q, want %q", text, got, want)
		}
	}
}
