package fetch

import (
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
	id, unit, part, currency, offer string

	included, price number
	details         wireDetails
	plan            *wirePlan
}

type wireDetails struct {
	name, category, subcategory, location string

	unit string // which need not be the price's unitOfMeasure
	list number // pretaxStandardRate, the list price of one of that unit
}

type wirePlan struct {
	term  string
	price number
}

// read reads the next price into w.
func (w *wirePrice) read(p *parser) error {
	*w = wirePrice{}
	return p.object(func(name []byte) error {
		switch string(name) {
		case "meterid":
			return p.plain(&w.id)
		case "unitofmeasure":
			return p.name(&w.unit)
		case "includedquantity":
			return p.number(&w.included)
		case "partnumber":
			return p.name(&w.part)
		case "unitprice":
			return p.number(&w.price)
		case "currencycode":
			return p.name(&w.currency)
		case "offerid":
			return p.name(&w.offer)
		case "meterdetails":
			w.details = wireDetails{}
			return w.details.read(p)
		case "savingsplan":
			w.plan = nil
			if p.PeekKind() == '{' {
				w.plan = &wirePlan{}
			}
			return w.plan.read(p)
		}
		return p.SkipValue()
	})
}

func (w *wireDetails) read(p *parser) error {
	return p.object(func(name []byte) error {
		switch string(name) {
		case "metername":
			return p.name(&w.name)
		case "metercategory":
			return p.name(&w.category)
		case "metersubcategory":
			return p.name(&w.subcategory)
		case "unit":
			return p.name(&w.unit)
		case "meterlocation":
			return p.name(&w.location)
		case "pretaxstandardrate":
			return p.number(&w.list)
		}
		return p.SkipValue()
	})
}

func (w *wirePlan) read(p *parser) error {
	return p.object(func(name []byte) error {
		switch string(name) {
		case "term":
			return p.name(&w.term)
		case "effectiveprice":
			return p.number(&w.price)
		}
		return p.SkipValue()
	})
}

// json reads answers of the Consumption API, one or several one after another:
// {"properties": {"pricesheets": […]}}, or without the outer object, as some
// tools write them. The answer gives no effective date.
func (d *sheet) json() error {
	j := newParser(d.res)
	for n := 0; ; n++ {
		t, err := j.ReadToken()
		if err == io.EOF && n > 0 && d.res.body.err == io.EOF {
			return nil
		}
		if err != nil {
			return d.wrong(j, err, "")
		}
		switch t.Kind() {
		case '[':
			err = d.prices(j)
		case '{':
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
func (d *sheet) object(j *parser, failure *apiError, inner bool) (found, download bool, err error) {
	for j.more() {
		t, err := j.ReadToken()
		if err != nil {
			return found, download, d.wrong(j, err, "")
		}
		key := t.String()
		switch folded := strings.ToLower(key); {
		case folded == "properties" && !inner:
			t, err := j.ReadToken()
			if err != nil {
				return found, download, d.wrong(j, err, key)
			}
			if t.Kind() != '{' {
				return found, download, errors.New("the price sheet's properties are not an object")
			}
			in, down, err := d.object(j, failure, true)
			if err != nil {
				return found, download, err
			}
			found, download = found || in, download || down
		case folded == "pricesheets":
			t, err := j.ReadToken()
			if err != nil {
				return found, download, d.wrong(j, err, key)
			}
			found = t.Kind() != 'n'
			if !found {
				continue
			}
			if t.Kind() != '[' {
				return found, download, errors.New("the pricesheets are not an array")
			}
			if err := d.prices(j); err != nil {
				return found, download, err
			}
		default:
			v, err := j.any()
			if err != nil {
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
	_, err = j.ReadToken()
	return found, download, d.wrong(j, err, "")
}

// prices reads the array behind its opening bracket.
func (d *sheet) prices(j *parser) error {
	var w wirePrice
	for j.more() {
		n := d.rows + 1
		if err := w.read(j); err != nil {
			return d.wrong(j, err, fmt.Sprintf("price %d", n))
		}
		if err := d.addJSON(&w); err != nil {
			return fmt.Errorf("price %d (%s, part number %q): %w", n, clip(w.id), clip(w.part), err)
		}
	}
	_, err := j.ReadToken()
	return d.wrong(j, err, "pricesheets")
}

func (d *sheet) addJSON(w *wirePrice) error {
	m := &w.details
	row := sheetRow{
		meterID: w.id, unit: w.unit, part: w.part, offer: w.offer, currency: w.currency,
		included: string(w.included), price: string(w.price),
		name: m.name, category: m.category, subcategory: m.subcategory, region: m.location,
	}
	if m.list != "" {
		market, err := listPrice(m, w.unit)
		if err != nil {
			d.warn.add("a list price is left out, since its unit is not the price's", fmt.Sprintf("%s: %v", clip(w.id), err))
		}
		row.market = market
	}
	if err := d.add(row); err != nil || w.plan == nil {
		return err
	}
	d.rows--
	row.priceType, row.term, row.price = "SavingsPlan", w.plan.term, string(w.plan.price)
	return d.add(row)
}

// listPrice is the list price of one of the price's unit: pretaxStandardRate is
// that of one of meterDetails.unit, say of a GB where the price is of 100 GB.
// Note: that it is of that unit is inferred from the names of the fields.
func listPrice(m *wireDetails, of string) (string, error) {
	rate, err := m.list.decimal()
	if err != nil {
		return "", err
	}
	if m.unit == "" {
		return "", fmt.Errorf("meterDetails have no unit")
	}
	each, err := unit.Parse(m.unit)
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

func (d *sheet) wrong(j *parser, err error, in string) error {
	return j.wrong(err, "a price sheet", in)
}
