package arrowipc

import (
	"encoding/binary"
	"fmt"
	"math"

	"github.com/apache/arrow-go/v18/arrow"
	"github.com/apache/arrow-go/v18/arrow/array"
	"github.com/apache/arrow-go/v18/arrow/memory"

	"demarc/geo"
	"demarc/geo/geoparquet"
)

// added collects the values of the columns that are added to a batch. Texts stand in a dictionary
// each, which grows with the batches: the stream says what is new.
type added struct {
	fields []geo.Field
	free   int                  // the column of texts of which few are alike, which have no dictionary
	batch  [][]geoparquet.Value // by column
	words  []words
}

// words are the texts of a column, in the order in which they came.
type words struct {
	index   map[string]int32
	offsets []byte // of int32
	texts   []byte
}

func newAdded(fields []geo.Field, free int) *added {
	a := &added{fields: fields, free: free, batch: make([][]geoparquet.Value, len(fields)), words: make([]words, len(fields))}
	for i := range a.words {
		a.words[i] = words{index: map[string]int32{}, offsets: make([]byte, 4)}
	}
	return a
}

func (a *added) schema() []arrow.Field {
	var all []arrow.Field
	for i, f := range a.fields {
		all = append(all, arrow.Field{Name: f.Name, Type: a.typeOf(i), Nullable: true})
	}
	return all
}

// ofWords is the type of texts.
var ofWords = &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int32, ValueType: arrow.BinaryTypes.String}

func (a *added) typeOf(i int) arrow.DataType {
	switch a.fields[i].Type {
	case geo.Float:
		return arrow.PrimitiveTypes.Float64
	case geo.Bool:
		return arrow.FixedWidthTypes.Boolean
	case geo.Date:
		return arrow.FixedWidthTypes.Date32
	}
	if i == a.free {
		return arrow.BinaryTypes.String
	}
	return ofWords
}

// add adds a row to the batch.
func (a *added) add(row []geoparquet.Value) {
	for i, v := range row {
		a.batch[i] = append(a.batch[i], v)
	}
}

// columns are those of the batch, which is then empty.
func (a *added) columns(rows int) ([]arrow.Array, error) {
	var all []arrow.Array
	for i, values := range a.batch {
		if len(values) != rows {
			return nil, fmt.Errorf("%d values were added to %d rows", len(values), rows)
		}
		all = append(all, a.column(i, values))
		a.batch[i] = values[:0]
	}
	return all, nil
}

// column makes the column of values: which are there, and what they are.
func (a *added) column(i int, values []geoparquet.Value) arrow.Array {
	kind := a.typeOf(i)
	there, content, missing := make([]byte, (len(values)+7)/8), []byte(nil), 0
	if kind.ID() == arrow.BOOL {
		content = make([]byte, len(there))
	}
	alone := words{index: map[string]int32{}, offsets: make([]byte, 4)}
	for k, v := range values {
		if v.IsNull() {
			missing++
		} else {
			there[k/8] |= 1 << (k % 8)
		}
		switch kind.ID() {
		case arrow.FLOAT64:
			content = binary.LittleEndian.AppendUint64(content, math.Float64bits(v.Double())) // 0 of none
		case arrow.DATE32:
			content = binary.LittleEndian.AppendUint32(content, uint32(v.Int32()))
		case arrow.BOOL:
			if !v.IsNull() && v.Boolean() {
				content[k/8] |= 1 << (k % 8)
			}
		case arrow.STRING:
			alone.append(v.ByteArray())
		default:
			content = binary.LittleEndian.AppendUint32(content, uint32(a.words[i].of(v)))
		}
	}
	bits := memory.NewBufferBytes(there)
	switch kind.ID() {
	case arrow.STRING:
		return texts(bits, alone.offsets, alone.texts, missing)
	case arrow.DICTIONARY:
		at := array.NewData(ofWords.IndexType, len(values), []*memory.Buffer{bits, memory.NewBufferBytes(content)}, nil, missing, 0)
		w := a.words[i]
		return array.NewDictionaryArray(kind, array.MakeFromData(at), texts(nil, w.offsets, w.texts, 0))
	}
	return array.MakeFromData(array.NewData(kind, len(values), []*memory.Buffer{bits, memory.NewBufferBytes(content)}, nil, missing, 0))
}

// of returns the place of a text in the dictionary.
func (w *words) of(v geoparquet.Value) int32 {
	if v.IsNull() {
		return 0
	}
	at, known := w.index[string(v.ByteArray())]
	if !known {
		at = int32(len(w.index))
		w.index[string(v.ByteArray())] = at
		w.append(v.ByteArray())
	}
	return at
}

func (w *words) append(text []byte) {
	w.texts = append(w.texts, text...)
	w.offsets = binary.LittleEndian.AppendUint32(w.offsets, uint32(len(w.texts)))
}

// texts is a column of texts that stand behind each other. What is appended to them later is not of
// the column.
func texts(bits *memory.Buffer, offsets, content []byte, missing int) arrow.Array {
	n := len(offsets)/4 - 1
	return array.MakeFromData(array.NewData(arrow.BinaryTypes.String, n, []*memory.Buffer{bits, memory.NewBufferBytes(offsets), memory.NewBufferBytes(content)}, nil, missing, 0))
}
