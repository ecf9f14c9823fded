package azure

import (
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"
)

// custom is the cloud whose addresses the Config states.
const custom = "custom"

// known is one of Microsoft's clouds.
type known struct {
	authority, resourceManager, audience string
	blobs                                string // what the names of its blob storage end in
}

// clouds are Microsoft's, as azcore has them (its own list is empty unless arm's
// runtime is imported, and leaves out the blob storage).
var clouds = map[string]known{
	"public": {"https://login.microsoftonline.com/", "https://management.azure.com", "https://management.core.windows.net/", ".blob.core.windows.net"},
	"usgov":  {"https://login.microsoftonline.us/", "https://management.usgovcloudapi.net", "https://management.core.usgovcloudapi.net/", ".blob.core.usgovcloudapi.net"},
	"china":  {"https://login.chinacloudapi.cn/", "https://management.chinacloudapi.cn", "https://management.core.chinacloudapi.cn/", ".blob.core.chinacloudapi.cn"},
}

// addresses are those of the configured cloud.
func (c Config) addresses() known {
	if c.Cloud == custom {
		return known{authority: c.Authority, resourceManager: c.ResourceManager, audience: c.Audience}
	}
	return clouds[c.withDefaults().Cloud]
}

// Endpoint is where the cloud's Resource Manager is.
func (c Config) Endpoint() string { return c.addresses().resourceManager }

func (c Config) cloud() cloud.Configuration {
	a := c.addresses()
	return cloud.Configuration{
		ActiveDirectoryAuthorityHost: a.authority,
		Services: map[cloud.ServiceName]cloud.ServiceConfiguration{
			cloud.ResourceManager: {Endpoint: a.resourceManager, Audience: a.audience},
		},
	}
}
