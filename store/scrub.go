package store

import (
	"bytes"

	bolt "go.etcd.io/bbolt"
)

// scrub writes zeros over all free pages, so that nothing deleted can be read
// from the file. It runs between two commits, with no snapshot open: then the
// pages that the newest state lists as free are read by nobody, and bbolt itself
// may write over any of them in the next commit. What is zero already is not
// written again.
func (s *Store) scrub() error {
	s.reading.Lock()
	defer s.reading.Unlock()
	m, err := readMeta(s.file)
	if err != nil {
		return s.wrong("scrub", err)
	}
	free, err := m.free(s.file)
	if err != nil {
		return s.wrong("scrub", err)
	}
	zeros, page := make([]byte, m.pageSize), make([]byte, m.pageSize)
	for _, id := range free {
		at := int64(id) * m.pageSize
		if _, err := s.file.ReadAt(page, at); err != nil {
			return s.wrong("scrub", err)
		}
		if bytes.Equal(page, zeros) {
			continue
		}
		if _, err := s.file.WriteAt(zeros, at); err != nil {
			return s.wrong("scrub", err)
		}
	}
	if err := s.file.Sync(); err != nil {
		return s.wrong("scrub", err)
	}
	return nil
}

// scrubForGood scrubs and takes the mark away that an erasure left. It is done
// at Close, and at Open after a crash: by then the last letter to the person,
// which told them that they are erased, is gone as well.
func (s *Store) scrubForGood() error {
	if err := s.scrub(); err != nil {
		return err
	}
	err := s.db.Update(func(tx *bolt.Tx) error { return tx.Bucket([]byte(headBucket)).Delete(erasedKey) })
	if err != nil {
		return s.wrong("scrub", err)
	}
	s.erased = false
	return nil
}
