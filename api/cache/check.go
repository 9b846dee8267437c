package cache

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
)

// The structure of a bbolt file, as far as it must be sound before bbolt maps it
// and follows its pointers: bbolt trusts them, and where they go round in a circle
// or out of the file it takes the program down in ways that cannot be recovered
// from. A bbolt file is pages; pages 0 and 1 are meta pages, of which the newest
// valid one counts; from there a tree of branch and leaf pages. Leaves hold keys and
// values, or buckets: trees of their own.
const (
	pageHeader    = 16
	branchElement = 16
	leafElement   = 16
	bucketHeader  = 16
	metaSize      = 64

	magic       = 0xED0CDAED
	boltVersion = 2

	branchFlag   = 0x01
	leafFlag     = 0x02
	freelistFlag = 0x10
	bucketFlag   = 0x01 // of a leaf's element

	noFreelist  = ^uint64(0)
	maxPageSize = 1024 << 14
)

var (
	errNotBolt   = errors.New("it is not a store")
	errStructure = errors.New("its structure is broken")
	errVersion   = errors.New("its format is newer")
)

// meta is what a meta page says.
type meta struct {
	pageSize             int64
	root, freelist, high uint64 // pages; high is the first one that is not in use
	txid                 uint64
}

// checker walks a file.
type checker struct {
	file io.ReaderAt
	size int64
	meta
	used []uint64 // a bit for each page that is in use
}

// use marks a page as in use; fresh is false where it was already.
func (c *checker) use(id uint64) (fresh bool) {
	word, bit := &c.used[id/64], uint64(1)<<(id%64)
	fresh = *word&bit == 0
	*word |= bit
	return fresh
}

// check reads the structure of a bbolt file of a size. It returns errNotBolt,
// errStructure or errVersion, wrapped, for one that bbolt must not touch.
func check(file io.ReaderAt, size int64) error {
	m, err := newestMeta(file, size)
	if err != nil {
		return err
	}
	pages := min(m.high, uint64(size/m.pageSize)) // none in use is outside of the file
	c := &checker{file: file, size: size, meta: m, used: make([]uint64, pages/64+1)}
	if err := c.tree(c.root); err != nil {
		return err
	}
	return c.free()
}

// newestMeta finds the meta page that bbolt would go by.
func newestMeta(file io.ReaderAt, size int64) (newest meta, err error) {
	err = errNotBolt
	take := func(offset int64) bool {
		m, metaErr := readMeta(file, offset)
		if metaErr != nil {
			if errors.Is(metaErr, errVersion) {
				err = metaErr
			}
			return false
		}
		if size < 2*m.pageSize || (offset != 0 && offset != m.pageSize) {
			return false
		}
		if newest.pageSize == 0 || m.txid > newest.txid {
			newest = m
		}
		return true
	}
	if take(0) {
		take(newest.pageSize)
		return newest, nil
	}
	for offset := int64(1024); offset <= maxPageSize && offset < size; offset *= 2 {
		if take(offset) {
			return newest, nil
		}
	}
	return meta{}, err
}

func readMeta(file io.ReaderAt, offset int64) (meta, error) {
	var page [pageHeader + metaSize]byte
	if _, err := file.ReadAt(page[:], offset); err != nil {
		return meta{}, errNotBolt
	}
	m := page[pageHeader:]
	word, long := binary.NativeEndian.Uint32, binary.NativeEndian.Uint64
	if word(m) != magic {
		return meta{}, errNotBolt
	}
	if word(m[4:]) > boltVersion {
		return meta{}, errVersion
	}
	digest := fnv.New64a()
	_, _ = digest.Write(m[:metaSize-8])
	pageSize := int64(word(m[8:]))
	if word(m[4:]) != boltVersion || digest.Sum64() != long(m[metaSize-8:]) ||
		pageSize < 1024 || pageSize > maxPageSize || pageSize&(pageSize-1) != 0 {
		return meta{}, errNotBolt
	}
	return meta{pageSize: pageSize, root: long(m[16:]), freelist: long(m[32:]), high: long(m[40:]), txid: long(m[48:])}, nil
}

// broken says where the structure is.
func broken(page uint64, why string) error {
	return fmt.Errorf("%w: page %d %s", errStructure, page, why)
}

// page reads a page's elements: count of them, each of a size, from a page of one
// of the kinds. extent is how many bytes the page has with its overflow.
func (c *checker) page(id uint64) (header []byte, extent int64, err error) {
	if id < 2 || id >= c.high || id >= uint64(c.size/c.pageSize) {
		return nil, 0, broken(id, "is outside")
	}
	header = make([]byte, pageHeader)
	if _, err := c.file.ReadAt(header, int64(id)*c.pageSize); err != nil {
		return nil, 0, broken(id, "is cut off")
	}
	if binary.NativeEndian.Uint64(header) != id {
		return nil, 0, broken(id, "is another")
	}
	pages := uint64(binary.NativeEndian.Uint32(header[12:])) + 1
	if id+pages > c.high || int64(id+pages)*c.pageSize > c.size {
		return nil, 0, broken(id, "is cut off")
	}
	for each := id; each < id+pages; each++ {
		if !c.use(each) {
			return nil, 0, broken(each, "is in use twice")
		}
	}
	return header, int64(pages) * c.pageSize, nil
}

