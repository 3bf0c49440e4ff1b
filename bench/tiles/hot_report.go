package main

import (
	"fmt"
	"slices"

	"demarc/bench/measure"
)

// reportHot writes the comparison; the figures asked are those of servers with a core of their own.
func reportHot(report *measure.Report, s settings, contenders []*contender, mean int, own cores) {
	ours := contenders[0]
	if own {
		report.Section("Hot tiles", fmt.Sprintf(`%d tiles of the bundled dataset's control layer on %s, %d bytes on average with gzip, the same
bytes from every server once unzipped. In each of %d rounds wrk asks each server in turn, over %d connections, for all of them in random order for %v.
Every server is bound to one core and wrk to the other (taskset), so that requests per second are those of the server: where they share the
cores wrk takes the more of both the faster the server is. "bare net/http" finds its answers by address in a map and writes the same header
lines and bytes, from a server with the same timeouts, and from one without, as no server open to the world can be. CPU time is that of the
server's process per request, the system's share for it included. Peers: %s, tegola %s from its cache of
files, which hold our tiles, npm %s.`, len(ours.paths), datetime, mean, s.rounds, connections, s.load, goPMTiles, tegolaVersion, tileServer))
	} else {
		report.Section("Hot tiles, cores shared", "The same, but servers and wrk share both cores as the system pleases.")
	}
	var rows [][]string
	for _, c := range contenders {
		rate, least, greatest := measure.Ratio(ours.rate, c.rate)
		cpu, _, _ := measure.Ratio(c.cpu, ours.cpu)
		rows = append(rows, []string{c.name,
			fmt.Sprintf("%.0f (%.0f to %.0f)", c.rate.Median(), slices.Min(c.rate.Samples), slices.Max(c.rate.Samples)),
			c.cpu.String(), fmt.Sprintf("%.2f (%.2f to %.2f)", rate, least, greatest), fmt.Sprintf("%.2f", cpu)})
	}
	report.Table([]string{"server", "requests/s", "CPU per request", "ours is so many times as fast", "its CPU is so many times ours"}, rows...)
	var others []float64
	for _, c := range contenders {
		others = append(others, c.others...)
	}
	report.Text("Other programs took %.2f of a core meanwhile, at most %.2f; a second in which they took more than %g was measured again, up to %d times.",
		measure.Median(others), slices.Max(others), quiet, tries-1)
	if own {
		claimHot(report, contenders)
	}
}

func claimHot(report *measure.Report, contenders []*contender) {
	ours := contenders[0]
	for _, c := range contenders {
		if c.claim == 0 {
			continue
		}
		rate, _, _ := measure.Ratio(ours.rate, c.rate)
		report.AtLeast("requests per second of a hot tile, against "+c.name, rate, c.claim, "x")
	}
}
