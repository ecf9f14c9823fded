package azure

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
)

// storageAudience is whom tokens for blob storage are for, in every cloud.
//
// Source: Microsoft Learn, "Authorize access to blobs using Microsoft Entra ID": resource
// id https://storage.azure.com/.
const storageAudience = "https://storage.azure.com"

// storageVersion is the version of the Blob service's REST API.
const storageVersion = "2023-11-03"

// StorageVersion is the version of the interface that storage is asked with.
func StorageVersion() string { return storageVersion }

// NewStorage makes a client of a storage account's blobs, signed in: the account needs a
// role such as Storage Blob Data Reader. The address is that of the account, such as
// https://account.blob.core.windows.net; its host must be of the cloud's blob storage, or
// one of Config.BlobHosts, since it is sent a token.
//
// Note: azblob does the same, and brings Apache Arrow with it, in another version than
// DuckDB's; its errors are pages of text.
func NewStorage(address string, cfg Config, cred azcore.TokenCredential, opt Options) (*Client, error) {
	u, err := endpoint("the storage account", address)
	if err != nil {
		return nil, err
	}
	if !cfg.withDefaults().allows(u) {
		return nil, fmt.Errorf("%s is not an account of Azure's blob storage, such as https://ACCOUNT%s: nothing is sent there; if that host is right, add it to azure.blob_hosts", quote(u.Host), cfg.addresses().blobs)
	}
	c, err := NewAt(address, storageAudience, cfg, cred, opt)
	if err == nil {
		c.storage = true
	}
	return c, err
}

// StoredBlob is one of a container's blobs, as a list has it.
type StoredBlob struct {
	Name     string // with "/", as it is
	Size     int64
	ETag     string    // of what it holds; "" where the list does not say
	Modified time.Time // when it was last written; zero where the list does not say
}

// blobPage is a page of a list of blobs.
type blobPage struct {
	XMLName xml.Name `xml:"EnumerationResults"`
	Blobs   struct {
		Blob []struct {
			Name struct {
				Encoded bool   `xml:"Encoded,attr"`
				Text    string `xml:",chardata"`
			} `xml:"Name"`
			Properties struct {
				Length   string `xml:"Content-Length"`
				Kind     string `xml:"ResourceType"`
				ETag     string `xml:"Etag"`
				Modified string `xml:"Last-Modified"`
			} `xml:"Properties"`
		} `xml:"Blob"`
	} `xml:"Blobs"`
	NextMarker string `xml:"NextMarker"`
}

// readBlobPage reads a page; folders of accounts that have such are left out.
func readBlobPage(body []byte) (blobs []StoredBlob, next string, err error) {
	var page blobPage
	if err := xml.Unmarshal(body, &page); err != nil {
		return nil, "", fmt.Errorf("it is not a whole list of blobs: %w", err)
	}
	for _, b := range page.Blobs.Blob {
		name := b.Name.Text
		if b.Name.Encoded { // it has characters that XML has not
			if name, err = url.PathUnescape(name); err != nil {
				return nil, "", errors.New("the name of a blob is not readable")
			}
		}
		size, err := strconv.ParseInt(b.Properties.Length, 10, 64)
		switch {
		case strings.EqualFold(b.Properties.Kind, "directory"):
		case name == "":
			return nil, "", errors.New("a blob has no name")
		case err != nil || size < 0:
			return nil, "", fmt.Errorf("the size of the blob %s is %q", quote(name), clip(b.Properties.Length))
		default:
			modified, _ := http.ParseTime(b.Properties.Modified)
			blobs = append(blobs, StoredBlob{name, size, quotedTag(b.Properties.ETag), modified})
		}
	}
	return blobs, page.NextMarker, nil
}

// quotedTag is an ETag as the header If-Match has it: some lists leave out the quotes.
func quotedTag(s string) string {
	if s = strings.Trim(s, `"`); s == "" || strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' || r == '"' }) {
		return ""
	}
	return `"` + s + `"`
}

// Blobs lists the blobs of a container whose names begin with prefix.
func (c *Client) Blobs(ctx context.Context, container, prefix string) (all []StoredBlob, err error) {
	query := url.Values{"restype": {"container"}, "comp": {"list"}, "prefix": {prefix}}
	asked := map[string]bool{}
	left := c.most
	for n := 1; ; n++ {
		var page []StoredBlob
		var next string
		_, err := c.Whole(ctx, func(ctx context.Context) (*Response, error) { return c.Get(ctx, container, query) }, func(body []byte) (bool, error) {
			left -= int64(len(body))
			page, next, err = readBlobPage(body)
			return err != nil, err
		})
		if err != nil {
			return nil, fmt.Errorf("page %d of the list of blobs: %w", n, err)
		}
		all = append(all, page...)
		switch {
		case next == "":
			return all, nil
		case asked[next]:
			return nil, fmt.Errorf("page %d of the list of blobs leads back to an earlier page", n)
		case left < 0 || n >= mostPages:
			return nil, fmt.Errorf("the list of blobs has no end after %d pages: name a folder of the container", n)
		}
		asked[next] = true
		query.Set("marker", next)
	}
}

// Blob opens a blob of a container, as the list has it: one that was written since is an
// *Error of status 412.
func (c *Client) Blob(ctx context.Context, container string, b StoredBlob) (*Response, error) {
	return c.file(ctx, func(ctx context.Context) (*http.Response, error) {
		return c.hops(ctx, question{method: http.MethodGet, url: c.below(container+"/"+b.Name, nil), match: b.ETag})
	})
}

// storageHint says what to do about an error of a storage account.
func (e *Error) storageHint() string {
	switch {
	case e.Code == "AuthorizationFailure":
		return "the account's network rules may not let this computer in: check its firewall and private endpoints"
	case e.Status == http.StatusPreconditionFailed:
		return "it was changed while it was read, as by a run of the export: the same command lists it anew"
	case e.Status == http.StatusForbidden:
		return "give the account the role Storage Blob Data Reader on the container or the storage account, and wait some minutes for it to take effect; Reader and Contributor do not read blobs"
	case e.Status == http.StatusUnauthorized:
		return "sign in again, and check that the storage account belongs to the tenant that is signed in to (--tenant)"
	case e.Status == http.StatusNotFound:
		return "check the names of the storage account and the container"
	}
	return ""
}
