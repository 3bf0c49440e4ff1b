module demarc/bench

go 1.25.0

require (
	demarc v0.0.0
	github.com/golang/geo v0.0.0-20260818125358-b200a1149890
	github.com/gorilla/mux v1.8.1
	github.com/paulmach/orb v0.14.0
	github.com/peterstace/simplefeatures v0.54.0
	github.com/tidwall/geojson v1.4.5
	github.com/tidwall/rtree v1.10.0
)

require (
	github.com/andybalholm/brotli v1.2.0 // indirect
	github.com/fsnotify/fsnotify v1.9.0 // indirect
	github.com/klauspost/compress v1.18.2 // indirect
	github.com/tidwall/geoindex v1.7.0 // indirect
	go.mongodb.org/mongo-driver/v2 v2.5.0 // indirect
	golang.org/x/sync v0.20.0 // indirect
	golang.org/x/sys v0.26.0 // indirect
)

replace demarc => ../
