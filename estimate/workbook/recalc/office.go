package recalc

import (
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// always makes LibreOffice recalculate every file that it loads; by itself it
// trusts the values that another program has stored.
const always = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
`

// everySheet is LibreOffice's filter that writes a CSV file of each sheet, numbers as
// one would type them in English: with all their digits, also where a cell shows fewer.
const everySheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,false,false,false,false,false,-1"

// Book is what LibreOffice calculates in a workbook: by sheet, its cells by row and
// column, without those at a row's end that are empty.
type Book map[string][][]string

// job is what a test waits for.
type job struct {
	files []string
	books []Book
	err   error
	done  bool
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
	mine := &job{files: files}
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
		err := run(jobs)
		for _, j := range jobs {
			j.done = true
			if j.err == nil {
				j.err = err
			}
		}
	}
	return mine.books, mine.err
}

// run has one LibreOffice do jobs, whose files it gets under names that differ.
func run(jobs []*job) error {
	dir, err := os.MkdirTemp("", "recalc-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	user, out := filepath.Join(dir, "profile", "user"), filepath.Join(dir, "out")
	if err := os.MkdirAll(user, 0o700); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(user, "registrymodifications.xcu"), []byte(always), 0o600); err != nil {
		return err
	}
	args := []string{"-env:UserInstallation=file://" + filepath.ToSlash(filepath.Dir(user)), "--headless", "--norestore", "--convert-to", everySheet, "--outdir", out}
	for n, j := range jobs {
		for i, f := range j.files {
			data, err := os.ReadFile(f)
			if err != nil {
				return err
			}
			name := filepath.Join(dir, fmt.Sprintf("%d_%d.xlsx", n, i))
			if err := os.WriteFile(name, data, 0o600); err != nil {
				return err
			}
			args = append(args, name)
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	said, err := exec.CommandContext(ctx, Office(), args...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("LibreOffice: %w\n%s", err, said)
	}
	for n, j := range jobs {
		for i, f := range j.files {
			b, err := read(filepath.Join(out, fmt.Sprintf("%d_%d-", n, i)))
			if err == nil && len(b) == 0 {
				err = fmt.Errorf("LibreOffice calculated nothing of %s:\n%s", f, said)
			}
			if err != nil {
				j.err = err
			}
			j.books = append(j.books, b)
		}
	}
	return nil
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
