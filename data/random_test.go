package data_test

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/paulmach/orb"

	"demarc/data"
	"demarc/data/dataset"
	"demarc/data/date"
	"demarc/data/testdata"
)

var randomDatasets = flag.Int("random", 300, "how many random datasets are formatted; make test takes 10000")

// Datasets of any content are formatted once and for all: what is written is not changed again, is
// accepted by the schemas, and gives the same answers.
func TestRandomDatasetsAreFormatted(t *testing.T) {
	n := *randomDatasets
	var mutex sync.Mutex
	counts := memberCounts(t)
	validator := testdata.NewValidator(dataset.Schema)
	var group sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for worker := range workers {
		group.Go(func() {
			for seed := worker; seed < n && !t.Failed(); seed += workers {
				files := testdata.Random(uint64(seed))
				once, err := formatTwice(files, seed)
				if err != nil {
					t.Errorf("dataset %d: %v", seed, err)
				}
				mutex.Lock()
				counts.count(t, files)
				if seed < 100 {
					validator.Accept(t, files)
					validator.Accept(t, once)
				}
				if lost := counts.lost(t, files, once); len(lost) > 0 {
					t.Errorf("dataset %d: lost %q", seed, lost)
				}
				mutex.Unlock()
			}
		})
	}
	group.Wait()
	for member, count := range counts.found { // 100 in 10,000
		if count < n/100 {
			t.Errorf("only %d of %d datasets have %s", count, n, member)
		}
	}
}

// formatTwice returns a dataset in canonical form.
func formatTwice(files fstest.MapFS, seed int) (fstest.MapFS, error) {
	once, err := formatted(files)
	if err != nil {
		return nil, err
	}
	canonical, err := dataset.Format(once)
	if err != nil || len(canonical.Changed) > 0 {
		return once, fmt.Errorf("formatted again, %v change: %w", canonical.Changed, err)
	}
	before, err := answers(files, seed)
	if err != nil {
		return once, err
	}
	after, err := answers(once, seed)
	if err == nil && before != after {
		at := 0
		for at < min(len(before), len(after)) && before[at] == after[at] {
			at++
		}
		err = fmt.Errorf("the answers differ: %.300s\nbefore: %.300s", after[max(0, at-100):], before[max(0, at-100):])
	}
	return once, err
}

// formatted returns a dataset in canonical form.
func formatted(files fstest.MapFS) (fstest.MapFS, error) {
	canonical, err := dataset.Format(files)
	if err != nil {
		return nil, err
	}
	if len(canonical.Unread)+len(canonical.Lost) > 0 {
		return nil, fmt.Errorf("unread: %v, lost: %v", canonical.Unread, canonical.Lost)
	}
	written := fstest.MapFS{}
	for name, content := range canonical.Files {
		written[name] = &fstest.MapFile{Data: content}
	}
	return written, nil
}

// answers are those to questions about places and days, and all that the page loads.
func answers(files fstest.MapFS, seed int) (string, error) {
	snapshot, problems, err := data.Open(files)
	if err != nil {
		return "", fmt.Errorf("%w: %v", err, problems)
	}
	covers := snapshot.Dataset.Covers
	random := rand.New(rand.NewPCG(uint64(seed), 1))
	pick := func(from, to float64) float64 { return from + random.Float64()*(to-from) }
	all := []any{snapshot.State()}
	for _, zone := range snapshot.Zones() {
		day := covers.From + date.Date(random.IntN(20000))
		point := orb.Point{pick(covers.Extent[0], covers.Extent[2]), pick(covers.Extent[1], covers.Extent[3])}
		difference, err := snapshot.Diff(context.Background(), covers.From, day)
		if err != nil {
			return "", err
		}
		all = append(all, snapshot.LocateWith(point, day, data.Extras{History: true, Borders: true}),
			difference, snapshot.Control(zone.ID, day))
	}
	text, err := json.Marshal(all)
	identity := strings.NewReplacer(snapshot.ID, "", `"format":1`, `"format":2`) // of the files themselves
	return identity.Replace(string(text)), err
}

