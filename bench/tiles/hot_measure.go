package main

import (
	"fmt"
	"math"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"time"

	"demarc/bench/measure"
)

// script makes wrk ask for the paths in random order.
func script(paths []string) string {
	return "local paths = {\"" + strings.Join(paths, "\",\"") + "\"}\n" +
		"math.randomseed(os.time())\n" +
		"for i = #paths, 2, -1 do local k = math.random(i); paths[i], paths[k] = paths[k], paths[i] end\n" +
		"local requests, i = {}, 0\n" +
		"init = function() for n, p in ipairs(paths) do requests[n] = wrk.format('GET', p, {['Accept-Encoding'] = 'gzip'}) end end\n" +
		"request = function() i = i % #requests + 1; return requests[i] end\n"
}

var (
	countOf  = regexp.MustCompile(`(\d+) requests in ([\d.]+)s`)
	failures = regexp.MustCompile(`(?m)Non-2xx.*|Socket errors.*`)
)

// hotSample is what wrk got out of a server in a while.
type hotSample struct {
	rate   float64 // requests a second
	cpu    float64 // of the server for a request, nanoseconds
	others float64 // how many cores all other programs took meanwhile
}

const (
	quiet = 0.1 // of a core that others may take
	tries = 4   // to find the machine quiet
)

func (c *contender) add(s hotSample) {
	c.rate.Samples = append(c.rate.Samples, s.rate)
	c.cpu.Samples = append(c.cpu.Samples, s.cpu)
	c.others = append(c.others, s.others)
}

// quietest measures again when other programs took more than a little, and returns the sample with
// the least of that.
func (c *contender) quietest(load time.Duration, own cores) (best hotSample, err error) {
	best.others = math.Inf(1)
	for range tries {
		sample, err := c.measure(load, own)
		if err != nil {
			return best, err
		}
		if sample.others < best.others {
			best = sample
		}
		if best.others <= quiet {
			break
		}
	}
	return best, nil
}

// measure runs wrk on the server for a while.
func (c *contender) measure(load time.Duration, own cores) (hotSample, error) {
	command := own.command(clientCore, "wrk", "-t1", "-c"+strconv.Itoa(connections), fmt.Sprintf("-d%ds", int(load.Seconds())), "-s", c.script, c.server.Address)
	wrk := exec.Command(command[0], command[1:]...)
	machine, before, begin := measure.MachineCPU(), c.server.CPU(), time.Now()
	out, err := wrk.CombinedOutput()
	if err != nil {
		return hotSample{}, fmt.Errorf("wrk: %w: %s", err, out)
	}
	took, cpu := time.Since(begin), c.server.CPU()-before
	others := measure.MachineCPU() - machine - cpu - wrk.ProcessState.UserTime() - wrk.ProcessState.SystemTime()
	if bad := failures.Find(out); bad != nil {
		return hotSample{}, fmt.Errorf("%s: %s", c.name, bad)
	}
	match := countOf.FindSubmatch(out)
	if match == nil {
		return hotSample{}, fmt.Errorf("wrk says %s", out)
	}
	requests, _ := strconv.ParseFloat(string(match[1]), 64) // the pattern matched numbers
	requests = max(1, requests)
	seconds, _ := strconv.ParseFloat(string(match[2]), 64)
	return hotSample{requests / seconds, float64(cpu) / requests, max(0, others.Seconds()/took.Seconds())}, nil
}
