package console

// history is what was written in this chat. It is not kept: it is theirs.
type history struct {
	lines []string
	at    int    // index into lines; len(lines) is the draft
	draft string // what was being written
}

func (h *history) add(line string) {
	if n := len(h.lines); n == 0 || h.lines[n-1] != line {
		h.lines = append(h.lines, line)
	}
	h.at, h.draft = len(h.lines), ""
}

// move goes to an older or newer line; ok is false where there is none.
func (h *history) move(older bool, now string) (line string, ok bool) {
	if h.at == len(h.lines) {
		h.draft = now
	}
	switch {
	case older && h.at > 0:
		h.at--
	case !older && h.at < len(h.lines):
		h.at++
	default:
		return "", false
	}
	if h.at == len(h.lines) {
		return h.draft, true
	}
	return h.lines[h.at], true
}
