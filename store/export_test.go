package store

import bolt "go.etcd.io/bbolt"

// OpenAs opens a file as a later program would, whose format has that version.
func OpenAs(name string, version int, upgrades ...func(*bolt.Tx) error) (*Store, error) {
	return open(name, format{version: version, upgrades: upgrades})
}

// Format is the version that this program writes.
var Format = current.version

// Holder is what is said about who has a file open.
var Holder = holder
