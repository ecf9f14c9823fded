package azuretest

import (
	"bytes"
	"crypto/subtle"
	"encoding/xml"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"
)

// CardQuery is what a client asks RateCard for.
type CardQuery struct {
	Offer, Currency, Locale, Market string
	Version                         string
}

var (
	cardTerm = regexp.MustCompile(`^\s*(\w+) eq '((?:[^']|'')*)'\s*$`)
	culture  = regexp.MustCompile(`^[a-z]{2,3}(-[A-Z][a-z]{3})?-[A-Z]{2}$`)
	country  = regexp.MustCompile(`^[A-Z]{2}$`)
	and      = regexp.MustCompile(` and `)
)

// parse reads a filter: four parameters, eq and and, nothing else.
func (s *Server) parse(filter string) (q CardQuery, ok bool) {
	fields := map[string]*string{"OfferDurableId": &q.Offer, "Currency": &q.Currency, "Locale": &q.Locale, "RegionInfo": &q.Market}
	terms := and.Split(filter, -1)
	if len(terms) != len(fields) {
		return q, false
	}
	for _, term := range terms {
		m := cardTerm.FindStringSubmatch(term)
		if m == nil || fields[m[1]] == nil || *fields[m[1]] != "" {
			return q, false
		}
		*fields[m[1]] = m[2]
	}
	return q, slices.Contains(s.opt.Offers, strings.ToUpper(q.Offer)) && slices.Contains(s.opt.Currencies, q.Currency) &&
		culture.MatchString(q.Locale) && country.MatchString(q.Market)
}

func (s *Server) serveRateCard(w http.ResponseWriter, r *http.Request) {
	q, ok := s.parse(r.URL.Query().Get("$filter"))
	if !ok {
		writeJSON(w, http.StatusBadRequest, map[string]string{"Message": "Invalid query specified. Please specify valid values for OfferDurableId, Currency, Locale and RegionInfo."})
		return
	}
	q.Version = r.URL.Query().Get("api-version")
	body := s.opt.Card(q)
	if s.opt.Direct {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		_, _ = w.Write(body)
		return
	}
	w.Header().Set("Location", s.SignedURL(body))
	w.WriteHeader(s.opt.RedirectStatus)
}

// blob is a file in the blob storage, and the signature that opens it.
type blob struct {
	body    []byte
	sig     string
	expires time.Time
}

// blobLife is how long a signed address works where nothing else is said.
const blobLife = 30 * time.Minute

// SignedURL keeps a body in the blob storage, and gives the address that opens it.
func (s *Server) SignedURL(body []byte) string {
	return s.sign("/ratecards/", body, "application/json", blobLife)
}

func (s *Server) sign(folder string, body []byte, kind string, life time.Duration) string {
	s.mu.Lock()
	s.sequence++
	path := folder + uuid(s.sequence) + "-" + random(4)
	b := blob{body: body, sig: random(16) + "+/=", expires: time.Now().Add(life)}
	s.blobs[path] = b
	s.mu.Unlock()
	query := url.Values{
		"sv": {"2017-04-17"}, "sr": {"b"}, "sig": {b.sig}, "se": {b.expires.UTC().Format(time.RFC3339)}, "sp": {"r"}, "rsct": {kind},
	}
	return s.Blob + path + "?" + query.Encode()
}

// Signatures are those of all addresses given out.
func (s *Server) Signatures() (all []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, b := range s.blobs {
		all = append(all, b.sig)
	}
	return all
}

func (s *Server) serveBlob(w http.ResponseWriter, r *http.Request) {
	if s.serveStorage(w, r) {
		return
	}
	if r.Header.Get("Authorization") != "" {
		blobError(w, http.StatusBadRequest, "InvalidAuthenticationInfo", "Authentication information is not given in the correct format. Check the value of Authorization header.", "")
		return
	}
	s.mu.Lock()
	b, ok := s.blobs[r.URL.Path]
	s.mu.Unlock()
	q := r.URL.Query()
	switch {
	case !ok:
		blobError(w, http.StatusNotFound, "BlobNotFound", "The specified blob does not exist.", "")
	case subtle.ConstantTimeCompare([]byte(q.Get("sig")), []byte(b.sig)) == 0 || time.Now().After(b.expires):
		blobError(w, http.StatusForbidden, "AuthenticationFailed", "Server failed to authenticate the request. Make sure the value of Authorization header is formed correctly including the signature.", "Signature did not match.")
	default:
		w.Header().Set("Content-Type", q.Get("rsct"))
		w.Header().Set("ETag", `"0x8D5B4F9"`)
		_, _ = w.Write(b.body)
	}
}

func blobError(w http.ResponseWriter, status int, code, message, detail string) {
	w.Header().Set("Content-Type", "application/xml")
	w.Header().Set("x-ms-error-code", code)
	w.WriteHeader(status)
	var b bytes.Buffer
	b.WriteString("\ufeff" + `<?xml version="1.0" encoding="utf-8"?><Error>`)
	for _, e := range [][2]string{{"Code", code}, {"Message", message + "\nRequestId:" + w.Header().Get("x-ms-request-id") + "\nTime:2026-01-01T00:00:00.0000000Z"}, {"AuthenticationErrorDetail", detail}} {
		if e[1] == "" {
			continue
		}
		fmt.Fprintf(&b, "<%s>", e[0])
		_ = xml.EscapeText(&b, []byte(e[1]))
		fmt.Fprintf(&b, "</%s>", e[0])
	}
	b.WriteString("</Error>")
	_, _ = w.Write(b.Bytes())
}

// Card is a made-up card of so many meters, in the wire's shape. Its prices
// depend on the offer, the currency and the market, so that cards that are
// mixed up differ. With the older api-version it has no MeterStatus.
func Card(q CardQuery, meters int) []byte {
	base := 0
	for _, r := range strings.ToUpper(q.Offer) + q.Currency + q.Market {
		base = (base*31 + int(r)) % 997
	}
	status := ""
	if q.Version != "2015-06-01-preview" {
		status = `,"MeterStatus":"Active"`
	}
	regions := []string{"EU West", "EU North", "US East", "SE Central", ""}
	var b bytes.Buffer
	b.Grow(meters*420 + 512)
	b.WriteString(`{"OfferTerms":[],"Meters":[`)
	for i := range meters {
		if i > 0 {
			b.WriteByte(',')
		}
		rates := fmt.Sprintf(`"0":%d.%03d%04d`, i%5, base, i%10000)
		if i%20 == 0 {
			rates += `,"1024.0":0.0819,"51200":0.0806,"512000":0.0794,"1024000":0.0775`
		}
		fmt.Fprintf(&b, `{"EffectiveDate":"20%02d-02-01T00:00:00Z","IncludedQuantity":0.0,"MeterCategory":"Category %d","MeterId":"%08x-0000-4000-8000-%012x","MeterName":"Size %d","MeterRates":{%s},"MeterRegion":%q,"MeterSubCategory":"Series %d Windows","MeterTags":[],"Unit":"1 Hour"%s}`,
			14+i%12, i%60, uint32(i)*2654435761, i, i/len(regions), rates, regions[i%len(regions)], i/len(regions)%400, status)
	}
	fmt.Fprintf(&b, `],"Currency":%q,"Locale":%q,"IsTaxIncluded":false}`, q.Currency, q.Locale)
	return b.Bytes()
}
