package store

import (
	"encoding/binary"
	"fmt"
	"strings"
	"time"

	bolt "go.etcd.io/bbolt"

	"bounceback/coach"
)

// The buckets of a file, and what their keys and values are. Numbers in keys are
// big-endian, so that the order of the bytes is the order of the numbers.
const (
	headBucket    = "bounceback"  // "format" → version in decimal; "erased" → "" while the file has to be scrubbed
	peopleBucket  = "people"      // id → due time (a stamp; zeros: never), then the Person as JSON
	journalBucket = "journal"     // id, a zero byte, sequence number → Entry as JSON
	roomsBucket   = "rooms"       // id → due time as for people, then the Room as JSON
	dueBucket     = "due"         // stamp, id → nothing; one for each person and room with a due time
	lettersBucket = "letters"     // number in order of writing, id → Letter as JSON
	keysBucket    = "letter_keys" // key of a letter → its key in letters
	seenBucket    = "seen"        // period in which it was heard, event → nothing
	notesBucket   = "notes"       // id, a zero byte, name of the note → what an adapter noted
)

var bucketNames = []string{headBucket, peopleBucket, journalBucket, dueBucket, lettersBucket, keysBucket, seenBucket, roomsBucket, notesBucket}

// table is a bucket by its number, for writes that are thought out before there
// is a transaction to keep them in.
type table int

const (
	head table = iota
	people
	journal
	due
	letters
	letterKeys
	seen
	rooms
	notes
)

// tables are the buckets of one transaction.
type tables []*bolt.Bucket

func tablesOf(tx *bolt.Tx) tables {
	t := make(tables, len(bucketNames))
	for i, name := range bucketNames {
		t[i] = tx.Bucket([]byte(name))
	}
	return t
}

// stampSize is the length of a stamp.
const stampSize = 12

// stamp is a time whose bytes sort as times do.
func stamp(t time.Time) (s [stampSize]byte) {
	binary.BigEndian.PutUint64(s[:], uint64(t.Unix())^1<<63) // so that times before 1970 sort first
	binary.BigEndian.PutUint32(s[8:], uint32(t.Nanosecond()))
	return s
}

// never is the stamp of no time.
var never [stampSize]byte

func dueStamp(t time.Time) [stampSize]byte {
	if t.IsZero() {
		return never
	}
	return stamp(t)
}

func dueKey(s [stampSize]byte, id coach.ID) []byte { return append(s[:], id...) }

func lineKey(id coach.ID, seq uint64) []byte {
	k := make([]byte, 0, len(id)+9)
	k = append(append(k, id...), 0)
	return binary.BigEndian.AppendUint64(k, seq)
}

// linePrefix is what the keys of a person's lines begin with, and of nobody
// else's: an id has no zero byte.
func linePrefix(id coach.ID) []byte { return append([]byte(id), 0) }

func letterKey(number uint64, id coach.ID) []byte {
	return append(binary.BigEndian.AppendUint64(make([]byte, 0, len(id)+8), number), id...)
}

// checkID refuses what cannot be a key.
func checkID(id coach.ID) error {
	switch {
	case id == "":
		return fmt.Errorf("store: the id of a person is empty")
	case len(id) > maxName:
		return fmt.Errorf("store: the id of a person has %d bytes, at most %d may be", len(id), maxName)
	case strings.IndexByte(string(id), 0) >= 0:
		return fmt.Errorf("store: the id of a person has a zero byte")
	}
	return nil
}

// maxName bounds ids, events and letter keys: far more than any platform has,
// and far less than bbolt could keep.
const maxName = 1024