// counter counts the datasets in which members of types are given.
type counter struct {
	schemas map[string]map[string]any // by file
	found   map[string]int
}

// memberCounts has a zero for each member that a schema knows.
func memberCounts(t *testing.T) *counter {
	c := &counter{map[string]map[string]any{}, map[string]int{}}
	for _, file := range dataset.SchemaFiles() {
		for of, def := range c.schema(t, file)["$defs"].(map[string]any) {
			for name, member := range def.(map[string]any)["properties"].(map[string]any) {
				if text, _ := json.Marshal(member); !strings.Contains(string(text), `"$ref"`) && !strings.Contains(string(text), `"properties"`) {
					// Else its own members are counted.
					c.found[of+"."+name] = 0
				}
			}
		}
	}
	return c
}

func (c *counter) schema(t *testing.T, file string) map[string]any {
	if c.schemas[file] == nil {
		text, err := dataset.Schema(file)
		if err != nil {
			t.Fatal(err)
		}
		schema := map[string]any{}
		if err := json.Unmarshal(text, &schema); err != nil {
			t.Fatal(err)
		}
		c.schemas[file] = schema
	}
	return c.schemas[file]
}

// count counts a dataset for each member that it gives.
func (c *counter) count(t *testing.T, files fstest.MapFS) {
	seen := map[string]bool{}
	c.walk(t, files, func(member string, value any) { seen[member] = true })
	for member := range seen {
		c.found[member]++
		if strings.HasPrefix(member, "what") {
			t.Errorf("a random dataset has %s", member)
		}
	}
}

// lost returns what the one dataset says and the other does not.
func (c *counter) lost(t *testing.T, from, to fstest.MapFS) []string {
	said := map[string]int{}
	note := func(by int) func(member string, value any) {
		return func(member string, value any) {
			text, _ := json.Marshal(value)
			switch string(text) {
			case "null", "false", "[]", "{}":
			default:
				said[member+" "+string(text)] += by
			}
		}
	}
	c.walk(t, from, note(1))
	c.walk(t, to, note(-1))
	var lost []string
	for statement, n := range said {
		if n > 0 && !strings.HasPrefix(statement, "Dataset.format ") {
			lost = append(lost, statement)
		}
	}
	return lost
}

// walk visits the members that are not null, with the type that the schema has for what they are
// members of.
func (c *counter) walk(t *testing.T, files fstest.MapFS, visit func(member string, value any)) {
	for file, content := range files {
		var value any
		if err := json.Unmarshal(content.Data, &value); err != nil {
			t.Error(err)
			return
		}
		schema := c.schema(t, file)
		of := "" // GeoJSON
		if file == "dataset.json" {
			of = "Dataset"
		}
		walkSchema(schema, schema["$defs"].(map[string]any), of, value, visit)
	}
}

// walkSchema tells whether the value holds objects that have members of their own, which are
// visited instead.
func walkSchema(schema, defs map[string]any, of string, value any, visit func(member string, value any)) (holds bool) {
	if reference, ok := schema["$ref"].(string); ok {
		of = reference[strings.LastIndex(reference, "/")+1:]
		schema = defs[of].(map[string]any)
	}
	if options, ok := schema["anyOf"].([]any); ok {
		for _, option := range options {
			holds = walkSchema(option.(map[string]any), defs, of, value, visit) || holds
		}
	}
	switch value := value.(type) {
	case []any:
		if items, ok := schema["items"].(map[string]any); ok {
			for _, item := range value {
				holds = walkSchema(items, defs, of, item, visit) || holds
			}
		}
	case map[string]any:
		properties, _ := schema["properties"].(map[string]any)
		rest, _ := schema["additionalProperties"].(map[string]any)
		for name, member := range value {
			if known, ok := properties[name].(map[string]any); ok {
				holds = true
				if member != nil && !walkSchema(known, defs, of, member, visit) && of != "" {
					visit(of+"."+name, member)
				}
			} else if rest != nil {
				holds = walkSchema(rest, defs, of, member, visit) || holds
			} else if schema["additionalProperties"] == false {
				visit("what no schema knows: "+of+"."+name, member)
			}
		}
	}
	return holds
}
