// Package wgs84 measures on the WGS 84 ellipsoid: areas exactly as far as float64 goes, lengths to
// 0.01 %.
package wgs84
