package workbook

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"hash/crc32"
	"io"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// drain takes a sheet's rows out of the file, compressed, so that no more than
// one sheet's rows are in memory.
//
// Note: excelize keeps the rows of every streamed sheet, and a buffer for each,
// until the file is written. It writes streamed sheets first, and Close lets go
// of them; the file can be used on.
func (b *book) drain(l *links) error {
	first := true
	b.file.SetZipWriter(func(io.Writer) excelize.ZipWriter {
		return zipWriter{func(name string) (io.Writer, error) {
			if !first {
				return io.Discard, nil
			}
			first = false
			part, err := b.create(name)
			return &linked{to: part, links: l}, err
		}}
	})
	if _, err := b.file.WriteToBuffer(); err != nil {
		return err
	}
	return b.file.Close()
}

// pack writes the file to w.
func (b *book) pack(w io.Writer) error {
	b.file.SetZipWriter(func(io.Writer) excelize.ZipWriter { return zipWriter{b.create} })
	if _, err := b.file.WriteToBuffer(); err != nil {
		return err
	}
	return b.parts.writeTo(w)
}

// create begins a part, which is given up where the book is no longer waited for.
func (b *book) create(name string) (io.Writer, error) {
	part, err := b.parts.create(name)
	return awaited{b, part}, err
}

// awaited is written to as long as the book is waited for.
type awaited struct {
	b  *book
	to io.Writer
}

func (a awaited) Write(data []byte) (int, error) {
	if a.b.stopped(); a.b.err != nil {
		return 0, a.b.err
	}
	return a.to.Write(data)
}

// zipWriter is what excelize writes parts to.
type zipWriter struct {
	create func(name string) (io.Writer, error)
}

func (z zipWriter) Create(name string) (io.Writer, error) { return z.create(name) }
func (z zipWriter) AddFS(fs.FS) error                     { return errors.ErrUnsupported } // excelize does not use it
func (z zipWriter) Close() error                          { return nil }

// packer keeps the parts of the file, compressed, and writes them in one order
// and without times.
//
// Note: excelize names the types of pictures in the order of a map.
type packer struct {
	parts []*entry
	open  *entry // the last one, until the next begins
}

type entry struct {
	name  string
	whole bytes.Buffer // of a part that is mended before it is packed
	bytes bytes.Buffer
	zip   *flate.Writer
	crc   uint32
	size  uint64
}

const contentTypes = "[Content_Types].xml"

// create ends the part before and begins another.
func (p *packer) create(name string) (io.Writer, error) {
	if err := p.close(); err != nil {
		return nil, err
	}
	e := &entry{name: name}
	var err error
	e.zip, err = flate.NewWriter(&e.bytes, flate.BestSpeed)
	p.parts, p.open = append(p.parts, e), e
	return e, err
}

func (p *packer) close() error {
	e := p.open
	if e == nil {
		return nil
	}
	p.open = nil
	if mend := mending(e.name); mend != nil {
		if _, err := e.pack(mend(e.whole.Bytes())); err != nil {
			return err
		}
	}
	err := e.zip.Close()
	e.zip = nil
	return err
}

// mending is what is done to a part before it is packed; nil for most.
func mending(name string) func([]byte) []byte {
	switch {
	case name == contentTypes:
		return sortDefaults
	case strings.HasPrefix(name, "xl/charts/"):
		return onlyOfValues
	}
	return nil
}

var (
	valueAxis    = regexp.MustCompile(`(?s)<valAx>.*?</valAx>`)
	ofCategories = regexp.MustCompile(`<(auto|lblAlgn|lblOffset|noMultiLvlLbl) val="[^"]*"></(auto|lblAlgn|lblOffset|noMultiLvlLbl)>`)
)

// onlyOfValues takes from a chart's axes of values what only one of categories may have.
//
// Note: excelize writes it into both axes' parts of a scatter chart, which breaks the
// schema (CT_ValAx, ECMA-376, part 1, 21.2.2.226).
func onlyOfValues(data []byte) []byte {
	return valueAxis.ReplaceAllFunc(data, func(axis []byte) []byte { return ofCategories.ReplaceAll(axis, nil) })
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
	if mending(e.name) != nil {
		return e.whole.Write(data)
	}
	return e.pack(data)
}

func (e *entry) pack(data []byte) (int, error) {
	e.crc = crc32.Update(e.crc, crc32.IEEETable, data)
	e.size += uint64(len(data))
	return e.zip.Write(data)
}

func (p *packer) writeTo(w io.Writer) error {
	if err := p.close(); err != nil {
		return err
	}
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
