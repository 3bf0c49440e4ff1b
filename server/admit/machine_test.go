package admit

import (
	"testing"
	"testing/fstest"
)

// The least limit counts, wherever it stands.
func TestMemory(t *testing.T) {
	const machine = "MemTotal:       1048576 kB\nMemFree:         1000 kB\n"
	for _, tt := range []struct {
		name  string
		files map[string]string
		want  int64
	}{
		{"nothing says", nil, 0},
		{"the machine", map[string]string{"proc/meminfo": machine}, 1 << 30},
		{"version 2", map[string]string{
			"proc/meminfo": machine, "proc/self/cgroup": "0::/app/web\n",
			"sys/fs/cgroup/app/web/memory.max": "268435456\n",
		}, 256 << 20},
		{"version 2, none of its own", map[string]string{
			"proc/meminfo": machine, "proc/self/cgroup": "0::/app/web\n",
			"sys/fs/cgroup/app/web/memory.max": "max\n", "sys/fs/cgroup/app/memory.max": "134217728\n",
		}, 128 << 20},
		{"version 2 in a container, seen from within", map[string]string{
			"proc/meminfo": machine, "proc/self/cgroup": "0::/\n", "sys/fs/cgroup/memory.max": "268435456\n",
		}, 256 << 20},
		{"version 1", map[string]string{
			"proc/meminfo": machine, "proc/self/cgroup": "5:cpu,cpuacct:/x\n4:memory:/jobs/7\n0::/\n",
			"sys/fs/cgroup/memory/jobs/7/memory.limit_in_bytes": "268435456\n",
			"sys/fs/cgroup/memory/memory.limit_in_bytes":        "9223372036854771712\n",
		}, 256 << 20},
		{"version 1 in a container, whose path is that outside", map[string]string{
			"proc/meminfo": machine, "proc/self/cgroup": "4:memory:/docker/4711\n",
			"sys/fs/cgroup/memory/memory.limit_in_bytes": "67108864\n",
		}, 64 << 20},
		{"no limit", map[string]string{
			"proc/meminfo": machine, "proc/self/cgroup": "4:memory:/\n",
			"sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
		}, 1 << 30},
		{"damaged", map[string]string{"proc/meminfo": "MemTotal: x kB\n", "proc/self/cgroup": "?\n0:\n"}, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			root := fstest.MapFS{}
			for name, content := range tt.files {
				root[name] = &fstest.MapFile{Data: []byte(content)}
			}
			if got := Memory(root); got != tt.want {
				t.Errorf("got %d bytes, want %d", got, tt.want)
			}
		})
	}
}
