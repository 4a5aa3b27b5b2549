package store_test

import (
	"bytes"
	"os"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"
)

// bucket is what stands in a bucket of a closed file.
func bucket(t testing.TB, name, bucket string) map[string]string {
	t.Helper()
	db, err := bolt.Open(name, 0, &bolt.Options{ReadOnly: true, Timeout: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	all := map[string]string{}
	err = db.View(func(tx *bolt.Tx) error {
		return tx.Bucket([]byte(bucket)).ForEach(func(k, v []byte) error {
			all[string(k)] = string(v)
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// raw changes a closed file behind the store's back.
func raw(t testing.TB, name string, change func(*bolt.Tx) error) {
	t.Helper()
	db, err := bolt.Open(name, 0o600, &bolt.Options{Timeout: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.Update(change); err != nil {
		t.Fatal(err)
	}
}

func read(t testing.TB, name string) []byte {
	t.Helper()
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// untouched fails the test if a file has changed.
func untouched(t testing.TB, name string, before []byte) {
	t.Helper()
	if !bytes.Equal(read(t, name), before) {
		t.Errorf("%s was touched", name)
	}
}
