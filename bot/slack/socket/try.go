package socket

import "context"

// Try asks for the address of a socket and opens none. The error is a *Fatal if the
// app token will never do.
func Try(ctx context.Context, o Options) error {
	s, err := NewSockets(o)
	if err != nil {
		return err
	}
	if _, _, err := newLink(s).api().StartSocketModeContext(ctx); err != nil {
		return classify(err)
	}
	return nil
}
