package localcognito_test

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"math/big"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cognito "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

const incorrect = "Incorrect username or password."

// TestSRPClientVectors holds the test's own client to the project's vectors.
func TestSRPClientVectors(t *testing.T) {
	raw, err := os.ReadFile("../../srp/testdata/srp-vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var vectors []struct {
		Name, Pool, User, Pass, SecretBlock, Timestamp, Key, Signature string
		APriv                                                          string `json:"A_priv"`
		Salt, A, B                                                     string
	}
	if err := json.Unmarshal(raw, &vectors); err != nil {
		t.Fatal(err)
	}
	number := func(s string) *big.Int { n, _ := new(big.Int).SetString(s, 16); return n }
	for _, v := range vectors {
		s := srpClient{a: number(v.APriv)}
		if s.A().Cmp(number(v.A)) != 0 {
			t.Errorf("%s: A differs", v.Name)
		}
		key := s.key(v.Pool, v.User, v.Pass, number(v.Salt), number(v.B))
		if hex.EncodeToString(key) != v.Key {
			t.Errorf("%s: key differs", v.Name)
		}
		if claim(key, v.Pool, v.User, v.SecretBlock, v.Timestamp) != v.Signature {
			t.Errorf("%s: signature differs", v.Name)
		}
	}
}

func TestUserSRPAuth(t *testing.T) {
	f := newFixture(t)
	f.confirm("alice")
	s := newSRPClient()
	started, err := s.start(f, "alice")
	if err != nil {
		t.Fatal(err)
	}
	if started.ChallengeName != types.ChallengeNameTypePasswordVerifier {
		t.Fatalf("challenge %s", started.ChallengeName)
	}
	if started.Session != nil {
		t.Error("USER_SRP_AUTH has a Session")
	}
	p := started.ChallengeParameters
	if p["USER_ID_FOR_SRP"] != "alice" || p["USERNAME"] != "alice" || len(p) != 5 {
		t.Errorf("USERNAME %q, USER_ID_FOR_SRP %q, %d parameters", p["USERNAME"], p["USER_ID_FOR_SRP"], len(p))
	}
	out, err := f.api.RespondToAuthChallenge(t.Context(), s.answer(f, "alice", password, p))
	if err != nil {
		t.Fatal(err)
	}
	if r := out.AuthenticationResult; r == nil || r.AccessToken == nil || r.IdToken == nil || r.RefreshToken == nil || *r.TokenType != "Bearer" || r.ExpiresIn != 3600 {
		t.Error("incomplete AuthenticationResult")
	}
}

// TestUserSRPAuthRepeats meets the short and top-bit-set integers that a
// fixed-length pad gets wrong.
func TestUserSRPAuthRepeats(t *testing.T) {
	f := newFixture(t)
	f.confirm("jürgen")
	for range 40 {
		if _, err := newSRPClient().signIn(f, "jürgen", password); err != nil {
			t.Fatal(err)
		}
	}
}

// TestUserSRPAuthBroken lists the mistakes of clients that real Cognito
// answers like a wrong password.
func TestUserSRPAuthBroken(t *testing.T) {
	f := newFixture(t, func(s *setup) { s.pool.AliasAttributes = []types.AliasAttributeType{"email"} })
	f.confirm("alice", "email=alice@example.com", "email_verified=true")
	otherClient, _ := f.newClient(cognito.CreateUserPoolClientInput{})
	f.confirm("bob")
	tests := []struct {
		name     string
		password string
		spoil    func(*srpClient)
	}{
		{"wrong password", "Wrong-12345", func(*srpClient) {}},
		{"k with padded g", password, func(s *srpClient) { s.padK = true }},
		{"12-hour clock", password, func(s *srpClient) { s.layout = "Mon Jan 2 03:04:05 UTC 2006" }},
		{"alias signed", password, func(s *srpClient) { s.alias = true }},
		{"padded day", password, func(s *srpClient) { s.layout = "Mon Jan 02 15:04:05 UTC 2006" }},
		{"blank-padded day", password, func(s *srpClient) { s.layout = "Mon Jan _2 15:04:05 UTC 2006" }},
		{"wrong weekday", password, func(s *srpClient) { s.timestamp = "Fri May 5 15:04:05 UTC 2026" }},
		{"GMT instead of UTC", password, func(s *srpClient) { s.layout = "Mon Jan 2 15:04:05 GMT 2006" }},
		{"one hour late", password, func(s *srpClient) { s.timestamp = stamp(f.clock.Now().Add(time.Hour)) }},
		{"one hour early", password, func(s *srpClient) { s.timestamp = stamp(f.clock.Now().Add(-time.Hour)) }},
		{"signature of another length", password, func(s *srpClient) {
			s.signature = func(x string) string { return base64.StdEncoding.EncodeToString([]byte("short")) }
		}},
		{"signature not base64", password, func(s *srpClient) { s.signature = func(x string) string { return "%%%" } }},
		{"another user's name", password, func(s *srpClient) { s.username = "bob" }},
		{"another client", password, func(s *srpClient) {
			s.respond = func(in *cognito.RespondToAuthChallengeInput) { in.ClientId = &otherClient }
		}},
		{"invented block", password, func(s *srpClient) {
			s.block = func(string) string { return base64.StdEncoding.EncodeToString(make([]byte, 900)) }
		}},
		{"block not base64", password, func(s *srpClient) { s.block = func(string) string { return "%%%" } }},
		{"changed block", password, func(s *srpClient) {
			s.block = func(b string) string {
				raw, _ := base64.StdEncoding.DecodeString(b)
				raw[len(raw)/2] ^= 1
				return base64.StdEncoding.EncodeToString(raw)
			}
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newSRPClient()
			tt.spoil(s)
			_, err := s.signIn(f, "alice@example.com", tt.password)
			wantError(t, err, "NotAuthorizedException", incorrect)
			f.setPassword("alice", password, true) // ends the count of failures
		})
	}
	if _, err := newSRPClient().signIn(f, "alice@example.com", password); err != nil {
		t.Errorf("the unbroken client: %v", err)
	}
}

