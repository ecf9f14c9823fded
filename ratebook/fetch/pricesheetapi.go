package fetch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"azwhatif/ratebook"
	"azwhatif/ratebook/azure"
)

func init() {
	register(Source{Name: ratebook.PriceSheet, SignIn: true, Method: http.MethodPost, Request: sheetRequest, Fetch: fetchSheet, Decoder: Decoder{decodeSheetParts, "row"}})
}

// sheetVersion is the api-version of the price sheets of Microsoft.CostManagement; all
// of Microsoft.Consumption's ended on 2026-06-01.
const sheetVersion = "2025-03-01"

// sheetPath is where a sheet is asked for: an enrollment's by its billing period, that
// of a billing profile for the current month.
//
// Source: Microsoft Learn, REST API Cost Management, "Price Sheet - Download By Billing
// Account" and "… By Billing Profile", 2025-03-01.
func sheetPath(env Env) (string, error) {
	const sheet = "/providers/Microsoft.CostManagement/pricesheets/default/download"
	account := "/providers/Microsoft.Billing/billingAccounts/" + env.BillingAccount
	switch customer := strings.Contains(env.BillingAccount, ":"); {
	case env.BillingAccount == "":
		return "", errors.New(`a price sheet is a billing account's: give --billing-account, or azure.billing_account in the config file, the number of the enrollment, or the name of the Microsoft Customer Agreement's account ("az billing account list" shows those that you may see); or a saved sheet with --from-file`)
	case customer && env.BillingProfile == "":
		return "", errors.New(`the price sheet of a Microsoft Customer Agreement is a billing profile's: give --billing-profile its name ("az billing profile list --account-name ACCOUNT" shows those that you may see); or a saved sheet with --from-file`)
	case customer:
		return account + "/billingProfiles/" + env.BillingProfile + sheet, nil
	case env.BillingProfile != "":
		return "", errors.New("--billing-profile is of a Microsoft Customer Agreement, and the billing account is an enrollment's number")
	}
	return account + "/billingPeriods/" + env.BillingPeriod + sheet, nil
}

// sheetServes refuses offers whose prices no such sheet has.
func sheetServes(env Env, terms ratebook.Terms) error {
	customer := strings.Contains(env.BillingAccount, ":")
	switch terms.Offer {
	case "MS-AZR-0017P":
		if customer {
			return errors.New("MS-AZR-0017P is the Enterprise Agreement, and the billing account is a Microsoft Customer Agreement's: its offer is MS-AZR-0017G")
		}
	case "MS-AZR-0017G":
		if !customer && env.BillingAccount != "" {
			return errors.New("MS-AZR-0017G is the Microsoft Customer Agreement, and the billing account is an enrollment's number: its offer is MS-AZR-0017P")
		}
	case "MS-AZR-0148P", "MS-AZR-0149P":
	default:
		return fmt.Errorf("price sheets are those of MS-AZR-0017P (Enterprise Agreement) and MS-AZR-0017G (Microsoft Customer Agreement), and for dev/test of MS-AZR-0148P and MS-AZR-0149P; not of %s", terms.Offer)
	}
	return nil
}

func sheetQuery() url.Values { return url.Values{"api-version": {sheetVersion}} }

func sheetRequest(env Env, terms ratebook.Terms) (string, error) {
	path, err := sheetPath(env)
	if err == nil {
		err = sheetServes(env, terms)
	}
	return azure.Address(env.Endpoint, path, sheetQuery()), err
}

