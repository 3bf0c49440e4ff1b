package testdata

import (
	"bytes"
	"io/fs"
	"path"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// Validator checks files of datasets against their JSON Schemas; it is not ours.
type Validator struct {
	schema   func(file string) ([]byte, error)
	compiler *jsonschema.Compiler
	compiled map[string]*jsonschema.Schema // by file
}

// NewValidator returns a validator with the schemas that a function returns for files.
func NewValidator(schema func(file string) ([]byte, error)) Validator {
	return Validator{schema, jsonschema.NewCompiler(), map[string]*jsonschema.Schema{}}
}

// Refuse returns what the schema of the file says against it, nil for nothing.
func (v Validator) Refuse(t testing.TB, name string, content []byte) error {
	t.Helper()
	if v.compiled[name] == nil {
		text, err := v.schema(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := v.compiler.AddResource(name, decoded(t, name, text)); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if v.compiled[name], err = v.compiler.Compile(name); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	return v.compiled[name].Validate(decoded(t, name, content))
}

func decoded(t testing.TB, name string, document []byte) any {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(document))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return value
}

// Accept fails the test for each file of a dataset that its schema refuses.
func (v Validator) Accept(t testing.TB, root fs.FS) {
	t.Helper()
	checked := 0
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if ext := path.Ext(name); err != nil || entry.IsDir() || ext != ".json" && ext != ".geojson" {
			return err
		}
		content, err := fs.ReadFile(root, name)
		if err != nil {
			return err
		}
		checked++
		if err := v.Refuse(t, name, content); err != nil {
			t.Errorf("%s: %#v", name, err)
		}
		return nil
	})
	if err != nil || checked < 5 {
		t.Errorf("%d files were checked: %v", checked, err)
	}
}
