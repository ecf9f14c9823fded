package mcp

import (
	"context"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
)

// addResources adds what an assistant needs to write a scenario: its schema, and a
// commented one to start from.
func (s *server) addResources(to *sdk.Server) {
	for _, r := range []struct {
		sdk.Resource
		args []string
	}{
		{sdk.Resource{URI: "azwhatif://scenario/schema", Name: "scenario schema", Description: "The JSON schema of scenario files", MIMEType: "application/schema+json"}, []string{"init", "--schema"}},
		{sdk.Resource{URI: "azwhatif://scenario/example", Name: "scenario example", Description: "A commented scenario that runs as it is, on sample prices", MIMEType: "application/yaml"}, []string{"init", "-"}},
	} {
		to.AddResource(&r.Resource, func(ctx context.Context, _ *sdk.ReadResourceRequest) (*sdk.ReadResourceResult, error) {
			output, _, err := s.run(ctx, r.args)
			if err != nil {
				return nil, err
			}
			return &sdk.ReadResourceResult{Contents: []*sdk.ResourceContents{{URI: r.URI, MIMEType: r.MIMEType, Text: string(output)}}}, nil
		})
	}
}
