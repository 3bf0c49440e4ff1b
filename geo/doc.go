// Package geo answers questions about shapes on the map: whether a point lies in one, how large it is,
// whether it is valid, and whether neighbours fit together without gap or overlap. It knows nothing of
// what the shapes stand for.
//
// Coordinates are longitude, then latitude, in degrees on WGS 84. Edges are straight in longitude and
// latitude (RFC 7946 section 3.1.1), so longitudes 180 and -180 are different places. Every function reads
// its arguments and leaves them as they are; nothing here changes after it has been built.
package geo
