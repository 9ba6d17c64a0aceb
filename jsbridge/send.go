package jsbridge

import "strings"

// send passes any other operation through: "input" is its request and the reply
// its answer, both as they are. The page says whether it may be repeated.
func send(c *call, o *opened, p *packet, reply *writer) error {
	operation, repeatable := p.text("operation"), p.flag("repeatable")
	if p.err != nil {
		return p.err
	}
	var body writer
	for path, entry := range p.inOrder {
		if name, ok := strings.CutPrefix(path, input); ok {
			body.put(name, entry[0], string(entry[1:]))
		}
	}
	defer clear(body.buf)
	answer, err := o.transport.call(c, operation, body.buf, !repeatable)
	if err != nil {
		return err
	}
	reply.put("value", tagObject, "")
	for path, entry := range answer.inOrder {
		reply.put(value+path, entry[0], string(entry[1:]))
	}
	return nil
}
