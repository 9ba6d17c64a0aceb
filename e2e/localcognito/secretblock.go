package localcognito

import (
	"encoding/base64"
	"time"

	"github.com/go-json-experiment/json"
)

// SecretBlockTTL is how long a SECRET_BLOCK can be answered. Cognito
// documents "within a few seconds"; the figure is this package's choice.
const SecretBlockTTL = time.Minute

// secretBlock is the state of an SRP exchange between InitiateAuth and the
// answer to PASSWORD_VERIFIER. The caller carries it, sealed.
type secretBlock struct {
	ID        string `json:"id"` // lets the block work once
	Pool      string `json:"pool"`
	Client    string `json:"client"`
	Flow      string `json:"flow"`
	Name      string `json:"name"` // USERNAME of InitiateAuth
	Username  string `json:"username"`
	DeviceKey string `json:"device"` // whose exchange it is; empty in PASSWORD_VERIFIER
	// SentDevice is DEVICE_KEY of InitiateAuth.
	SentDevice string    `json:"sent"`
	Simulated  bool      `json:"simulated"`
	A          []byte    `json:"a"`
	PrivateB   []byte    `json:"b"`
	Created    time.Time `json:"created"`
}

// secretBlockData is the additional data of the seal: a box made for another
// purpose does not open as a SECRET_BLOCK.
var secretBlockData = []byte("SECRET_BLOCK")

// seal returns the block encrypted and in standard base64.
func (s *Server) seal(b *secretBlock) (string, error) {
	plain, err := json.Marshal(b)
	if err != nil {
		return "", err
	}
	defer clear(plain)
	return base64.StdEncoding.EncodeToString(s.sealer.Seal(nil, nil, plain, secretBlockData)), nil
}

// open returns the block and its bytes as the claim signs them.
func (s *Server) open(text string) (*secretBlock, []byte, bool) {
	sealed, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, nil, false
	}
	plain, err := s.sealer.Open(nil, nil, sealed, secretBlockData)
	if err != nil {
		return nil, nil, false
	}
	defer clear(plain)
	b := new(secretBlock)
	if json.Unmarshal(plain, b) != nil {
		return nil, nil, false
	}
	return b, sealed, true
}
