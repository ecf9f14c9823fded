package azuretest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"time"
)

// PDF is a small file that readers of PDF open: a page with a line of text. The
// same name gives the same bytes.
func PDF(name string) []byte {
	text := fmt.Sprintf("BT /F1 18 Tf 72 720 Td (Invoice %s) Tj ET", name)
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(text), text), "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
	}
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
	table := fmt.Sprintf("xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for i, o := range objects {
		table += fmt.Sprintf("%010d 00000 n \n", b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", table, len(objects)+1, start)
	return b.Bytes()
}

// NotOptedIn is what who may not see invoices gets. That it is 403 is known from
// issues; the wording is ours.
func NotOptedIn() Fault {
	return answer(func(w http.ResponseWriter, _ *http.Request) {
		armError(w, http.StatusForbidden, "Forbidden", "Access to invoices is not enabled for this subscription.")
	})
}

// NotAccountAdmin is what another than the account administrator gets; likewise.
func NotAccountAdmin() Fault {
	return answer(func(w http.ResponseWriter, _ *http.Request) {
		armError(w, http.StatusUnauthorized, "Unauthorized", "Only account admins can list or download invoices.")
	})
}

// UnsupportedOffer is what a subscription of an offer gets that the API does not serve.
func UnsupportedOffer(offer string) Fault {
	return answer(func(w http.ResponseWriter, _ *http.Request) {
		armError(w, http.StatusBadRequest, "UnsupportedSubscriptionType", "Offer id %s is not supported.", offer)
	})
}

// object is an invoice's JSON with its name and properties.
func object(raw json.RawMessage) (invoice map[string]any, name string, properties map[string]any) {
	_ = json.Unmarshal(raw, &invoice)
	if invoice == nil {
		invoice = map[string]any{}
	}
	name, _ = invoice["name"].(string)
	if properties, _ = invoice["properties"].(map[string]any); properties == nil {
		properties = map[string]any{}
		invoice["properties"] = properties
	}
	return invoice, name, properties
}

// serveInvoices is the list of the 2017 API, one invoice by its name, or the latest.
// The address of the PDF is there where it is asked for, or for one invoice.
func (s *Server) serveInvoices(w http.ResponseWriter, r *http.Request) {
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	one, life := "", s.opt.LinkLife
	if len(parts) > 5 {
		one, life = parts[5], blobLife
	}
	q := r.URL.Query()
	expand := one != "" || strings.EqualFold(q.Get("$expand"), "downloadUrl")
	takes, ok := endFilter(q.Get("$filter"))
	if !ok {
		armError(w, http.StatusBadRequest, "InvalidInput", "The $filter is not valid.")
		return
	}
	var list []json.RawMessage
	for i, raw := range s.opt.Invoices {
		invoice, name, properties := object(raw)
		end, _ := properties["invoicePeriodEndDate"].(string)
		if one == "" && !takes(end) || one != "" && !strings.EqualFold(one, name) && !(strings.EqualFold(one, "latest") && i == 0) {
			continue
		}
		delete(properties, "downloadUrl")
		if expand {
			properties["downloadUrl"] = map[string]string{
				"expiryTime": time.Now().Add(life).UTC().Format(time.RFC3339), "url": s.sign("/invoices/", s.opt.PDF(name), "application/pdf", life),
			}
		}
		text, _ := json.Marshal(invoice)
		list = append(list, text)
	}
	if one != "" {
		if len(list) == 0 {
			armError(w, http.StatusNotFound, "NotFound", "The invoice '%s' was not found.", one)
			return
		}
		writeJSON(w, http.StatusOK, list[0])
		return
	}
	size := s.opt.InvoicePage
	if top := q.Get("$top"); top != "" {
		if _, err := fmt.Sscan(top, &size); err != nil || size < 1 || size > 100 {
			armError(w, http.StatusBadRequest, "InvalidInput", "The $top has to be from 1 to 100.")
			return
		}
	}
	s.page(w, r, list, size, "$skiptoken")
}

var endTerm = regexp.MustCompile(`^invoicePeriodEndDate (eq|lt|gt|le|ge) '?(\d{4}-\d{2}-\d{2})'?$`)

// endFilter reads a filter on the period's end: eq, lt, gt, le, ge, joined by and.
func endFilter(filter string) (takes func(end string) bool, ok bool) {
	var all []func(string) bool
	for _, term := range and.Split(filter, -1) {
		m := endTerm.FindStringSubmatch(term)
		if m == nil && filter != "" {
			return nil, false
		}
		if m == nil {
			continue
		}
		all = append(all, func(end string) bool {
			c := strings.Compare(end, m[2])
			return m[1] == "eq" && c == 0 || m[1][0] == 'l' && c < 0 || m[1][0] == 'g' && c > 0 || m[1][1] == 'e' && c == 0
		})
	}
	return func(end string) bool {
		for _, f := range all {
			if !f(end) {
				return false
			}
		}
		return true
	}, true
}

// serveBilling is the 2020 and the 2024 API of a subscription's invoices: a list,
// one by its name, its download, and what became of that.
func (s *Server) serveBilling(w http.ResponseWriter, r *http.Request, subscription string, rest []string) {
	version := r.URL.Query().Get("api-version")
	if !s.authorized(w, subscription, "Microsoft.Billing/billingAccounts/billingSubscriptions/invoices/read") ||
		!versioned(w, r, "Microsoft.Billing/billingAccounts", []string{"2020-05-01", "2024-04-01"}) {
		return
	}
	base := fmt.Sprintf("https://%s/providers/Microsoft.Billing/billingAccounts/default/billingSubscriptions/%s/", r.Host, subscription)
	kind := strings.ToLower(rest[0])
	switch {
	case kind == "operationresults" && len(rest) == 2 && r.Method == http.MethodGet:
		s.serveDownload(w, base, rest[1], version)
	case kind == "invoices" && len(rest) == 3 && strings.EqualFold(rest[2], "download") && r.Method == http.MethodPost:
		if _, ok := s.bill(base, rest[1], version); !ok || r.URL.Query().Get("downloadToken") != billToken(rest[1]) {
			armError(w, http.StatusNotFound, "NotFound", "The document of invoice '%s' was not found.", rest[1])
			return
		}
		s.mu.Lock()
		s.sequence++
		operation := "invoiceDownload_" + rest[1] + "_" + uuid(s.sequence)
		s.polls[operation] = s.opt.BillPolls
		s.mu.Unlock()
		s.notYet(w, base, operation, version)
	case kind == "invoices" && len(rest) == 2 && r.Method == http.MethodGet:
		bill, ok := s.bill(base, rest[1], version)
		if !ok {
			armError(w, http.StatusNotFound, "NotFound", "The invoice '%s' was not found.", rest[1])
			return
		}
		writeJSON(w, http.StatusOK, bill)
	case kind == "invoices" && len(rest) == 1 && r.Method == http.MethodGet:
		s.serveBills(w, r, base, version)
	default:
		armError(w, http.StatusNotFound, "NotFound", "The requested path %s does not exist.", r.URL.Path)
	}
}

// serveBills is the list. Both dates are needed; which date of an invoice they are
// held against is not documented: here, it is that of the invoice.
func (s *Server) serveBills(w http.ResponseWriter, r *http.Request, base, version string) {
	q := r.URL.Query()
	for _, name := range []string{"periodStartDate", "periodEndDate"} {
		if _, err := time.Parse(time.DateOnly, q.Get(name)); err != nil {
			armError(w, http.StatusBadRequest, "BadRequest", "The %s is missing or not valid.", name)
			return
		}
	}
	var list []json.RawMessage
	for _, raw := range s.opt.Bills {
		_, name, properties := object(raw)
		date, _ := properties["invoiceDate"].(string)
		if day := date[:min(10, len(date))]; day != "" && (day < q.Get("periodStartDate") || day > q.Get("periodEndDate")) {
			continue
		}
		bill, _ := s.bill(base, name, version)
		text, _ := json.Marshal(bill)
		list = append(list, text)
	}
	s.page(w, r, list, s.opt.InvoicePage, "$skiptoken")
}

// billToken opens a document.
func billToken(name string) string { return "DRS_secret_" + strings.ToLower(name) }

// bill is an invoice with its documents.
func (s *Server) bill(base, name, version string) (map[string]any, bool) {
	for _, raw := range s.opt.Bills {
		bill, n, properties := object(raw)
		if !strings.EqualFold(n, name) {
			continue
		}
		address := base + "invoices/" + n + "/download?downloadToken=" + billToken(n) + "&useCache=True&api-version=" + version
		properties["documents"] = []map[string]string{
			{"kind": "Summary", "url": strings.Replace(address, "DRS_", "ENF_", 1), "source": "ENF"}, {"kind": "Invoice", "url": address, "source": "DRS"},
		}
		return bill, true
	}
	return nil, false
}

// serveDownload is what became of a download.
func (s *Server) serveDownload(w http.ResponseWriter, base, operation, version string) {
	s.mu.Lock()
	left, known := s.polls[operation]
	s.polls[operation] = left - 1
	s.mu.Unlock()
	parts := strings.Split(operation, "_")
	switch {
	case !known || len(parts) != 3:
		armError(w, http.StatusNotFound, "NotFound", "The operation '%s' was not found.", operation)
	case left > 0:
		s.notYet(w, base, operation, version)
	default:
		writeJSON(w, http.StatusOK, map[string]string{"url": s.sign("/invoices/", s.opt.PDF(parts[1]), "application/pdf", blobLife)})
	}
}

// notYet says where to ask again, and when: in ten milliseconds, where Azure says ten
// seconds.
func (s *Server) notYet(w http.ResponseWriter, base, operation, version string) {
	w.Header().Set("Location", base+"operationResults/"+operation+"?api-version="+version)
	w.Header().Set("x-ms-retry-after-ms", "10")
	w.WriteHeader(http.StatusAccepted)
}
