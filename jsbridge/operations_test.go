//go:build !js

package jsbridge

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognito-wasm/cognito-wasm/auth"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito"
)

const password = "Grüße-1234-密码"

// page is a page with its client, from packets in to packets out, at a local
// Cognito. What program.go adds is JavaScript alone.
type page struct {
	*testing.T
	server         *localcognito.Server
	admin          *cip.Client
	pool, clientID string
	secret         string
	opened         *auth.Client
	browser        *browser
	stored         shelf
}

func newPage(t *testing.T, changes ...func(*cip.CreateUserPoolInput)) *page {
	t.Helper()
	return newPageAt(t, localcognito.Options{}, changes...)
}

// newPageAt makes a page at a local Cognito with options.
func newPageAt(t *testing.T, options localcognito.Options, changes ...func(*cip.CreateUserPoolInput)) *page {
	t.Helper()
	server, err := localcognito.Start(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	p := &page{T: t, server: server, browser: &browser{TB: t, url: server.URL() + "/"}, stored: shelf{}, admin: cip.New(cip.Options{
		Region: "eu-west-1", BaseEndpoint: aws.String(server.URL()),
		Credentials: credentials.NewStaticCredentialsProvider("local", "local", ""),
	})}
	in := &cip.CreateUserPoolInput{
		PoolName:         aws.String("page"),
		AliasAttributes:  []types.AliasAttributeType{types.AliasAttributeTypeEmail},
		Schema:           []types.SchemaAttributeType{{Name: aws.String("given_name"), Required: aws.Bool(true)}},
		MfaConfiguration: types.UserPoolMfaTypeOptional,
		SmsConfiguration: &types.SmsConfigurationType{SnsCallerArn: aws.String("arn:aws:iam::000000000000:role/sms")},
	}
	for _, change := range changes {
		change(in)
	}
	pool, err := p.admin.CreateUserPool(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	p.pool = *pool.UserPool.Id
	client, err := p.admin.CreateUserPoolClient(t.Context(), &cip.CreateUserPoolClientInput{
		UserPoolId: &p.pool, ClientName: aws.String("page"), GenerateSecret: true,
		ExplicitAuthFlows: []types.ExplicitAuthFlowsType{"ALLOW_USER_SRP_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_AUTH", "ALLOW_CUSTOM_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"},
	})
	if err != nil {
		t.Fatal(err)
	}
	p.clientID, p.secret = *client.UserPoolClient.ClientId, *client.UserPoolClient.ClientSecret

	const path = "client" + separator
	var w writer
	w.text(path+"userPoolId", p.pool)
	w.text(path+"clientId", p.clientID)
	w.text(path+"clientSecret", p.secret)
	w.flag(path+"deviceTracking", in.DeviceConfiguration != nil)
	if p.opened, err = open(&transport{network: p.browser}, p.stored, mustDecode(t, w.buf)); err != nil {
		t.Fatal(err)
	}
	return p
}

// user makes one with the password, which is temporary where it must be changed.
func (p *page) user(username string, permanent bool, attributes ...string) {
	p.Helper()
	in := &cip.AdminCreateUserInput{UserPoolId: &p.pool, Username: &username, TemporaryPassword: aws.String(password), MessageAction: types.MessageActionTypeSuppress}
	for _, attribute := range attributes {
		name, value, _ := strings.Cut(attribute, "=")
		in.UserAttributes = append(in.UserAttributes, types.AttributeType{Name: &name, Value: &value})
	}
	if _, err := p.admin.AdminCreateUser(p.Context(), in); err != nil {
		p.Fatal(err)
	}
	if !permanent {
		return
	}
	if _, err := p.admin.AdminSetUserPassword(p.Context(), &cip.AdminSetUserPasswordInput{UserPoolId: &p.pool, Username: &username, Password: aws.String(password), Permanent: true}); err != nil {
		p.Fatal(err)
	}
}

// do calls an export and gives the reply, as program.exportCall does.
func (p *page) do(name string, write func(w *writer)) *packet {
	p.Helper()
	var w, reply writer
	write(&w)
	if err := operations[name](newCall(1), p.opened, mustDecode(p, w.buf), &reply); err != nil {
		reply = writer{}
		putError(&reply, "error", err)
	}
	clear(w.buf)
	return mustDecode(p, reply.buf)
}

// good gives a reply that is no error.
func (p *page) good(reply *packet) *packet {
	p.Helper()
	if code := reply.text("error" + separator + "code"); code != "" {
		p.Fatalf("%s: %s", code, reply.text("error"+separator+"message"))
	}
	return reply
}

func (p *page) wantCode(reply *packet, code string) {
	p.Helper()
	if got := reply.text("error" + separator + "code"); got != code {
		p.Fatalf("error %q, want %s", got, code)
	}
}

func (p *page) wantDone(reply *packet, username string) {
	p.Helper()
	const tokens = value + "tokens" + separator
	if p.good(reply); !reply.flag(value+"done") || reply.text(value+"username") != username || reply.text(tokens+"tokenType") != "Bearer" {
		p.Fatalf("done %v as %q", reply.flag(value+"done"), reply.text(value+"username"))
	}
	// Milliseconds have more digits than what packet.number is for.
	entry := string(reply.entries[tokens+"expiresAt"])
	milliseconds, err := strconv.ParseInt(strings.TrimPrefix(entry, "n"), 10, 64)
	if left := time.Until(time.UnixMilli(milliseconds)); err != nil || left < 59*time.Minute || left > time.Hour {
		p.Errorf("expiresAt is %q", entry)
	}
	user, err := p.admin.GetUser(p.Context(), &cip.GetUserInput{AccessToken: aws.String(reply.text(tokens + "accessToken"))})
	if err != nil || *user.Username != username {
		p.Errorf("the access token is not %s's: %v", username, err)
	}
	if reply.text(tokens+"idToken") == "" || reply.text(tokens+"refreshToken") == "" {
		p.Error("a token is missing")
	}
}

func signIn(username, password string, tag byte) func(*writer) {
	return func(w *writer) {
		w.text("request"+separator+"username", username)
		w.put("request"+separator+"password", tag, password)
	}
}

// step writes the step of a reply back, as a page does that stored it.
func step(reply *packet) func(w *writer) {
	return func(w *writer) {
		for _, name := range []string{"userPoolId", "clientId", "username", "challenge", "session"} {
			w.text("step"+separator+name, reply.text(value+name))
		}
		w.texts("step"+separator+"parameters", reply.texts(value+"parameters"))
		w.list("step"+separator+"choices", reply.list(value+"choices"))
	}
}

func TestSignIn(t *testing.T) {
	p := newPage(t)
	p.user("jürgen", true, "email=j@example.com", "email_verified=true")
	for _, tag := range []byte{tagText, tagBytes} {
		p.wantDone(p.do("initiate", signIn("jürgen", password, tag)), "jürgen")
		p.wantDone(p.do("initiate", signIn("j@example.com", password, tag)), "jürgen") // the alias
	}
	done := p.do("initiate", func(w *writer) {
		signIn("jürgen", password, tagBytes)(w)
		w.text("request"+separator+"flow", "USER_PASSWORD_AUTH")
	})
	p.wantDone(done, "jürgen")
	p.wantDone(p.do("initiate", func(w *writer) {
		w.text("request"+separator+"flow", "REFRESH_TOKEN_AUTH")
		w.text("request"+separator+"username", "jürgen")
		w.text("request"+separator+"refreshToken", done.text(value+"tokens"+separator+"refreshToken"))
	}), "jürgen")

	refused := p.do("initiate", signIn("jürgen", "Wrong-12345", tagText))
	p.wantCode(refused, "NotAuthorizedException")
	const failure = "error" + separator
	if refused.text(failure+"message") != "Incorrect username or password." || refused.text(failure+"operation") != "RespondToAuthChallenge" ||
		refused.number(failure+"status") != 400 || len(refused.text(failure+"requestId")) != 36 || refused.flag(failure+"retryable") {
		t.Errorf("%q", refused.entries)
	}
	for _, body := range p.browser.bodies {
		if slices.ContainsFunc(body, func(b byte) bool { return b != 0 }) {
			t.Error("a request stays in memory")
		}
	}
}

func TestSteps(t *testing.T) {
	p := newPage(t)
	p.user("new", false, "phone_number=+12025550123", "email=new@example.com")
	if _, err := p.admin.AdminSetUserMFAPreference(t.Context(), &cip.AdminSetUserMFAPreferenceInput{
		UserPoolId: &p.pool, Username: aws.String("new"), SMSMfaSettings: &types.SMSMfaSettingsType{Enabled: true, PreferredMfa: true},
	}); err != nil {
		t.Fatal(err)
	}
	first := p.good(p.do("initiate", signIn("new", password, tagBytes)))
	if first.flag(value+"done") || first.text(value+"challenge") != "NEW_PASSWORD_REQUIRED" || first.text(value+"session") == "" ||
		!slices.Equal(first.list(value+"requiredAttributes"), []string{"given_name"}) ||
		!maps.Equal(first.texts(value+"userAttributes"), map[string]string{"phone_number": "+12025550123", "email": "new@example.com"}) {
		t.Fatalf("%q", slices.Sorted(maps.Keys(first.entries)))
	}
	newPassword := func(given map[string]string) func(w *writer) {
		return func(w *writer) {
			step(first)(w)
			w.put("answer"+separator+"newPassword", tagBytes, "Zweites-5678")
			w.texts("answer"+separator+"attributes", given)
		}
	}
	p.wantCode(p.do("respond", newPassword(nil)), auth.CodeInvalidArgument)
	second := p.good(p.do("respond", newPassword(map[string]string{"given_name": "Änne", "email": "new@example.com"})))
	const delivery = value + "delivery" + separator
	if second.text(value+"challenge") != "SMS_MFA" || second.text(delivery+"medium") != "SMS" || second.text(delivery+"destination") != "+*******0123" {
		t.Fatalf("%q", slices.Sorted(maps.Keys(second.entries)))
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	message, err := p.server.Outbox().Next(ctx, p.pool, "new")
	if err != nil {
		t.Fatal(err)
	}
	code := func(code string) func(w *writer) {
		return func(w *writer) {
			step(second)(w)
			w.text("answer"+separator+"code", code)
		}
	}
	p.wantCode(p.do("respond", code(string('0'+(message.Code[0]-'0'+1)%10)+message.Code[1:])), "CodeMismatchException")
	p.wantCode(p.do("respond", step(second)), auth.CodeInvalidArgument) // no answer
	p.wantDone(p.do("respond", code(message.Code)), "new")
	p.wantCode(p.do("respond", code(message.Code)), "NotAuthorizedException") // sessions work once
}

// TestOptionsAreSent puts what accompanies a call into its request.
func TestOptionsAreSent(t *testing.T) {
	p := newPage(t)
	p.user("accompanied", true)
	p.wantDone(p.do("initiate", func(w *writer) {
		signIn("accompanied", password, tagBytes)(w)
		w.texts("options"+separator+"clientMetadata", map[string]string{"of": "call"})
		w.put("options"+separator+"userContextData", tagObject, "")
		w.text("options"+separator+"userContextData"+separator+"EncodedData", "data")
		w.put("options"+separator+"analyticsMetadata", tagObject, "")
		w.text("options"+separator+"analyticsMetadata"+separator+"AnalyticsEndpointId", "endpoint")
	}), "accompanied")
	for _, sent := range p.browser.sent {
		body := sent.body.(map[string]any)
		if text, _ := json.Marshal([]any{body["ClientMetadata"], body["UserContextData"], body["AnalyticsMetadata"], body["ClientId"]}); string(text) != `[{"of":"call"},{"EncodedData":"data"},{"AnalyticsEndpointId":"endpoint"},"`+p.clientID+`"]` {
			t.Errorf("%s: sent %s", sent.target, text)
		}
	}
}

// TestUnsupportedChallenge gives the page what it needs to go on by itself.
func TestUnsupportedChallenge(t *testing.T) {
	url, received := record(t, answering(`{"ChallengeName":"NEWEST_CHALLENGE","Session":"s","ChallengeParameters":{"question":"?"}}`))
	client, err := open(&transport{network: &browser{TB: t, url: url}}, nil, clientPacket(t, func(*writer) {}))
	if err != nil {
		t.Fatal(err)
	}
	p := &page{T: t, opened: client}
	reply := p.do("initiate", signIn("alice", password, tagText))
	<-received
	p.wantCode(reply, auth.CodeUnsupportedChallenge)
	const challenge = "error" + separator + "challenge" + separator
	if reply.text(challenge+"ChallengeName") != "NEWEST_CHALLENGE" || reply.text(challenge+"Session") != "s" || reply.texts(challenge + "ChallengeParameters")["question"] != "?" {
		t.Errorf("%q", reply.entries)
	}
}

// TestRefusedByAuth has requests that only package auth can refuse; nothing is
// sent either.
func TestRefusedByAuth(t *testing.T) {
	b := &browser{TB: t}
	client, err := open(&transport{network: b}, nil, clientPacket(t, func(*writer) {}))
	if err != nil {
		t.Fatal(err)
	}
	p := &page{T: t, opened: client}
	foreign := func(w *writer) {
		w.text("step"+separator+"userPoolId", "eu-central-1_Other")
		w.text("step"+separator+"clientId", "client")
		w.text("step"+separator+"username", "alice")
		w.text("step"+separator+"challenge", "SMS_MFA")
		w.text("answer"+separator+"code", "123456")
	}
	for operation, write := range map[string]func(*writer){
		"initiate": func(w *writer) { w.text("request"+separator+"flow", "ADMIN_NO_SRP_AUTH") },
		"respond":  foreign,
	} {
		p.wantCode(p.do(operation, write), auth.CodeInvalidArgument)
	}
	if len(b.sent) != 0 {
		t.Errorf("%d calls", len(b.sent))
	}
}

// TestRequestRefused has values of the wrong type in every operation; nothing
// is sent, and the message names the value.
func TestRequestRefused(t *testing.T) {
	b := &browser{TB: t}
	client, err := open(&transport{network: b}, nil, clientPacket(t, func(*writer) {}))
	if err != nil {
		t.Fatal(err)
	}
	p := &page{T: t, opened: client}
	for _, tt := range []struct{ operation, path string }{
		{"initiate", "request.flow"}, {"initiate", "request.username"}, {"initiate", "request.password"}, {"initiate", "request.refreshToken"},
		{"initiate", "options.clientMetadata"}, {"initiate", "options.analyticsMetadata.AnalyticsEndpointId"}, {"initiate", "options.userContextData.EncodedData"},
		{"respond", "step.session"}, {"respond", "step.parameters"}, {"respond", "answer.code"}, {"respond", "answer.newPassword"},
		{"respond", "step.userPoolId"}, {"respond", "step.challenge"}, {"respond", "answer.choice"}, {"respond", "answer.credential"},
		{"respond", "answer.setup"}, {"respond", "step.choices"}, {"initiate", "request.session"}, {"initiate", "request.preferredChallenge"},
	} {
		reply := p.do(tt.operation, func(w *writer) {
			names := strings.Split(tt.path, ".")
			for i := range len(names) - 1 {
				w.put(strings.Join(names[:i+1], separator), tagObject, "")
			}
			w.put(strings.Join(names, separator), tagNumber, "7")
		})
		p.wantCode(reply, auth.CodeInvalidArgument)
		if message := reply.text("error" + separator + "message"); !strings.HasPrefix(message, tt.path+": expected ") {
			t.Errorf("%s, %s: %s", tt.operation, tt.path, message)
		}
	}
	if len(b.sent) != 0 {
		t.Errorf("%d calls", len(b.sent))
	}
}
