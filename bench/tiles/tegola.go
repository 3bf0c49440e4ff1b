package main

import (
	"fmt"
	"os"
	"path/filepath"

	"demarc/bench/peers"
)

// tegolaModule is the folder, a module of its own, that says which tegola and what of others it is
// made of.
const (
	tegolaModule  = "tegola"
	tegolaProgram = "github.com/go-spatial/tegola/cmd/tegola"
	tegolaVersion = "v0.21.2"
)

// tegolaTags leave out the stores and databases that are not asked for, and their modules.
const tegolaTags = "noAzblobCache noS3Cache noRedisCache noGCSCache noHANAProvider noGpkgProvider noPostgisProvider noViewer noPrometheusObserver"

// tegolaServer builds tegola and fills its cache with the tiles of another server; it returns the
// program and its arguments.
func tegolaServer(root, dir string, c *contender, tiles []string) (program string, args []string, err error) {
	program, err = peers.GoTool(filepath.Join(root, tegolaModule), tegolaProgram, tegolaVersion, tegolaTags)
	if err != nil {
		return "", nil, err
	}
	cache := filepath.Join(dir, "tegola")
	for i, tile := range tiles {
		_, body, err := c.fetch(c.paths[i])
		if err != nil {
			return "", nil, err
		}
		file := filepath.Join(cache, "control", filepath.FromSlash(tile))
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			return "", nil, err
		}
		if err := os.WriteFile(file, body, 0o666); err != nil {
			return "", nil, err
		}
	}
	config := filepath.Join(dir, "tegola.toml")
	text := fmt.Appendf(nil, "[cache]\ntype = \"file\"\nbasepath = %q\n\n[[providers]]\nname = \"debug\"\ntype = \"debug\"\n\n"+
		"[[maps]]\nname = \"control\"\n\n[[maps.layers]]\nprovider_layer = \"debug.debug-tile-outline\"\n", cache)
	return program, []string{"serve", "--config", config, "--port", ":PORT"}, os.WriteFile(config, text, 0o666)
}
