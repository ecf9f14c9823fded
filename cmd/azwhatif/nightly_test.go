package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"azwhatif/ratebook/azure/azuretest"

	"go.yaml.in/yaml/v3"
)

// night is a copy of scenarios/nightly, against the fake Azure and a webhook.
type night struct {
	azure *azuretest.Server
	hook  *receiver
	dir   string
}

// recentUsage is a record a day up to yesterday, of so many hours of a meter of
// the fake's card; what was used lately is reported in the night behind.
func recentUsage(days int, hours string) (all []json.RawMessage) {
	today := time.Now().UTC().Truncate(24 * time.Hour)
	for n := days; n > 0; n-- {
		day := today.AddDate(0, 0, -n)
		all = append(all, json.RawMessage(fmt.Sprintf(`{"id": "/subscriptions/s/providers/Microsoft.Commerce/UsageAggregates/Daily_BRSDT_%[1]s_0000",
  "name": "Daily_BRSDT_%[1]s_0000", "type": "Microsoft.Commerce/UsageAggregate",
  "properties": {"subscriptionId": "s", "usageStartTime": "%[2]sT00:00:00+00:00", "usageEndTime": "%[3]sT00:00:00+00:00",
    "meterName": "Size 0", "meterRegion": "EU West", "meterCategory": "Category 0", "meterSubCategory": "Series 0 Windows", "unit": "1 Hour",
    "meterId": "00000000-0000-4000-8000-000000000000", "infoFields": {}, "quantity": %[4]s}}`,
			day.Format("20060102"), day.Format(time.DateOnly), day.AddDate(0, 0, 1).Format(time.DateOnly), hours)))
	}
	return all
}

func newNight(t *testing.T) *night {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("there is neither a shell nor cron here")
	}
	n := &night{azure: azuretest.Start(t, azuretest.Options{Usage: recentUsage(75, "100000"), UsagePage: 20}), hook: startReceiver(t), dir: t.TempDir()}
	if err := os.CopyFS(n.dir, os.DirFS("../../scenarios/nightly")); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Join(n.dir, "nightly.sh"), 0o755); err != nil {
		t.Fatal(err)
	}
	return n
}

// settings are what nightly.env.example has, with values; the fake's stand behind.
func (n *night) settings(t *testing.T) []string {
	t.Helper()
	program, err := exec.LookPath("azwhatif")
	if err != nil {
		t.Fatal(err)
	}
	return append(n.azure.Env(), "PATH="+filepath.Dir(program)+":/usr/bin:/bin", "AZWHATIF_RATEBOOK=ratebook", "AZWHATIF_WEBHOOK="+n.hook.URL+"/T000",
		"AZWHATIF_WEBHOOK_SECRET=s", "AZWHATIF_AZURE_CA_FILE="+n.authorities(t))
}

// authorities are the fake's and the webhook's, in one file.
func (n *night) authorities(t *testing.T) string {
	t.Helper()
	var all []byte
	for _, path := range []string{n.azure.CAFile, filepath.Join(n.hook.home, "ca.pem")} {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, data...)
	}
	return n.hook.write(t, "all.pem", string(all))
}

