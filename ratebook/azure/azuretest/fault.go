package azuretest

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"time"
)

// Fault answers in place of a service, or spoils what it answers.
type Fault func(service http.Handler) http.Handler

// None is the answer as it should be: to place a fault behind some good ones.
func None(service http.Handler) http.Handler { return service }

// Fault puts faults in line for a place: each next request of it meets one.
func (s *Server) Fault(at Place, faults ...Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults[at] = append(s.faults[at], faults...)
}

// Times is one fault, several times.
func Times(n int, f Fault) []Fault {
	all := make([]Fault, n)
	for i := range all {
		all[i] = f
	}
	return all
}

func answer(f http.HandlerFunc) Fault { return func(http.Handler) http.Handler { return f } }

// Answer is a status with a body; the content type is JSON's or XML's by its looks.
func Answer(status int, body string) Fault {
	return answer(func(w http.ResponseWriter, _ *http.Request) {
		kind := "application/json; charset=utf-8"
		if len(body) > 0 && body[0] == '<' {
			kind = "application/xml"
		}
		w.Header().Set("Content-Type", kind)
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	})
}

// Throttle is Resource Manager's 429, with Retry-After in seconds.
func Throttle(seconds int) Fault { return throttle(strconv.Itoa(seconds)) }

// ThrottleUntil is the same with Retry-After as a date.
func ThrottleUntil(t time.Time) Fault { return throttle(t.UTC().Format(http.TimeFormat)) }

// ThrottleMilliseconds is the same with the header that counts them.
func ThrottleMilliseconds(ms int) Fault {
	return answer(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("x-ms-retry-after-ms", strconv.Itoa(ms))
		tooMany(w)
	})
}

func throttle(after string) Fault {
	return answer(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", after)
		tooMany(w)
	})
}

// ThrottleCosts is Cost Management's 429, whose headers state a wait for each of its
// limits; the shortest stands in Retry-After, if that is not 0.
func ThrottleCosts(retryAfter, entity, tenant int) Fault {
	return answer(func(w http.ResponseWriter, _ *http.Request) {
		if retryAfter > 0 {
			w.Header().Set("Retry-After", strconv.Itoa(retryAfter))
		}
		w.Header().Set("x-ms-ratelimit-microsoft.costmanagement-entity-retry-after", strconv.Itoa(entity))
		w.Header().Set("x-ms-ratelimit-microsoft.costmanagement-tenant-retry-after", strconv.Itoa(tenant))
		armError(w, http.StatusTooManyRequests, "429", "Too many requests. Please retry.")
	})
}

func tooMany(w http.ResponseWriter) {
	w.Header().Set("x-ms-ratelimit-remaining-subscription-reads", "0")
	armError(w, http.StatusTooManyRequests, "TooManyRequests", "The request is being throttled.")
}

// NotReady is the usage API's 202: the answer is still being made. It says when
// to ask again, unless that is 0.
func NotReady(after time.Duration) Fault {
	return answer(func(w http.ResponseWriter, _ *http.Request) {
		switch {
		case after >= time.Second:
			w.Header().Set("Retry-After", strconv.Itoa(int(after/time.Second)))
		case after > 0:
			w.Header().Set("x-ms-retry-after-ms", strconv.Itoa(int(after/time.Millisecond)))
		}
		// Wording is ours; the shape is that of the API's published example.
		writeJSON(w, http.StatusAccepted, map[string]string{"code": "Accepted", "message": "The data is still being processed."})
	})
}

// GatewayTimeout is Resource Manager's 504, where a provider is slow.
func GatewayTimeout() Fault {
	return answer(func(w http.ResponseWriter, _ *http.Request) {
		armError(w, http.StatusGatewayTimeout, "GatewayTimeout", "The gateway did not receive a response from 'Microsoft.Commerce' within the specified time period.")
	})
}

// ServerError is a 5xx without a body that says more.
func ServerError(status int) Fault {
	return answer(func(w http.ResponseWriter, _ *http.Request) {
		armError(w, status, "InternalServerError", "Encountered internal server error.")
	})
}

// DisallowedProvider is what a CSP subscription gets.
func DisallowedProvider() Fault {
	return answer(func(w http.ResponseWriter, _ *http.Request) {
		armError(w, http.StatusBadRequest, "DisallowedProvider", "The operation is not permitted for namespace 'Microsoft.Commerce'. List of permitted provider namespaces is '84codes.CloudAMQP,AppDynamics.APM,Microsoft.Compute,Microsoft.Storage'")
	})
}

// ExpiredSignature is the blob storage's 403. Its detail quotes what it should not.
func ExpiredSignature() Fault {
	return answer(func(w http.ResponseWriter, r *http.Request) {
		blobError(w, http.StatusForbidden, "AuthenticationFailed",
			"Server failed to authenticate the request. Make sure the value of Authorization header is formed correctly including the signature.",
			"Signature not valid in the specified time frame: "+r.URL.RawQuery)
	})
}