// fetchSheet has a sheet made, waits for it, and reads it from its signed address, which
// no log, card or error has.
func fetchSheet(parent context.Context, env Env, terms ratebook.Terms, spool Spool) (*ratebook.Stream, error) {
	path, err := sheetPath(env)
	if err == nil {
		err = sheetServes(env, terms)
	}
	if err != nil {
		return nil, err
	}
	arm, err := env.ARM()
	if err != nil {
		return nil, err
	}
	address := arm.URL(path, sheetQuery())
	for try := 1; ; try++ {
		card, again, err := sheetOnce(parent, env, arm, address, terms, spool)
		if err == nil {
			card.Provenance.URL, card.Provenance.APIVersion = address, sheetVersion
			return card, sheetOf(env, card)
		}
		if parent.Err() != nil {
			return nil, context.Cause(parent)
		}
		if !again || try == bodyTries {
			return nil, err
		}
		if err := arm.Pause(parent, try); err != nil {
			return nil, err
		}
	}
}

// sheetOnce has a sheet made and reads it; again tells that another try may give more:
// the file broke off, or its address had expired.
func sheetOnce(ctx context.Context, env Env, arm *azure.Client, address string, terms ratebook.Terms, spool Spool) (card *ratebook.Stream, again bool, err error) {
	var link string
	_, err = arm.Whole(ctx, func(ctx context.Context) (*azure.Response, error) { return arm.Submit(ctx, address) }, func(body []byte) (bool, error) {
		link, err = sheetLink(body)
		return false, err
	})
	if err != nil {
		return nil, false, err
	}
	if err := rewind(spool); err != nil {
		return nil, false, err
	}
	res, err := arm.Fetch(ctx, link)
	if err != nil {
		var refused *azure.Error
		return nil, errors.As(err, &refused) && refused.Expired(), err
	}
	defer func() { _ = res.Body.Close() }()
	body := &spooled{from: res.Body, to: spool}
	card, _, err = decodeSheetParts([]Part{{Body: Bound(ctx, body, env.MostResponse)}}, terms)
	switch {
	case body.failed != nil:
		return nil, false, fmt.Errorf("the price sheet cannot be written down: %w", body.failed)
	case err != nil:
		return nil, body.broken || errors.Is(err, errBreaksOff) || errors.Is(err, errZip), fmt.Errorf("%s: %w", res.URL, err)
	}
	return card, false, nil
}

// sheetLink finds the signed address in the answer to a request for a sheet.
//
// Note: Microsoft's documents do not agree on its name: the reference of 2025-03-01 has
// reportUrl, the guide to migration properties.downloadUrl, 2022-10-01 url.
func sheetLink(body []byte) (string, error) {
	type links struct {
		DownloadURL, ReportURL, URL string
	}
	var answer struct {
		links
		Status     string
		Properties links
		Error      *struct{ Code, Message string }
	}
	if len(strings.TrimSpace(string(body))) == 0 {
		return "", errors.New("the answer is empty: there is no price sheet of this period; ask for another with --billing-period (the past 13 months), or again when the period has begun")
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return "", errors.New("the answer is not JSON with the address of a price sheet")
	}
	if e := answer.Error; e != nil {
		return "", fmt.Errorf("the price sheet was not made: %s: %s", clip(e.Code), clip(e.Message))
	}
	for _, l := range []string{answer.DownloadURL, answer.ReportURL, answer.URL, answer.Properties.DownloadURL, answer.Properties.ReportURL, answer.Properties.URL} {
		if l != "" {
			return l, nil
		}
	}
	if answer.Status != "" {
		return "", fmt.Errorf("the price sheet was not made: status %s", clip(answer.Status))
	}
	return "", errors.New("the answer has no address of a price sheet")
}

// sheetOf refuses a sheet of another account than the one asked for. A sheet that names
// none is taken for its account's.
func sheetOf(env Env, card *ratebook.Stream) error {
	got := strings.ToLower(card.Provenance.Account)
	if got == "" {
		card.Provenance.Account = env.BillingAccount
		if env.BillingProfile != "" {
			card.Provenance.Account += ", billing profile " + env.BillingProfile
		}
		return nil
	}
	if !strings.Contains(got, strings.ToLower(env.BillingAccount)) {
		return fmt.Errorf("the price sheet is of the account %s, and %s was asked for: nothing of it is kept; check --billing-account", card.Provenance.Account, env.BillingAccount)
	}
	return nil
}
