package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"math"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
)

const (
	alertsFile = "../../ops/prometheus/alerts.yaml"
	boardFile  = "../../ops/grafana/rapport.json"
)

// tool finds a program of one of Debian's packages. Under CI it must be there.
func tool(t *testing.T, name, from string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err == nil {
		return path
	}
	if os.Getenv("CI") == "true" {
		t.Fatalf("%s is not installed: apt-get install %s", name, from)
	}
	t.Skipf("not run: %s is not installed (apt-get install %s)", name, from)
	return ""
}

// alerts is the rules file.
type alerts struct {
	Groups []struct {
		Rules []struct {
			Alert       string            `yaml:"alert"`
			Expr        string            `yaml:"expr"`
			Labels      map[string]string `yaml:"labels"`
			Annotations map[string]string `yaml:"annotations"`
		} `yaml:"rules"`
	} `yaml:"groups"`
}

// board is the dashboard.
type board struct {
	Panels []panel `json:"panels"`
}

type panel struct {
	ID          int
	Type, Title string
	Description string
	Targets     []struct{ Expr string }
}

func readAlerts(t *testing.T) (a alerts) {
	t.Helper()
	if err := yaml.Unmarshal(read(t, alertsFile), &a); err != nil || len(a.Groups) != 1 || len(a.Groups[0].Rules) < 10 {
		t.Fatalf("%s: %+v, error %v", alertsFile, a, err)
	}
	return a
}

func readBoard(t *testing.T) (b board) {
	t.Helper()
	if err := json.Unmarshal(read(t, boardFile), &b); err != nil || len(b.Panels) < 20 {
		t.Fatalf("%s: %d panels, error %v", boardFile, len(b.Panels), err)
	}
	return b
}

// What an operator reads at night is whole.
func TestAlertsAndPanelsSayWhatTheyMean(t *testing.T) {
	page := string(read(t, "../../docs/operating.md"))
	asked := make(map[string][]string)
	for _, r := range readAlerts(t).Groups[0].Rules {
		if r.Annotations["summary"] == "" || len(r.Annotations["do"]) < 20 || r.Labels["severity"] != "critical" && r.Labels["severity"] != "warning" {
			t.Errorf("alert %s does not say what is wrong, what to do and how urgent it is", r.Alert)
		}
		asked[r.Alert] = []string{r.Expr}
	}
	ids := make(map[int]bool)
	for _, p := range readBoard(t).Panels {
		if ids[p.ID] || p.Type != "row" && len(p.Description) < 15 {
			t.Errorf("panel %d %q: its number is taken, or it does not say what it shows", p.ID, p.Title)
		}
		ids[p.ID] = true
		for _, q := range p.Targets {
			asked[p.Title] = append(asked[p.Title], q.Expr)
		}
	}
	ending := regexp.MustCompile("_(bucket|sum|count)$")
	for who, queries := range asked {
		for _, m := range regexp.MustCompile("rapport_[a-z_]+").FindAllString(strings.Join(queries, " "), -1) {
			if !strings.Contains(page, "`"+m+"`") && !strings.Contains(page, "`"+ending.ReplaceAllString(m, "")+"`") {
				t.Errorf("%s asks for %s, of which docs/operating.md does not tell", who, m)
			}
		}
	}
}

func TestPromtoolAgrees(t *testing.T) {
	for _, args := range [][]string{{"check", "rules", "alerts.yaml"}, {"test", "rules", "alerts_test.yaml"}} {
		cmd := exec.CommandContext(t.Context(), tool(t, "promtool", "prometheus"), args...)
		cmd.Dir = filepath.Dir(alertsFile)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("promtool %s: %v\n%s", strings.Join(args, " "), err, out)
		}
	}
}

// watcher is a real Prometheus, which asks a bot every second.
type watcher struct {
	t   *testing.T
	url string
}

// scraping starts a Prometheus over a bot's metrics, with our alerts.
func scraping(t *testing.T, bot string) *watcher {
	t.Helper()
	program, dir := tool(t, "prometheus", "prometheus"), t.TempDir()
	rules, err := filepath.Abs(alertsFile)
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, dir+"/prometheus.yml", fmt.Sprintf(`global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}
rule_files: [%q]
scrape_configs:
  - job_name: rapport
    static_configs: [{targets: [%q]}]
`, rules, strings.TrimPrefix(bot, "http://")))
	p := &watcher{t: t}
	for range 3 { // somebody may take the port before it does
		addr := closedAddr(t)
		var log screen
		cmd := exec.CommandContext(t.Context(), program, "--config.file="+dir+"/prometheus.yml", "--storage.tsdb.path="+dir+"/data",
			"--web.listen-address="+addr, "--log.level=warn")
		cmd.Stdout, cmd.Stderr = &log, &log
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 1)
		go func() { ended <- cmd.Wait() }()
		t.Cleanup(func() {
			_ = cmd.Process.Kill() // it may have ended
			<-ended
		})
		p.url = "http://" + addr
		for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
			if res, err := http.Get(p.url + "/-/ready"); err == nil {
				res.Body.Close()
				if res.StatusCode == http.StatusOK {
					return p
				}
			}
			if len(ended) > 0 {
				break
			}
		}
		t.Logf("prometheus did not begin: %s", log.String())
	}
	t.Fatal("no Prometheus")
	return nil
}

