package admit

import (
	"bufio"
	"bytes"
	"io/fs"
	"math"
	"path"
	"strconv"
	"strings"
)

// Memory returns how many bytes this process may have: the memory of the machine or, if that is
// less, the limit of a control group that the process is in, of version 1 or 2, or of one above.
// The root of the files is that of the system; 0 where nothing says.
func Memory(root fs.FS) int64 {
	least := int64(math.MaxInt64)
	note := func(bytes int64, ok bool) {
		if ok && bytes > 0 {
			least = min(least, bytes)
		}
	}
	note(installed(root))
	for _, file := range limitFiles(root) {
		note(limitIn(root, file))
	}
	if least == math.MaxInt64 {
		return 0
	}
	return least
}

// installed reads the memory of the machine.
func installed(root fs.FS) (int64, bool) {
	content, err := fs.ReadFile(root, "proc/meminfo")
	if err != nil {
		return 0, false
	}
	for line := range strings.Lines(string(content)) {
		if fields := strings.Fields(line); len(fields) == 3 && fields[0] == "MemTotal:" && fields[2] == "kB" {
			kib, err := strconv.ParseInt(fields[1], 10, 64)
			return kib << 10, err == nil
		}
	}
	return 0, false
}

// limitFiles are the files of the limits of the groups of this process, from the lowest up. In a
// container the groups above may be out of sight, and the lowest stand at the top.
func limitFiles(root fs.FS) []string {
	content, err := fs.ReadFile(root, "proc/self/cgroup")
	if err != nil {
		return nil
	}
	var files []string
	lines := bufio.NewScanner(bytes.NewReader(content))
	for lines.Scan() {
		parts := strings.SplitN(lines.Text(), ":", 3) // number:controllers:path
		if len(parts) < 3 {
			continue
		}
		trees, name := []string{"sys/fs/cgroup", "sys/fs/cgroup/unified"}, "memory.max"
		if parts[1] != "" {
			trees, name = []string{"sys/fs/cgroup/memory"}, "memory.limit_in_bytes"
		}
		if parts[1] != "" && !strings.Contains(","+parts[1]+",", ",memory,") {
			continue
		}
		for _, tree := range trees {
			for group := path.Clean("/" + parts[2]); ; group = path.Dir(group) {
				files = append(files, path.Join(tree, group, name))
				if group == "/" {
					break
				}
			}
		}
	}
	return files
}

// limitIn reads a limit; "max" is none, and so is a number beyond all memory, which version 1 has.
func limitIn(root fs.FS, file string) (int64, bool) {
	content, err := fs.ReadFile(root, file)
	if err != nil {
		return 0, false
	}
	bytes, err := strconv.ParseInt(strings.TrimSpace(string(content)), 10, 64)
	return bytes, err == nil
}
