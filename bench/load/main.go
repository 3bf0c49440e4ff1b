// Command load compares the reading of a large GeoJSON file with its peers: CPU time and memory of
// a process of its own for each. It wants Debian's gdal-bin, and npm.
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"

	"demarc/bench/inputs"
	"demarc/bench/measure"
)

// reader is one of the things compared; it is run in a child process.
type reader struct {
	name, version string
	what          string // what it does beside coordinates
	read          func(dataset, file string) error
}

func main() {
	child := flag.String("child", "", "only read, as this `reader`, the dataset and the file that follow")
	rounds := flag.Int("rounds", 5, "how many `times` to read with each")
	short := flag.Bool("short", false, "one round: to see that it works; nothing is written to results")
	flag.Parse()
	if err := run(*child, flag.Args(), *rounds, *short); err != nil {
		fmt.Fprintln(os.Stderr, "bench/load:", err)
		os.Exit(1)
	}
}

func run(child string, args []string, rounds int, short bool) error {
	if child != "" {
		i := slices.IndexFunc(readers, func(r reader) bool { return r.name == child })
		if i < 0 || len(args) != 2 {
			return fmt.Errorf("-child %q %q: want a reader, a dataset and a file", child, args)
		}
		return readers[i].read(args[0], args[1])
	}
	if short {
		rounds = 1
	}
	dataset, file, err := worldDataset()
	if err != nil {
		return err
	}
	defer os.RemoveAll(dataset)
	report, err := compare(dataset, file, rounds)
	if err != nil {
		return err
	}
	if short {
		report.Claims()
		fmt.Print(report)
		return nil
	}
	_, err = report.Write("load")
	return err
}

const intro = "A GeoJSON file with properties becomes geometries in memory: the world's borders, " + inputs.World + ", with ids and names added.\n" +
	"Each reader runs in a process of its own, which ends when it holds all features. The peers report nothing but syntax errors; ours\n" +
	"knows the line of every ring and finds duplicate keys, and the first row also checks the rules of a dataset, validity of all polygons\n" +
	"among them."

// compare lets the readers take turns.
func compare(dataset, file string, rounds int) (*measure.Report, error) {
	info, err := os.Stat(file)
	if err != nil {
		return nil, err
	}
	megabytes := float64(info.Size()) / 1e6
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	speed, memory := make([][]float64, len(readers)), make([][]float64, len(readers))
	for range rounds {
		for i, r := range readers {
			command := exec.Command(self, "-child", r.name, dataset, file)
			if r.read == nil {
				command = exec.Command("ogrinfo", "-ro", "-al", "-so", "--config", "OGR_GEOJSON_MAX_OBJ_SIZE", "0", file)
			} else {
				command.Stdout = os.Stderr
			}
			command.Stderr = os.Stderr
			used, err := measure.Run(command)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", r.name, err)
			}
			speed[i] = append(speed[i], megabytes/used.CPU.Seconds())
			memory[i] = append(memory[i], float64(used.MaxBytes)/float64(info.Size()))
		}
	}
	report := measure.NewReport("Loading GeoJSON", intro)
	report.Section("A file of "+fmt.Sprintf("%.0f MB", megabytes), "")
	var rows [][]string
	for i, r := range readers {
		rows = append(rows, []string{strings.TrimSpace(r.name + " " + r.version), r.what, spread(speed[i]), spread(memory[i])})
	}
	report.Table([]string{"reader", "beside coordinates", "MB per CPU second", "peak memory, times the file"}, rows...)
	report.AtLeast("loading with properties and checks, MB per CPU second", measure.Median(speed[0]), 30, "")
	report.AtMost("peak memory before the index, times the file", measure.Median(memory[0]), 3, "")
	return report, nil
}

// spread writes the median and, in brackets, the least and greatest.
func spread(values []float64) string {
	return fmt.Sprintf("%.3g (%.3g to %.3g)", measure.Median(values), slices.Min(values), slices.Max(values))
}
