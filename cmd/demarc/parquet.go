package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"demarc/data"
	"demarc/data/enrich"
	"demarc/data/enrich/columnar"
	"demarc/data/unfinished"
)

// beginsAsParquet tells whether a file does.
func beginsAsParquet(name string) bool {
	f, err := os.Open(name)
	if err != nil {
		return false
	}
	defer f.Close()
	var start [len(columnar.Magic)]byte
	_, err = io.ReadFull(f, start[:])
	return err == nil && string(start[:]) == columnar.Magic
}

func isParquetName(name string) bool { return strings.EqualFold(filepath.Ext(name), ".parquet") }

// spooled puts a Parquet file that comes through a pipe into a temporary one, since it is read from
// its end. It returns nil for other tables, of which in gives all.
func spooled(ctx context.Context, from io.Reader) (file *os.File, in io.Reader, err error) {
	buffered := bufio.NewReader(stopping{ctx, from})
	if start, _ := buffered.Peek(len(columnar.Magic)); string(start) != columnar.Magic {
		return nil, buffered, nil
	}
	if file, err = unfinished.Nameless("demarc-locate"); err != nil {
		return nil, nil, err
	}
	if _, err = io.Copy(file, buffered); err != nil {
		return nil, nil, errors.Join(err, file.Close())
	}
	return file, nil, nil
}

// checkParquet refuses the flags that say nothing of Parquet.
func (c *call) checkParquet(f *tableFlags, name string) error {
	switch toStdout := f.file == "" || f.file == standardOutput; {
	case f.format != "" || f.delimiter != "" || f.noHeader || f.encoding != "" || f.sheet != "":
		return misusef("%s is a Parquet file: -format, -delimiter, -no-header, -encoding and -sheet are about other tables", name)
	case f.zip:
		return misusef("-z: the columns of a Parquet file are compressed already")
	case toStdout && isTerminal(c.stdout):
		return misusef("a Parquet file is nothing for a terminal: want -o located.parquet, or > located.parquet")
	case !toStdout && !isParquetName(f.file):
		return misusef("-o %s: what is made of a Parquet file is one: want a name that ends in .parquet", f.file)
	}
	return nil
}

// stoppingAt is a reader that ends with the context.
type stoppingAt struct {
	ctx context.Context
	in  io.ReaderAt
}

func (s stoppingAt) ReadAt(p []byte, at int64) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.in.ReadAt(p, at)
}

// parquetRun locates a Parquet file.
func (c *call) parquetRun(ctx context.Context, f *tableFlags, name string, file *os.File) (run tableRunner, size int64, err error) {
	if err := c.checkParquet(f, name); err != nil {
		return nil, 0, errors.Join(err, file.Close())
	}
	info, err := file.Stat()
	if err != nil {
		return nil, 0, err
	}
	return func(s *data.Snapshot, out io.Writer, o enrich.Options) (result enrich.Result, err error) {
		defer file.Close()
		t, err := columnar.Open(s, stoppingAt{ctx, file}, info.Size(), o)
		if err == nil {
			result, err = t.Run(out)
		}
		return result, cmp.Or(ctx.Err(), err)
	}, info.Size(), nil
}

// parquetFiles are the files of folders, patterns and lists.
type parquetFiles struct {
	root  string   // those written have the same names below -o as these below it
	names []string // below root
}

// findParquet lists the files that the arguments name: a folder, a pattern, or several files. It is
// nil for one file, or coordinates.
func findParquet(args []string) (*parquetFiles, error) {
	root := "" // the folders that a pattern names whole, or those that all files have in common
	if len(args) == 1 && isFolder(args[0]) {
		return parquetFolder(args[0])
	}
	if len(args) == 1 {
		if isFile(args[0]) || !strings.ContainsAny(args[0], "*?[") || !isParquetName(args[0]) {
			return nil, nil
		}
		found, err := filepath.Glob(args[0])
		if err != nil || len(found) == 0 {
			return nil, misusef("%s: no file has such a name", args[0])
		}
		root = filepath.Dir(args[0])
		for strings.ContainsAny(root, "*?[") {
			root = filepath.Dir(root)
		}
		args = found
	}
	for _, name := range args {
		if !isFile(name) || name == "-" {
			return nil, nil
		}
	}
	p := &parquetFiles{root: cmp.Or(root, filepath.Dir(args[0]))}
	for _, name := range args {
		for !within(name, p.root) {
			p.root = filepath.Dir(p.root)
		}
	}
	for _, name := range args {
		below, err := filepath.Rel(p.root, name)
		if err != nil {
			return nil, err
		}
		p.names = append(p.names, below)
	}
	return p, nil
}

