package web

import (
	"context"
	"crypto/x509"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"time"
)

// Options are what a server is started with.
type Options struct {
	Folder  *Folder
	Program Program
	Log     *slog.Logger

	Address     string            // host and port that it listens at
	Token       string            // that each browser has to bring; never ""
	Drafts      string            // the folder of the user's own in which drafts are kept; "" for none
	Certificate *x509.Certificate // of TLS; nil without
	Proxy       *url.URL          // by which people reach it; nil for none
}

// Server shows the pages.
type Server struct {
	o      Options
	tasks  *desk
	drafts drafts
	keeper keeper
}

// New makes a server. Its tasks end with ctx.
func New(ctx context.Context, o Options) *Server {
	return &Server{o: o, tasks: newDesk(ctx, o.Log), keeper: keeper(o.Drafts)}
}

// Handler answers all addresses, behind the guard.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.front)
	mux.HandleFunc("GET /static/{file}", static)
	mux.HandleFunc("GET /scenario/{name}", s.scenario)
	mux.HandleFunc("GET /scenario/{name}/explain", s.explain)
	mux.HandleFunc("GET /scenario/{name}/download/{what}", s.download)
	mux.HandleFunc("GET /scenario/{name}/edit", s.edit)
	mux.HandleFunc("POST /scenario/{name}/edit", s.applyEdit)
	mux.HandleFunc("GET /scenario/{name}/edit/meters", s.editMeters)
	mux.HandleFunc("GET /new", s.newScenario)
	mux.HandleFunc("POST /new/example", s.newFromExample)
	mux.HandleFunc("POST /new/machines", s.newFromMachines)
	mux.HandleFunc("POST /new/upload", s.upload)
	mux.HandleFunc("GET /new/upload/{id}", s.preview)
	mux.HandleFunc("POST /new/upload/{id}", s.newFromUpload)
	mux.HandleFunc("GET /ratebook", s.ratebook)
	mux.HandleFunc("POST /ratebook/fetch", s.fetch)
	mux.HandleFunc("GET /ratebook/fetch/{id}", s.fetched)
	mux.HandleFunc("GET /task/{id}", s.task)
	mux.HandleFunc("POST /task/{id}/stop", s.stopTask)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		s.fault(w, r, http.StatusNotFound, "There is no such page", errors.New("the address is not one of this page's"))
	})
	return s.guarded(mux)
}

// closing is how long requests, and then tasks, may take to end when the server is
// stopped. What is being saved is finished: Folder.Close waits for it.
const closing = 400 * time.Millisecond

// Serve answers until ctx ends, and then lets what is being saved be finished.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	server := &http.Server{
		Handler:           s.Handler(),
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       5 * time.Minute,  // of an upload
		WriteTimeout:      10 * time.Minute, // of a large workbook
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		BaseContext:       func(net.Listener) context.Context { return ctx },
		ErrorLog:          slog.NewLogLogger(s.o.Log.Handler(), slog.LevelDebug),
	}
	done := make(chan error, 1)
	go func() { done <- server.Serve(l) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	defer s.tasks.close()
	within, cancel := context.WithTimeout(context.WithoutCancel(ctx), closing)
	defer cancel()
	if err := server.Shutdown(within); err != nil {
		_ = server.Close()
	}
	return nil
}
