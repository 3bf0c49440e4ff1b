package pmtiles