// within tells whether a name lies below a folder.
func within(name, folder string) bool {
	below, err := filepath.Rel(folder, name)
	return err == nil && filepath.IsLocal(below) || folder == filepath.Dir(folder)
}

// parquetFolder lists the files of a folder and those in it, but for what engines leave beside
// them, which begins with a full stop or an underscore.
func parquetFolder(root string) (*parquetFiles, error) {
	p := &parquetFiles{root: root}
	err := filepath.WalkDir(root, func(name string, entry os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		switch hidden := name != root && strings.ContainsAny(entry.Name()[:1], "._"); {
		case hidden && entry.IsDir():
			return filepath.SkipDir
		case hidden || entry.IsDir() || !isParquetName(name):
			return nil
		}
		below, err := filepath.Rel(root, name)
		p.names = append(p.names, below)
		return err
	})
	if err == nil && len(p.names) == 0 {
		return nil, misusef("%s: no file in it ends in .parquet", root)
	}
	return p, err
}

// locateFiles locates files into a folder. Those that are there already as they would be made now
// stay, so that a run that was stopped goes on where it was.
func (c *call) locateFiles(ctx context.Context, s *data.Snapshot, f *tableFlags, p *parquetFiles, on dayFlag) error {
	if f.columns == "list" {
		return c.locateTable(ctx, s, f, "-", on)
	}
	if f.file == "" || f.file == standardOutput {
		return misusef("several files: want the folder to write with -o FOLDER")
	}
	if out, err := filepath.Abs(f.file); err == nil {
		if root, err := filepath.Abs(p.root); err == nil && out == root {
			return misusef("-o %s: want another folder than the one of the files", f.file)
		}
	}
	done, failed := 0, 0
	for _, below := range p.names {
		one := *f
		one.file = filepath.Join(f.file, below)
		name := filepath.Join(p.root, below)
		if err := ctx.Err(); err != nil {
			return err
		}
		if is, err := c.isLocated(s, &one, name, on); err != nil {
			return err
		} else if is {
			done++
			continue
		}
		if err := os.MkdirAll(filepath.Dir(one.file), 0o777); err != nil {
			return err
		}
		err := c.locateTable(ctx, s, &one, name, on)
		if wrong := new(misuse); errors.As(err, wrong) || ctx.Err() != nil {
			return err
		}
		if err != nil {
			failed++
			fmt.Fprintf(c.stderr, "demarc: %v\n", err)
		}
	}
	if done > 0 {
		fmt.Fprintf(c.stderr, "demarc: %s: there already, and kept: %d of %s\n", f.file, done, count(len(p.names), "file"))
	}
	if failed > 0 {
		return fmt.Errorf("%d of %s could not be located; the same command does them alone when they are mended", failed, count(len(p.names), "file"))
	}
	return nil
}

// isLocated tells whether a file has been located already, by the same snapshot and flags.
func (c *call) isLocated(s *data.Snapshot, f *tableFlags, name string, on dayFlag) (bool, error) {
	if !beginsAsParquet(name) {
		return false, fmt.Errorf("%s: of several tables all must be Parquet files; locate others one by one", name)
	}
	there, err := os.Open(f.file)
	if err != nil {
		return false, nil
	}
	defer there.Close()
	in, err := os.Open(name)
	if err != nil {
		return false, err
	}
	defer in.Close()
	o, err := f.optionsOn(s, name, on)
	if err != nil {
		return false, err
	}
	made, err1 := there.Stat()
	from, err2 := in.Stat()
	if err := cmp.Or(err1, err2); err != nil {
		return false, err
	}
	t, err := columnar.Open(s, in, from.Size(), o)
	return err == nil && t.MadeBy(there, made.Size()), nil
}
