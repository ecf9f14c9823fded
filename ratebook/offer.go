package ratebook

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"azwhatif/ratebook/money"
)

// Offer is an OfferDurableId, such as "MS-AZR-0003P", in capitals.
type Offer string

// offerShape has the prefix of a cloud, and one number or several joined. The
// RateCard API's own pattern is ^MS-AZR-\d{4}P(-\d{4}P)*$, which leaves out the
// sovereign clouds and the Gs.
var offerShape = regexp.MustCompile(`^(MS-AZR-|MS-MC-AZR-)?((?:USGOV|DE)-)?(\d{2,4}[PG](?:-\d{4}[PG])*)$`)

// ParseOffer reads an offer in any case: "MS-AZR-0003P", "ms-azr-0003p", "0003P",
// "MS-AZR-USGOV-0003P", "MS-AZR-DE-0003P", "MS-MC-AZR-0033P" (also "MS-MC-AZR-33P").
// It does not ask whether there is such an offer: see Facts.
func ParseOffer(s string) (Offer, error) {
	m := offerShape.FindStringSubmatch(strings.ToUpper(strings.TrimSpace(s)))
	if m != nil {
		prefix, cloud, number := m[1], m[2], m[3]
		first, _, _ := strings.Cut(number, "-")
		switch {
		case prefix == "MS-MC-AZR-" && cloud == "":
			return Offer(prefix + strings.Repeat("0", max(0, 5-len(first))) + number), nil
		case prefix != "MS-MC-AZR-" && len(first) == 5:
			return Offer("MS-AZR-" + cloud + number), nil
		}
	}
	return "", fmt.Errorf("%q is not an offer; write its offer ID, such as MS-AZR-0003P (the Azure portal shows it on the subscription's page)", clipOffer(s))
}

func clipOffer(s string) string {
	if len(s) > 40 {
		return strings.ToValidUTF8(s[:40], "") + "…"
	}
	return s
}

// OfferKind says how an offer is paid.
type OfferKind string

const (
	KindPayAsYouGo OfferKind = "pay-as-you-go"
	KindCommitment OfferKind = "commitment" // money promised for a term
	KindCredit     OfferKind = "credit"     // a monthly credit
	KindDevTest    OfferKind = "dev-test"
	KindEnterprise OfferKind = "enterprise"
	KindCSP        OfferKind = "csp" // through a partner
	KindSupport    OfferKind = "support"
	KindSponsored  OfferKind = "sponsored"
	KindTrial      OfferKind = "trial" // a credit for once
	KindOther      OfferKind = "other"
)

// OfferFacts is what Microsoft's pages say about an offer. A zero Amount,
// Discount or Months is not stated.
type OfferFacts struct {
	Offer         Offer
	Name          string
	Kind          OfferKind
	RateCard      bool          // the RateCard API serves it; false where no document says so
	Closed        string        // "" while it is open to new customers
	Credit        money.Amount  // a month
	CreditNote    string        // a credit that is not a monthly amount
	Discount      money.Decimal // a fraction of the pay-as-you-go price
	MinCommitment money.Amount
	Months        int // of a commitment
	// PaysForBenefits tells whether a prepayment of the offer pays for reservations and
	// savings plans, before it pays for usage.
	PaysForBenefits bool
	Rules           []string
	Source          string // the pages, joined by "; "
	Uncertain       string // what of this is not confirmed by a page of Microsoft's
}

// Facts is what is known about the offer; ok is false where nothing is.
func (o Offer) Facts() (OfferFacts, bool) {
	i, ok := slices.BinarySearchFunc(offers, o, func(f OfferFacts, o Offer) int { return strings.Compare(string(f.Offer), string(o)) })
	if !ok {
		return OfferFacts{}, false
	}
	return offers[i].clone(), true
}

// Offers are all offers with known facts, sorted.
func Offers() []OfferFacts {
	all := slices.Clone(offers)
	for i := range all {
		all[i] = all[i].clone()
	}
	return all
}

