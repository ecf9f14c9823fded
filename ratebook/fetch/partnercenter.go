package fetch

import (
	"cmp"
	"context"
	"fmt"
	"net/url"

	"azwhatif/ratebook"
	"azwhatif/ratebook/azure"
)

func init() {
	register(Source{Name: ratebook.PartnerCenter, SignIn: true, Request: partnerRequest, Fetch: fetchPartner, Decoder: Decoder{decodeRateCardParts, "meter"}})
}

// PartnerCenter is where Partner Center answers, and whom tokens for it are for.
//
// Source: Microsoft Learn, Partner Center developer, "Get prices for Microsoft Azure" and
// "Azure rate card resources". It was not tried against Partner Center.
const PartnerCenter = "https://api.partnercenter.microsoft.com"

const partnerPath = "/v1/ratecards/azure"

func partnerQuery(terms ratebook.Terms) url.Values {
	return url.Values{"currency": {string(terms.Currency)}, "region": {string(terms.Market)}}
}

// partnerServes refuses offers that Partner Center's rate card is not of.
func partnerServes(terms ratebook.Terms) error {
	if facts, ok := terms.Offer.Facts(); ok && facts.Kind != ratebook.KindCSP {
		return fmt.Errorf("%s (%s): Partner Center's rate card is that of a Cloud Solution Provider, such as MS-AZR-0145P", terms.Offer, facts.Name)
	}
	return nil
}

func partnerRequest(env Env, terms ratebook.Terms) (string, error) {
	return azure.Address(cmp.Or(env.PartnerEndpoint, PartnerCenter), partnerPath, partnerQuery(terms)), partnerServes(terms)
}

// fetchPartner asks Partner Center for the rate card of a market, in a currency. The
// answer has the shape of the RateCard API's, with shorter names.
func fetchPartner(ctx context.Context, env Env, terms ratebook.Terms, spool Spool) (*ratebook.Stream, error) {
	if err := partnerServes(terms); err != nil {
		return nil, err
	}
	client, err := env.At(cmp.Or(env.PartnerEndpoint, PartnerCenter), PartnerCenter)
	if err != nil {
		return nil, err
	}
	card, err := fetchCard(ctx, env, client, partnerPath, partnerQuery(terms), terms, spool)
	if err == nil {
		card.Provenance.APIVersion = "v1"
	}
	return card, err
}
