// Package planar is the exact plane under the packages of geo. Its points are positions in degrees,
// taken as they are.
//
//   - Orient tells exactly on which side of a line a point lies; all that follows decides by it and
//     by comparing coordinates, never by a computed position.
//   - Contains is the rule about borders: a border belongs to the shape east of it, a level one to
//     the shape north of it. So a point in a partition lies in exactly one shape.
//   - Corner and Segment tell how rings meet: cross, touch, or run along each other.
//   - BoxTree and BoxIndex find boxes, EdgeTree edges by place; CurveOrder puts what is near in the
//     plane near in memory.
//   - Nest tells which border lies around which, Sweep which points lie within a ring.
//   - CompareShapes finds where the interiors of shapes meet.
//
// A BoxTree changes when leaves are dropped, a Sweep is used by one caller at a time. All else
// never changes once it is built.
package planar