// tree walks the pages under one. Each page is visited once, so it ends.
func (c *checker) tree(root uint64) error {
	header, extent, err := c.page(root)
	if err != nil {
		return err
	}
	count := int64(binary.NativeEndian.Uint16(header[10:]))
	if pageHeader+count*leafElement > extent {
		return broken(root, "has too many elements")
	}
	elements := make([]byte, count*leafElement)
	if _, err := c.file.ReadAt(elements, int64(root)*c.pageSize+pageHeader); err != nil {
		return broken(root, "is cut off")
	}
	switch binary.NativeEndian.Uint16(header[8:]) {
	case branchFlag:
		return c.branch(root, elements, extent)
	case leafFlag:
		return c.leaf(root, elements, extent)
	}
	return broken(root, "is of another kind")
}

func (c *checker) branch(id uint64, elements []byte, extent int64) error {
	if len(elements) == 0 {
		return broken(id, "leads nowhere")
	}
	for at := 0; at < len(elements); at += branchElement {
		element := elements[at:]
		from := pageHeader + int64(at) + int64(binary.NativeEndian.Uint32(element))
		if from+int64(binary.NativeEndian.Uint32(element[4:])) > extent {
			return broken(id, "has a key outside")
		}
		if err := c.tree(binary.NativeEndian.Uint64(element[8:])); err != nil {
			return err
		}
	}
	return nil
}

func (c *checker) leaf(id uint64, elements []byte, extent int64) error {
	for at := 0; at < len(elements); at += leafElement {
		element := elements[at:]
		flags := binary.NativeEndian.Uint32(element)
		value := pageHeader + int64(at) + int64(binary.NativeEndian.Uint32(element[4:])) + int64(binary.NativeEndian.Uint32(element[8:]))
		size := int64(binary.NativeEndian.Uint32(element[12:]))
		if value+size > extent {
			return broken(id, "has a value outside")
		}
		if flags&bucketFlag == 0 {
			continue
		}
		if err := c.bucket(id, value, size); err != nil {
			return err
		}
	}
	return nil
}

// bucket checks the tree of a bucket, or the one page that stands in its value.
func (c *checker) bucket(id uint64, value, size int64) error {
	if size < bucketHeader {
		return broken(id, "has half a bucket")
	}
	head := make([]byte, min(size, bucketHeader+pageHeader))
	start := int64(id)*c.pageSize + value
	if _, err := c.file.ReadAt(head, start); err != nil {
		return broken(id, "is cut off")
	}
	if root := binary.NativeEndian.Uint64(head); root != 0 {
		return c.tree(root)
	}
	if size < bucketHeader+pageHeader || binary.NativeEndian.Uint16(head[bucketHeader+8:]) != leafFlag {
		return broken(id, "has half a bucket")
	}
	room := size - bucketHeader
	count := int64(binary.NativeEndian.Uint16(head[bucketHeader+10:]))
	if pageHeader+count*leafElement > room {
		return broken(id, "has a bucket with too many elements")
	}
	elements := make([]byte, count*leafElement)
	if _, err := c.file.ReadAt(elements, start+bucketHeader+pageHeader); err != nil {
		return broken(id, "is cut off")
	}
	for at := 0; at < len(elements); at += leafElement {
		if binary.NativeEndian.Uint32(elements[at:])&bucketFlag != 0 {
			return broken(id, "has a bucket in a small bucket")
		}
	}
	return c.leaf(id, elements, room)
}

// free checks the list of pages that the next write may use: none may be in use.
func (c *checker) free() error {
	if c.freelist == noFreelist {
		return nil
	}
	header, extent, err := c.page(c.freelist)
	if err != nil {
		return err
	}
	if binary.NativeEndian.Uint16(header[8:]) != freelistFlag {
		return broken(c.freelist, "is of another kind")
	}
	count, skip := uint64(binary.NativeEndian.Uint16(header[10:])), int64(0)
	if count == 0xFFFF { // too many for the header: the list begins with how many
		first := make([]byte, 8)
		if _, err := c.file.ReadAt(first, int64(c.freelist)*c.pageSize+pageHeader); err != nil {
			return broken(c.freelist, "is cut off")
		}
		count, skip = binary.NativeEndian.Uint64(first), 8
	}
	if count > uint64(extent-pageHeader-skip)/8 {
		return broken(c.freelist, "has too many elements")
	}
	list := make([]byte, count*8)
	if _, err := c.file.ReadAt(list, int64(c.freelist)*c.pageSize+pageHeader+skip); err != nil {
		return broken(c.freelist, "is cut off")
	}
	last := uint64(1)
	for at := 0; at < len(list); at += 8 {
		id := binary.NativeEndian.Uint64(list[at:])
		if id <= last || id >= c.high || (id/64 < uint64(len(c.used)) && !c.use(id)) {
			return broken(c.freelist, "frees a page that is in use")
		}
		last = id
	}
	return nil
}
