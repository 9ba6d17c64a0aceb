package jsbridge

import "strings"

// send passes any other operation through: "input" is its request and the reply
// its answer, both as they are. The page says whether it may be repeated.
func send(c *call, o *opened, p *packet, reply *writer) error {
	operation, repeatable := p.text("operation"), p.flag("repeatable")
	if p.err != nil {
		return p.err
	}
	// In their order: what an object holds comes after it.
	var body writer
	for _, path := range p.paths {
		if name, ok := strings.CutPrefix(path, input); ok {
			entry := p.entries[path]
			body.put(name, entry[0], string(entry[1:]))
		}
	}
	defer clear(body.buf)
	answer, err := o.transport.call(c, operation, body.buf, !repeatable)
	if err != nil {
		return err
	}
	reply.put("value", tagObject, "")
	for _, path := range answer.paths {
		entry := answer.entries[path]
		reply.put(value+path, entry[0], string(entry[1:]))
	}
	return nil
}
