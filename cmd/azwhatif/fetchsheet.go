package main

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"azwhatif/ratebook/azure"
	"azwhatif/ratebook/fetch"
)

// sheetAsked says whose price sheet a job is for, and of which month: "" as the config
// file has it for all.
type sheetAsked struct{ account, profile, period string }

// settle fills in what the command line says, and checks it. The period is the current
// month where nothing states it.
func (s *sheetAsked) settle(o fetchOptions, cfg azure.Config, now time.Time) error {
	if s.account != "" {
		cfg.BillingAccount = s.account
		if err := cfg.Validate(); err != nil {
			return err
		}
	}
	s.profile, s.period = cmp.Or(s.profile, o.profile), cmp.Or(s.period, o.period)
	if s.profile != "" && strings.Trim(s.profile, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
		return fmt.Errorf("--billing-profile %q is not the name of a billing profile, such as AAAA-BBBB-CCC-DDD", s.profile)
	}
	period := cmp.Or(strings.ReplaceAll(s.period, "-", ""), now.UTC().Format("200601"))
	if _, err := time.Parse("200601", period); err != nil {
		return fmt.Errorf("--billing-period %q is not a month; write it as 202611", s.period)
	}
	s.period = period
	return nil
}

// in is the environment that the job is fetched in.
func (j job) in(env fetch.Env) fetch.Env {
	env.Filter = j.filter
	env.BillingAccount = cmp.Or(j.sheet.account, env.BillingAccount)
	env.BillingProfile, env.BillingPeriod = j.sheet.profile, j.sheet.period
	return env
}
