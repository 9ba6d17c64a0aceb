//go:build !js

package jsbridge

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/auth"
)

// browser is a host over net/http. It does what host/transport.ts does in one
// attempt.
type browser struct {
	testing.TB
	url string
	// ahead is how far the host finds Cognito's clock ahead, in milliseconds.
	ahead  int64
	sent   []message
	bodies [][]byte // the packets handed over, which the transport clears
}

// message is what a server sees of a request.
type message struct {
	method, contentType, target string
	body                        any
}

func (b *browser) send(_ *call, operation string, packet []byte) *packet {
	b.bodies = append(b.bodies, packet)
	mustDecode(b, packet)
	body, err := marshal(packet)
	if err != nil {
		b.Fatal(err)
	}
	r, err := http.NewRequest(http.MethodPost, b.url, bytes.NewReader(body))
	if err != nil {
		b.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-amz-json-1.1")
	r.Header.Set("X-Amz-Target", "AWSCognitoIdentityProviderService."+operation)
	m, err := readMessage(r, bytes.NewReader(body))
	if err != nil {
		b.Fatal(err)
	}
	b.sent = append(b.sent, m)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return b.failed(&auth.Error{Code: auth.CodeNetworkError, Operation: operation, Message: "no answer", Retryable: true})
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		b.Fatal(err)
	}
	content, err := unmarshal(string(text))
	if err != nil {
		b.Fatal(err)
	}
	if answer.StatusCode != http.StatusOK {
		failure := content.(map[string]any)
		code, message := failure["__type"].(string), failure["message"].(string)
		return b.failed(&auth.Error{
			Code: code, Message: message, Operation: operation, Status: answer.StatusCode,
			RequestID: answer.Header.Get("x-amzn-requestid"), Retryable: answer.StatusCode >= http.StatusInternalServerError,
		})
	}
	var reply writer
	encodeJSON(&reply, "value", content)
	reply.number("ahead", b.ahead)
	return mustDecode(b, reply.buf)
}

// failed is the reply for a call that came to nothing.
func (b *browser) failed(failure *auth.Error) *packet {
	var reply writer
	putError(&reply, "error", failure)
	return mustDecode(b, reply.buf)
}

func readMessage(r *http.Request, body io.Reader) (message, error) {
	m := message{method: r.Method, contentType: r.Header.Get("Content-Type"), target: r.Header.Get("X-Amz-Target")}
	text, err := io.ReadAll(body)
	if err == nil {
		m.body, err = unmarshal(string(text))
	}
	return m, err
}

// newTransport makes a transport whose host sends to a server.
func newTransport(t testing.TB, url string) (*transport, *browser) {
	b := &browser{TB: t, url: url}
	return &transport{network: b}, b
}

var anyInitiate = &auth.InitiateAuthInput{AuthFlow: auth.FlowUserSRPAuth, ClientID: "client", AuthParameters: map[string]string{"USERNAME": "alice"}}

// marshal prints a packet as packet.ts and JSON.stringify do: an object comes
// before its members, which would be lost otherwise.
func marshal(packet []byte) ([]byte, error) {
	root := map[string]any{}
	var err error
	for path, entry := range inOrder(packet) {
		names := strings.Split(path, separator)
		object := root
		for _, name := range names[:len(names)-1] {
			member, ok := object[name].(map[string]any)
			if !ok {
				return nil, fmt.Errorf("%q comes before what it is in", path)
			}
			object = member
		}
		value, last := string(entry[1:]), names[len(names)-1]
		switch entry[0] {
		case tagObject:
			object[last] = map[string]any{}
		case tagArray:
			object[last] = map[string]any{isArray: true}
		case tagText:
			object[last] = value
		case tagBool:
			object[last] = value == "true"
		case tagNumber:
			object[last] = json.Number(value)
		default:
			err = fmt.Errorf("%q has the tag %c", path, entry[0])
		}
	}
	if err != nil {
		return nil, err
	}
	return json.Marshal(withArrays(root))
}

// isArray marks the objects of marshal that are arrays.
const isArray = "\x00array"

func withArrays(value any) any {
	object, ok := value.(map[string]any)
	if !ok {
		return value
	}
	if object[isArray] == nil {
		for name, member := range object {
			object[name] = withArrays(member)
		}
		return object
	}
	array := []any{}
	for i := range len(object) - 1 {
		array = append(array, withArrays(object[strconv.Itoa(i)]))
	}
	return array
}
