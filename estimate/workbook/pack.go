package workbook

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"hash/crc32"
	"io"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// pack writes the file to w.
func (b *book) pack(w io.Writer) error {
	p := &packer{}
	b.file.SetZipWriter(func(io.Writer) excelize.ZipWriter { return p })
	if _, err := b.file.WriteToBuffer(); err != nil {
		return err
	}
	return p.writeTo(w)
}

// packer keeps the parts of the file, compressed, and writes them in one order
// and without times.
//
// Note: excelize gives streamed sheets in the order of a map, and names the
// types of pictures in one.
type packer struct{ parts []*entry }

type entry struct {
	name  string
	types bytes.Buffer // of contentTypes, before they are sorted
	bytes bytes.Buffer
	zip   *flate.Writer
	crc   uint32
	size  uint64
}

const contentTypes = "[Content_Types].xml"

// Create begins a part.
func (p *packer) Create(name string) (io.Writer, error) {
	e := &entry{name: name}
	var err error
	e.zip, err = flate.NewWriter(&e.bytes, flate.BestSpeed)
	p.parts = append(p.parts, e)
	return e, err
}

// AddFS is not used: a workbook has no file system to take parts from.
func (p *packer) AddFS(fs.FS) error { return nil }

// Close ends the parts.
func (p *packer) Close() error {
	for _, e := range p.parts {
		if e.name == contentTypes {
			if _, err := e.pack(sortDefaults(e.types.Bytes())); err != nil {
				return err
			}
		}
		if err := e.zip.Close(); err != nil {
			return err
		}
	}
	return nil
}

var defaultType = regexp.MustCompile(`<Default [^>]*></Default>`)

// sortDefaults puts the types of file extensions in one order.
func sortDefaults(data []byte) []byte {
	types := defaultType.FindAll(data, -1)
	slices.SortFunc(types, bytes.Compare)
	return defaultType.ReplaceAllFunc(bytes.Clone(data), func([]byte) []byte {
		next := types[0]
		types = types[1:]
		return next
	})
}

func (e *entry) Write(data []byte) (int, error) {
	if e.name == contentTypes {
		return e.types.Write(data)
	}
	return e.pack(data)
}

func (e *entry) pack(data []byte) (int, error) {
	e.crc = crc32.Update(e.crc, crc32.IEEETable, data)
	e.size += uint64(len(data))
	return e.zip.Write(data)
}

func (p *packer) writeTo(w io.Writer) error {
	slices.SortFunc(p.parts, func(a, b *entry) int { return strings.Compare(a.name, b.name) })
	z := zip.NewWriter(w)
	for _, e := range p.parts {
		part, err := z.CreateRaw(&zip.FileHeader{
			Name: e.name, Method: zip.Deflate, CRC32: e.crc,
			CompressedSize64: uint64(e.bytes.Len()), UncompressedSize64: e.size,
		})
		if err != nil {
			return err
		}
		if _, err := e.bytes.WriteTo(part); err != nil {
			return err
		}
	}
	return z.Close()
}
