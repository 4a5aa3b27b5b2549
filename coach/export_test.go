package coach

import "bounceback/coach/page"

// Trace lets a test hear which steps the coach says.
func (c *Coach) Trace(f func(*page.Step)) { c.trace = f }
