package main

import "strings"

// attempts is how often a peer may try to get a sample.
const attempts = 3

// sampled takes a sample of a client. Where Cognito refuses a peer's signature
// the sample is taken again and the refusal counted: amazon-cognito-passwordless-auth
// derives a key that is not Cognito's whenever u begins with a byte of zeros and a
// bit of zero, in one sign-in of 512. We get no second chance.
func sampled[T any](b *bench, id string, take func() (T, error)) (value T, err error) {
	for range attempts {
		value, err = take()
		if err == nil || id == ourID || !strings.Contains(err.Error(), "NotAuthorizedException") {
			break
		}
		b.refused[id]++
		b.say("Cognito refused %s; once more", id)
	}
	return value, err
}
