// Package geo holds the table that every file format is written from, a Layer of Features, and what
// can be said of single shapes on the map: area, length, label point, which way rings run, whether
// two of them meet. It knows nothing of what the shapes stand for.
//
// Coordinates are longitude, then latitude, in degrees on WGS 84. Edges are straight in longitude
// and latitude (RFC 7946 section 3.1.1), so none crosses the antimeridian: from 179 to -179 it runs
// through 0. Coordinates are compared as they are; only a Grid of package locate knows that
// longitudes 180 and -180 name the same places. Functions leave their arguments as they are.
//
// What many shapes are to each other is answered by the packages below: locate (which shape a point
// lies in), topology (the arcs they share), partition (neighbours, unions, gaps), clean (put
// right), valid (what is wrong with one). Which points, edges and rings meet is decided exactly
// there; only measures are rounded.
package geo
