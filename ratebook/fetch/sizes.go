package fetch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"azwhatif/ratebook"
	"azwhatif/ratebook/azure"
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/size"
)

// sizesVersion is the api-version of the Compute SKUs interface.
const sizesVersion = "2021-07-01"

// sku is a record of the Compute SKUs interface, as far as it is read.
type sku struct {
	ResourceType string   `json:"resourceType"`
	Name         string   `json:"name"`
	Family       string   `json:"family"`
	Locations    []string `json:"locations"`
	LocationInfo []struct {
		Location string   `json:"location"`
		Zones    []string `json:"zones"`
	} `json:"locationInfo"`
	Capabilities []struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	} `json:"capabilities"`
	Restrictions []struct {
		Type       string `json:"type"`
		ReasonCode string `json:"reasonCode"`
	} `json:"restrictions"`
}

func sizesPath(subscription string) string {
	return "/subscriptions/" + subscription + "/providers/Microsoft.Compute/skus"
}

func sizesQuery() url.Values { return url.Values{"api-version": {sizesVersion}} }

// SizesRequest says what would be asked for, without secrets.
func SizesRequest(env Env) (string, error) {
	if env.Subscription == "" {
		return "", errors.New("the Compute SKUs interface is asked through a subscription: give its id with --subscription; what it says of restrictions is so for that one")
	}
	return azure.Address(env.Endpoint, sizesPath(env.Subscription), sizesQuery()), nil
}

// Sizes asks the Compute SKUs interface for all sizes of virtual machines, and where
// they are sold. date is the day of the clock, "2026-11-28".
func Sizes(ctx context.Context, env Env, date string) (*size.Catalogue, error) {
	if _, err := SizesRequest(env); err != nil {
		return nil, err
	}
	arm, err := env.ARM()
	if err != nil {
		return nil, err
	}
	var list []size.Offered
	ask := func(ctx context.Context) (*azure.Response, error) {
		return arm.Get(ctx, sizesPath(env.Subscription), sizesQuery())
	}
	err = arm.Pages(ctx, "the sizes of virtual machines", ask, func(records []json.RawMessage) error {
		for _, raw := range records {
			var s sku
			if err := json.Unmarshal(raw, &s); err != nil {
				return fmt.Errorf("a record of the sizes cannot be read: %w", err)
			}
			if !strings.EqualFold(s.ResourceType, "virtualMachines") {
				continue
			}
			offered, err := s.offered()
			if err != nil {
				return err
			}
			list = append(list, offered...)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, errors.New("the Compute SKUs interface lists no sizes of virtual machines for this subscription")
	}
	return size.Build(date, "Compute SKUs interface of Azure Resource Manager, api-version "+sizesVersion+", asked through one subscription", list)
}

// offered is the size in each of its locations.
func (s *sku) offered() (list []size.Offered, err error) {
	out := size.Offered{Size: size.Size{Name: s.Name, Family: s.Family}}
	whole := 0
	number := func(name, text string) int {
		n, e := strconv.Atoi(strings.TrimSpace(text))
		if e != nil && err == nil {
			err = fmt.Errorf("size %s: %s is %q, and no number", s.Name, name, text)
		}
		return n
	}
	for _, c := range s.Capabilities {
		yes := strings.EqualFold(c.Value, "true")
		switch c.Name {
		case "vCPUs":
			whole = number(c.Name, c.Value)
		case "vCPUsAvailable":
			out.VCPUs = number(c.Name, c.Value)
		case "MemoryGB":
			var e error
			if out.Memory, e = money.Parse(strings.TrimSpace(c.Value)); e != nil && err == nil {
				err = fmt.Errorf("size %s: MemoryGB is %q, and no number", s.Name, c.Value)
			}
		case "MaxDataDiskCount":
			out.Disks = number(c.Name, c.Value)
		case "MaxNetworkInterfaces":
			out.NICs = number(c.Name, c.Value)
		case "CpuArchitectureType":
			out.ARM = strings.EqualFold(c.Value, "Arm64")
		case "HyperVGenerations":
			out.Generations = c.Value
		case "AcceleratedNetworkingEnabled":
			out.Accelerated = yes
		case "PremiumIO":
			out.Premium = yes
		case "EphemeralOSDiskSupported":
			out.EphemeralOS = yes
		case "EncryptionAtHostSupported":
			out.HostEncrypts = yes
		}
	}
	if out.VCPUs == 0 {
		out.VCPUs = whole
	}
	out.Whole = max(whole, out.VCPUs)
	for _, r := range s.Restrictions { // of a zone alone it is sold elsewhere
		out.Restricted = out.Restricted || strings.EqualFold(r.Type, "Location")
	}
	zones := map[ratebook.Region]int{}
	for _, l := range s.LocationInfo {
		zones[ratebook.ParseRegion(l.Location)] = len(l.Zones)
	}
	for _, l := range s.Locations {
		at := out
		at.Region = ratebook.ParseRegion(l)
		at.Zones = zones[at.Region]
		list = append(list, at)
	}
	return list, err
}
