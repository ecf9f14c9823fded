package azure_test

import (
	"fmt"
	"net/url"

	"azwhatif/ratebook/azure"
)

func ExampleConfig_Validate() {
	for _, cfg := range []azure.Config{
		{Cloud: "usgov", Credential: "cli"},
		{Cloud: "custom", ResourceManager: "http://management.stack.example", Audience: "https://management.stack.example/", Authority: "https://login.stack.example/"},
	} {
		fmt.Println(cfg.Endpoint(), cfg.Validate())
	}
	// Output:
	// https://management.usgovcloudapi.net <nil>
	// http://management.stack.example azure.resource_manager "http://management.stack.example" is not https
}

func ExampleAddress() {
	fmt.Println(azure.Address("https://prices.azure.com", "/api/retail/prices", url.Values{"$filter": {"serviceName eq 'Virtual Machines'"}}))
	// Output:
	// https://prices.azure.com/api/retail/prices?$filter=serviceName%20eq%20%27Virtual%20Machines%27
}

func ExampleError() {
	fmt.Println(&azure.Error{
		URL: "https://management.azure.com/subscriptions/1/providers/Microsoft.Commerce/RateCard", Status: 403,
		Code: "AuthorizationFailed", Message: "The client does not have authorization.", RequestID: "7", Hint: "give the account a role",
	})
	// Output:
	// https://management.azure.com/subscriptions/1/providers/Microsoft.Commerce/RateCard: 403 AuthorizationFailed: The client does not have authorization (request 7); give the account a role
}
