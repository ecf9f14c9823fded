// Package clickhousetest starts real ClickHouse servers on loopback: a cluster
// whose shards tests load with rows, and kill.
package clickhousetest

import (
	"context"
	"encoding/csv"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"azwhatif/internal/trust/trusttest"

	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// User and Password are those that the servers know.
const (
	User     = "finance"
	Password = "p4ss-that-must-not-show"
)

// Cluster is a cluster of the name "shards", with the database "usage" on each.
type Cluster struct {
	Servers []*Server
	CAFile  string // the certificate that the servers show over TLS, PEM
	key     string
}

// Server is one server, the only replica of its shard.
type Server struct {
	Address string // "127.0.0.1:9000"
	secure  string // over TLS
	http    string
	folder  string
	process *exec.Cmd
	done    chan struct{}
	conn    driver.Conn
}

// Start starts a cluster that is gone at the test's end. The test is skipped
// where clickhouse-server is not installed, and fails where AZWHATIF_REQUIRE_REAL
// is set.
func Start(t testing.TB, shards int) *Cluster {
	t.Helper()
	program, err := exec.LookPath("clickhouse-server")
	if err != nil {
		if os.Getenv("AZWHATIF_REQUIRE_REAL") != "" {
			t.Fatal("clickhouse-server is not installed")
		}
		t.Skip("clickhouse-server is not installed")
	}
	c := &Cluster{}
	c.CAFile, c.key = trusttest.Certificate(t, t.TempDir(), "localhost", "127.0.0.1")
	ports := freePorts(t, 3*shards)
	for i := range shards {
		c.Servers = append(c.Servers, &Server{Address: ports[3*i], http: ports[3*i+1], secure: ports[3*i+2], folder: t.TempDir(), done: make(chan struct{})})
	}
	for _, s := range c.Servers {
		if err := s.start(program, c); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(s.Kill)
	}
	for i := range c.Servers {
		c.Exec(t, i, "CREATE DATABASE usage")
	}
	return c
}

// freePorts finds addresses on loopback, all at once, so that they differ.
func freePorts(t testing.TB, n int) []string {
	var out []string
	var listeners []net.Listener
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		listeners, out = append(listeners, l), append(out, l.Addr().String())
	}
	for _, l := range listeners {
		_ = l.Close()
	}
	return out
}

// URL is the address of the cluster's first server.
func (c *Cluster) URL() string { return "clickhouse://" + c.Servers[0].Address + "/usage" }

// SecureURL is that address over TLS.
func (c *Cluster) SecureURL() string {
	return "clickhouse://" + c.Servers[0].secure + "/usage?secure=true"
}

// Exec runs a statement on one server.
func (c *Cluster) Exec(t testing.TB, server int, statement string) {
	t.Helper()
	if err := c.Servers[server].conn.Exec(context.Background(), statement); err != nil {
		t.Fatalf("server %d: %s: %v", server+1, statement, err)
	}
}

// CSV is what a query of texts gives on the first server.
func (c *Cluster) CSV(query string) (string, error) {
	rows, err := c.Servers[0].conn.Query(context.Background(), query)
	if err != nil {
		return "", err
	}
	defer func() { _ = rows.Close() }()
	var b strings.Builder
	w := csv.NewWriter(&b)
	_ = w.Write(rows.Columns())
	for rows.Next() {
		values, into := make([]string, len(rows.Columns())), make([]any, len(rows.Columns()))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			return "", err
		}
		_ = w.Write(values)
	}
	w.Flush()
	return b.String(), rows.Err()
}

