// Package understand reads one free-text message: what it is about, the details
// in it, and whether it carries a warning sign.
//
// It is pure: no network, no clock, no chance, no language model. The same text
// always gives the same Reading, on the smallest machine, within a tenth of a
// millisecond. Text of any size and content costs bounded time and never fails.
//
// # Words
//
// A Label names what a message can be about. A Guess is a label with the
// confidence that it is the right one, and Guesses hold all labels, best first.
// Confidences are calibrated on hands that were left out of the training: of the
// guesses with a confidence of 0.8, about eight in ten were right there. People
// whose like is not among the examples are read less well than that, so the
// thresholds keep a margin.
//
// An Outcome says what to do with guesses: Sure, go there; Unsure, offer the
// likeliest as choices; None, say that it was not understood. The two thresholds
// between them belong to the model and come from data.
//
// A Reading is everything that one message says: outcome and guesses, the
// Details in it (employer, job, date …), a Warning, the Control words that work
// everywhere, and what else the message is about (Also).
//
// An Example is a text of which the label is known; a hand is a person who wrote
// examples. Train makes a Model of examples. A Reader reads with a Model and
// adds the rest; NewReader has the model that ships.
//
// # The model
//
// A text is folded (lower case, no accents, no apostrophes) and cut into words.
// Its features are the words, pairs and triples of neighbours, runs of letters,
// which forgive typing errors, and groups of words that mean nearly the same,
// from the lists words/concepts.tsv and words/topics.tsv. Each feature has a
// weight for each label; a softmax over the sums gives confidences. It is a plain
// linear model because that can be trained from the files in the tree in a
// minute, read in microseconds, and explained.
//
// Train knows nothing of this product's labels and does well with other label
// sets, too. The lists of groups hold the words of job seekers; for other matters
// they do no harm. A label for what is none of them, with some examples, makes
// such messages known; Outcome catches most of the others.
//
//	m := understand.Train(examples)
//	g := m.Guess("could you put the light on")
//	if m.Outcome(g) == understand.Sure {
//		do(g[0].Label)
//	}
//
// # How well it does
//
// `go run ./coach/understand/train -cross -data coach/understand/data` leaves out
// one hand after the other and guesses that hand's messages; -held reports on a
// part that no choice of features or examples has looked at. What counts is the
// guess on messages by people who were never seen: a random tenth of known hands
// flatters.
//
// # What it cannot do
//
// It does not understand. It knows the words people used in the examples and
// those near them; a new picture for an old matter ("they took the other girl")
// may miss. Irony is only seen where its words are common. Of a message with two
// matters it sees the louder one first. Languages other than English are read for
// rejections, invitations, the words that work everywhere and warning signs, and
// hardly beyond. A confidence is a share of many messages and no promise for one.
package understand
