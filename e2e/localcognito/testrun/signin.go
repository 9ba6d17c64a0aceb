package testrun

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"github.com/cognito-wasm/cognito-wasm/auth"
	"github.com/cognito-wasm/cognito-wasm/auth/awssdk"
)

// Storage is where the page keeps its session: the option storage of createClient.
type Storage string

// The storages that a page has. 'memory' is none that another program could fill.
const (
	Local   Storage = "local"
	Session Storage = "session" // of the tab of the context
	Cookie  Storage = "cookie"
)

// Options say who signs in, where, and to which page.
type Options struct {
	// Origin of the page, such as "http://localhost:3000".
	Origin string
	// UserPoolID and ClientID are those of the page. The app client has no secret.
	UserPoolID, ClientID string
	// Endpoint of a local Cognito; empty for the region's own.
	Endpoint string
	// Username or alias, and the password.
	Username, Password string
	// Storage is the page's; Local if empty.
	Storage Storage
	// Answer answers challenges; nil if none can come.
	Answer func(ctx context.Context, step *auth.Step) (auth.Answer, error)
	// Patience is how long Cognito, Answer and the browser's tab may each take for
	// one answer; 30 seconds if zero. What takes longer is an error that names it.
	Patience time.Duration
}

// SignIn signs the user in, with SRP and from this process, and puts the session
// (the tokens, and the device if Cognito tracks it) into the browser context of
// ctx, a context of chromedp. The page finds it there: client.session() has it,
// without a request unless it is in a cookie. The tab is left on an empty page of
// the origin; no request goes to the page's server, nor to its service worker.
//
// The last step has the tokens. Errors of Cognito are an [auth.Error].
func SignIn(ctx context.Context, options Options) (*auth.Step, error) {
	if options.Storage == "" {
		options.Storage = Local
	}
	if options.Patience <= 0 {
		options.Patience = patience
	}
	remembered := devices{}
	step, err := tokens(ctx, options, remembered)
	if err != nil {
		return nil, err
	}
	entries, err := entriesOf(options.ClientID, step, remembered, options.Storage)
	if err != nil {
		return nil, err
	}
	if err := put(ctx, options, entries); err != nil {
		return nil, fmt.Errorf("testrun: putting the session into %s: %w", options.Origin, err)
	}
	return step, nil
}

// tokens goes through the sign-in.
func tokens(ctx context.Context, options Options, remembered auth.DeviceStore) (*auth.Step, error) {
	region, _, found := strings.Cut(options.UserPoolID, "_")
	if !found {
		return nil, errors.New(`testrun: UserPoolID: expected one such as "eu-west-1_AbC123xyz"`)
	}
	api := cip.Options{Region: region}
	if options.Endpoint != "" {
		api.BaseEndpoint = aws.String(options.Endpoint)
	}
	client, err := auth.New(auth.Config{
		UserPoolID: options.UserPoolID, ClientID: options.ClientID, API: awssdk.New(cip.New(api)), Devices: remembered,
	})
	if err != nil {
		return nil, err
	}
	who := "testrun: Cognito"
	if options.Endpoint != "" {
		who = "testrun: the endpoint " + options.Endpoint
	}
	step, err := within(ctx, options.Patience, who, func(ctx context.Context) (*auth.Step, error) {
		return client.Initiate(ctx, auth.InitiateRequest{Username: options.Username, Password: []byte(options.Password)})
	})
	for err == nil && !step.Done() {
		if options.Answer == nil {
			return nil, fmt.Errorf("testrun: Cognito asks for %s, and there is no Options.Answer", step.Challenge)
		}
		asked := step
		answer, failed := within(ctx, options.Patience, "testrun: Options.Answer, asked for "+string(asked.Challenge)+",",
			func(ctx context.Context) (auth.Answer, error) { return options.Answer(ctx, asked) })
		if failed != nil {
			return nil, failed
		}
		step, err = within(ctx, options.Patience, who, func(ctx context.Context) (*auth.Step, error) {
			return client.Respond(ctx, asked, answer)
		})
	}
	return step, err
}
