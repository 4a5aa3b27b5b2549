package store

import (
	"fmt"
	"runtime/debug"
)

// guard turns what bbolt does on a damaged file into an error: it panics, or
// reads where no memory is.
func guard(do func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("%w: %v", ErrDamaged, v)
		}
	}()
	return do()
}