func (n *night) envFile(t *testing.T) {
	t.Helper()
	text := ""
	for _, s := range n.settings(t) {
		name, value, _ := strings.Cut(s, "=")
		text += name + "='" + value + "'\n"
	}
	if err := os.WriteFile(filepath.Join(n.dir, "nightly.env"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// run runs a shell's command with next to no environment.
func (n *night) run(t *testing.T, shell []string, command string, env ...string) (output string, code int) {
	t.Helper()
	cmd := exec.Command(shell[0], append(shell[1:], command)...)
	cmd.Dir = "/"
	cmd.Env = append([]string{"HOME=" + n.dir, "LOGNAME=azwhatif", "SHELL=/bin/sh", "PATH=/usr/bin:/bin"}, env...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return out.String(), cmd.ProcessState.ExitCode()
}

// file is one of the copy's, with its own place in the place of the example's.
func (n *night) file(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(n.dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(data), "/srv/azwhatif", n.dir)
}

// TestNightlyCron runs crontab's command as cron does, two nights running: all
// steps are taken, the alerts are sent once, and no secret is printed.
func TestNightlyCron(t *testing.T) {
	n := newNight(t)
	n.envFile(t)
	m := regexp.MustCompile(`(?m)^15 5 \* \* \*  (.+)$`).FindStringSubmatch(n.file(t, "crontab"))
	if m == nil {
		t.Fatal("the crontab has no line")
	}
	out, code := n.run(t, []string{"/bin/sh", "-c"}, m[1])
	for _, want := range []string{"kept MS-AZR-0003P", "that were reported from", "# Nightly: alerts as of", "fired: Month end over budget"} {
		if !strings.Contains(out, want) {
			t.Errorf("the run does not say %q", want)
		}
	}
	if code != exitAlert || n.hook.asked() != 1 {
		t.Fatalf("ends with %d, %d messages:\n%s", code, n.hook.asked(), out)
	}
	cards, asked := len(n.azure.Requests(azuretest.RateCard)), n.hook.asked()
	out2, code := n.run(t, []string{"/bin/sh", "-c"}, m[1])
	if code != exitAlert || n.hook.asked() != asked || len(n.azure.Requests(azuretest.RateCard)) != cards || !strings.Contains(out2, "(sent before)") {
		t.Errorf("the second night ends with %d, %d messages:\n%s", code, n.hook.asked(), out2)
	}
	for _, s := range append(n.azure.Tokens(), n.azure.ClientSecret, "T000") {
		if strings.Contains(out+out2, s) {
			t.Error("a secret is printed")
		}
	}
	for _, name := range []string{"forecast.md", "alerts.md", "alerts.json"} {
		if data, err := os.ReadFile(filepath.Join(n.dir, name)); err != nil || len(data) == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
	// Azure is down: the alerts are checked on what is there
	n.azure.Fault(azuretest.Usage, azuretest.Times(9, azuretest.ServerError(500))...)
	if out, code := n.run(t, []string{"/bin/sh", "-c"}, m[1]); code != exitAlert || !strings.Contains(out, "nothing is saved") || !strings.Contains(out, "# Nightly: alerts as of") {
		t.Errorf("without Azure it ends with %d:\n%s", code, out)
	}
}

// TestNightlyUnits has systemd read the service and the timer, where it is there.
func TestNightlyUnits(t *testing.T) {
	n := newNight(t)
	service := n.file(t, "azwhatif-nightly.service")
	if !strings.Contains(service, "\nExecStart="+n.dir+"/nightly.sh\n") || !strings.Contains(service, "\nSuccessExitStatus=3\n") {
		t.Error(service)
	}
	analyze, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Skip("systemd-analyze is not here")
	}
	args := []string{"verify"}
	for _, name := range []string{"azwhatif-nightly.service", "azwhatif-nightly.timer"} {
		path := filepath.Join(n.dir, name)
		if err := os.WriteFile(path, []byte(n.file(t, name)), 0o644); err != nil {
			t.Fatal(err)
		}
		args = append(args, path)
	}
	if out, err := exec.Command(analyze, args...).CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("%v\n%s", err, out)
	}
	if out, err := exec.Command(analyze, "calendar", "*-*-* 05:15:00 UTC").CombinedOutput(); err != nil || !strings.Contains(n.file(t, "azwhatif-nightly.timer"), "\nOnCalendar=*-*-* 05:15:00 UTC\n") {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestNightlyJob runs the step of the CI job as a runner does.
func TestNightlyJob(t *testing.T) {
	n := newNight(t)
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("bash is not here")
	}
	var job struct {
		On   map[string]any
		Jobs map[string]struct {
			Defaults struct {
				Run struct {
					Dir string `yaml:"working-directory"`
				}
			}
			Steps []struct {
				Name, Uses, Run string
				Env             map[string]string
			}
		}
	}
	if err := yaml.Unmarshal([]byte(n.file(t, "github-actions.yml")), &job); err != nil {
		t.Fatal(err)
	}
	steps := job.Jobs["nightly"].Steps
	last := steps[len(steps)-1]
	if job.On["schedule"] == nil || job.Jobs["nightly"].Defaults.Run.Dir != "scenarios/nightly" || last.Name != "Nightly run" {
		t.Fatalf("%+v", job)
	}
	summary := filepath.Join(n.dir, "summary.md")
	env := []string{"GITHUB_STEP_SUMMARY=" + summary}
	named := map[string]bool{}
	for _, s := range n.settings(t) {
		env = append(env, s)
		name, _, _ := strings.Cut(s, "=")
		named[name] = true
	}
	for name := range last.Env {
		if !named[name] {
			t.Errorf("%s is none of the program's settings", name)
		}
	}
	script := n.hook.write(t, "step.sh", "cd "+n.dir+"\n"+last.Run)
	out, code := n.run(t, []string{bash, "--noprofile", "--norc", "-eo", "pipefail"}, script, env...)
	text, err := os.ReadFile(summary)
	if code != exitAlert || err != nil || !strings.Contains(string(text), "fired: Month end over budget") || !strings.Contains(string(text), "Back-test") && !strings.Contains(string(text), "back-test") {
		t.Errorf("ends with %d, %v\n%s\n%s", code, err, out, text)
	}
	if n.hook.asked() != 1 {
		t.Errorf("%d messages", n.hook.asked())
	}
}

// TestNightlySettings: the example of the settings has those that the job has.
func TestNightlySettings(t *testing.T) {
	text, err := os.ReadFile("../../scenarios/nightly/nightly.env.example")
	if err != nil {
		t.Fatal(err)
	}
	job, err := os.ReadFile("../../scenarios/nightly/github-actions.yml")
	if err != nil {
		t.Fatal(err)
	}
	settings := regexp.MustCompile(`(?m)^([A-Z_]+)=`).FindAllStringSubmatch(string(text), -1)
	if len(settings) < 8 {
		t.Errorf("%d settings", len(settings))
	}
	for _, m := range settings {
		if m[1] != "PATH" && !strings.Contains(string(job), "          "+m[1]+": ") {
			t.Errorf("the job does not set %s", m[1])
		}
	}
}
