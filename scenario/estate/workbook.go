package estate

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"

	"azwhatif/internal/terminal"

	"github.com/xuri/excelize/v2"
)

// workbook opens the sheets of a workbook. Cells are read as they are kept, not as
// they are shown: 0.35, and not "35 %".
func (b *book) workbook(z *zip.Reader, data []byte) error {
	size := uint64(0)
	for _, part := range z.File {
		if size += part.UncompressedSize64; size > maxUnpacked {
			return fmt.Errorf("it unpacks to more than %d MB", maxUnpacked>>20)
		}
		in, err := part.Open()
		if err == nil { // as long as it says, and whole
			_, err = io.Copy(io.Discard, io.LimitReader(in, maxUnpacked))
			_ = in.Close()
		}
		if err != nil {
			return fmt.Errorf("%s in it is damaged: %w", terminal.Clean(part.Name), err)
		}
	}
	f, err := openWorkbook(data)
	if err != nil {
		return err
	}
	for _, name := range f.GetSheetList() {
		s := &sheet{name: name, rows: keptRows(f, name)}
		stop := fmt.Errorf("enough")
		err := s.rows(func(_ int, cells []string) error {
			s.head = append(s.head, append([]string(nil), cells...))
			if len(s.head) >= headRows {
				return stop
			}
			return nil
		})
		if err != nil && err != stop {
			return fmt.Errorf("sheet %q cannot be read: %w", terminal.Clean(name), err)
		}
		b.sheets = append(b.sheets, s)
	}
	if len(b.sheets) == 0 {
		return fmt.Errorf("it has no sheets")
	}
	return nil
}

// openWorkbook turns a panic of the library about a file that is no workbook into an error.
func openWorkbook(data []byte) (f *excelize.File, err error) {
	defer func() {
		if p := recover(); p != nil {
			f, err = nil, fmt.Errorf("it is not a workbook that can be read: %v", p)
		}
	}()
	f, err = excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked, RawCellValue: true})
	if err != nil {
		return nil, fmt.Errorf("it is not a workbook that can be read: %w", err)
	}
	return f, nil
}

// maxKept is how many cells of a sheet are kept: an inventory of 50,000 machines has fewer.
const maxKept = 5_000_000

// keptRows gives the rows of a sheet as often as it is asked, and parses them once where
// they are not too many: readers look at a table several times.
func keptRows(f *excelize.File, name string) func(func(int, []string) error) error {
	var kept [][]string
	return func(yield func(int, []string) error) error {
		for i, cells := range kept {
			if err := yield(i+1, cells); err != nil {
				return err
			}
		}
		if kept != nil {
			return nil
		}
		cells, list := 0, [][]string{}
		err := eachRow(f, name, func(row int, of []string) error {
			if cells += len(of) + 1; cells <= maxKept {
				list = append(list, of)
			}
			return yield(row, of)
		})
		if err == nil && cells <= maxKept {
			kept = list
		}
		return err
	}
}

// eachRow gives the rows of a sheet, in order.
func eachRow(f *excelize.File, name string, yield func(int, []string) error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("it is damaged: %v", p)
		}
	}()
	rows, err := f.Rows(name)
	if err != nil {
		if strings.Contains(err.Error(), "not a worksheet") { // a sheet of a chart
			return nil
		}
		return err
	}
	defer func() { _ = rows.Close() }()
	total := 0
	for row := 1; rows.Next(); row++ {
		cells, err := rows.Columns()
		if err != nil {
			return err
		}
		if len(cells) > maxColumns {
			return fmt.Errorf("it has more than %d columns", maxColumns)
		}
		if total += len(cells) + 1; total > maxCells {
			return fmt.Errorf("it has more than %d cells", maxCells)
		}
		if err := yield(row, cells); err != nil {
			return err
		}
	}
	return rows.Error()
}
