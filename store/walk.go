package store

import (
	"bytes"
	"io"
)

// walk goes through all pages in use.
type walk struct {
	meta
	file io.ReaderAt
	met  map[uint64]bool
}

// span is from which key on a page has keys, and before which one; nil is open.
type span struct{ from, to []byte }

func (s span) has(key []byte) bool {
	return bytes.Compare(key, s.from) >= 0 && (s.to == nil || bytes.Compare(key, s.to) < 0)
}

// tree checks a page and what is below it.
func (w *walk) tree(id uint64, in span, level int) error {
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
		return damaged(id, "is too far down")
	}
	return w.keys(id, kind, int(count), b, in, level)
}

// keys checks what stands in a page, or in a bucket so small that it stands in
// another's page, and what is below it.
func (w *walk) keys(id uint64, kind uint16, n int, b []byte, in span, level int) error {
	all, err := elements(id, kind, n, b, in)
	if err != nil {
		return err
	}
	for i, e := range all {
		switch {
		case kind == branchPage:
			below := span{e.key, in.to}
			if i+1 < n {
				below.to = all[i+1].key
			}
			err = w.tree(e.child, below, level+1)
		case e.bucket != nil && e.child != 0:
			err = w.tree(e.child, span{}, level+1)
		case e.bucket != nil:
			small := e.bucket[bucketHead:]
			err = w.keys(id, native.Uint16(small[8:]), int(native.Uint16(small[10:])), small, span{}, level+1)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// elements are the n keys of a page.
func elements(id uint64, kind uint16, n int, b []byte, in span) ([]element, error) {
	if kind != leafPage && (kind != branchPage || n == 0) {
		return nil, damaged(id, "is of the wrong kind")
	}
	all := make([]element, n)
	for i := range all {
		e, err := elementAt(id, kind, b, i)
		if err != nil {
			return nil, err
		}
		if !in.has(e.key) || i > 0 && bytes.Compare(all[i-1].key, e.key) >= 0 {
			return nil, damaged(id, "has keys out of order")
		}
		all[i] = e
	}
	return all, nil
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
