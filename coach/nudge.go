package coach

// Nudge is something that the coach begins: a promise that has come due, or the
// person's own check-in.
type Nudge struct {
	// Page and Step are what it opens.
	Page, Step string
	// Promised is false for the person's own check-in.
	Promised bool
}
