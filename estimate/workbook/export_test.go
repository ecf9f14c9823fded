package workbook

import (
	"io"

	"azwhatif/estimate"
)

// WriteCounting is Write, and counts the cells and the formulas among them.
func WriteCounting(w io.Writer, c *estimate.Comparison) (cells, formulas int, err error) {
	b := newBook(c, Options{})
	defer b.file.Close()
	if err := b.write(); err != nil {
		return 0, 0, err
	}
	return b.cells, b.formulas, b.pack(w)
}
