package main

import (
	"fmt"

	"demarc/bench/measure"
)

const intro = "The bundled dataset, served with -memory " + memory + " to a crowd on loopback, each client with an address of its own in 127.0.0.0/8, while\n" +
	"another process asks small questions one after the other, by turns of demarc and of a bare net/http handler that answers the same bytes\n" +
	"from memory, in a process of its own beside it. Unlike elsewhere these are times of a clock: the load, all servers and whatever else\n" +
	"the machine does share its processors. A client that is refused waits as long as it is told, 3 s at most."

func (s *scene) tell(report *measure.Report, quiet, busy asked, c *crowd, before, most, after usage) {
	report.Section("The crowd", "")
	var rows [][]string
	without := int64(0)
	for i := range c.kinds {
		k := &c.kinds[i]
		without += k.without.Load()
		rows = append(rows, []string{
			fmt.Sprintf("%d %s", k.clients, k.name), fmt.Sprint(k.answered.Load()), fmt.Sprint(k.refused.Load()), fmt.Sprint(k.other.Load()),
			fmt.Sprintf("%.1f", float64(k.bytes.Load())/1e6),
		})
	}
	report.Table([]string{"clients", "answered, or begun", "refused", "failed", "MB taken"}, rows...)

	report.Section("Small questions meanwhile", "")
	row := func(name string, l latencies) []string {
		return []string{name, fmt.Sprint(l.N), fmt.Sprintf("%.2f", l.P50), fmt.Sprintf("%.2f", l.P99), fmt.Sprintf("%.2f", l.Greatest)}
	}
	head := []string{"question", "asked", "median, ms", "99 of 100, ms", "greatest, ms"}
	report.Table(head,
		row("/locate, alone", quiet.Locate), row("bare, alone", quiet.BareLocate), row("hot tile, alone", quiet.Tile), row("bare, alone", quiet.BareTile),
		row("/locate", busy.Locate), row("bare", busy.BareLocate), row("hot tile", busy.Tile), row("bare", busy.BareTile), row("/healthz", busy.Health))

	report.Section("What it took", "")
	use := func(name string, u usage) []string {
		return []string{name, fmt.Sprintf("%.0f", u.resident), fmt.Sprint(u.threads), fmt.Sprint(u.descriptors)}
	}
	report.Table([]string{"", "resident, MB", "threads", "descriptors"}, use("before", before), use("most, sampled", most), use("10 s afterwards", after))
	if s.group != nil {
		report.Text("The server was in a control group that may have %d MB.\n", groupBytes>>20)
	} else {
		report.Text("No control group could be made; the resident memory was sampled.\n")
	}

	ratio := func(a, b latencies) float64 { return a.P99 / b.P99 }
	report.AtMost("p99 of /locate, against a bare handler", ratio(busy.Locate, busy.BareLocate), 3, "x")
	report.AtMost("p99 of a hot tile, against a bare handler", ratio(busy.Tile, busy.BareTile), 3, "x")
	report.AtMost("/healthz, the slowest", busy.Health.Greatest, 250, " ms")
	report.AtMost("small questions that failed", float64(busy.Failed), 0, "")
	report.AtMost("refusals without Retry-After", float64(without), 0, "")
	report.AtMost("resident memory, at most", most.resident, groupBytes/1e6, " MB")
	report.AtMost("descriptors afterwards, more than before", float64(after.descriptors-before.descriptors), 2, "")
	if busy.First != "" {
		report.Text("The first small question that failed: %s\n", busy.First)
	}
}
