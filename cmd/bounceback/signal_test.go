package main

import (
	"os"
	"syscall"
)

// signals are those that a script can send.
var signals = map[string]os.Signal{"int": os.Interrupt, "term": syscall.SIGTERM, "hup": syscall.SIGHUP}
