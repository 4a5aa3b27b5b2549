package main

import (
	"errors"
	"fmt"

	"bounceback/store"
)

// openStore opens the file that keeps what people tell. Where another file would
// help, the error says how to name one.
func openStore(file string) (*store.Store, error) {
	people, err := store.Open(file)
	if errors.Is(err, store.ErrInUse) || errors.Is(err, store.ErrForeign) {
		err = mistake{fmt.Errorf("%w with --db FILE", err)}
	}
	return people, err
}