// HTML is a sign-in page with status 200, as a hotel's network answers.
func HTML() Fault {
	return answer(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte("<!DOCTYPE html>\n<html><head><title>Welcome to the guest network</title></head><body>Please sign in</body></html>"))
	})
}

// Empty is status 200 without a body.
func Empty() Fault {
	return answer(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", "0")
		w.WriteHeader(http.StatusOK)
	})
}

// Redirect leads somewhere else.
func Redirect(status int, to string) Fault {
	return answer(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", to)
		w.WriteHeader(status)
	})
}

// Hang does not answer until the client gives up, and not then: a handler that
// returns would be an empty 200.
func Hang() Fault {
	return answer(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // until then the server does not see that the client hangs up
		select {
		case <-r.Context().Done():
		case <-time.After(time.Minute):
		}
		panic(http.ErrAbortHandler)
	})
}

// HangAfter answers, and falls silent behind so many bytes of the body.
func HangAfter(bytes int) Fault {
	return spoilt(func(w http.ResponseWriter, r *http.Request, body []byte) {
		_, _ = w.Write(body[:min(bytes, len(body))])
		_ = http.NewResponseController(w).Flush()
		select {
		case <-r.Context().Done():
		case <-time.After(time.Minute):
		}
		panic(http.ErrAbortHandler)
	})
}

// CutOff ends the connection behind so many bytes of the body.
func CutOff(bytes int) Fault {
	return spoilt(func(w http.ResponseWriter, _ *http.Request, body []byte) {
		w.Header().Set("Content-Length", fmt.Sprint(len(body)))
		_, _ = w.Write(body[:min(bytes, len(body))])
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	})
}

// Truncate sends only so many bytes of the body, and ends it properly: it says
// that this is all.
func Truncate(bytes int) Fault {
	return spoilt(func(w http.ResponseWriter, _ *http.Request, body []byte) {
		_, _ = w.Write(body[:min(bytes, len(body))])
	})
}

// Slow sends the body in pieces, with a pause in front of each.
func Slow(piece int, pause time.Duration) Fault {
	return spoilt(func(w http.ResponseWriter, r *http.Request, body []byte) {
		for len(body) > 0 && r.Context().Err() == nil {
			time.Sleep(pause)
			n := min(piece, len(body))
			_, _ = w.Write(body[:n])
			_ = http.NewResponseController(w).Flush()
			body = body[n:]
		}
	})
}

// Reset resets the connection in place of an answer.
func Reset() Fault {
	return answer(func(w http.ResponseWriter, _ *http.Request) { reset(w) })
}

// ResetAfter resets it behind so many bytes of the body.
func ResetAfter(bytes int) Fault {
	return spoilt(func(w http.ResponseWriter, _ *http.Request, body []byte) {
		w.Header().Set("Content-Length", fmt.Sprint(len(body)))
		_, _ = w.Write(body[:min(bytes, len(body))])
		_ = http.NewResponseController(w).Flush()
		reset(w)
	})
}

func reset(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	type wrapped interface{ NetConn() net.Conn }
	if tlsConn, ok := conn.(wrapped); ok {
		conn = tlsConn.NetConn()
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}

// spoilt has the service answer, and sends its body in another way; an answer
// that is no 200 it leaves alone.
func spoilt(send func(w http.ResponseWriter, r *http.Request, body []byte)) Fault {
	return func(service http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			kept := httptest.NewRecorder()
			service.ServeHTTP(kept, r)
			for name, values := range kept.Header() {
				if name != "Content-Length" {
					w.Header()[name] = values
				}
			}
			if kept.Code != http.StatusOK {
				w.WriteHeader(kept.Code)
				_, _ = w.Write(kept.Body.Bytes())
				return
			}
			send(w, r, kept.Body.Bytes())
		})
	}
}

// Random gives each place faults that an honest client gets past by trying
// again, to one request in so many, for Options.Faults. The same seed gives the
// same faults to the same requests of a place.
func Random(seed uint64, oneIn int) func(at Place, n int) Fault {
	faults := []Fault{
		ThrottleMilliseconds(2), ServerError(http.StatusInternalServerError), ServerError(http.StatusServiceUnavailable), GatewayTimeout(), Reset(),
	}
	bodies := []Fault{CutOff(0), CutOff(300), ResetAfter(200), Truncate(400), Slow(500, time.Millisecond), ExpiredSignature(), Empty()}
	return func(at Place, n int) Fault {
		var salt uint64
		for _, c := range []byte(at) {
			salt = salt*257 + uint64(c)
		}
		r := rand.New(rand.NewPCG(seed, salt<<32+uint64(n)))
		some := faults
		if at == Blob {
			some = append(slices.Clone(faults), bodies...)
		}
		if r.IntN(oneIn) > 0 {
			return nil
		}
		return some[r.IntN(len(some))]
	}
}
