package azuretest

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"sort"
	"strings"
	"time"
	"unicode"
)

// storageAudience is whom tokens for blobs are for, in every cloud.
const storageAudience = "https://storage.azure.com"

// storedBlob is a blob of the storage account.
type storedBlob struct {
	body     []byte
	etag     string // as a list has it, without quotes
	modified time.Time
}

// SetBlob puts a blob into a container of the storage account, or in the place of another.
// Each is written a minute after the one before.
func (s *Server) SetBlob(container, name string, body []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stored[container] == nil {
		s.stored[container] = map[string]storedBlob{}
	}
	s.writes++
	s.stored[container][name] = storedBlob{body, fmt.Sprintf("0x8DC%012X", s.writes), time.Date(2026, 3, 1, 0, s.writes, 0, 0, time.UTC)}
}

// RemoveBlob takes one away.
func (s *Server) RemoveBlob(container, name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.stored[container], name)
}

// serveStorage is the Blob service for who is signed in: List Blobs, and Get Blob. It is
// false where the path is of no container.
func (s *Server) serveStorage(w http.ResponseWriter, r *http.Request) bool {
	container, name, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	s.mu.Lock()
	blobs, ok := s.stored[container]
	role := s.role
	s.mu.Unlock()
	if !ok && !strings.HasPrefix(r.Header.Get("Authorization"), "Bearer ") || r.Header.Get("Authorization") == "" {
		return false
	}
	token := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	s.mu.Lock()
	of, known := s.issued[token]
	s.mu.Unlock()
	switch {
	case r.Header.Get("x-ms-version") == "": // without it, a token means nothing
		return false
	case !known || of.audience != storageAudience || time.Now().After(of.expires):
		w.Header().Set("WWW-Authenticate", fmt.Sprintf("Bearer authorization_uri=%s%s/oauth2/authorize resource_id=%s", s.Authority, s.Tenant, storageAudience))
		blobError(w, http.StatusUnauthorized, "InvalidAuthenticationInfo", "Server failed to authenticate the request. Please refer to the information in the www-authenticate header.", "")
	case !role:
		blobError(w, http.StatusForbidden, "AuthorizationPermissionMismatch", "This request is not authorized to perform this operation using this permission.", "")
	case r.Method != http.MethodGet:
		blobError(w, http.StatusMethodNotAllowed, "UnsupportedHttpVerb", "The resource doesn't support specified Http Verb.", "")
	case !ok:
		blobError(w, http.StatusNotFound, "ContainerNotFound", "The specified container does not exist.", "")
	case name == "" && r.URL.Query().Get("comp") == "list" && r.URL.Query().Get("restype") == "container":
		s.listBlobs(w, r.URL.Query(), blobs)
	default:
		s.mu.Lock()
		b, ok := blobs[name]
		s.mu.Unlock()
		if !ok {
			blobError(w, http.StatusNotFound, "BlobNotFound", "The specified blob does not exist.", "")
			break
		}
		if match := r.Header.Get("If-Match"); match != "" && match != `"`+b.etag+`"` {
			blobError(w, http.StatusPreconditionFailed, "ConditionNotMet", "The condition specified using HTTP conditional header(s) is not met.", "")
			break
		}
		w.Header().Set("ETag", `"`+b.etag+`"`)
		w.Header().Set("Last-Modified", b.modified.Format(http.TimeFormat))
		w.Header().Set("Content-Type", "application/octet-stream")
		w.Header().Set("x-ms-blob-type", "BlockBlob")
		_, _ = w.Write(b.body)
	}
	return true
}

// listBlobs is a page of the blobs whose names begin with prefix, in their order.
func (s *Server) listBlobs(w http.ResponseWriter, q url.Values, blobs map[string]storedBlob) {
	var names []string
	listed := map[string]storedBlob{}
	s.mu.Lock()
	for name, blob := range blobs {
		if strings.HasPrefix(name, q.Get("prefix")) {
			names, listed[name] = append(names, name), blob
		}
	}
	s.mu.Unlock()
	sort.Strings(names)
	if from := q.Get("marker"); from != "" {
		at, _ := slices.BinarySearch(names, strings.TrimPrefix(from, "2!"))
		names = names[at:]
	}
	next := ""
	if size := s.opt.BlobPage; len(names) > size {
		names, next = names[:size], "2!"+names[size]
	}
	var b bytes.Buffer
	b.WriteString("\ufeff" + `<?xml version="1.0" encoding="utf-8"?><EnumerationResults ContainerName="c"><Blobs>`)
	for _, name := range names {
		attribute, text := "", name
		if strings.ContainsFunc(name, unicode.IsControl) {
			attribute, text = ` Encoded="true"`, url.PathEscape(name)
		}
		b.WriteString("<Blob><Name" + attribute + ">")
		_ = xml.EscapeText(&b, []byte(text))
		fmt.Fprintf(&b, "</Name><Properties><Last-Modified>%s</Last-Modified><Etag>%s</Etag><Content-Length>%d</Content-Length><BlobType>BlockBlob</BlobType></Properties></Blob>",
			listed[name].modified.Format(http.TimeFormat), listed[name].etag, len(listed[name].body))
	}
	b.WriteString("</Blobs><NextMarker>")
	_ = xml.EscapeText(&b, []byte(next))
	b.WriteString("</NextMarker></EnumerationResults>")
	w.Header().Set("Content-Type", "application/xml")
	_, _ = w.Write(b.Bytes())
}
