package store

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"io"
	"os"
)

// bbolt trusts its file: on a damaged one it panics, reads where no memory is,
// or recurses until the program is killed, and a file that is cut short kills it
// with a signal. So a file is looked at before bbolt is let at it. This is the
// part of bbolt's format that it takes (its internal/common/page.go and meta.go).

const (
	pageMagic     = 0xED0CDAED
	pageFormat    = 2
	pageHead      = 16 // id uint64, kind uint16, count uint16, overflow uint32
	elementSize   = 16 // of branch and leaf pages
	noFreelist    = 1<<64 - 1
	branchPage    = 1
	leafPage      = 2
	freelistPage  = 16
	nestedBucket  = 1  // flag of a leaf element
	bucketHead    = 16 // root page uint64, sequence uint64
	smallestPage  = 1 << 10
	largestPage   = 1 << 24
	metaSize      = 64
	maxTreeLevels = 64
)

// native is the byte order of this machine, which is that of the file.
var native = binary.NativeEndian

// meta is where a state of the file begins. The file has two, written in turn.
type meta struct {
	pageSize int64
	root     uint64 // page of the bucket of buckets
	freelist uint64
	pages    uint64 // in use or free; more may follow that never were
	tx       uint64
}

// readMeta finds the newest meta that is whole.
func readMeta(f io.ReaderAt) (newest meta, err error) {
	found, magic := false, false
	look := func(at int64) {
		b := make([]byte, pageHead+metaSize)
		if _, err := f.ReadAt(b, at); err != nil {
			return
		}
		b = b[pageHead:]
		magic = magic || native.Uint32(b) == pageMagic
		sum := fnv.New64a()
		sum.Write(b[:metaSize-8])
		if native.Uint32(b) != pageMagic || native.Uint32(b[4:]) != pageFormat || native.Uint64(b[metaSize-8:]) != sum.Sum64() {
			return
		}
		m := meta{int64(native.Uint32(b[8:])), native.Uint64(b[16:]), native.Uint64(b[32:]), native.Uint64(b[40:]), native.Uint64(b[48:])}
		if m.pageSize >= smallestPage && m.pageSize <= largestPage && (!found || m.tx > newest.tx) {
			newest, found = m, true
		}
	}
	look(0)
	if found {
		look(newest.pageSize)
	} else {
		for size := int64(smallestPage); size <= largestPage; size *= 2 {
			look(size)
		}
	}
	switch {
	case found:
		return newest, nil
	case magic:
		return meta{}, fmt.Errorf("%w: its first pages are not whole", ErrDamaged)
	}
	return meta{}, ErrForeign
}

// readWhole is up to which size a file is read whole before it is opened, not
// counting the room that it has for more. It takes some milliseconds. Of a larger one the beginning, the size and the list
// of free pages are looked at; damage elsewhere shows when it is met.
const readWhole = 16 << 20

// examine says what is wrong with a file of at most whole bytes, or with the
// beginning of a larger one. Another process may be at work on it: as long as
// the newest meta stays the same, nothing of its state is written over, so what
// was found wrong is wrong.
func examine(f *os.File, whole int64) error {
	for {
		m, err := readMeta(f)
		if err != nil {
			return err
		}
		err = m.examine(f, whole)
		if err == nil {
			return nil
		}
		if after, again := readMeta(f); again != nil || after.tx == m.tx {
			return err
		}
	}
}

func (m meta) examine(f *os.File, whole int64) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	size := int64(m.pages) * m.pageSize
	if m.pages > 1<<38 || info.Size() < size {
		return fmt.Errorf("%w: it has %d bytes and should have %d, so its end is missing", ErrDamaged, info.Size(), size)
	}
	ours, err := m.has(f, m.root, headBucket, 0)
	if err != nil || !ours {
		return cmp.Or(err, ErrForeign)
	}
	free, err := m.free(f)
	if err != nil {
		return err
	}
	if size > whole {
		return nil
	}
	w := walk{meta: m, file: f, met: map[uint64]bool{0: true, 1: true}}
	for _, id := range free {
		w.met[id] = true
	}
	return w.tree(m.root, span{}, 0)
}

// has is true if there is a bucket of that name at a page or below it. bbolt
// would find out as well, but may write to a file before it can be asked. Small
// buckets stand inside the root page, and so a few of them may be enough for the
// root to become a branch.
func (m meta) has(f io.ReaderAt, id uint64, name string, level int) (bool, error) {
	kind, count, b, err := m.page(f, id)
	if err != nil {
		return false, err
	}
	if level > maxTreeLevels {
		return false, damaged(id, "is too far down")
	}
	for i := range int(count) {
		e, err := elementAt(id, kind, b, i)
		if err != nil {
			return false, err
		}
		found := kind == leafPage && e.bucket != nil && string(e.key) == name
		if kind == branchPage && string(e.key) <= name {
			found, err = m.has(f, e.child, name, level+1)
		}
		if found || err != nil {
			return found, err
		}
	}
	return false, nil
}

func damaged(page uint64, what string) error {
	return fmt.Errorf("%w: page %d %s", ErrDamaged, page, what)
}

// page reads a page with what it runs over to.
func (m meta) page(f io.ReaderAt, id uint64) (kind, count uint16, content []byte, err error) {
	if id < 2 || id >= m.pages {
		return 0, 0, nil, damaged(id, "is outside of the file")
	}
	content = make([]byte, m.pageSize)
	if _, err := f.ReadAt(content, int64(id)*m.pageSize); err != nil {
		return 0, 0, nil, fmt.Errorf("page %d: %w", id, err)
	}
	kind, count = native.Uint16(content[8:]), native.Uint16(content[10:])
	over := uint64(native.Uint32(content[12:]))
	switch {
	case native.Uint64(content) != id:
		return 0, 0, nil, damaged(id, "has another's number")
	case id+over >= m.pages:
		return 0, 0, nil, damaged(id, "is longer than the file")
	case over == 0:
		return kind, count, content, nil
	}
	content = make([]byte, int64(1+over)*m.pageSize)
	if _, err := f.ReadAt(content, int64(id)*m.pageSize); err != nil {
		return 0, 0, nil, fmt.Errorf("page %d: %w", id, err)
	}
	return kind, count, content, nil
}

// free lists the pages that this state of the file does not use.
func (m meta) free(f io.ReaderAt) ([]uint64, error) {
	if m.freelist == noFreelist {
		return nil, nil // abandoned with bbolt's tools; it is made anew
	}
	kind, count, b, err := m.page(f, m.freelist)
	if err != nil {
		return nil, err
	}
	n, rest := uint64(count), b[pageHead:]
	if count == 0xffff { // the number stands before the list if it is larger
		n, rest = native.Uint64(rest), rest[8:]
	}
	if kind != freelistPage || n > uint64(len(rest)/8) {
		return nil, damaged(m.freelist, "should list the free pages")
	}
	ids := make([]uint64, n)
	for i := range ids {
		ids[i] = native.Uint64(rest[8*i:])
		if ids[i] < 2 || ids[i] >= m.pages || i > 0 && ids[i] <= ids[i-1] {
			return nil, damaged(m.freelist, "lists wrong pages as free")
		}
	}
	return ids, nil
}
