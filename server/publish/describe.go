package publish

import (
	"encoding/json"
	"slices"
	"strings"

	"demarc/data/catalogue"
)

// The files that describe the dataset to search engines and catalogues.
const (
	describedKey = "dataset.jsonld"
	dcatKey      = "dcat.jsonld"
)

// address is where a site has what the server has at a path; "": nowhere.
func (c *collector) address(path string) string {
	path = strings.TrimPrefix(path, "/")
	switch path {
	case "":
		return c.URL + "index.html"
	case describedKey, dcatKey:
		return c.URL + path
	}
	if key, ok := c.manifest.Files[path]; ok {
		return c.URL + key
	}
	return ""
}

// describe adds the descriptions with those files that are published, and keeps that which belongs
// into the head of the first page. They want whole addresses.
func (c *collector) describe() error {
	if c.URL == "" {
		return nil
	}
	place := catalogue.Place{Address: c.address}
	inHead, err := catalogue.Head(c.Snapshot, place)
	if err != nil {
		return err
	}
	schema, err := had([]byte(inHead), "distribution", func(file map[string]any) any { return file["contentUrl"] })
	if err != nil {
		return err
	}
	dcat, err := catalogue.DCAT(c.Snapshot, place)
	if err != nil {
		return err
	}
	dcat, err = had(dcat, "dcat:distribution", func(file map[string]any) any {
		at, _ := file["dcat:downloadURL"].(map[string]any)
		return at["@id"]
	})
	if err != nil {
		return err
	}
	c.described = string(schema)
	head := Head{Type: catalogue.JSONLDType}
	c.pages = append(c.pages, page{describedKey, head, schema}, page{dcatKey, head, dcat})
	return nil
}

// had leaves out of a list the files that have no address.
func had(description []byte, list string, address func(map[string]any) any) ([]byte, error) {
	var all map[string]any
	if err := json.Unmarshal(description, &all); err != nil {
		return nil, err
	}
	files, _ := all[list].([]any)
	all[list] = slices.DeleteFunc(files, func(file any) bool {
		of, _ := file.(map[string]any)
		return address(of) == ""
	})
	return json.Marshal(all) // which escapes what could end a script
}
