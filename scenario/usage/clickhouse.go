package usage

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"azwhatif/internal/trust"
	"azwhatif/scenario"

	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// Warehouse is a table in ClickHouse that has the columns of one of the formats.
// A Distributed table does as well as one that is on one server.
type Warehouse struct {
	ClickHouse scenario.ClickHouse
	Table      string // "table", or "database.table"
	User       string // "" is ClickHouse's own "default"
	Password   Secret
	CAFile     string // PEM, of authorities that are trusted beside the system's own

	Dial  time.Duration     // until a server is connected; 0 is DefaultDial
	Quiet time.Duration     // after which a query that reads nothing more is given up; 0 is DefaultQuiet
	Tell  func(text string) // is told what is waited for, where that takes long; may be nil
}

// Secret is a text that does not show when it is printed.
type Secret string

func (Secret) String() string   { return "…" }
func (Secret) GoString() string { return "…" }

// MarshalText keeps it out of JSON and logs.
func (Secret) MarshalText() ([]byte, error) { return []byte("…"), nil }

// name is what messages call the table.
func (w *Warehouse) name() string { return w.ClickHouse.String() + ", table " + w.Table }

// from is the table in SQL.
func (w *Warehouse) from() string {
	database, table, found := strings.Cut(w.Table, ".")
	if !found {
		database, table = w.ClickHouse.Database, w.Table
	}
	return clickHouseQuote(database) + "." + clickHouseQuote(table)
}

// warehouse is ClickHouse, over its native protocol.
type warehouse struct {
	Warehouse
	conn     driver.Conn
	settings string   // the end of every query
	noted    []string // what could not be settled
	roots    *x509.CertPool
	read     atomic.Int64 // bytes, as they came over the network
}

// DefaultDial is how long a server may take to be connected, where a Warehouse does
// not say.
const DefaultDial = 15 * time.Second

// readTimeout is of a whole query; see watched.
const readTimeout = 7 * 24 * time.Hour

func openWarehouse(ctx context.Context, at Warehouse) (*warehouse, error) {
	w := &warehouse{Warehouse: at}
	w.Dial = cmp.Or(w.Dial, DefaultDial)
	var err error
	if w.roots, err = trust.Roots(caSetting, at.CAFile); err != nil {
		return nil, err
	}
	w.conn, err = clickhouse.Open(&clickhouse.Options{
		Addr:         at.ClickHouse.Hosts,
		Auth:         clickhouse.Auth{Database: at.ClickHouse.Database, Username: at.User, Password: string(at.Password)},
		DialContext:  w.dial,
		DialTimeout:  w.Dial,
		ReadTimeout:  readTimeout,
		MaxOpenConns: 1,
		Compression:  &clickhouse.Compression{Method: clickhouse.CompressionLZ4},
	})
	if err == nil {
		w.settings, err = w.unsettled(ctx)
	}
	if err != nil {
		w.close()
		return nil, err
	}
	return w, nil
}

func (w *warehouse) close() {
	if w.conn != nil {
		_ = w.conn.Close()
	}
}

// dial counts what comes back; TLS is ours, as it is inside of what is counted.
func (w *warehouse) dial(ctx context.Context, address string) (net.Conn, error) {
	d := net.Dialer{Timeout: w.Dial}
	conn, err := d.DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	conn = &counted{conn, &w.read}
	if !w.ClickHouse.Secure {
		return conn, nil
	}
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	secured := tls.Client(conn, &tls.Config{ServerName: host, MinVersion: tls.VersionTLS12, RootCAs: w.roots})
	if err := secured.HandshakeContext(ctx); err != nil {
		_ = conn.Close()
		if errors.As(err, new(x509.UnknownAuthorityError)) {
			err = fmt.Errorf("%w: where your own authority signs the certificates of your servers, name its certificate as %s", err, caSetting)
		}
		return nil, fmt.Errorf("%s, over TLS: %w", address, err)
	}
	return secured, nil
}

// caSetting is the setting that CAFile is from.
const caSetting = "clickhouse.ca_file"

// counted is a connection whose received bytes are counted.
type counted struct {
	net.Conn
	received *atomic.Int64
}

func (c *counted) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	c.received.Add(int64(n))
	return n, err
}

// unsettled is the clause that states those settings that are not as they have
// to be. A user who may only read (readonly = 1) cannot state any: what is a
// server's own default is then noted, and what is not is an error.
func (w *warehouse) unsettled(ctx context.Context) (string, error) {
	have := map[string]string{}
	err := w.ask(ctx, "SELECT name, toString(value) FROM system.settings", func(row []string) error {
		have[row[0]] = row[1]
		return nil
	})
	if err != nil {
		return "", err
	}
	var differ []string
	for _, s := range clickHouseSettings {
		value, known := have[s.name]
		if !known || value == s.value {
			continue
		}
		if have["readonly"] != "1" {
			differ = append(differ, s.name+" = "+s.sql())
			continue
		}
		if s.usual == "" || value != s.usual {
			return "", fmt.Errorf("the user may only read (readonly = 1), and has the setting %s = %s, under which a total may lack rows: have it set to %s for the user, or readonly to 2", s.name, value, s.value)
		}
		w.noted = append(w.noted, fmt.Sprintf("the user may only read, and has the setting %s = %s: %s", s.name, value, s.means))
	}
	if len(differ) == 0 {
		return "", nil
	}
	return " SETTINGS " + strings.Join(differ, ", "), nil
}

