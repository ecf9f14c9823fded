package azuretest

import (
	"net/http"
	"net/url"
	"strings"
)

// Place is one service of the fake.
type Place string

const (
	Token    Place = "token"    // Entra ID, its discovery too
	RateCard Place = "ratecard" // of Resource Manager
	Usage    Place = "usage"
	Sizes    Place = "sizes" // Microsoft.Compute's SKUs
	Invoices Place = "invoices"
	Account  Place = "account" // commitments and recommendations
	Details  Place = "details" // reports of cost details
	ARM      Place = "arm"     // anything else of Resource Manager
	Blob     Place = "blob"
	Retail   Place = "retail"
	Kusto    Place = "kusto"
)

// Request is one that the fake was sent.
type Request struct {
	At     Place
	Method string
	Host   string
	Path   string
	Query  url.Values
	Header http.Header
	Status int // that it was answered with; 0 for none
}

// Requests are those sent to the places, or to all where none is named, in their order.
func (s *Server) Requests(at ...Place) []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	var some []Request
	for _, r := range s.requests {
		for _, p := range at {
			if r.At == p {
				some = append(some, r)
			}
		}
		if len(at) == 0 {
			some = append(some, r)
		}
	}
	return some
}

func (s *Server) place(r *http.Request) Place {
	path := strings.ToLower(r.URL.Path)
	switch {
	case r.Host == s.BlobHost:
		return Blob
	case r.Host == strings.TrimPrefix(s.Retail, "https://"):
		return Retail
	case r.Host == strings.TrimPrefix(s.Kusto, "https://"):
		return Kusto
	case strings.Contains(path, "/oauth2/"), strings.Contains(path, "/.well-known/"), strings.Contains(path, "/discovery/"):
		return Token
	case strings.HasSuffix(path, "/ratecard"):
		return RateCard
	case strings.HasSuffix(path, "/usageaggregates"):
		return Usage
	case strings.HasSuffix(path, "/microsoft.compute/skus"):
		return Sizes
	case accountPath.MatchString(path), strings.HasSuffix(path, "/benefitrecommendations"):
		return Account
	case detailsPath.MatchString(path), detailsResult.MatchString(path):
		return Details
	case strings.Contains(path, "/providers/microsoft.billing/"):
		return Invoices
	}
	return ARM
}

// record notes the request, and lets a fault answer it where there is one.
func (s *Server) record(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		at := s.place(r)
		s.mu.Lock()
		n := s.counts[at]
		s.counts[at]++
		var fault Fault
		if queue := s.faults[at]; len(queue) > 0 {
			fault, s.faults[at] = queue[0], queue[1:]
		} else if s.opt.Faults != nil {
			fault = s.opt.Faults(at, n)
		}
		index := len(s.requests)
		s.requests = append(s.requests, Request{
			At: at, Method: r.Method, Host: r.Host, Path: r.URL.Path, Query: r.URL.Query(), Header: r.Header.Clone(),
		})
		s.sequence++
		id := uuid(s.sequence)
		s.mu.Unlock()
		noted := &statusWriter{ResponseWriter: w, note: func(status int) {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.requests[index].Status = status
		}}
		w.Header().Set("x-ms-request-id", id)
		w.Header().Set("Set-Cookie", "stsservicecookie=estsfd; path=/; secure; HttpOnly") // that may not be sent back
		if fault != nil {
			fault(h).ServeHTTP(noted, r)
			return
		}
		h.ServeHTTP(noted, r)
	})
}

// statusWriter notes the status of an answer.
type statusWriter struct {
	http.ResponseWriter
	note func(status int)
	done bool
}

func (w *statusWriter) WriteHeader(status int) {
	if !w.done {
		w.done = true
		w.note(status)
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *statusWriter) Write(p []byte) (int, error) {
	if !w.done {
		w.done = true
		w.note(http.StatusOK)
	}
	return w.ResponseWriter.Write(p)
}

// Unwrap lets http.ResponseController flush and hijack.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
