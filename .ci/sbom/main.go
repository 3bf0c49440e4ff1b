// Command sbom adds the npm packages that the page is made of to a list of what is in the program
// (CycloneDX, JSON): those that web/build/bundled.json names, as web/package-lock.json has them.
//
//	go run ./.ci/sbom LIST.cdx.json
package main

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
)

// locked is a package as package-lock.json has it.
type locked struct{ Version, License, Integrity string }

// object is one of JSON.
type object = map[string]any

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: go run ./.ci/sbom LIST.cdx.json")
		os.Exit(2)
	}
	if err := add(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "sbom:", err)
		os.Exit(1)
	}
}

func add(list string) error {
	var names []string
	var lock struct{ Packages map[string]locked }
	if err := cmp.Or(read("web/build/bundled.json", &names), read("web/package-lock.json", &lock)); err != nil {
		return err
	}
	var bom object
	if err := read(list, &bom); err != nil {
		return err
	}
	components, _ := bom["components"].([]any)
	var refs []any
	for _, name := range names {
		p, known := lock.Packages["node_modules/"+name]
		if !known {
			return fmt.Errorf("web/package-lock.json does not know %s, which the page is made of", name)
		}
		c, err := component(name, p)
		if err != nil {
			return err
		}
		components, refs = append(components, c), append(refs, c["bom-ref"])
	}
	bom["components"] = components
	needed(bom, refs)
	content, err := json.MarshalIndent(bom, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(list, append(content, '\n'), 0o644)
}

// component describes a package as CycloneDX does.
func component(name string, p locked) (object, error) {
	kind, sum, _ := strings.Cut(p.Integrity, "-")
	hash, err := base64.StdEncoding.DecodeString(sum)
	if err != nil || kind != "sha512" || p.License == "" {
		return nil, fmt.Errorf("web/package-lock.json, %s: want a licence and a sha512 as integrity", name)
	}
	scope, base, scoped := strings.Cut(name, "/")
	if !scoped {
		scope, base = "", name
	}
	purl := "pkg:npm/" + strings.Replace(name, "@", "%40", 1) + "@" + p.Version
	c := object{
		"bom-ref": purl, "purl": purl, "type": "library", "name": base, "version": p.Version, "scope": "required",
		"hashes": []any{object{"alg": "SHA-512", "content": hex.EncodeToString(hash)}},
	}
	if scoped {
		c["group"] = scope
	}
	if strings.Contains(p.License, " ") {
		c["licenses"] = []any{object{"expression": strings.Trim(p.License, "()")}}
	} else {
		c["licenses"] = []any{object{"license": object{"id": p.License}}}
	}
	return c, nil
}

// needed notes that the program needs the components.
func needed(bom object, refs []any) {
	metadata, _ := bom["metadata"].(object)
	program, _ := metadata["component"].(object)
	all, _ := bom["dependencies"].([]any)
	for _, d := range all {
		if d, is := d.(object); is && d["ref"] == program["bom-ref"] {
			on, _ := d["dependsOn"].([]any)
			d["dependsOn"] = append(slices.Clip(on), refs...)
		}
	}
}

func read(name string, into any) error {
	content, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.UseNumber()
	if err := decoder.Decode(into); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}
