// Package estate reads machines from inventories: RVTools, Azure Migrate, a plain CSV,
// and the export of Azure's Pricing Calculator.
//
// Each format stands in a file of its own and registers itself. Read finds the format
// of each file by what is in it, never by its name, and gives a scenario.Inventory, in
// which every row is a machine, apart, or left with its reason.
//
// Memory and disks are in GiB. VMware and Azure Migrate write MB and GB and mean MiB
// and GiB; they are taken so.
package estate
