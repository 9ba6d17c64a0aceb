package auth_test

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/auth"
	"github.com/cognito-wasm/cognito-wasm/internal/clock"
	"github.com/cognito-wasm/cognito-wasm/srp"
)

// srpA gives the A of the i-th call, which has to be an InitiateAuth.
func (s *script) srpA(t *testing.T, i int) string {
	t.Helper()
	if len(s.inputs) <= i {
		t.Fatalf("%d calls", len(s.inputs))
	}
	in, ok := s.inputs[i].(*auth.InitiateAuthInput)
	if !ok || in.AuthParameters["SRP_A"] == "" {
		t.Fatalf("call %d is %T, or has no A", i, s.inputs[i])
	}
	return in.AuthParameters["SRP_A"]
}

// wantDiscarded checks that a is gone. That spent means overwritten is package
// srp's to test.
func wantDiscarded(t *testing.T, pair *srp.Ephemeral) {
	t.Helper()
	_, err := pair.PasswordClaim(srp.UserIdentity("Example12", "alice"), []byte(password), srp.Challenge{}, clock.UnixMilli(0))
	if !errors.Is(err, srp.ErrSpent) {
		t.Errorf("the pair has its secret still: error %v, want ErrSpent", err)
	}
}

// TestPrepare has the pair that was made ahead of time used by one attempt, the
// next one, and never again.
func TestPrepare(t *testing.T) {
	client, script := newClient(t)
	if client.Spare() != nil {
		t.Error("a new client has a pair")
	}
	client.Prepare()
	pair := client.Spare()
	if pair == nil {
		t.Fatal("Prepare has made no pair")
	}
	client.Prepare()
	if client.Spare() != pair {
		t.Error("Prepare has replaced a pair that nobody used")
	}
	for range 2 {
		client.Initiate(t.Context(), signIn) // the script's end
		if client.Spare() != nil {
			t.Fatal("after an attempt there is a pair, though nobody asked for it")
		}
	}
	if script.srpA(t, 0) != pair.A() {
		t.Error("the attempt did not use the pair")
	}
	if script.srpA(t, 1) == pair.A() {
		t.Error("the pair was used again")
	}
	client.Prepare()
	again := client.Spare()
	if again == nil || again == pair || again.A() == script.srpA(t, 1) {
		t.Fatal("Prepare has made no fresh pair")
	}
	client.Initiate(t.Context(), signIn)
	if script.srpA(t, 2) != again.A() {
		t.Error("the attempt did not use the second pair")
	}
}

// TestPreparedPairEnds takes a pair into attempts that end in every way; it is
// overwritten and does not come back.
func TestPreparedPairEnds(t *testing.T) {
	unusable := verifier(func(parameters map[string]string) { parameters["SRP_B"] = "0" })
	for name, outputs := range map[string][]*auth.AuthOutput{
		"no answer":     nil,
		"signed in":     {verifier(asItIs[map[string]string]), tokens(func(*auth.AuthenticationResult) {})},
		"no claim":      {unusable},
		"claim refused": {verifier(asItIs[map[string]string])},
		"no use for A":  {{ChallengeName: auth.ChallengeSMSMFA}},
	} {
		client, script := newClient(t, outputs...)
		client.Prepare()
		pair := client.Spare()
		client.Initiate(t.Context(), signIn)
		if script.srpA(t, 0) != pair.A() {
			t.Errorf("%s: the attempt did not use the pair", name)
		}
		if client.Spare() != nil {
			t.Errorf("%s: the pair came back", name)
		}
		wantDiscarded(t, pair)
	}
}

// TestPreparedPairStays where an attempt has no use for it.
func TestPreparedPairStays(t *testing.T) {
	client, script := newClient(t)
	client.Prepare()
	pair := client.Spare()
	for _, request := range []auth.InitiateRequest{
		{Username: "alice"},
		{Username: "alice", Password: []byte(password), Flow: auth.FlowUserPasswordAuth},
		{Username: "alice", Flow: auth.FlowCustomAuth},
	} {
		client.Initiate(t.Context(), request)
	}
	if client.Spare() != pair {
		t.Error("the pair was taken, though no A was sent")
	}
	if len(script.inputs) != 2 {
		t.Errorf("%d calls, want 2", len(script.inputs))
	}
}

// TestPreparedForRespond uses the pair where SRP is chosen at a step.
func TestPreparedForRespond(t *testing.T) {
	client, script := newClient(t, &auth.AuthOutput{ChallengeName: auth.ChallengeSelectChallenge, AvailableChallenges: []string{string(auth.ChallengePasswordSRP)}})
	step, err := client.Initiate(t.Context(), auth.InitiateRequest{Flow: auth.FlowUserAuth, Username: "alice"})
	if err != nil {
		t.Fatal(err)
	}
	client.Prepare()
	pair := client.Spare()
	client.Respond(t.Context(), step, auth.Choice{Name: string(auth.ChallengePasswordSRP), Password: []byte(password)})
	if script.responses(t, 1).ChallengeResponses["SRP_A"] != pair.A() {
		t.Error("the answer did not use the pair")
	}
	wantDiscarded(t, pair)
}

// crowd is an API for many callers at a time, which keeps their A.
type crowd struct {
	parser
	mutex sync.Mutex
	seen  map[string]int
}

func (c *crowd) Call(_ auth.Context, in auth.Input) (auth.Output, error) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.seen[in.(*auth.InitiateAuthInput).AuthParameters["SRP_A"]]++
	return nil, errNotScripted
}

// TestPrepareConcurrently has sign-ins, Prepare and at last Close meet.
func TestPrepareConcurrently(t *testing.T) {
	const signIns = 16
	api := &crowd{seen: map[string]int{}}
	client, err := auth.New(config(api))
	if err != nil {
		t.Fatal(err)
	}
	client.Prepare()
	first := client.Spare().A()
	var group sync.WaitGroup
	var open atomic.Int32 // sign-ins that came before Close
	for range signIns {
		group.Go(client.Prepare)
		group.Go(func() {
			if _, err := client.Initiate(t.Context(), signIn); errors.Is(err, errNotScripted) {
				open.Add(1)
			}
		})
	}
	group.Go(client.Close)
	group.Wait()
	if client.Spare() != nil {
		t.Error("a closed client has a pair")
	}
	if open := int(open.Load()); len(api.seen) != open {
		t.Errorf("%d sign-ins sent %d different A", open, len(api.seen))
	}
	if n := api.seen[first]; n > 1 {
		t.Errorf("the first pair was used %d times", n)
	}
}
