package report

import (
	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
)

// focusUnit writes a unit in FOCUS's Unit Format: "Hours", "GB-Months",
// "10000 Transactions".
func focusUnit(u unit.Unit) string {
	noun := u.Noun()
	if u.Period() != "" {
		if noun != "" {
			noun += "-"
		}
		noun += string(u.Period()) + "s"
	}
	if noun == "" {
		noun = "Units"
	}
	if u.Block().Equal(money.One) {
		return noun
	}
	return u.Block().String() + " " + noun
}

// serviceCategories are FOCUS's categories of services, by Azure's meter
// category; what is not here is "Other". Source: the column ServiceCategory of
// FOCUS_Spec v1.2, and the open data of the FinOps toolkit (Services.csv).
var serviceCategories = map[string]string{
	"Virtual Machines":              "Compute",
	"Virtual Machines Licenses":     "Compute",
	"Azure App Service":             "Compute",
	"Container Instances":           "Compute",
	"Cloud Services":                "Compute",
	"Functions":                     "Compute",
	"Azure Kubernetes Service":      "Compute",
	"Storage":                       "Storage",
	"Backup":                        "Storage",
	"Bandwidth":                     "Networking",
	"Virtual Network":               "Networking",
	"Load Balancer":                 "Networking",
	"VPN Gateway":                   "Networking",
	"Application Gateway":           "Networking",
	"Content Delivery Network":      "Networking",
	"ExpressRoute":                  "Networking",
	"Azure DNS":                     "Networking",
	"Azure Firewall":                "Networking",
	"NAT Gateway":                   "Networking",
	"SQL Database":                  "Databases",
	"SQL Managed Instance":          "Databases",
	"Azure Cosmos DB":               "Databases",
	"Redis Cache":                   "Databases",
	"Azure Database for MySQL":      "Databases",
	"Azure Database for MariaDB":    "Databases",
	"Azure Database for PostgreSQL": "Databases",
	"Key Vault":                     "Security",
	"Azure Defender":                "Security",
	"Microsoft Defender for Cloud":  "Security",
	"Azure Monitor":                 "Management and Governance",
	"Log Analytics":                 "Management and Governance",
	"Automation":                    "Management and Governance",
	"Azure Synapse Analytics":       "Analytics",
	"Azure Databricks":              "Analytics",
	"HDInsight":                     "Analytics",
	"Azure Data Factory v2":         "Analytics",
	"Event Hubs":                    "Integration",
	"Service Bus":                   "Integration",
	"Logic Apps":                    "Integration",
	"API Management":                "Integration",
	"Cognitive Services":            "AI and Machine Learning",
	"Azure Machine Learning":        "AI and Machine Learning",
	"Visual Studio Subscription":    "Developer Tools",
}

// serviceCategory is FOCUS's category of a meter's, and its subcategory.
func serviceCategory(meter string) (category, sub string) {
	category, known := serviceCategories[meter]
	if !known {
		category = "Other"
	}
	if meter == "Virtual Machines" {
		return category, "Virtual Machines"
	}
	return category, "Other (" + category + ")"
}