func (w *warehouse) dialect() dialect { return clickHouse }
func (w *warehouse) notes() []string  { return w.noted }
func (w *warehouse) received() int64  { return w.read.Load() }

func (w *warehouse) query(ctx context.Context, query string, row func(values []string) error) error {
	return w.ask(ctx, query+w.settings, row)
}

func (w *warehouse) many(ctx context.Context, query string, row func(values []string) error) error {
	return w.query(ctx, query, row)
}

// ask runs what need not be under our settings.
func (w *warehouse) ask(ctx context.Context, query string, row func(values []string) error) (err error) {
	parent := ctx
	ctx, alive, stop := w.watched(parent)
	defer stop()
	defer func() {
		var silent *silentError
		if err != nil && parent.Err() == nil && errors.As(context.Cause(ctx), &silent) {
			err = silent
		}
	}()
	found, err := w.conn.Query(ctx, query)
	if err != nil {
		return err
	}
	defer func() { _ = found.Close() }()
	values := make([]string, len(found.Columns()))
	into := make([]any, len(values))
	for i := range values {
		into[i] = &values[i]
	}
	for found.Next() {
		alive.sign()
		if err := found.Scan(into...); err != nil {
			return err
		}
		for i, v := range values { // a table may hold any bytes
			values[i] = strings.ToValidUTF8(v, "\ufffd")
		}
		if err := row(values); err != nil {
			return err
		}
	}
	return found.Err()
}

// describe gives the table's columns.
func (w *warehouse) describe(ctx context.Context) (columns, error) {
	var names, types []string
	err := w.ask(ctx, "DESCRIBE TABLE "+w.from(), func(row []string) error {
		names, types = append(names, row[0]), append(types, row[1])
		return nil
	})
	cs := newColumns(names)
	for i := range cs {
		cs[i].Raw, cs[i].Type = names[i], types[i]
	}
	return cs, err
}

// noFinal are ClickHouse's codes for a table that knows no FINAL.
var noFinal = []int32{1, 36, 48, 181}

// superseded tells of rows that FINAL leaves out.
func (w *warehouse) superseded(ctx context.Context, rows int64) (string, error) {
	left := rows
	err := w.query(ctx, "SELECT toString(count(*)) FROM "+w.from()+" FINAL", func(row []string) error { return parseCounts(row, &left) })
	var e *clickhouse.Exception
	switch {
	case errors.As(err, &e) && slices.Contains(noFinal, e.Code):
		return "", nil
	case err != nil || left >= rows:
		return "", err
	}
	return fmt.Sprintf("has %s of which the server keeps %d once its parts are merged (FINAL): what later rows replace is counted, too; name a view that selects FROM the table FINAL", countRows(rows), left), nil
}

// serverAt finds the server that an error is about.
var serverAt = regexp.MustCompile(`[\w.-]+:\d{2,5}\b|\[[0-9a-fA-F:]+\]:\d{2,5}\b`)

// unreachable are ClickHouse's codes for a shard that does not answer, or no
// longer: end of file, timeouts of its socket, network errors, unknown hosts, no connection,
// stale replicas.
var unreachable = map[int32]bool{3: true, 32: true, 198: true, 209: true, 210: true, 279: true, 369: true, 519: true}

// DownError is of servers that do not answer, or no longer: nothing is wrong with what
// was asked of them.
type DownError struct{ Err error }

func (e *DownError) Error() string { return e.Err.Error() }
func (e *DownError) Unwrap() error { return e.Err }

// plainer says what an error of ClickHouse's means, without the password.
func (w *Warehouse) plainer(err error) error {
	var e *clickhouse.Exception
	if !errors.As(err, &e) {
		if down(err) {
			return &DownError{w.quiet(err)}
		}
		return w.quiet(err)
	}
	message := strings.Join(strings.Fields(e.Message), " ")
	if server := serverAt.FindString(message); server != "" && unreachable[e.Code] {
		return &DownError{w.quiet(fmt.Errorf("shard %s does not answer, and without it there is no total: ClickHouse's error %d: %s", server, e.Code, message))}
	}
	return w.quiet(fmt.Errorf("ClickHouse's error %d: %s", e.Code, message))
}

// down tells the errors of a connection.
func down(err error) bool {
	var network net.Error
	var silent *silentError
	var untrusted *tls.CertificateVerificationError
	return errors.As(err, &network) || errors.As(err, &untrusted) || errors.As(err, &silent) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, clickhouse.ErrAcquireConnTimeout)
}

// quiet keeps the password out of an error's text.
func (w *Warehouse) quiet(err error) error {
	if w.Password == "" || !strings.Contains(err.Error(), string(w.Password)) {
		return err
	}
	return errors.New(strings.ReplaceAll(err.Error(), string(w.Password), w.Password.String()))
}
