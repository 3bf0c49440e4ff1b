package cache

// Spoil is for tests of what is made of a cache.
var Spoil = spoil
