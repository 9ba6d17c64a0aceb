package localcognito_test

import (
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"math/big"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
)

// srpClient is the client half of USER_SRP_AUTH, in the steps that Cognito's
// own JavaScript client takes on hex strings. What it computes is checked
// against testdata in TestSRPClientVectors. Its fields break it on purpose.
type srpClient struct {
	a *big.Int

	S *big.Int // of the last answer

	padK      bool                       // k over g padded to N's length
	padS      bool                       // S padded to N's length, with the sign byte where it belongs
	layout    string                     // of TIMESTAMP
	alias     bool                       // sign the typed name
	signature func(signed string) string // changes the signature
	timestamp string                     // sent and signed instead of the clock's
	block     func(block string) string  // changes the secret block
	username  string                     // USERNAME of the answer
	session   *string                    // Session of the answer
	respond   func(*cognito.RespondToAuthChallengeInput)
}

const goodLayout = "Mon Jan 2 15:04:05 UTC 2006"

var clientN, _ = new(big.Int).SetString(strings.Join(strings.Fields(`
	FFFFFFFF FFFFFFFF C90FDAA2 2168C234 C4C6628B 80DC1CD1 29024E08 8A67CC74 020BBEA6 3B139B22 514A0879 8E3404DD
	EF9519B3 CD3A431B 302B0A6D F25F1437 4FE1356D 6D51C245 E485B576 625E7EC6 F44C42E9 A637ED6B 0BFF5CB6 F406B7ED
	EE386BFB 5A899FA5 AE9F2411 7C4B1FE6 49286651 ECE45B3D C2007CB8 A163BF05 98DA4836 1C55D39A 69163FA8 FD24CF5F
	83655D23 DCA3AD96 1C62F356 208552BB 9ED52907 7096966D 670C354E 4ABC9804 F1746C08 CA18217C 32905E46 2E36CE3B
	E39E772C 180E8603 9B2783A2 EC07A28F B5C55DF0 6F4C52C9 DE2BCBF6 95581718 3995497C EA956AE5 15D22618 98FA0510
	15728E5A 8AAAC42D AD33170D 04507A33 A85521AB DF1CBA64 ECFB8504 58DBEF0A 8AEA7157 5D060C7D B3970F85 A6E1E4C7
	ABF5AE8C DB0933D7 1E8C94E0 4A25619D CEE3D226 1AD2EE6B F12FFA06 D98A0864 D8760273 3EC86A64 521F2B18 177B200C
	BBE11757 7A615D6C 770988C0 BAD946E2 08E24FA0 74E5AB31 43DB5BFC E0FD108E 4B82D120 A93AD2CA FFFFFFFF FFFFFFFF
`), ""), 16)

func newSRPClient() *srpClient {
	b := make([]byte, 32)
	rand.Read(b)
	return &srpClient{a: new(big.Int).SetBytes(b), layout: goodLayout}
}

func (s *srpClient) A() *big.Int { return new(big.Int).Exp(big.NewInt(2), s.a, clientN) }

// hexPad is getPaddedHex of amazon-cognito-identity-js.
func hexPad(n *big.Int) string {
	text := n.Text(16)
	if len(text)%2 == 1 {
		return "0" + text
	}
	if strings.ContainsRune("89abcdef", rune(text[0])) {
		return "00" + text
	}
	return text
}

func hashHex(text string) *big.Int {
	raw, _ := hex.DecodeString(text)
	sum := sha256.Sum256(raw)
	return new(big.Int).SetBytes(sum[:])
}

// key returns the claim key for the server's values.
func (s *srpClient) key(poolName, user, password string, salt, B *big.Int) []byte {
	g := "02"
	if s.padK {
		g = strings.Repeat("00", 383) + g
	}
	k := hashHex("00" + clientN.Text(16) + g)
	u := hashHex(hexPad(s.A()) + hexPad(B))
	inner := sha256.Sum256([]byte(poolName + user + ":" + password))
	x := hashHex(hexPad(salt) + hex.EncodeToString(inner[:]))
	base := new(big.Int).Exp(big.NewInt(2), x, clientN)
	base.Mul(base, k).Sub(B, base).Mod(base, clientN)
	S := new(big.Int).Exp(base, new(big.Int).Add(s.a, new(big.Int).Mul(u, x)), clientN)
	s.S = S
	ikm, _ := hex.DecodeString(hexPad(S))
	if s.padS {
		ikm = S.FillBytes(make([]byte, 384))
		if ikm[0] >= 0x80 {
			ikm = append([]byte{0}, ikm...)
		}
	}
	saltBytes, _ := hex.DecodeString(hexPad(u))
	key, err := hkdf.Key(sha256.New, ikm, saltBytes, "Caldera Derived Key", 16)
	if err != nil {
		panic(err)
	}
	return key
}

func claim(key []byte, poolName, user, block, timestamp string) string {
	raw, _ := base64.StdEncoding.DecodeString(block)
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(poolName + user + string(raw) + timestamp))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// start is InitiateAuth; params are added to its parameters.
func (s *srpClient) start(f *fixture, username string, params ...string) (*cognito.InitiateAuthOutput, error) {
	return f.initiate("USER_SRP_AUTH", append([]string{"USERNAME", username, "SRP_A", s.A().Text(16)}, params...)...)
}

// answer makes the response to PASSWORD_VERIFIER.
func (s *srpClient) answer(f *fixture, typed, password string, params map[string]string) *cognito.RespondToAuthChallengeInput {
	_, poolName, _ := strings.Cut(f.pool, "_")
	user := params["USER_ID_FOR_SRP"]
	salt, _ := new(big.Int).SetString(params["SALT"], 16)
	B, _ := new(big.Int).SetString(params["SRP_B"], 16)
	block, timestamp := params["SECRET_BLOCK"], f.clock.Now().UTC().Format(s.layout)
	if s.timestamp != "" {
		timestamp = s.timestamp
	}
	signed := user
	if s.alias {
		signed = typed
	}
	signature := claim(s.key(poolName, signed, password, salt, B), poolName, signed, block, timestamp)
	if s.signature != nil {
		signature = s.signature(signature)
	}
	if s.block != nil {
		block = s.block(block)
	}
	if s.username != "" {
		user = s.username
	}
	in := &cognito.RespondToAuthChallengeInput{
		ChallengeName: "PASSWORD_VERIFIER", ClientId: aws.String(f.client), Session: s.session,
		ChallengeResponses: map[string]string{
			"USERNAME": user, "PASSWORD_CLAIM_SIGNATURE": signature,
			"PASSWORD_CLAIM_SECRET_BLOCK": block, "TIMESTAMP": timestamp,
		},
	}
	if f.secret != "" {
		in.ChallengeResponses["SECRET_HASH"] = hashSecret(f.secret, user, f.client)
	}
	if s.respond != nil {
		s.respond(in)
	}
	return in
}

// signIn runs the whole flow.
func (s *srpClient) signIn(f *fixture, username, password string) (*cognito.RespondToAuthChallengeOutput, error) {
	started, err := s.start(f, username)
	if err != nil {
		return nil, err
	}
	return f.api.RespondToAuthChallenge(f.Context(), s.answer(f, username, password, started.ChallengeParameters))
}

// hashSecret is SECRET_HASH as the developer guide computes it.
func hashSecret(secret, username, client string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(username + client))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// stamp is the canonical TIMESTAMP of a moment.
func stamp(t time.Time) string { return t.UTC().Format(goodLayout) }
