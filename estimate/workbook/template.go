package workbook

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// maxTemplate bounds a template's size, unpacked.
const maxTemplate = 128 << 20

// Template is a workbook to which the sheets of a comparison are added: its own
// sheets, with what is on them, its styles and its document properties stay.
type Template struct{ data []byte }

// ReadTemplate checks that a file can be a template.
func ReadTemplate(data []byte) (*Template, error) {
	if err := packed(data); err != nil {
		return nil, err
	}
	t := &Template{data}
	f, err := t.open("")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if len(f.GetSheetList()) == 0 {
		return nil, errors.New("it has no sheets: it is not a workbook of Excel")
	}
	for _, name := range f.GetSheetList() {
		if slices.ContainsFunc(fixedSheets, func(s string) bool { return strings.EqualFold(s, name) }) {
			return nil, fmt.Errorf("it has a sheet %q, as the comparison may: rename it in the template", name)
		}
	}
	props, err := f.GetWorkbookProps()
	if err != nil {
		return nil, err
	}
	if props.Date1904 != nil && *props.Date1904 {
		return nil, errors.New("it counts dates from 1904: turn that off in Excel's options for the file")
	}
	return t, nil
}

// packed tells what is wrong with a file that is no workbook, or one with macros.
func packed(data []byte) error {
	if bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")) {
		return errors.New("it is encrypted, or in the old format .xls: save it as .xlsx, without a password")
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return fmt.Errorf("it is not a workbook in the format .xlsx: %w", err)
	}
	size, workbook := uint64(0), false
	for _, part := range z.File {
		if size += part.UncompressedSize64; size > maxTemplate {
			return fmt.Errorf("it is larger than %d MB, unpacked", maxTemplate>>20)
		}
		switch name := strings.ToLower(part.Name); {
		case strings.HasSuffix(name, "vbaproject.bin"):
			return errors.New("it has macros: save it as .xlsx, without")
		case name == "xl/workbook.xml":
			workbook = true
		}
		r, err := part.Open()
		if err == nil {
			_, err = io.Copy(io.Discard, io.LimitReader(r, maxTemplate+1)) // as long as it says, and whole
		}
		if err != nil {
			return fmt.Errorf("%s in it is damaged: %w", part.Name, err)
		}
	}
	if !workbook {
		return errors.New("it is not a workbook in the format .xlsx")
	}
	return nil
}

// open gives the template as a file to add to.
//
// Note: excelize puts large parts into temporary files, which draining a sheet
// would remove; so that all are held in memory.
func (t *Template) open(folder string) (*excelize.File, error) {
	f, err := excelize.OpenReader(bytes.NewReader(t.data), excelize.Options{UnzipSizeLimit: maxTemplate, UnzipXMLSizeLimit: maxTemplate, TmpDir: folder})
	if err != nil {
		return nil, fmt.Errorf("it cannot be read: %w", err)
	}
	return f, nil
}

// asWorkbook makes an ordinary workbook of a template of Excel's (.xltx), one
// that calculates by itself, and with all digits.
func (b *book) asWorkbook() {
	if b.opt.Template == nil || b.err != nil {
		return
	}
	for i, o := range b.file.ContentTypes.Overrides {
		if o.ContentType == excelize.ContentTypeTemplate {
			b.file.ContentTypes.Overrides[i].ContentType = excelize.ContentTypeSheetML
		}
	}
	mode, full := "auto", true
	b.fail(b.file.SetCalcProps(&excelize.CalcPropsOptions{CalcMode: &mode, FullPrecision: &full}))
}
