package store

import (
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"azwhatif/internal/duck"

	"github.com/duckdb/duckdb-go/v2"
)

// Book is a ratebook on disk. It may be used from several goroutines, and
// several processes may write into one ratebook at the same time.
type Book struct {
	dir string
	now func() time.Time

	mu    sync.Mutex
	db    *sql.DB // nil until rates are read or written
	paths duck.Paths
	sound map[string]bool // folders whose rates had their hash
}

// Open opens the ratebook in dir. A dir that is absent is an empty ratebook:
// the first Put makes it.
func Open(dir string) (*Book, error) {
	info, err := os.Stat(dir)
	switch {
	case err == nil && !info.IsDir():
		return nil, fmt.Errorf("ratebook %s is a file; give a folder", dir)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("ratebook: %w", err)
	}
	return &Book{dir: dir, now: time.Now, sound: map[string]bool{}}, nil
}

// Close closes the engine, if rates were read or written.
func (b *Book) Close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.db == nil {
		return nil
	}
	err := errors.Join(b.db.Close(), b.paths.Close())
	b.db = nil
	return err
}

// duckdb is the engine, opened when it is first wanted.
func (b *Book) duckdb() (db *sql.DB, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.db == nil {
		b.db, err = openDuckDB()
	}
	return b.db, err
}

// root is the folder of all cards.
func (b *Book) root() string { return filepath.Join(b.dir, "cards") }

// openDuckDB opens an engine in memory, which takes some 15 ms. It loads and
// fetches no extensions, and spills nothing to disk: a card fits in memory.
func openDuckDB() (*sql.DB, error) {
	connector, err := duckdb.NewConnector(":memory:?threads=2&temp_directory="+
		"&autoload_known_extensions=false&autoinstall_known_extensions=false&allow_persistent_secrets=false", nil)
	if err != nil {
		return nil, fmt.Errorf("opening DuckDB: %w", err)
	}
	return sql.OpenDB(connector), nil
}