// AwaitQuery waits until a server reads rows for a query, or no longer does.
func (c *Cluster) AwaitQuery(t testing.TB, server int, runs bool) {
	t.Helper()
	const reading = "SELECT count() FROM system.processes WHERE read_rows > 0 AND query NOT LIKE '%system.processes%'"
	for range 12_000 {
		var n uint64
		if err := c.Servers[server].conn.QueryRow(context.Background(), reading).Scan(&n); err != nil {
			t.Fatal(err)
		}
		if runs == (n > 0) {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatalf("server %d: a query runs: %t, for a minute", server+1, !runs)
}

// start starts a server, and waits until it answers.
func (s *Server) start(program string, c *Cluster) error {
	var shards strings.Builder
	for _, other := range c.Servers {
		host, port, _ := net.SplitHostPort(other.Address)
		fmt.Fprintf(&shards, "<shard><replica><host>%s</host><port>%s</port><user>%s</user><password>%s</password></replica></shard>\n", host, port, User, Password)
	}
	_, port, _ := net.SplitHostPort(s.Address)
	_, httpPort, _ := net.SplitHostPort(s.http)
	_, securePort, _ := net.SplitHostPort(s.secure)
	config := fmt.Sprintf(`<yandex>
<logger><level>warning</level><log>%[1]s/log</log><errorlog>%[1]s/errors</errorlog></logger>
<listen_host>127.0.0.1</listen_host><tcp_port>%[2]s</tcp_port><http_port>%[4]s</http_port>
<tcp_port_secure>%[5]s</tcp_port_secure>
<openSSL><server><certificateFile>%[6]s</certificateFile><privateKeyFile>%[7]s</privateKeyFile><verificationMode>none</verificationMode><loadDefaultCAFile>false</loadDefaultCAFile></server></openSSL>
<path>%[1]s/data/</path><tmp_path>%[1]s/tmp/</tmp_path><mark_cache_size>100000000</mark_cache_size>
<users_config>users.xml</users_config><default_profile>default</default_profile><default_database>default</default_database>
<timezone>America/New_York</timezone>
<remote_servers><shards>
%[3]s</shards></remote_servers>
</yandex>
`, s.folder, port, shards.String(), httpPort, securePort, c.CAFile, c.key)
	users := fmt.Sprintf(`<yandex>
<profiles>
<default><allow_experimental_low_cardinality_type>1</allow_experimental_low_cardinality_type><max_threads>2</max_threads></default>
<lax><skip_unavailable_shards>1</skip_unavailable_shards><timeout_overflow_mode>break</timeout_overflow_mode></lax>
<reader><readonly>1</readonly></reader>
<laxreader><readonly>1</readonly><skip_unavailable_shards>1</skip_unavailable_shards></laxreader>
</profiles>
<users>
<%[1]s><password>%[2]s</password><networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota></%[1]s>
<lax><password>%[2]s</password><networks><ip>127.0.0.1</ip></networks><profile>lax</profile><quota>default</quota></lax>
<reader><password>%[2]s</password><networks><ip>127.0.0.1</ip></networks><profile>reader</profile><quota>default</quota></reader>
<laxreader><password>%[2]s</password><networks><ip>127.0.0.1</ip></networks><profile>laxreader</profile><quota>default</quota></laxreader>
</users>
<quotas><default/></quotas>
</yandex>
`, User, Password)
	for name, text := range map[string]string{"config.xml": config, "users.xml": users} {
		if err := os.WriteFile(filepath.Join(s.folder, name), []byte(text), 0o600); err != nil {
			return err
		}
	}
	for _, folder := range []string{"data", "tmp"} {
		if err := os.Mkdir(filepath.Join(s.folder, folder), 0o700); err != nil {
			return err
		}
	}
	s.process = exec.Command(program, "--config-file="+filepath.Join(s.folder, "config.xml"))
	s.process.Dir = s.folder
	if err := s.process.Start(); err != nil {
		return err
	}
	go func() {
		_ = s.process.Wait()
		close(s.done)
	}()
	var err error
	s.conn, err = clickhouse.Open(&clickhouse.Options{Addr: []string{s.Address}, Auth: clickhouse.Auth{Username: User, Password: Password}})
	if err != nil {
		return err
	}
	for range 600 {
		if err = s.conn.Ping(context.Background()); err == nil {
			return nil
		}
		select {
		case <-s.done:
			log, _ := os.ReadFile(filepath.Join(s.folder, "errors"))
			return fmt.Errorf("clickhouse-server ends: %s", log)
		case <-time.After(50 * time.Millisecond):
		}
	}
	return fmt.Errorf("clickhouse-server does not answer: %w", err)
}

// Kill ends the server at once, as a crash would.
func (s *Server) Kill() {
	_ = s.process.Process.Kill()
	<-s.done
	if s.conn != nil {
		_ = s.conn.Close()
	}
}
