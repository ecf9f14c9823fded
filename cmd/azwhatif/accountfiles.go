package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"azwhatif/estimate/invoice"
)

// mostAnswer is the most that is read of one saved answer.
const mostAnswer = 64 << 20

// savedFiles are the files that are named, and those of folders that end in .json
// or .csv, in their order.
func savedFiles(names []string) (list []string, err error) {
	for _, name := range names {
		info, err := os.Stat(name)
		if err != nil {
			return nil, fmt.Errorf("%s: there is no such file or folder", name)
		}
		if !info.IsDir() {
			list = append(list, name)
			continue
		}
		entries, err := os.ReadDir(name)
		if err != nil {
			return nil, err
		}
		before := len(list)
		for _, e := range entries {
			if end := strings.ToLower(filepath.Ext(e.Name())); !e.IsDir() && (end == ".json" || end == ".csv") {
				list = append(list, filepath.Join(name, e.Name()))
			}
		}
		if len(list) == before {
			return nil, fmt.Errorf("%s: the folder has no file that ends in .json or .csv", name)
		}
	}
	return list, nil
}

// readSaved reads a saved file, up to mostAnswer bytes.
func readSaved(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, mostAnswer+1))
	if err == nil && len(data) > mostAnswer {
		err = fmt.Errorf("%s: it is larger than %d MB: give its pages in files of their own", name, mostAnswer>>20)
	}
	return data, err
}

// savedRecords are those of answers that are kept in files, with the file of each.
func savedRecords(names []string) (records []json.RawMessage, from []string, err error) {
	names, err = savedFiles(names)
	if err != nil {
		return nil, nil, err
	}
	for _, name := range names {
		data, err := readSaved(name)
		if err != nil {
			return nil, nil, err
		}
		some, err := invoice.Records(data)
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", name, err)
		}
		records = append(records, some...)
		from = append(from, slices.Repeat([]string{name}, len(some))...)
	}
	return records, from, nil
}

// saveRecords keeps what Azure answered as one page, for use as a FILE.
func (p *program) saveRecords(path string, records []json.RawMessage) error {
	if path == "" {
		return nil
	}
	err := p.writeFile(path, func(w io.Writer) error {
		e := json.NewEncoder(w)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		return e.Encode(map[string]any{"value": append([]json.RawMessage{}, records...)})
	})
	if err == nil {
		p.say("saved %d records in %s", len(records), path)
	}
	return err
}
