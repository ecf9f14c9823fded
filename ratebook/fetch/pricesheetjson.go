package fetch

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"azwhatif/ratebook/money"
	"azwhatif/ratebook/unit"
)

// wirePrice is one of the pricesheets of the Consumption API's answer, as its
// reference has it (Price Sheet, api-versions 2018-01-31 to 2024-08-01). Where
// meterDetails are not expanded they are null.
type wirePrice struct {
	MeterID          string `json:"meterId"`
	UnitOfMeasure    string
	IncludedQuantity number
	PartNumber       string
	UnitPrice        number
	CurrencyCode     string
	OfferID          string `json:"offerId"`
	MeterDetails     *wireDetails
	SavingsPlan      *struct {
		Term           string
		EffectivePrice number
	}
}

type wireDetails struct {
	MeterName          string
	MeterCategory      string
	MeterSubCategory   string
	Unit               string // which need not be the price's unitOfMeasure
	MeterLocation      string
	PretaxStandardRate number // the list price of one Unit
}

// json reads answers of the Consumption API, one or several one after another:
// {"properties": {"pricesheets": […]}}, or without the outer object, as some
// tools write them. The answer gives no effective date.
func (d *sheet) json() error {
	j := json.NewDecoder(d.res)
	for n := 0; ; n++ {
		t, err := j.Token()
		if err == io.EOF && n > 0 && d.res.body.err == io.EOF {
			return nil
		}
		if err != nil {
			return d.wrong(j, err, "")
		}
		switch t {
		case json.Delim('['):
			err = d.prices(j)
		case json.Delim('{'):
			d.more = false
			var found bool
			var failure apiError
			var download bool
			found, download, err = d.object(j, &failure, false)
			switch {
			case err != nil:
			case failure != apiError{}:
				err = fmt.Errorf("the file is an error of Azure's, not a price sheet: %s", failure)
			case !found && download:
				err = errors.New("the file has the address of a price sheet, not the sheet: download it from there")
			case !found:
				err = errors.New("the file is JSON, but has no pricesheets: is it an answer of the Consumption API's Price Sheet?")
			}
		default:
			err = errors.New("the file is JSON, but not a price sheet: an object with properties.pricesheets is expected")
		}
		if err != nil {
			return err
		}
	}
}

// object reads the answer behind its opening brace, or its properties.
func (d *sheet) object(j *json.Decoder, failure *apiError, inner bool) (found, download bool, err error) {
	for j.More() {
		t, err := j.Token()
		if err != nil {
			return found, download, d.wrong(j, err, "")
		}
		key, _ := t.(string)
		switch folded := strings.ToLower(key); {
		case folded == "properties" && !inner:
			t, err := j.Token()
			if err != nil {
				return found, download, d.wrong(j, err, key)
			}
			if t != json.Delim('{') {
				return found, download, errors.New("the price sheet's properties are not an object")
			}
			in, down, err := d.object(j, failure, true)
			if err != nil {
				return found, download, err
			}
			found, download = found || in, download || down
		case folded == "pricesheets":
			t, err := j.Token()
			if err != nil {
				return found, download, d.wrong(j, err, key)
			}
			found = t != nil
			if t == nil {
				continue
			}
			if t != json.Delim('[') {
				return found, download, errors.New("the pricesheets are not an array")
			}
			if err := d.prices(j); err != nil {
				return found, download, err
			}
		default:
			var v any
			if err := j.Decode(&v); err != nil {
				return found, download, d.wrong(j, err, key)
			}
			switch folded {
			case "nextlink":
				link, _ := v.(string)
				d.more = d.more || link != ""
			case "download", "downloadurl":
				download = v != nil
			case "error", "code", "message":
				failure.add(folded, v)
			}
		}
	}
	_, err = j.Token()
	return found, download, d.wrong(j, err, "")
}

// prices reads the array behind its opening bracket.
func (d *sheet) prices(j *json.Decoder) error {
	for j.More() {
		var w wirePrice
		n := d.rows + 1
		if err := j.Decode(&w); err != nil {
			return d.wrong(j, err, fmt.Sprintf("price %d", n))
		}
		if err := d.addJSON(w); err != nil {
			return fmt.Errorf("price %d (%s, part number %q): %w", n, clip(w.MeterID), clip(w.PartNumber), err)
		}
	}
	_, err := j.Token()
	return d.wrong(j, err, "pricesheets")
}

func (d *sheet) addJSON(w wirePrice) error {
	row := sheetRow{
		meterID: w.MeterID, unit: w.UnitOfMeasure, part: tidy(w.PartNumber), offer: w.OfferID, currency: w.CurrencyCode,
		included: string(w.IncludedQuantity), price: string(w.UnitPrice),
	}
	if m := w.MeterDetails; m != nil {
		row.name, row.category, row.subcategory, row.region = m.MeterName, m.MeterCategory, m.MeterSubCategory, m.MeterLocation
		if m.PretaxStandardRate != "" {
			market, err := listPrice(m, w.UnitOfMeasure)
			if err != nil {
				d.warn.add("a list price is left out, since its unit is not the price's", fmt.Sprintf("%s: %v", clip(w.MeterID), err))
			}
			row.market = market
		}
	}
	if err := d.add(row); err != nil || w.SavingsPlan == nil {
		return err
	}
	d.rows--
	row.priceType, row.term, row.price = "SavingsPlan", w.SavingsPlan.Term, string(w.SavingsPlan.EffectivePrice)
	return d.add(row)
}

// listPrice is the list price of one of the price's unit: pretaxStandardRate is
// that of one of meterDetails.unit, say of a GB where the price is of 100 GB.
// Note: that it is of that unit is inferred from the names of the fields.
func listPrice(m *wireDetails, of string) (string, error) {
	rate, err := m.PretaxStandardRate.decimal()
	if err != nil {
		return "", err
	}
	if strings.TrimSpace(m.Unit) == "" {
		return "", fmt.Errorf("meterDetails have no unit")
	}
	each, err := unit.Parse(m.Unit)
	if err != nil {
		return "", err
	}
	whole, err := unit.Parse(of)
	if err != nil {
		return "", err
	}
	n, err := unit.Convert(money.One, whole, each)
	if err != nil {
		return "", err
	}
	return rate.Mul(n).String(), nil
}

func (d *sheet) wrong(j *json.Decoder, err error, in string) error {
	return d.res.wrong(j, err, "a price sheet", in)
}
