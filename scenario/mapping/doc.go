// Package mapping turns other clouds' usage into Azure meters.
//
// A Mapping is read from a YAML file. It has rules, of which the first that fits
// a usage decides: it names one or more meters with a factor, says that the usage
// has no counterpart that costs anything (skip), or leaves it unmapped with a
// reason. Machines are not mapped one by one: the file says what a machine type has and
// which series of sizes would do. A target "machine" makes it a need, which each case
// sizes by its own prices; where a target names a meter, the smallest size with no fewer
// vCPUs and no less memory is taken.
//
// Nothing is lost on the way: every usage is mapped, passed through (Azure's
// own), skipped, or left, and Result says how much of the billed cost each is.
//
//	version: 1
//	name: AWS to Azure
//	provider: AWS                    # whose usage; globs, in either case
//	regions:
//	  eu-west-1: {to: northeurope, codes: [EU, EUW1], names: [Europe (Ireland)], reason: Ireland}
//	  ap-southeast-7: {codes: [APS9], leave: Azure sells no region in Thailand}
//	series:                          # Azure's sizes; memory in GiB
//	  Dsv5:
//	    D2s v5: {vcpu: 2, memory: 8}
//	machines:                        # the other cloud's: m5.large
//	  - families: [m5]
//	    series: [Dsv5]
//	    reason: general purpose
//	    sizes:
//	      large: {vcpu: 2, memory: 8}
//	  - families: [p3]               # all sizes, or those listed under "sizes"
//	    leave: has GPUs
//	rules:
//	  - where: {service: AmazonEC2, usage_type: "BoxUsage:{machine}", operation: RunInstances}
//	    to:
//	      - meter: {category: Virtual Machines, subcategory: "{series} Series", name: "{size}", unit: 1 Hour}
//	    reason: Linux by the hour, in one size for all cases
//	  - where: {service: AmazonEC2, usage_type: "BoxUsage:{machine}", operation: "RunInstances:0006"}
//	    to:
//	      - machine: {os: windows, sql: standard}   # spot: true on spare capacity
//	    reason: a need of the machine's vCPUs and memory, and the licences beside it
//	  - where: {usage_type: "*-AWS-In-Bytes"}
//	    skip: data into a region is free
//
// A cloud that bills machines in parts says so: "joint" stands between a family and a size
// in the names of machines ("-" of n2-standard-4; "." where it is left out), "billed_vcpu"
// of a size is how many vCPUs are billed for an hour of it, where not all are, and a target
// {machine: {part: vcpus, of: "{family}"}} is a part of the machine that the usage's
// operation names, or else of its family. Parts are vcpus (in hours), memory (in GiB hours),
// licence (in hours of the machine) and "licence vcpus" (in hours of vCPUs), these with os;
// see parts.go.
//
// A condition of "where" is a glob or a list of globs, of which one must fit:
// "*" is any text, "{name}" one word that is kept under that name. The code of a
// region in front of a usage type ("EUW1-") is taken off before it is compared.
// A usage's region is what the export calls it: a region's id, the id of one of its
// zones, or one of its names; where it says none that is known, the code decides.
// "described" is compared with the usage type and with the operation: exports
// without usage types have a description in one of them.
//
// Names that targets may use in braces: what the rule's own conditions kept;
// "machine", if kept, adds series, size, vcpu and memory (of the Azure size);
// (Of a need the series tell what they have in common: Arm, a local disk, burstable.)
// month_hours is always there, the hours of the usage's month.
package mapping
