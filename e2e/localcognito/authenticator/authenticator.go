// Package authenticator is a software authenticator for tests, with the browser
// in front of it (Web Authentication Level 3, sections 6.1 and 5.8.1): it makes
// the JSON that navigator.credentials would give to a page.
package authenticator

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"

	"github.com/fxamacker/cbor/v2"
)

// Authenticator holds one passkey. Its fields break it on purpose; New leaves
// them at what a platform authenticator does.
type Authenticator struct {
	// Origin of the page, such as "http://localhost:8080".
	Origin string
	// RPID and Challenge take the place of those of the options.
	RPID, Challenge string
	// NoUV leaves out user verification.
	NoUV bool
	// Signature changes a signature (ASN.1 DER) before it is given out.
	Signature func([]byte) []byte
	// Alg is the COSE algorithm that a new key claims to be of; -7 is ES256.
	Alg int
	// Counter is the signature counter, of which each ceremony gives the next.
	Counter uint32
	// Key and ID are those of the passkey, the latter in bytes.
	Key *ecdsa.PrivateKey
	ID  []byte
}

// New makes an authenticator with a key of its own for pages of one origin. The
// error is the random source's.
func New(origin string) (*Authenticator, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	id := make([]byte, 16)
	rand.Read(id)
	return &Authenticator{Origin: origin, Alg: -7, Key: key, ID: id}, nil
}

// CreationOptions is what Create reads of PublicKeyCredentialCreationOptionsJSON,
// also as a document of smithy-go.
type CreationOptions struct {
	Challenge string       `json:"challenge" document:"challenge"`
	RP        RelyingParty `json:"rp" document:"rp"`
}

// RelyingParty is PublicKeyCredentialRpEntity.
type RelyingParty struct {
	ID string `json:"id" document:"id"`
}

// Create is navigator.credentials.create: a RegistrationResponseJSON.
func (a *Authenticator) Create(options CreationOptions) (map[string]any, error) {
	point, err := a.Key.PublicKey.Bytes() // 04 | x | y
	if err != nil {
		return nil, err
	}
	cose, err := cbor.Marshal(map[int]any{1: 2, 3: a.Alg, -1: 1, -2: point[1:33], -3: point[33:]})
	if err != nil {
		return nil, err
	}
	data := a.data(options.RP.ID, 0x40)
	data = append(data, make([]byte, 16)...) // AAGUID
	data = binary.BigEndian.AppendUint16(data, uint16(len(a.ID)))
	data = append(append(data, a.ID...), cose...)
	object, err := cbor.Marshal(map[string]any{"fmt": "none", "attStmt": map[string]any{}, "authData": data})
	if err != nil {
		return nil, err
	}
	client, err := a.clientData("webauthn.create", options.Challenge)
	if err != nil {
		return nil, err
	}
	return map[string]any{
		"id": encode(a.ID), "rawId": encode(a.ID), "type": "public-key", "authenticatorAttachment": "platform",
		"clientExtensionResults": map[string]any{},
		"response": map[string]any{
			"clientDataJSON": encode(client), "attestationObject": encode(object), "transports": []any{"internal"},
		},
	}, nil
}

// Get is navigator.credentials.get: it reads PublicKeyCredentialRequestOptionsJSON
// and gives an AuthenticationResponseJSON, both as text.
func (a *Authenticator) Get(options string) (string, error) {
	var o struct {
		Challenge        string
		RPID             string `json:"rpId"`
		AllowCredentials []struct{ ID, Type string }
	}
	if err := json.Unmarshal([]byte(options), &o); err != nil {
		return "", err
	}
	if o.Challenge == "" || o.RPID == "" || len(o.AllowCredentials) == 0 || o.AllowCredentials[0].Type != "public-key" {
		return "", errors.New("authenticator: options without a challenge, a relying party or a credential")
	}
	client, err := a.clientData("webauthn.get", o.Challenge)
	if err != nil {
		return "", err
	}
	data := a.data(o.RPID, 0)
	sum := sha256.Sum256(client)
	digest := sha256.Sum256(append(data[:len(data):len(data)], sum[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, a.Key, digest[:])
	if err != nil {
		return "", err
	}
	if a.Signature != nil {
		signature = a.Signature(signature)
	}
	credential, err := json.Marshal(map[string]any{
		"id": encode(a.ID), "rawId": encode(a.ID), "type": "public-key", "clientExtensionResults": map[string]any{},
		"response": map[string]any{"clientDataJSON": encode(client), "authenticatorData": encode(data), "signature": encode(signature)},
	})
	return string(credential), err
}

func (a *Authenticator) clientData(ceremony, challenge string) ([]byte, error) {
	if a.Challenge != "" {
		challenge = a.Challenge
	}
	return json.Marshal(map[string]any{"type": ceremony, "challenge": challenge, "origin": a.Origin, "crossOrigin": false})
}

// data is authenticator data (section 6.1), without attested credential data.
func (a *Authenticator) data(rpID string, flags byte) []byte {
	if a.RPID != "" {
		rpID = a.RPID
	}
	const userPresent, userVerified = 0x01, 0x04
	flags |= userPresent
	if !a.NoUV {
		flags |= userVerified
	}
	hash := sha256.Sum256([]byte(rpID))
	a.Counter++
	return binary.BigEndian.AppendUint32(append(hash[:], flags), a.Counter)
}

// encode is base64url without padding, as WebAuthn's JSON has it.
func encode(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }
