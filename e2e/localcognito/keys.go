package localcognito

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"sync"

	"github.com/go-jose/go-jose/v4"
	"golang.org/x/sync/errgroup"
)

// poolKeys are the two signing keys of a pool: Cognito signs ID and access
// tokens with different ones (developer guide, "Verifying JSON web tokens").
type poolKeys struct {
	id, access jose.JSONWebKey // private RSA-2048
}

func generateRSA() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) }

func generatePoolKeys() (*poolKeys, error) {
	var keys poolKeys
	var group errgroup.Group
	for _, k := range []*jose.JSONWebKey{&keys.id, &keys.access} {
		group.Go(func() error {
			key, err := generateRSA()
			if err != nil {
				return err
			}
			*k = signingKey(key)
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return &keys, nil
}

// signingKeys gives the keys of the pool that a server makes as its nth, from 0 on.
// Two keys take a fifth of a second of processor time, which is most of what a test
// that makes a pool needs. So they are made once for a process, whose servers
// share them: no two pools of a server have the same.
func signingKeys(n int) func() (*poolKeys, error) {
	made.Lock()
	defer made.Unlock()
	for len(made.keys) <= n {
		made.keys = append(made.keys, sync.OnceValues(generatePoolKeys))
	}
	return made.keys[n]
}

var made struct {
	sync.Mutex
	keys []func() (*poolKeys, error)
}

// refreshKey encrypts the keys of refresh tokens, whatever server of the process
// gives them. What they are bound to is in them.
var refreshKey = sync.OnceValues(generateRSA)

// signingKey names key by the hash of its modulus, in base64 like Cognito's.
func signingKey(key *rsa.PrivateKey) jose.JSONWebKey {
	sum := sha256.Sum256(key.N.Bytes())
	return jose.JSONWebKey{
		Key: key, KeyID: base64.StdEncoding.EncodeToString(sum[:]),
		Algorithm: string(jose.RS256), Use: "sig",
	}
}

// sign returns a compact JWS whose header has kid and alg alone.
func sign(key jose.JSONWebKey, payload []byte) (string, error) {
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: key}, nil)
	if err != nil {
		return "", err
	}
	jws, err := signer.Sign(payload)
	if err != nil {
		return "", err
	}
	return jws.CompactSerialize()
}