// clone keeps the table from callers' changes.
func (f OfferFacts) clone() OfferFacts {
	f.Rules = slices.Clone(f.Rules)
	return f
}

// The pages that the facts are from. Offer pages are named in their rows.
const (
	srcCost      = `Microsoft Learn, "Understand Cost Management data" (2023)`
	srcMigrate   = "Microsoft Learn, @azure/arm-migrationassessment, KnownAzureOfferCode"
	srcNone      = `Microsoft Learn, REST API Consumption, "List of Unsupported Subscription Types"`
	srcRateCard  = "azure-docs, articles/billing/billing-usage-rate-card-overview.md"
	srcOverview  = srcCost + "; " + srcMigrate
	srcSamples   = "github.com/Azure/BillingCodeSamples, issue 13"
	srcReserved  = "azure.microsoft.com, pricing/reserved-vm-instances (billing: Azure Prepayment pays for reservations and savings plans first)"
	srcChina     = "docs.azure.cn; " + srcMigrate
	srcOfferPage = "azure.microsoft.com/offers/ms-azr-" // with the number
)

var (
	creditRules = []string{
		"the credit is for one month: what is left of it is lost",
		"above the credit the services stop until the next month, or pay-as-you-go rates are charged where the spending limit is removed",
		"the credit does not pay for support plans, third-party and Marketplace products, or Microsoft Entra ID P1 and P2 (Azure AD Premium)",
	}
	devTestRules = []string{
		"no credit",
		"Windows and SQL Server virtual machines at the Linux rate; lower rates for Cloud Services, HDInsight, App Service and Logic Apps",
		"for Visual Studio subscribers, and not for production",
	}
	notServed = []string{"the RateCard API does not serve it: its rates are the agreement's own"}
	usd       = func(n int64) money.Amount { return money.Amount{Value: money.Int(n), Currency: "USD"} }
	notNamed  = "its name: Azure Migrate lists the id only"
	notMS     = "the credit: common knowledge, on no page found"
)