// TestPaddedS looks for a sign-in whose S is short, one in 512, and checks that
// a fixed length fails there.
func TestPaddedS(t *testing.T) {
	f := newFixture(t)
	f.confirm("alice")
	const most = 512 * 20 // without a short one: once in 500 million runs
	for range most {
		s := newSRPClient()
		started, err := s.start(f, "alice")
		if err != nil {
			t.Fatal(err)
		}
		s.padS = true
		padded := s.answer(f, "alice", password, started.ChallengeParameters)
		// With 3064 bits the sign byte makes up for the missing one.
		if s.S.BitLen() >= 3072-8 {
			continue
		}
		_, err = f.api.RespondToAuthChallenge(t.Context(), padded)
		wantError(t, err, "NotAuthorizedException", "Incorrect username or password.")
		return
	}
	t.Fatalf("no S was short in %d sign-ins", most)
}

func TestTimestampNotADate(t *testing.T) {
	f := newFixture(t)
	f.confirm("alice")
	// The message is the one that ministack's authors recorded.
	const message = "TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english."
	for _, timestamp := range []string{
		"2026-05-05T15:04:05Z", "mar. mai 5 15:04:05 UTC 2026", "Tue Mai 5 15:04:05 UTC 2026",
		"Tue May 5 15:04 UTC 2026", "Tue, 05 May 2026 15:04:05 GMT", "1777993445",
	} {
		s := newSRPClient()
		s.timestamp = timestamp
		_, err := s.signIn(f, "alice", password)
		wantError(t, err, "InvalidParameterException", message)
	}
}

func TestClockSkewIsTolerated(t *testing.T) {
	f := newFixture(t)
	f.confirm("alice")
	for _, skew := range []time.Duration{-14 * time.Minute, 14 * time.Minute} {
		s := newSRPClient()
		s.timestamp = stamp(f.clock.Now().Add(skew))
		if _, err := s.signIn(f, "alice", password); err != nil {
			t.Errorf("%v: %v", skew, err)
		}
	}
}

func TestSRPARefused(t *testing.T) {
	f := newFixture(t)
	f.confirm("alice")
	twice := new(big.Int).Lsh(clientN, 1)
	for name, a := range map[string]string{
		"zero": "0", "many zeros": strings.Repeat("0", 100), "N": clientN.Text(16), "2N": twice.Text(16),
		"not hex": "xyz", "signed": "-5", "too long": strings.Repeat("1", 771), "prefixed": "0x1f",
	} {
		_, err := f.initiate("USER_SRP_AUTH", "USERNAME", "alice", "SRP_A", a)
		if err == nil {
			t.Errorf("%s: accepted", name)
			continue
		}
		wantError(t, err, "InvalidParameterException", "")
	}
	_, err := f.initiate("USER_SRP_AUTH", "USERNAME", "alice")
	wantError(t, err, "InvalidParameterException", "Missing required parameter SRP_A")
}

