//go:build !js

package jsbridge

import (
	"bufio"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/evanw/esbuild/pkg/api"

	"github.com/cognito-wasm/cognito-wasm/web/build"
)

// node is the page's half of the border, packet.ts, which runs in Node.
type node struct {
	stdin  *os.File
	stdout *bufio.Reader
}

func startNode(f *testing.F) *node {
	f.Helper()
	script, err := build.Bundle(api.BuildOptions{EntryPoints: []string{"testdata/page.mjs"}, Format: api.FormatESModule, Platform: api.PlatformNode})
	if err != nil {
		f.Fatal(err)
	}
	bundle := filepath.Join(f.TempDir(), "page.mjs")
	if err := os.WriteFile(bundle, script, 0o600); err != nil {
		f.Fatal(err)
	}
	reader, writer, err := os.Pipe()
	if err != nil {
		f.Fatal(err)
	}
	command := exec.Command("node", bundle)
	command.Stdin, command.Stderr = reader, os.Stderr
	stdout, err := command.StdoutPipe()
	if err != nil {
		f.Fatal(err)
	}
	if err := command.Start(); err != nil {
		f.Fatalf("Node, which runs the page's half: %v", err)
	}
	reader.Close()
	f.Cleanup(func() {
		writer.Close()
		if err := command.Wait(); err != nil {
			f.Errorf("Node: %v", err)
		}
	})
	return &node{writer, bufio.NewReader(stdout)}
}

// readByPage is what the page makes of a packet.
type readByPage struct {
	Value  any
	Packet string
	Error  string
}

func (n *node) ask(t *testing.T, packet []byte) (answer readByPage) {
	t.Helper()
	if _, err := n.stdin.WriteString(hex.EncodeToString(packet) + "\n"); err != nil {
		t.Fatal(err)
	}
	line, err := n.stdout.ReadBytes('\n')
	if err == nil {
		err = json.Unmarshal(line, &answer)
	}
	if err != nil {
		t.Fatalf("%v in %.200q", err, line)
	}
	return answer
}

// grower makes an object of bytes that a fuzzer chose: the packet that Go writes,
// and what JSON has of it.
type grower struct {
	data []byte
	w    writer
}

func (g *grower) take(n int) []byte {
	n = min(n, len(g.data))
	taken := g.data[:n]
	g.data = g.data[n:]
	return taken
}

func (g *grower) byte() byte {
	if b := g.take(1); len(b) == 1 {
		return b[0]
	}
	return 0
}

func (g *grower) text() string {
	return strings.ToValidUTF8(string(g.take(int(g.byte()%24))), "ü")
}

func (g *grower) object(prefix string, depth int) map[string]any {
	object := map[string]any{}
	for len(g.data) > 0 && g.byte()%8 != 0 {
		name := strings.ReplaceAll(g.text(), separator, "")
		if _, ok := object[name]; !ok {
			object[name] = g.value(prefix+name, depth)
		}
	}
	return object
}

func (g *grower) value(path string, depth int) any {
	switch kind := g.byte() % 8; {
	case kind == 0 && depth < 15:
		g.w.put(path, tagObject, "")
		return g.object(path+separator, depth+1)
	case kind == 1 && depth < 15:
		g.w.put(path, tagArray, "")
		array := []any{}
		for len(g.data) > 0 && g.byte()%8 != 0 {
			array = append(array, g.value(path+separator+strconv.Itoa(len(array)), depth+1))
		}
		return array
	case kind == 2:
		g.w.put(path, tagNull, "")
		return nil
	case kind == 3:
		flag := g.byte()%2 == 0
		g.w.flag(path, flag)
		return flag
	case kind == 4:
		n := int64(binary.LittleEndian.Uint64(append(g.take(8), make([]byte, 8)...))) >> 11 // up to 2^53
		g.w.number(path, n)
		return float64(n)
	case kind == 5:
		number := math.Float64frombits(binary.LittleEndian.Uint64(append(g.take(8), make([]byte, 8)...)))
		if math.IsNaN(number) || math.IsInf(number, 0) {
			number = 0.5
		}
		g.w.put(path, tagNumber, strconv.FormatFloat(number, 'g', -1, 64))
		return number + 0 // JSON has no -0
	case kind == 6:
		bytes := g.take(int(g.byte()))
		g.w.put(path, tagBytes, string(bytes))
		return map[string]any{"$bytes": hex.EncodeToString(bytes)}
	}
	text := g.text()
	g.w.put(path, tagText, text)
	return text
}

// FuzzPage has what Go writes read by the page, and what the page writes of it read
// by Go. Bytes that are cut off both refuse.
func FuzzPage(f *testing.F) {
	page := startNode(f)
	f.Add([]byte{})
	f.Add([]byte("\x01\x03abc\x07\x04text\x01\x01d\x00\x01\x00\x01\x01\x02\x01\x03"))
	f.Add([]byte("\x01\x09__proto__\x00\x01\x00\x06\x04\x00\xff\x80\x00\x01\x01b\x01\x01\x07\x02hi\x01\x02\x01\x05\x01\x02\x03\x04\x05\x06\x07\x08"))
	f.Add([]byte("\x01\x06length\x01\x01\x04\xff\xff\xff\xff\xff\xff\xff\xff\x01\x07\x03\xf0\x9f\x98"))
	f.Fuzz(func(t *testing.T, data []byte) {
		g := grower{data: append([]byte{}, data...)}
		object := g.object("", 0)
		want := mustDecode(t, g.w.buf)
		answer := page.ask(t, g.w.buf)
		if answer.Error != "" || !reflect.DeepEqual(answer.Value, any(object)) {
			t.Fatalf("%x is %v, the page reads %v %s", g.w.buf, object, answer.Value, answer.Error)
		}
		buf, err := hex.DecodeString(answer.Packet)
		if err != nil {
			t.Fatal(err)
		}
		got := mustDecode(t, buf)
		if len(got.entries) != len(want.entries) {
			t.Fatalf("%x became %x", g.w.buf, buf)
		}
		for path, entry := range want.entries {
			if back := got.entries[path]; string(back) != string(entry) && !sameNumber(back, entry) {
				t.Fatalf("%q: %q became %q", path, entry, back)
			}
		}
		wantOuterFirst(t, buf)

		if answer := page.ask(t, data); !isWhole(data) && answer.Error == "" {
			t.Fatalf("%x is cut off, and the page reads %v", data, answer.Value)
		}
	})
}

func sameNumber(a, b []byte) bool {
	if len(a) < 2 || len(b) < 2 || a[0] != tagNumber || b[0] != tagNumber {
		return false
	}
	first, err := strconv.ParseFloat(string(a[1:]), 64)
	second, _ := strconv.ParseFloat(string(b[1:]), 64)
	return err == nil && first == second
}

// isWhole tells whether bytes are entries to their end.
func isWhole(buf []byte) bool {
	for len(buf) > 0 {
		for range 2 {
			var ok bool
			if _, buf, ok = cut(buf); !ok {
				return false
			}
		}
	}
	return true
}

// wantOuterFirst wants every object and array before its members.
func wantOuterFirst(t *testing.T, buf []byte) {
	t.Helper()
	seen := map[string]bool{}
	for path, entry := range inOrder(buf) {
		if i := strings.LastIndex(path, separator); i >= 0 && !seen[path[:i]] {
			t.Fatalf("%q comes before what it is in", path)
		}
		seen[path] = entry[0] == tagObject || entry[0] == tagArray
	}
}