// offers is the table, one row an offer (or several of one kind), sorted by init.
// Credits are those in US dollars; other currencies have amounts of their own.
var offers = sortedOffers(
	// pay-as-you-go
	rows(OfferFacts{Name: "Pay-As-You-Go", Kind: KindPayAsYouGo, RateCard: true, Source: srcOverview + "; " + srcRateCard}, "MS-AZR-0003P"),
	rows(OfferFacts{Name: "Azure Government Pay-As-You-Go", Kind: KindPayAsYouGo, RateCard: true, Source: srcOverview,
		Uncertain: "that the RateCard API serves it"}, "MS-AZR-USGOV-0003P"),
	rows(OfferFacts{Name: "Azure Germany Pay-As-You-Go", Kind: KindPayAsYouGo, Closed: "the German cloud is closed", Source: srcOverview}, "MS-AZR-DE-0003P"),
	rows(OfferFacts{Name: "Azure China standard pay-as-you-go", Kind: KindPayAsYouGo, RateCard: true, Source: srcChina,
		Uncertain: "whether the API wants 0033P or 33P; its documents write both"}, "MS-MC-AZR-0033P"),
	rows(OfferFacts{Name: "Consumption for Partners", Kind: KindPayAsYouGo, Closed: "retired", Discount: money.MustParse("0.05"), Source: srcOfferPage + "0004p",
		Uncertain: "that the RateCard API serves it; the discount was about 5%"}, "MS-AZR-0004P"),

	// commitments
	rows(OfferFacts{Name: "12-Month Prepay", Kind: KindCommitment, RateCard: true, Closed: "closed to new customers",
		Discount: money.MustParse("0.05"), MinCommitment: usd(6000), Months: 12,
		Rules: []string{
			"paid in advance for 12 months, at least USD 6,000",
			"5% off the pay-as-you-go price, for the usage that the prepaid amount pays for",
			"what is left at the end of the 12 months is lost",
			"usage above the prepaid amount is charged at standard pay-as-you-go rates",
			"for services with graduated prices (Storage, Data Transfer, CDN, Media Services) the 5% is of the base price tier, and does not add to the graduated discount",
			"no discount on Azure Storage capacity, support plans, third-party and Marketplace products, or products sold separately such as Azure AD Premium; the prepaid amount does not pay for the last three",
			"the prepaid amount does not pay for reservations and savings plans",
		},
		Source: srcOfferPage + "0026p (Swedish page); " + srcRateCard}, "MS-AZR-0026P"),
	rows(OfferFacts{Name: "6-Month Plan", Kind: KindCommitment, RateCard: true, Closed: "retired", Discount: money.MustParse("0.2"), Months: 6,
		Rules: []string{
			"USD 71.99 a month for each base unit, with 750 hours of a small compute instance",
			"20% off pay-as-you-go; usage above the base units at pay-as-you-go rates",
		},
		Source: srcOfferPage + "0019p", Uncertain: "that the RateCard API serves it"}, "MS-AZR-0019P"),

	// monthly credits
	rows(OfferFacts{Name: "Azure Pass, IT Pro Cloud Essentials", Kind: KindCredit, RateCard: true, CreditNote: "set when it is activated", Rules: creditRules,
		Source: srcOfferPage + "0024p; " + srcRateCard}, "MS-AZR-0024P"),
	rows(OfferFacts{Name: "Microsoft AI Cloud Partner Program (formerly MPN, Action Pack)", Kind: KindCredit, RateCard: true, Credit: usd(100), Rules: creditRules,
		Source: srcOverview, Uncertain: "the credit: of the MPN core benefit of 2015"}, "MS-AZR-0025P"),
	rows(OfferFacts{Name: "Visual Studio Enterprise (MPN)", Kind: KindCredit, RateCard: true, Credit: usd(150), Rules: creditRules, Source: srcOverview, Uncertain: notMS}, "MS-AZR-0029P"),
	rows(OfferFacts{Name: "Visual Studio Ultimate with MSDN", Kind: KindCredit, RateCard: true, Closed: "followed by MS-AZR-0063P", Credit: usd(150),
		CreditNote: "USD 200 in the first month",
		Rules:      append([]string{"Windows virtual machines, Cloud Services and Websites at the Linux rates"}, creditRules...),
		Source:     srcOfferPage + "0049p", Uncertain: "that it is closed, and followed by MS-AZR-0063P"}, "MS-AZR-0049P"),
	rows(OfferFacts{Name: "Visual Studio Professional", Kind: KindCredit, RateCard: true, Credit: usd(50), Rules: creditRules, Source: srcOverview,
		Uncertain: "the credit: from third-party pages"}, "MS-AZR-0059P"),
	rows(OfferFacts{Name: "Visual Studio Test Professional", Kind: KindCredit, RateCard: true, Credit: usd(50), Rules: creditRules, Source: srcOverview,
		Uncertain: "the credit: from third-party pages"}, "MS-AZR-0060P"),
	rows(OfferFacts{Name: "Visual Studio Premium with MSDN", Kind: KindCredit, RateCard: true, Closed: "retired", Credit: usd(100), Rules: creditRules,
		Source: "third-party pages", Uncertain: "all of it"}, "MS-AZR-0061P"),
	rows(OfferFacts{Name: "MSDN Platforms", Kind: KindCredit, RateCard: true, Credit: usd(100), Rules: creditRules,
		Source: srcOverview + "; its rate card of May 2016 (Monetary Credit 100, USD, US)"}, "MS-AZR-0062P"),
	rows(OfferFacts{Name: "Visual Studio Enterprise", Kind: KindCredit, RateCard: true, Credit: usd(150), Rules: creditRules, Source: srcOverview,
		Uncertain: "the credit: from third-party pages"}, "MS-AZR-0063P"),
	rows(OfferFacts{Name: "Visual Studio Enterprise (BizSpark)", Kind: KindCredit, RateCard: true, Closed: "retired", Credit: usd(150), Rules: creditRules,
		Source: srcOverview, Uncertain: notMS}, "MS-AZR-0064P"),
	rows(OfferFacts{Name: "Azure in Open Licensing", Kind: KindCredit, RateCard: true, CreditNote: "tokens of USD 100, good for 12 months from activation",
		Source: srcOverview + "; " + srcOfferPage + "0111p"}, "MS-AZR-0111P"),
	rows(OfferFacts{Name: "Azure Pass", Kind: KindCredit, RateCard: true, CreditNote: "stated in the invitation", Source: srcOverview,
		Uncertain: "that the RateCard API serves it"},
		"MS-AZR-0120P", "MS-AZR-0121P", "MS-AZR-0122P", "MS-AZR-0123P", "MS-AZR-0124P", "MS-AZR-0125P",
		"MS-AZR-0126P", "MS-AZR-0127P", "MS-AZR-0128P", "MS-AZR-0129P", "MS-AZR-0130P"),
	rows(OfferFacts{Name: "Azure China MSDN subscription", Kind: KindCredit, Source: srcChina, Uncertain: "the credit, and whether the RateCard API serves it"},
		"MS-MC-AZR-0059P", "MS-MC-AZR-0060P", "MS-MC-AZR-0062P", "MS-MC-AZR-0063P"),
	rows(OfferFacts{Name: "Azure China Pass", Kind: KindCredit, Source: srcChina, Uncertain: "the credit, and whether the RateCard API serves it"},
		"MS-MC-AZR-0120P", "MS-MC-AZR-0121P", "MS-MC-AZR-0125P", "MS-MC-AZR-0128P"),

	// dev/test
	rows(OfferFacts{Name: "Pay-As-You-Go Dev/Test", Kind: KindDevTest, RateCard: true, Rules: devTestRules,
		Source: srcOverview + "; " + srcOfferPage + "0023p"}, "MS-AZR-0023P"),
	rows(OfferFacts{Name: "Enterprise Dev/Test", Kind: KindDevTest, PaysForBenefits: true, Rules: append(slices.Clone(devTestRules), notServed...), Source: srcOverview + "; " + srcReserved,
		Uncertain: "that its rules are those of MS-AZR-0023P"}, "MS-AZR-0148P"),

	// trials and students
	rows(OfferFacts{Name: "Free Trial", Kind: KindTrial, RateCard: true, CreditNote: "USD 200 for 30 days, with a spending limit",
		Source: srcOverview + "; " + srcOfferPage + "0044p", Uncertain: "that the RateCard API serves it"}, "MS-AZR-0044P"),
	rows(OfferFacts{Name: "Azure Germany Free Trial", Kind: KindTrial, Closed: "the German cloud is closed", Source: srcOverview}, "MS-AZR-DE-0044P"),
	rows(OfferFacts{Name: "Azure China trial (for 1 RMB)", Kind: KindTrial, Source: srcChina, Uncertain: "whether the RateCard API serves it"}, "MS-MC-AZR-0044P"),
	rows(OfferFacts{Name: "Azure for Students Starter", Kind: KindTrial, CreditNote: "none: free services only", Source: srcOverview + "; " + srcNone}, "MS-AZR-0144P"),
	rows(OfferFacts{Name: "Azure for Students", Kind: KindTrial, CreditNote: "USD 100 for 12 months", Source: srcCost, Uncertain: notMS}, "MS-AZR-0170P"),

	// agreements, whose rates the RateCard API does not have
	rows(OfferFacts{Name: "Enterprise Agreement", Kind: KindEnterprise, PaysForBenefits: true, Rules: notServed, Source: srcCost + "; " + srcRateCard + "; " + srcReserved}, "MS-AZR-0017P"),
	rows(OfferFacts{Name: "Azure plan (Microsoft Customer Agreement)", Kind: KindEnterprise,
		Rules:  []string{"pay-as-you-go rates, which the Retail Prices API has; the RateCard API does not serve it"},
		Source: srcOfferPage + "0017g; github.com/Azure/azure-cli, issue 8378"}, "MS-AZR-0017G"),
	rows(OfferFacts{Name: "Azure Government Enterprise Agreement", Kind: KindEnterprise, PaysForBenefits: true, Rules: notServed, Source: srcOverview + "; " + srcReserved}, "MS-AZR-USGOV-0017P"),
	rows(OfferFacts{Name: "Cloud Solution Provider", Kind: KindCSP, Rules: notServed, Source: srcCost + "; " + srcNone + "; " + srcRateCard},
		"MS-AZR-0145P", "MS-AZR-0146P", "MS-AZR-0159P"),
	rows(OfferFacts{Name: "Azure Government Cloud Solution Provider", Kind: KindCSP, Rules: notServed, Source: srcOverview}, "MS-AZR-USGOV-0145P"),
	rows(OfferFacts{Name: "Azure Germany Cloud Solution Provider", Kind: KindCSP, Closed: "the German cloud is closed", Rules: notServed, Source: srcOverview}, "MS-AZR-DE-0145P"),

	// support plans: a recurring charge
	rows(OfferFacts{Name: "Standard support", Kind: KindSupport, RateCard: true, Source: srcCost + "; " + srcSamples}, "MS-AZR-0041P"),
	rows(OfferFacts{Name: "Professional Direct support", Kind: KindSupport, RateCard: true, Source: srcCost + "; " + srcSamples}, "MS-AZR-0042P"),
	rows(OfferFacts{Name: "Developer support", Kind: KindSupport, RateCard: true, Source: srcCost + "; " + srcSamples}, "MS-AZR-0043P"),
	rows(OfferFacts{Name: "Azure Government support", Kind: KindSupport, Source: srcOverview}, "MS-AZR-USGOV-0041P", "MS-AZR-USGOV-0042P", "MS-AZR-USGOV-0043P"),
	rows(OfferFacts{Name: "Azure Germany support", Kind: KindSupport, Closed: "the German cloud is closed", Source: srcOverview}, "MS-AZR-DE-0043P"),

	// sponsored, internal, promotional, and ids without a name
	rows(OfferFacts{Name: "Azure Sponsorship", Kind: KindSponsored, Rules: []string{"all of it paid, up to a cap or an end date"},
		Source: srcOverview + "; " + srcNone, Uncertain: "whether the RateCard API serves it"}, "MS-AZR-0036P"),
	rows(OfferFacts{Name: "sponsored subscription", Kind: KindSponsored, Source: srcNone, Uncertain: "whether the RateCard API serves it"}, "MS-AZR-0143P"),
	rows(OfferFacts{Name: "Microsoft internal", Kind: KindOther, Source: srcNone}, "MS-AZR-0015P"),
	rows(OfferFacts{Name: "promotional offer", Kind: KindOther, RateCard: true, Rules: []string{"its terms are the OfferTerms of its own rate card"},
		Source: srcSamples, Uncertain: "its name and whether it is still open"},
		"MS-AZR-0070P", "MS-AZR-0071P", "MS-AZR-0072P", "MS-AZR-0073P", "MS-AZR-0074P", "MS-AZR-0075P", "MS-AZR-0076P",
		"MS-AZR-0077P", "MS-AZR-0078P", "MS-AZR-0079P", "MS-AZR-0080P", "MS-AZR-0081P", "MS-AZR-0082P", "MS-AZR-0083P",
		"MS-AZR-0084P", "MS-AZR-0085P", "MS-AZR-0086P", "MS-AZR-0087P", "MS-AZR-0088P", "MS-AZR-0089P"),
	rows(OfferFacts{Name: "not known", Kind: KindOther, Source: srcMigrate, Uncertain: notNamed}, "MS-AZR-0022P", "MS-AZR-0149P", "MS-AZR-0243P"),
)

// rows gives several offers the same facts.
func rows(f OfferFacts, ids ...Offer) []OfferFacts {
	var all []OfferFacts
	for _, id := range ids {
		f.Offer = id
		all = append(all, f)
	}
	return all
}

func sortedOffers(groups ...[]OfferFacts) []OfferFacts {
	all := slices.Concat(groups...)
	slices.SortFunc(all, func(a, b OfferFacts) int { return strings.Compare(string(a.Offer), string(b.Offer)) })
	return all
}
