//go:build js && wasm

package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"syscall/js"
	"time"
)

// kfake allocates what a request says is its length: an HTTP request to this port would read as 1.2 GB.
const requestMaxBytes = 16 << 20

// listener hands connections that JavaScript accepted, and pipes from inside the program, to kfake.
type listener struct {
	addr   net.TCPAddr
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func newListener(port int) *listener {
	return &listener{
		addr:   net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: port},
		conns:  make(chan net.Conn),
		closed: make(chan struct{}),
	}
}

func (l *listener) listen(string, string) (net.Listener, error) { return l, nil }

func (l *listener) Addr() net.Addr { return &l.addr }

func (l *listener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return nil
}

func (l *listener) Accept() (net.Conn, error) {
	select {
	case conn := <-l.conns:
		return conn, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *listener) add(conn net.Conn) error {
	select {
	case l.conns <- conn:
		return nil
	case <-l.closed:
		conn.Close()
		return net.ErrClosed
	}
}

// acceptFunc is what JavaScript calls with each socket: {read(done), write(bytes, done), close()}.
func (l *listener) acceptFunc() js.Func {
	return js.FuncOf(func(_ js.Value, args []js.Value) any {
		conn := newSocket(args[0], &l.addr)
		go l.add(conn)
		return nil
	})
}

// socket is a net.Conn over a JavaScript socket. One read and one write may be under way at a time, which
// is all that kfake does; each waits for JavaScript, so neither side can flood the other's memory.
type socket struct {
	js     js.Value
	addr   net.Addr
	onRead js.Func
	onSent js.Func
	chunks chan []byte // nil is the end of the stream.
	sent   chan bool
	closed chan struct{}
	once   sync.Once

	buffered []byte
	frame    int // What is left of the request being read.
}

func newSocket(value js.Value, addr net.Addr) *socket {
	s := &socket{
		js:     value,
		addr:   addr,
		chunks: make(chan []byte, 1),
		sent:   make(chan bool, 1),
		closed: make(chan struct{}),
	}
	s.onRead = js.FuncOf(func(_ js.Value, args []js.Value) any {
		if args[0].IsNull() {
			s.chunks <- nil
			return nil
		}
		chunk := make([]byte, args[0].Length())
		js.CopyBytesToGo(chunk, args[0])
		s.chunks <- chunk
		return nil
	})
	s.onSent = js.FuncOf(func(_ js.Value, args []js.Value) any {
		s.sent <- args[0].Bool()
		return nil
	})
	return s
}

func (s *socket) Read(p []byte) (int, error) {
	if s.frame == 0 {
		for len(s.buffered) < 4 {
			if err := s.fill(); err != nil {
				return 0, err
			}
		}
		bytes := binary.BigEndian.Uint32(s.buffered)
		if bytes > requestMaxBytes {
			return 0, fmt.Errorf("a request of %d bytes: more than %d, or not Kafka's protocol", bytes, requestMaxBytes)
		}
		s.frame = 4 + int(bytes)
	}
	for len(s.buffered) == 0 {
		if err := s.fill(); err != nil {
			return 0, err
		}
	}
	n := copy(p, s.buffered[:min(len(s.buffered), s.frame)])
	s.buffered = s.buffered[n:]
	s.frame -= n
	return n, nil
}

func (s *socket) fill() error {
	select {
	case <-s.closed:
		return net.ErrClosed
	default:
	}
	s.js.Call("read", s.onRead)
	select {
	case chunk := <-s.chunks:
		if chunk == nil {
			return io.EOF
		}
		s.buffered = append(s.buffered, chunk...)
		return nil
	case <-s.closed:
		return net.ErrClosed
	}
}

func (s *socket) Write(p []byte) (int, error) {
	select {
	case <-s.closed:
		return 0, net.ErrClosed
	default:
	}
	bytes := js.Global().Get("Uint8Array").New(len(p))
	js.CopyBytesToJS(bytes, p)
	s.js.Call("write", bytes, s.onSent)
	select {
	case ok := <-s.sent:
		if !ok {
			return 0, errors.New("connection lost")
		}
		return len(p), nil
	case <-s.closed:
		return 0, net.ErrClosed
	}
}

// Close frees the callbacks only when JavaScript says that no read or write can call them any more.
func (s *socket) Close() error {
	s.once.Do(func() {
		close(s.closed)
		var release js.Func
		release = js.FuncOf(func(js.Value, []js.Value) any {
			s.onRead.Release()
			s.onSent.Release()
			release.Release()
			return nil
		})
		s.js.Call("close", release)
	})
	return nil
}

func (s *socket) LocalAddr() net.Addr              { return s.addr }
func (s *socket) RemoteAddr() net.Addr             { return s.addr }
func (s *socket) SetDeadline(time.Time) error      { return nil }
func (s *socket) SetReadDeadline(time.Time) error  { return nil }
func (s *socket) SetWriteDeadline(time.Time) error { return nil }
