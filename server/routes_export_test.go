package server

import "strings"

// Routes returns the paths that are read and described once, with the names of their query
// parameters. It is for tests.
func Routes() map[string][]string {
	routes, c := map[string][]string{}, loadComponents()
	for _, r := range table() {
		if r.resolve(c); r.id != "" && r.method == "" && !r.ofCollection() {
			routes[r.template()] = r.names
		}
	}
	return routes
}

// Leaving is a request to what answers for ever from a client that goes after the first event.
var Leaving = leaving

// LocationVersion is held against what locations look like.
const LocationVersion = locationVersion

// ParametersOf are the parameters of the row of a path, which may have a method before it.
func ParametersOf(path string) []string {
	method, path, found := strings.Cut(path, " ")
	if !found {
		method, path = "", method
	}
	c := loadComponents()
	for _, r := range table() {
		if r.path == path && r.method == method {
			r.resolve(c)
			return r.names
		}
	}
	return nil
}
