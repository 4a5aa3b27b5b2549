package store

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strconv"

	bolt "go.etcd.io/bbolt"
)

// create makes an empty store. It is made under another name first and appears
// whole under its own, so a crash leaves no half of it; and it never takes the
// place of a file that appeared meanwhile.
func create(name string, version int) error {
	folder := filepath.Dir(name)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	draft, err := os.CreateTemp(folder, ".new-*-"+filepath.Base(name)) // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(draft.Name())
	if err := errors.Join(draft.Close(), fill(draft.Name(), version)); err != nil {
		return err
	}
	err = os.Link(draft.Name(), name)
	if err != nil && !errors.Is(err, os.ErrExist) {
		err = copyTo(name, draft.Name()) // a file system without links, as of some USB sticks
	}
	if err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	return syncFolder(folder)
}

func fill(name string, version int) error {
	db, err := bolt.Open(name, 0o600, options())
	if err != nil {
		return err
	}
	err = db.Update(func(tx *bolt.Tx) error {
		for _, b := range bucketNames {
			if _, err := tx.CreateBucket([]byte(b)); err != nil {
				return err
			}
		}
		return tx.Bucket([]byte(headBucket)).Put(formatKey, strconv.AppendInt(nil, int64(version), 10))
	})
	return errors.Join(err, db.Close())
}

func copyTo(name, draft string) error {
	content, err := os.ReadFile(draft)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	return errors.Join(err, f.Sync(), f.Close())
}

// syncFolder makes a new name in a folder outlast a power cut.
func syncFolder(folder string) error {
	if runtime.GOOS == "windows" {
		return nil // it has no such call
	}
	f, err := os.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
