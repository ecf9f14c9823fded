package recalc

import (
	"archive/zip"
	"encoding/xml"
	"fmt"
	"io"
	"path"
	"strings"
)

// writtenFormula is a cell of a written workbook with a formula, and the value that stands
// beside it.
type writtenFormula struct {
	cell, formula, value string
}

// writtenFormulas are a workbook's, in the order of the file: of each sheet, and the sheets.
//
// Note: excelize reads them in two passes over each sheet, one for values and one for
// formulas, and takes three times as long.
func writtenFormulas(file string) (sheets []string, of map[string][]writtenFormula, err error) {
	z, err := zip.OpenReader(file)
	if err != nil {
		return nil, nil, err
	}
	defer z.Close()
	var links struct {
		Relationship []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		}
	}
	var book struct {
		Sheets struct {
			Sheet []struct {
				Name string `xml:"name,attr"`
				ID   string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
			} `xml:"sheet"`
		} `xml:"sheets"`
	}
	for name, into := range map[string]any{"xl/_rels/workbook.xml.rels": &links, "xl/workbook.xml": &book} {
		f, err := z.Open(name)
		if err != nil {
			return nil, nil, err
		}
		err = xml.NewDecoder(f).Decode(into)
		f.Close()
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %s: %w", file, name, err)
		}
	}
	at := map[string]string{}
	for _, l := range links.Relationship {
		if at[l.ID] = path.Join("xl", l.Target); strings.HasPrefix(l.Target, "/") {
			at[l.ID] = l.Target[1:]
		}
	}
	of = map[string][]writtenFormula{}
	for _, s := range book.Sheets.Sheet {
		f, err := z.Open(at[s.ID])
		if err != nil {
			return nil, nil, fmt.Errorf("%s: sheet %q: %w", file, s.Name, err)
		}
		of[s.Name], err = formulasIn(f)
		f.Close()
		if err != nil {
			return nil, nil, fmt.Errorf("%s: sheet %q: %w", file, s.Name, err)
		}
		sheets = append(sheets, s.Name)
	}
	return sheets, of, nil
}

// formulasIn are those in a sheet's part.
func formulasIn(r io.Reader) (list []writtenFormula, err error) {
	d := xml.NewDecoder(r)
	var now writtenFormula
	var into *string // what a text belongs to
	for {
		token, err := d.RawToken()
		if err == io.EOF {
			return list, nil
		}
		if err != nil {
			return nil, err
		}
		switch e := token.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "c":
				now = writtenFormula{}
				for _, a := range e.Attr {
					if a.Name.Local == "r" {
						now.cell = a.Value
					}
				}
			case "f":
				if len(e.Attr) > 0 { // of more cells than one
					return nil, fmt.Errorf("%s has a formula with %v, which the test does not read", now.cell, e.Attr)
				}
				into = &now.formula
			case "v":
				into = &now.value
			}
		case xml.CharData:
			if into != nil {
				*into += string(e)
			}
		case xml.EndElement:
			into = nil
			if e.Name.Local == "c" && now.formula != "" {
				list = append(list, now)
			}
		}
	}
}