// ask puts a query and returns what came of it, as numbers.
func (p *watcher) ask(query string) ([]float64, error) {
	res, err := http.Get(p.url + "/api/v1/query?query=" + url.QueryEscape(query))
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, err
	}
	var answer struct {
		Status, Error string
		Data          struct {
			Result []struct{ Value [2]any }
		}
	}
	if err := json.Unmarshal(raw, &answer); err != nil || answer.Status != "success" {
		return nil, fmt.Errorf("the answer is %s: %w", raw, cmp.Or(err, errors.New("no success")))
	}
	var all []float64
	for _, r := range answer.Data.Result {
		v, err := strconv.ParseFloat(r.Value[1].(string), 64)
		if err != nil {
			return nil, err
		}
		if !math.IsNaN(v) {
			all = append(all, v)
		}
	}
	return all, nil
}

// filled are the variables that Grafana would fill in.
var filled = strings.NewReplacer("$__rate_interval", "1m", "$job", "rapport")

// inverse turns an alert's condition into its opposite.
var inverse = map[string]string{"==": "!=", "!=": "==", ">": "<=", "<": ">=", ">=": "<", "<=": ">"}

// Every query of the dashboard and of the alerts is answered by a real Prometheus
// that watches a real bot through a bad week.
func TestEveryQueryReturnsData(t *testing.T) {
	l := lodge(t, filepath.Join(t.TempDir(), "rapport.db"), monday.Add(-10*time.Minute), slog.LevelInfo)
	l.becomes("ready")
	p := scraping(t, l.url)
	scrapes := func(n int) {
		t.Helper()
		for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
			if got, err := p.ask(`count_over_time(up{job="rapport"}[10m])`); err == nil && len(got) == 1 && int(got[0]) >= n {
				return
			}
		}
		t.Fatalf("Prometheus has not asked the bot %d times", n)
	}
	scrapes(2)
	l.story()
	got, err := p.ask(`count_over_time(up{job="rapport"}[10m])`)
	if err != nil {
		t.Fatal(err)
	}
	scrapes(int(got[0]) + 2)

	for _, panel := range readBoard(t).Panels {
		for _, q := range panel.Targets {
			if got, err := p.ask(filled.Replace(q.Expr)); err != nil || len(got) == 0 {
				t.Errorf("panel %q, %s: %v, error %v", panel.Title, q.Expr, got, err)
			}
		}
	}
	form := regexp.MustCompile(`^(.+) (==|!=|>=|<=|>|<) ([0-9.]+)$`)
	firing := make(map[string]bool)
	for _, r := range readAlerts(t).Groups[0].Rules {
		parts := form.FindStringSubmatch(strings.TrimSpace(r.Expr))
		if parts == nil {
			t.Errorf("alert %s is no comparison with a number: %s", r.Alert, r.Expr)
			continue
		}
		fires, err1 := p.ask(r.Expr)
		well, err2 := p.ask(parts[1] + " " + inverse[parts[2]] + " " + parts[3])
		if err1 != nil || err2 != nil || len(fires)+len(well) == 0 {
			t.Errorf("alert %s: neither it nor its opposite returns data; errors %v, %v", r.Alert, err1, err2)
		}
		firing[r.Alert] = len(fires) > 0
	}
	for _, quiet := range []string{"RapportDown", "RapportReplicaDown", "RapportNotReady", "RapportUnwritable", "RapportFaults", "RapportDatabaseFails", "RapportBusy"} {
		if on, known := firing[quiet]; on || !known {
			t.Errorf("after a bad week %s fires; these do: %v", quiet, slices.Sorted(maps.Keys(firing)))
		}
	}
	if got, err := p.ask(`count(ALERTS{alertname=~"Rapport.*"}) or vector(0)`); err != nil || len(got) != 1 {
		t.Errorf("Prometheus has not taken the rules: %v, error %v", got, err)
	}
}