// TestSecretBlock is about single use, life and the Session that must not be
// there.
func TestSecretBlock(t *testing.T) {
	f := newFixture(t)
	f.confirm("alice")
	begin := func() *cognito.RespondToAuthChallengeInput {
		s := newSRPClient()
		started, err := s.start(f, "alice")
		if err != nil {
			t.Fatal(err)
		}
		return s.answer(f, "alice", password, started.ChallengeParameters)
	}
	in := begin()
	if _, err := f.api.RespondToAuthChallenge(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	_, err := f.api.RespondToAuthChallenge(t.Context(), in)
	wantError(t, err, "NotAuthorizedException", "Invalid session for the user, session can only be used once.")

	in = begin()
	good := in.ChallengeResponses["PASSWORD_CLAIM_SIGNATURE"]
	in.ChallengeResponses["PASSWORD_CLAIM_SIGNATURE"] = base64.StdEncoding.EncodeToString(make([]byte, 32))
	_, err = f.api.RespondToAuthChallenge(t.Context(), in)
	wantError(t, err, "NotAuthorizedException", incorrect)
	in.ChallengeResponses["PASSWORD_CLAIM_SIGNATURE"] = good
	_, err = f.api.RespondToAuthChallenge(t.Context(), in)
	wantError(t, err, "NotAuthorizedException", "Invalid session for the user, session can only be used once.")

	in = begin()
	in.Session = aws.String(strings.Repeat("s", 40))
	_, err = f.api.RespondToAuthChallenge(t.Context(), in)
	wantError(t, err, "NotAuthorizedException", "Invalid session due to a mismatched auth flow")

	in = begin()
	f.clock.Advance(61 * time.Second)
	_, err = f.api.RespondToAuthChallenge(t.Context(), in)
	wantError(t, err, "NotAuthorizedException", "Invalid session for the user, session is expired.")
}

// TestAliases checks that an alias signs in and the real name is signed.
func TestAliases(t *testing.T) {
	f := newFixture(t, func(s *setup) {
		s.pool.AliasAttributes = []types.AliasAttributeType{"email", "phone_number", "preferred_username"}
	})
	u := f.confirm("alice", "email=alice@example.com", "email_verified=true", "phone_number=+12025550100", "preferred_username=al")
	for typed, found := range map[string]bool{
		"alice": true, "alice@example.com": true, "al": true,
		"+12025550100":             false, // not verified
		value(u.Attributes, "sub"): false,
	} {
		started, err := newSRPClient().start(f, typed)
		if !found {
			wantError(t, err, "UserNotFoundException", "User does not exist.")
			continue
		}
		if err != nil {
			t.Fatalf("%s: %v", typed, err)
		}
		if got := started.ChallengeParameters["USER_ID_FOR_SRP"]; got != "alice" {
			t.Errorf("%s: USER_ID_FOR_SRP %q", typed, got)
		}
		if _, err := newSRPClient().signIn(f, typed, password); err != nil {
			t.Errorf("%s: %v", typed, err)
		}
	}
}

// TestUsernameAttributes checks a pool whose users sign in by email.
func TestUsernameAttributes(t *testing.T) {
	f := newFixture(t, func(s *setup) {
		s.pool.UsernameAttributes = []types.UsernameAttributeType{"email"}
		s.pool.UsernameConfiguration = &types.UsernameConfigurationType{CaseSensitive: aws.Bool(false)}
	})
	u := f.confirm("Bob@example.com")
	sub := value(u.Attributes, "sub")
	if *u.Username != sub || value(u.Attributes, "email") != "Bob@example.com" {
		t.Errorf("Username %s, sub %s, email %s", *u.Username, sub, value(u.Attributes, "email"))
	}
	started, err := newSRPClient().start(f, "bob@EXAMPLE.com")
	if err != nil {
		t.Fatal(err)
	}
	if got := started.ChallengeParameters["USER_ID_FOR_SRP"]; got != sub {
		t.Errorf("USER_ID_FOR_SRP %q, want the sub", got)
	}
	if _, err := newSRPClient().signIn(f, "bob@example.com", password); err != nil {
		t.Error(err)
	}
	_, err = f.api.AdminCreateUser(t.Context(), &cognito.AdminCreateUserInput{UserPoolId: &f.pool, Username: aws.String("bob")})
	wantError(t, err, "InvalidParameterException", "Username should be an email.")
	_, err = f.api.AdminCreateUser(t.Context(), &cognito.AdminCreateUserInput{UserPoolId: &f.pool, Username: aws.String("BOB@example.com")})
	wantError(t, err, "UsernameExistsException", "")
}
