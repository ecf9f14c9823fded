package recalc

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// Book is what LibreOffice calculates in a workbook: by sheet, its cells by row and
// column, without those at a row's end that are empty.
type Book map[string][][]string

// job is what a test waits for.
type job struct {
	books  []Driven
	values []Values
	err    error
	done   bool
}

// LibreOffice takes a while to start: one run of it does the jobs of all tests that
// wait for one.
var (
	waiting []*job
	queue   sync.Mutex // of waiting
	office  sync.Mutex // held while LibreOffice runs
)

// Recalculate has LibreOffice calculate workbooks.
func Recalculate(files ...string) ([]Book, error) {
	var list []Driven
	for _, f := range files {
		list = append(list, Driven{Path: f, Whole: true})
	}
	values, err := Drive(list)
	if err != nil {
		return nil, err
	}
	var books []Book
	for _, v := range values {
		books = append(books, v.Book)
	}
	return books, nil
}

// Drive has LibreOffice open each workbook once, read it, and make its changes, one at a
// time; each is taken back before the next.
func Drive(books []Driven) ([]Values, error) {
	mine := &job{books: books}
	queue.Lock()
	waiting = append(waiting, mine)
	queue.Unlock()
	office.Lock()
	defer office.Unlock()
	if !mine.done {
		queue.Lock()
		jobs := waiting
		waiting = nil
		queue.Unlock()
		run(jobs)
		for _, j := range jobs {
			j.done = true
		}
	}
	return mine.values, mine.err
}

// run has one LibreOffice do jobs. Where it fails with one of several, each is done by
// itself, so that a test fails for its own workbooks only.
func run(jobs []*job) {
	var books []Driven
	for _, j := range jobs {
		books = append(books, j.books...)
	}
	values, err := drive(books)
	if err != nil && len(jobs) > 1 {
		for _, j := range jobs {
			j.values, j.err = drive(j.books)
		}
		return
	}
	for _, j := range jobs {
		if j.err = err; err == nil {
			j.values, values = values[:len(j.books)], values[len(j.books):]
		}
	}
}

// read reads the files that begin with a prefix, one of each sheet.
func read(prefix string) (Book, error) {
	b := Book{}
	paths, err := filepath.Glob(prefix + "*.csv")
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		r := csv.NewReader(f)
		r.FieldsPerRecord = -1
		rows, err := r.ReadAll()
		f.Close()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		for i, row := range rows {
			for len(row) > 0 && row[len(row)-1] == "" {
				row = row[:len(row)-1]
			}
			rows[i] = row
		}
		b[strings.TrimSuffix(strings.TrimPrefix(path, prefix), ".csv")] = rows
	}
	return b, err
}
