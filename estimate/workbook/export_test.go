package workbook

import (
	"io"

	"azwhatif/estimate/compare"
)

// WriteCounting is Write, and counts the cells and the formulas among them.
func WriteCounting(w io.Writer, c *compare.Comparison) (cells, formulas int, err error) {
	b := newBook(c, Options{})
	defer b.file.Close()
	if err := b.write(); err != nil {
		return 0, 0, err
	}
	return b.cells, b.formulas, b.pack(w)
}
