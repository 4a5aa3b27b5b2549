package console

import "io"

func newScreen(in io.Reader, out io.Writer, _ []string, w words) face {
	return newPlain(in, out, false, w)
}
