package ratebook

import (
	"testing"
)

func TestCanonical(t *testing.T) {
	type words struct{ category, subcategory, name string }
	const vm = "Virtual Machines"
	for _, tt := range []struct {
		a, b words
		same bool
	}{
		{words{vm, "Dsv5 Series", "D4s v5"}, words{vm, "Virtual Machines Dsv5 Series", "D4s v5"}, true},
		{words{vm, "Dsv5 Series Windows", "D4s v5"}, words{vm, "Virtual Machines Dsv5 Series Windows", "D4s v5"}, true},
		{words{vm, "Dsv5 Series Windows", "D4s v5"}, words{vm, "Virtual Machines Dsv5 Series", "D4s v5"}, false},
		{words{vm, "Dav4/Dasv4 Series", "D16a v4/D16as v4"}, words{vm, "Virtual Machines Dav4 Series", "D16a v4/D16as v4"}, true},
		{words{vm, "Dav4/Dasv4 Series", "D16a v4/D16as v4"}, words{vm, "Virtual Machines Dasv4 Series", "D16as v4"}, true},
		{words{vm, "Dav4/Dasv4 Series", "D16a v4/D16as v4"}, words{vm, "Virtual Machines Dasv4 Series", "D16a v4"}, false},
		{words{vm, "Dav4/Dasv4 Series Windows", "D8a v4/D8as v4 Low Priority"}, words{vm, "Virtual Machines Dasv4 Series Windows", "D8as v4 Low Priority"}, true},
		{words{vm, "Dav4/Dasv4 Series", "D8a v4/D8as v4 Spot"}, words{vm, "Virtual Machines Dasv4 Series", "D8as v4"}, false},
		{words{vm, "Dv3/DSv3 Series", "D32 v3/D32s v3"}, words{vm, "Virtual Machines DSv3 Series", "D32-8s v3"}, false},
		{words{vm, "Dv2/DSv2 Promo Series Windows", "D14 v2/DS14 v2 - Expired"}, words{vm, "Virtual Machines DSv2 promo Series Windows", "DS14 v2 - Expired"}, true},
		{words{vm, "Dv2/DSv2 Promo Series", "D2 v2/DS2 v2"}, words{vm, "Virtual Machines Dv2 Series", "D2 v2/DS2 v2"}, false},
		{words{vm, "DCasv5 Series", "DC2as v5"}, words{vm, "DCasv5-series Linux", "DC2as v5"}, true},
		{words{vm, "DCasv5 Series Windows", "DC2as v5"}, words{vm, "DCasv5-series Windows", "DC2as v5"}, true},
		{words{vm, "DCasv5 Series Windows", "DC2as v5"}, words{vm, "DCasv5-series Linux", "DC2as v5"}, false},
		{words{vm, "A Series Basic", "A2"}, words{vm, "Virtual Machines A Series Basic", "A2"}, true},
		{words{vm, "A Series Basic", "A2"}, words{vm, "Virtual Machines A Series", "A2"}, false},
		{words{vm, "MSv2 Series", "M416-104ms v2"}, words{vm, "Virtual Machines MSv2 Series", "M416-104ms_v2"}, true},
		{words{vm, "A1 VM (Windows)", "Compute Hours"}, words{vm, "A1 VM", "Compute Hours"}, false},
		{words{"SQL Database", "Single/Elastic Pool General Purpose - Compute Gen5", "vCore"}, words{"SQL Database", "SQL Database Single/Elastic Pool General Purpose - Compute Gen5", "vCore"}, true},
		{words{"SQL Database", "Single/Elastic Pool Business Critical-Compute Gen5", "vCore"}, words{"SQL Database", "SQL Database Single/Elastic Pool Business Critical - Compute Gen5", "vCore"}, true},
		{words{"SQL Database", "Single/Elastic Pool General Purpose - Compute Gen5", "vCore"}, words{"SQL Database", "SQL Database Single/Elastic Pool General Purpose - SQL License", "vCore"}, false},
		{words{"SQL Managed Instance", "Managed Instance General Purpose - SQL License", "vCore"}, words{"SQL Managed Instance", "SQL Managed Instance General Purpose - SQL License", "vCore"}, true},
		{words{"Azure App Service", "Basic Plan - Linux", "B1"}, words{"Azure App Service", "Azure App Service Basic Plan - Linux", "B1"}, true},
		{words{"Azure App Service", "Basic Plan - Linux", "B1"}, words{"Azure App Service", "Azure App Service Basic Plan", "B1"}, false},
		{words{"Bandwidth", "", "Standard Data Transfer Out"}, words{"Bandwidth", "Bandwidth", "Standard Data Transfer Out"}, true},
		{words{"Bandwidth", "Inter-Region", "Inter Continent Data Transfer Out"}, words{"Bandwidth", "Bandwidth Inter-Region", "Inter Continent Data Transfer Out"}, true},
		{words{"Bandwidth", "", "Standard Data Transfer Out"}, words{"Bandwidth", "Bandwidth - Routing Preference: Internet", "Standard Data Transfer Out"}, false},
		{words{"Storage", "Bandwidth", "Geo-Replication v2 Data Transfer"}, words{"Storage", "Storage - Bandwidth", "Geo-Replication v2 Data Transfer"}, true},
		{words{"Storage", "Tables", "LRS Data Stored"}, words{"Storage", "Queues", "LRS Data Stored"}, false},
		{words{"Functions", "Premium", "vCPU Duration"}, words{"Functions", "Premium Functions", "vCPU Duration"}, true},
		{words{"Load Balancer", "Standard", "Standard Included LB Rules"}, words{"Load Balancer", "Load Balancer", "Standard Included LB Rules"}, true},
		{words{"Redis Cache", "Basic", "C0 Cache"}, words{"Redis Cache", "Azure Redis Cache Basic", "C0 Cache"}, true},
		{words{"Key Vault", "", "Operations"}, words{"Key Vault", "Key Vault", "Operations"}, true},
	} {
		a := Selector{Category: tt.a.category, Subcategory: &tt.a.subcategory, Name: tt.a.name}
		b := Selector{Category: tt.b.category, Subcategory: &tt.b.subcategory, Name: tt.b.name}
		if got := a.Matches(Meter{Category: tt.b.category, Subcategory: tt.b.subcategory, Name: tt.b.name}); got != tt.same {
			t.Errorf("%v is %v: %v, want %v", tt.a, tt.b, got, tt.same)
		}
		if got := b.Matches(Meter{Category: tt.a.category, Subcategory: tt.a.subcategory, Name: tt.a.name}); got != tt.same {
			t.Errorf("%v is %v: %v, want %v", tt.b, tt.a, got, tt.same)
		}
	}
}
