package workbook

import (
	"bytes"
	"encoding/xml"
	"io"
	"slices"
)

// maxLinks is how many links a sheet may have, a little below what Excel takes.
// Further cells have none, and Guide says so: a link repeats what a formula or a number says.
const maxLinks = 65_000

// links are those of a sheet, as its part has them.
//
// Note: excelize looks through all earlier links of a sheet for each new one.
type links struct {
	n    int
	xml  bytes.Buffer
	over string // the first cell that has none, where there are too many
}

// link leads from a cell to another.
func (s *sheet) link(cell, to, tip string) {
	l := s.links
	if l.n == maxLinks {
		if l.over == "" {
			l.over = cell
			s.b.unlinked = append(s.b.unlinked, [2]string{s.name, cell})
		}
		return
	}
	l.n++
	l.xml.WriteString(`<hyperlink ref="` + cell + `" location="`)
	_ = xml.EscapeText(&l.xml, []byte(to)) // a buffer takes all
	l.xml.WriteString(`" tooltip="`)
	_ = xml.EscapeText(&l.xml, []byte(tip))
	l.xml.WriteString(`"></hyperlink>`)
}

// The elements of which one follows a sheet's links.
var behindLinks = [][]byte{[]byte("<printOptions"), []byte("<pageMargins")}

// linked writes a sheet's part, and the links into it.
type linked struct {
	to    io.Writer
	links *links
	tail  []byte // what could be the beginning of an element
	done  bool
}

func (w *linked) Write(data []byte) (int, error) {
	if w.done || w.links.n == 0 {
		return w.to.Write(data)
	}
	most := len(behindLinks[0]) - 1 // of an element that begins in one piece and ends in the next
	short := min(len(data), most)
	seam := append(w.tail, data[:short]...)
	for _, element := range behindLinks {
		if at := bytes.Index(seam, element); at >= 0 {
			return len(data), w.insert([][]byte{seam[:at]}, [][]byte{seam[at:], data[short:]})
		}
	}
	for _, element := range behindLinks {
		if at := bytes.Index(data, element); at >= 0 {
			return len(data), w.insert([][]byte{seam[:len(seam)-short], data[:at]}, [][]byte{data[at:]})
		}
	}
	if len(data) <= most {
		keep := min(len(seam), most)
		w.tail = append([]byte(nil), seam[len(seam)-keep:]...)
		return len(data), w.write(seam[:len(seam)-keep])
	}
	before := seam[:len(seam)-short]
	w.tail = append([]byte(nil), data[len(data)-most:]...)
	return len(data), w.write(before, data[:len(data)-most])
}

// insert writes the links between what is before them and behind.
func (w *linked) insert(before, behind [][]byte) error {
	w.done = true
	return w.write(slices.Concat(before, [][]byte{[]byte("<hyperlinks>"), w.links.xml.Bytes(), []byte("</hyperlinks>")}, behind)...)
}

func (w *linked) write(parts ...[]byte) error {
	for _, part := range parts {
		if _, err := w.to.Write(part); err != nil {
			return err
		}
	}
	return nil
}
