package store

import (
	"bytes"
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
	ours, err := m.has(f, headBucket)
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
	return w.tree(m.root, nil, nil, 0)
}

// has is true if there is a bucket of that name. bbolt would find out as well, but
// may write to a file before it can be asked.
func (m meta) has(f io.ReaderAt, name string) (bool, error) {
	kind, count, b, err := m.page(f, m.root)
	if err != nil || kind != leafPage {
		return false, err // no leaf: another program's, with very many buckets
	}
	for i := range int(count) {
		e, err := elementAt(m.root, kind, b, i)
		if err != nil {
			return false, err
		}
		if e.bucket != nil && string(e.key) == name {
			return true, nil
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

// walk goes through all pages in use.
type walk struct {
	meta
	file io.ReaderAt
	met  map[uint64]bool
}

// tree checks a page and what is below it. Its keys are at least from, and less
// than to if that is not nil.
func (w *walk) tree(id uint64, from, to []byte, level int) error {
	kind, count, b, err := w.page(w.file, id)
	if err != nil {
		return err
	}
	for i := range uint64(len(b)) / uint64(w.pageSize) {
		if w.met[id+i] {
			return damaged(id, "is used twice")
		}
		w.met[id+i] = true
	}
	if level > maxTreeLevels {
		return damaged(id, "is part of a ring")
	}
	return w.keys(id, kind, int(count), b, span{from, to}, level)
}

// span is from which key on a page has keys, and before which one; nil is open.
type span struct{ from, to []byte }

// keys checks what stands in a page, or in a bucket so small that it stands in
// another's page, and what is below it.
func (w *walk) keys(id uint64, kind uint16, n int, b []byte, in span, level int) error {
	if kind != leafPage && (kind != branchPage || n == 0) {
		return damaged(id, "is of the wrong kind")
	}
	all := make([]element, n)
	for i := range all {
		e, err := elementAt(id, kind, b, i)
		if err != nil {
			return err
		}
		order := 1
		if i > 0 {
			order = bytes.Compare(e.key, all[i-1].key)
		}
		if order <= 0 || bytes.Compare(e.key, in.from) < 0 || in.to != nil && bytes.Compare(e.key, in.to) >= 0 {
			return damaged(id, "has keys out of order")
		}
		all[i] = e
	}
	for i, e := range all {
		below := span{}
		switch {
		case kind == branchPage:
			below = span{e.key, in.to}
			if i+1 < n {
				below.to = all[i+1].key
			}
		case e.bucket == nil:
			continue
		case e.child == 0:
			small := e.bucket[bucketHead:]
			if err := w.keys(id, native.Uint16(small[8:]), int(native.Uint16(small[10:])), small, span{}, level+1); err != nil {
				return err
			}
			continue
		}
		if err := w.tree(e.child, below.from, below.to, level+1); err != nil {
			return err
		}
	}
	return nil
}

// element is one key of a page.
type element struct {
	key    []byte
	child  uint64 // the page below it, if any
	bucket []byte // of a nested bucket: its value
}

func elementAt(id uint64, kind uint16, b []byte, i int) (e element, err error) {
	at := pageHead + i*elementSize
	if at+elementSize > len(b) {
		return e, damaged(id, "has more keys than room")
	}
	h := b[at:]
	bucket, pos, size, value := false, native.Uint32(h), native.Uint32(h[4:]), uint32(0)
	if kind == leafPage {
		bucket, pos, size, value = pos&nestedBucket != 0, native.Uint32(h[4:]), native.Uint32(h[8:]), native.Uint32(h[12:])
	}
	begin := uint64(at) + uint64(pos)
	end := begin + uint64(size)
	if end+uint64(value) > uint64(len(b)) {
		return e, damaged(id, "has a key that leads out of it")
	}
	e.key = b[begin:end]
	if kind == branchPage {
		e.child = native.Uint64(h[8:])
	}
	if bucket {
		e.bucket = b[end : end+uint64(value)]
		if len(e.bucket) < bucketHead {
			return e, damaged(id, "has a bucket without a beginning")
		}
		if e.child = native.Uint64(e.bucket); e.child == 0 && len(e.bucket) < bucketHead+pageHead {
			return e, damaged(id, "has a bucket without a page")
		}
	}
	return e, nil
}
