package browser

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// startTime is how long a program may take to be ready, and endTime how long its
// processes may take to be gone once they are killed. They are there to end what
// hangs; nothing waits for them.
const (
	startTime = 60 * time.Second
	endTime   = 10 * time.Second
)

// lastLines is how much of a program's output an error shows.
const lastLines = 20

// process is a program of a browser's with all that it has started. What they
// write goes line by line to a function.
type process struct {
	name    string
	command *exec.Cmd
	ended   chan struct{} // nobody is left who could write

	mu   sync.Mutex
	last []string
}

// startProcess starts a program in a process group of its own, with further
// variables in its environment and files from descriptor 3 on.
func startProcess(path string, args, env []string, files []*os.File, line func(string)) (*process, error) {
	reader, writer, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	p := &process{name: filepath.Base(path), command: exec.Command(path, args...), ended: make(chan struct{})}
	p.command.Env = append(os.Environ(), env...)
	p.command.Stdout, p.command.Stderr, p.command.ExtraFiles = writer, writer, files
	p.command.SysProcAttr = ownGroup()
	err = p.command.Start()
	writer.Close() // the program has its own
	if err != nil {
		reader.Close()
		return nil, err
	}
	go func() {
		defer close(p.ended)
		defer reader.Close()
		p.read(bufio.NewReader(reader), line)
	}()
	return p, nil
}

func (p *process) read(reader *bufio.Reader, line func(string)) {
	for {
		text, err := reader.ReadString('\n')
		if text = strings.TrimRight(text, "\r\n"); text != "" {
			p.mu.Lock()
			p.last = append(p.last[max(0, len(p.last)+1-lastLines):], text)
			p.mu.Unlock()
			line(text)
		}
		if err != nil {
			return
		}
	}
}

// await waits for a value that tells that the program is ready. Its own output
// is in the error.
func await[T any](p *process, ready <-chan T) (value T, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), startTime)
	defer cancel()
	select {
	case value = <-ready:
		return value, nil
	case <-p.ended:
		return value, p.failure(errors.New("ended before it was ready"))
	case <-ctx.Done():
		return value, p.failure(fmt.Errorf("not ready after %v", startTime))
	}
}

// failure adds the last of the program's output to an error.
func (p *process) failure(err error) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return fmt.Errorf("%s: %w\n%s", p.name, err, strings.Join(p.last, "\n"))
}

// stop kills the program and all that it has started, and waits for their end.
func (p *process) stop() {
	killGroup(p.command)
	_ = p.command.Wait() // it was killed
	select {
	case <-p.ended:
	case <-time.After(endTime):
	}
}
