package understand

import "strings"

// clearWords are direct words of suicide or self-harm, folded.
const clearWords = "kill myself|killing myself|end my life|ending my life|take my own life|want to die|wanna die|suicidal|hang myself|cut myself|hurt myself|harm myself|dont want to live|do not want to live|dont wanna live|dont wanna be here anymore|dont want to be here anymore|kms|unalive myself|" +
	"umbringen|nicht mehr leben|mir das leben nehmen|suizid|me suicider|me tuer|plus envie de vivre|veux mourir|suicidarme|matarme|quiero morir|no quiero vivir|me matar|quero morrer|nao quero viver|uccidermi|ammazzarmi|voglio morire|non voglio vivere|zelfmoord|wil dood|niet meer leven|zabic sie|chce umrzec|nie chce zyc|" +
	"покончить с собой|не хочу жить|хочу умереть|убить себя|хочу померти|не хочу жити|вбити себе|intihar|olmek istiyorum|yasamak istemiyorum|انتحر|الانتحار|اموت|मरना चाहता|मरना चाहती|आत्महत्या|marna chahta|marna chahti|mar jana chahta|自杀|不想活|想死|ma omor|sa mor|sinucid"

// warn looks for signs of danger in a text.
func warn(text string) Warning {
	key := " " + strings.Join(strings.Fields(strings.ToLower(text)), " ") + " "
	folded := " " + Fold(text) + " "
	for w := range strings.SplitSeq(clearWords, "|") {
		if strings.Contains(folded, w) || strings.Contains(key, w) {
			return Warning{Level: Clear}
		}
	}
	return Warning{}
}
