package wgs84

// Distance is for tests beside the fixtures, which import this package.
var Distance = distance
