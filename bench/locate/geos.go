package main

/*
#cgo LDFLAGS: -lgeos_c
#include <malloc.h>
#include <stdlib.h>
#include <geos_c.h>

// in_use returns the bytes that the heap of C has given out.
static size_t in_use(void) {
	struct mallinfo2 m = mallinfo2();
	return m.uordblks + m.hblkhd;
}

typedef struct {
	GEOSContextHandle_t context;
	GEOSSTRtree *tree;
	int count, room;
	struct item { const GEOSPreparedGeometry *prepared; GEOSGeometry *geometry; int shape; } *items;
} layer;

static layer *layer_new(int room) {
	layer *l = calloc(1, sizeof *l);
	l->context = GEOS_init_r();
	l->tree = GEOSSTRtree_create_r(l->context, 10);
	l->items = calloc(room, sizeof *l->items);
	l->room = room;
	return l;
}

static GEOSGeometry *ring(layer *l, const double *xy, int n) {
	GEOSCoordSequence *s = GEOSCoordSeq_copyFromBuffer_r(l->context, xy, n, 0, 0);
	return s ? GEOSGeom_createLinearRing_r(l->context, s) : NULL;
}

// layer_add adds a polygon of rings with lengths[i] positions each; 0 if GEOS refuses it.
static int layer_add(layer *l, int shape, const double *xy, const int *lengths, int rings) {
	GEOSGeometry **holes = calloc(rings, sizeof *holes), *shell = NULL;
	for (int i = 0; i < rings; i++) {
		GEOSGeometry *g = ring(l, xy, lengths[i]);
		if (!g) return 0;
		if (i == 0) shell = g; else holes[i-1] = g;
		xy += 2 * lengths[i];
	}
	struct item *item = &l->items[l->count++];
	item->geometry = GEOSGeom_createPolygon_r(l->context, shell, holes, rings - 1);
	free(holes);
	if (!item->geometry) return 0;
	item->prepared = GEOSPrepare_r(l->context, item->geometry);
	item->shape = shape;
	GEOSSTRtree_insert_r(l->context, l->tree, item->geometry, item);
	return 1;
}

struct search { layer *l; GEOSGeometry *point; int found; };

static void visit(void *of, void *with) {
	struct item *item = of;
	struct search *s = with;
	if (s->found < 0 && GEOSPreparedIntersects_r(s->l->context, item->prepared, s->point) == 1) s->found = item->shape;
}

static void layer_find(layer *l, const double *xy, int n, int *found) {
	for (int i = 0; i < n; i++) {
		struct search s = {l, GEOSGeom_createPointFromXY_r(l->context, xy[2*i], xy[2*i+1]), -1};
		GEOSSTRtree_query_r(l->context, l->tree, s.point, visit, &s);
		GEOSGeom_destroy_r(l->context, s.point);
		found[i] = s.found;
	}
}
*/
import "C"

import (
	"fmt"
	"unsafe"

	"github.com/paulmach/orb"
)

// geosPeer is GEOS by its C interface: an STR-tree of polygons, each prepared. Points are passed by
// the thousand, so that calls from Go cost nothing.
func geosPeer() peer {
	return peer{"GEOS prepared (C) " + C.GoString(C.GEOSversion()), func(shapes []orb.MultiPolygon) (finder, int, error) {
		before := int(C.in_use())
		count := 0
		for _, shape := range shapes {
			count += len(shape)
		}
		l := C.layer_new(C.int(count))
		for i, shape := range shapes {
			for _, polygon := range shape {
				if err := geosAdd(l, i, polygon); err != nil {
					return nil, 0, err
				}
			}
		}
		find := func(dst []int32, points []orb.Point) {
			C.layer_find(l, (*C.double)(&points[0][0]), C.int(len(points)), (*C.int)(unsafe.Pointer(&dst[0])))
		}
		// What is prepared is built when it is first asked.
		for _, shape := range shapes {
			for _, polygon := range shape {
				c := polygon.Bound().Center()
				find(make([]int32, 1), []orb.Point{c})
			}
		}
		return find, int(C.in_use()) - before, nil
	}}
}

func geosAdd(l *C.layer, shape int, polygon orb.Polygon) error {
	var xy []float64
	var lengths []C.int
	for _, ring := range polygon {
		for _, p := range ring {
			xy = append(xy, p[0], p[1])
		}
		lengths = append(lengths, C.int(len(ring)))
	}
	if C.layer_add(l, C.int(shape), (*C.double)(&xy[0]), &lengths[0], C.int(len(lengths))) == 0 {
		return fmt.Errorf("GEOS refuses a polygon of region %d", shape)
	}
	return nil
}
