package peers

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/document"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/smithy-go"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
)

// sdkGo is the AWS SDK for Go v2, without credentials, as an app would have it.
var sdkGo = &peer{
	name: "AWS SDK for Go v2",
	open: func(v *visit) client {
		v.page.Open(pageOf(v)) // for its authenticator
		return &sdkGoClient{visit: v, api: unsigned(v.tap.URL)}
	},
	published: module("github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"),
}

func TestAWSSDKForGo(t *testing.T) { completes(t, sdkGo) }

// unsigned gives an SDK client that has no credentials.
func unsigned(url string) *cip.Client {
	return cip.New(cip.Options{Region: "eu-west-1", BaseEndpoint: &url})
}

// sdkGoClient sends the operations as they are, and asks the page for passkeys.
type sdkGoClient struct {
	visit *visit
	api   *cip.Client

	username  string
	tokens    types.AuthenticationResultType
	challenge types.ChallengeNameType
	session   *string
}

// failed is the step of an error.
func failed(err error) step {
	if exception, ok := errors.AsType[smithy.APIError](err); ok {
		return step{Code: exception.ErrorCode(), Message: exception.ErrorMessage()}
	}
	return step{Message: err.Error()}
}

func (c *sdkGoClient) initiate(flow types.AuthFlowType, session *string, parameters map[string]string) step {
	out, err := c.api.InitiateAuth(c.visit.Context(), &cip.InitiateAuthInput{
		AuthFlow: flow, ClientId: &c.visit.pool.ClientID, AuthParameters: parameters, Session: session,
	})
	if err != nil {
		return failed(err)
	}
	s := c.settle(out.AuthenticationResult, out.ChallengeName, out.Session, out.ChallengeParameters)
	for _, name := range out.AvailableChallenges {
		s.Choices = append(s.Choices, string(name))
	}
	return s
}

func (c *sdkGoClient) answer(responses map[string]string) step {
	responses["USERNAME"] = c.username
	out, err := c.api.RespondToAuthChallenge(c.visit.Context(), &cip.RespondToAuthChallengeInput{
		ChallengeName: c.challenge, ClientId: &c.visit.pool.ClientID, Session: c.session, ChallengeResponses: responses,
	})
	if err != nil {
		return failed(err)
	}
	return c.settle(out.AuthenticationResult, out.ChallengeName, out.Session, out.ChallengeParameters)
}

func (c *sdkGoClient) settle(result *types.AuthenticationResultType, challenge types.ChallengeNameType, session *string, parameters map[string]string) step {
	if result != nil {
		if result.RefreshToken == nil {
			result.RefreshToken = c.tokens.RefreshToken
		}
		c.tokens = *result
		return step{Done: true, Username: c.username, AccessToken: *result.AccessToken}
	}
	c.challenge, c.session = challenge, session
	if challenge == types.ChallengeNameTypeWebAuthn {
		return c.answer(map[string]string{"CREDENTIAL": c.passkey("get", "Request", parameters["CREDENTIAL_REQUEST_OPTIONS"])})
	}
	s := step{Challenge: string(challenge)}
	if choices := parameters["MFAS_CAN_CHOOSE"]; choices != "" {
		if err := json.Unmarshal([]byte(choices), &s.Choices); err != nil {
			return failed(err)
		}
	}
	return s
}

// passkey has the page ask its authenticator. Options and result are JSON.
func (c *sdkGoClient) passkey(method, kind, options string) string {
	return browser.Eval[string](c.visit.page, fmt.Sprintf(`navigator.credentials.%s({publicKey: PublicKeyCredential.parse%sOptionsFromJSON(%s)})
		.then((credential) => JSON.stringify(credential))`, method, kind, options))
}

func (c *sdkGoClient) begin(r request) step {
	c.username = r.Username
	if r.Email != "" {
		out, err := c.api.SignUp(c.visit.Context(), &cip.SignUpInput{
			ClientId: &c.visit.pool.ClientID, Username: &r.Username, Password: &r.Password,
			UserAttributes: []types.AttributeType{{Name: aws.String("email"), Value: &r.Email}},
		})
		if err != nil {
			return failed(err)
		}
		c.challenge, c.session = "CONFIRM_SIGN_UP", out.Session
		return step{Challenge: "CONFIRM_SIGN_UP"}
	}
	flow := types.AuthFlowType(r.Flow)
	if flow == "" {
		flow = types.AuthFlowTypeUserPasswordAuth
	}
	parameters := map[string]string{"USERNAME": r.Username}
	if r.Password != "" {
		parameters["PASSWORD"] = r.Password
	}
	if r.Preferred != "" {
		parameters["PREFERRED_CHALLENGE"] = r.Preferred
	}
	return c.initiate(flow, nil, parameters)
}

// codes name the answer to a challenge that a code answers.
var codes = map[types.ChallengeNameType]string{
	types.ChallengeNameTypeSmsMfa:           "SMS_MFA_CODE",
	types.ChallengeNameTypeSmsOtp:           "SMS_OTP_CODE",
	types.ChallengeNameTypeEmailOtp:         "EMAIL_OTP_CODE",
	types.ChallengeNameTypeSoftwareTokenMfa: "SOFTWARE_TOKEN_MFA_CODE",
}

func (c *sdkGoClient) respond(a answer) step {
	ctx := c.visit.Context()
	switch {
	case c.challenge == "CONFIRM_SIGN_UP":
		out, err := c.api.ConfirmSignUp(ctx, &cip.ConfirmSignUpInput{
			ClientId: &c.visit.pool.ClientID, Username: &c.username, ConfirmationCode: &a.Code, Session: c.session,
		})
		if err != nil {
			return failed(err)
		}
		return c.initiate(types.AuthFlowTypeUserAuth, out.Session, map[string]string{"USERNAME": c.username})
	case a.Email != "":
		return c.answer(map[string]string{"EMAIL": a.Email})
	case a.Setup != "":
		out, err := c.api.AssociateSoftwareToken(ctx, &cip.AssociateSoftwareTokenInput{Session: c.session})
		if err != nil {
			return failed(err)
		}
		c.session = out.Session
		return step{Challenge: string(c.challenge), Secret: *out.SecretCode}
	case c.challenge == types.ChallengeNameTypeMfaSetup:
		out, err := c.api.VerifySoftwareToken(ctx, &cip.VerifySoftwareTokenInput{Session: c.session, UserCode: &a.Code})
		if err != nil {
			return failed(err)
		}
		c.session = out.Session
		return c.answer(map[string]string{})
	case a.Choice != "" && a.Password != "":
		return c.answer(map[string]string{"ANSWER": a.Choice, "PASSWORD": a.Password})
	case a.Choice != "":
		return c.answer(map[string]string{"ANSWER": a.Choice})
	case a.Answer != "":
		return c.answer(map[string]string{"ANSWER": a.Answer})
	case a.NewPassword != "":
		return c.answer(map[string]string{"NEW_PASSWORD": a.NewPassword})
	default:
		return c.answer(map[string]string{codes[c.challenge]: a.Code})
	}
}

func (c *sdkGoClient) refresh() step {
	return c.initiate(types.AuthFlowTypeRefreshTokenAuth, nil, map[string]string{"REFRESH_TOKEN": *c.tokens.RefreshToken})
}

func (c *sdkGoClient) registerPasskey() step {
	ctx := c.visit.Context()
	started, err := c.api.StartWebAuthnRegistration(ctx, &cip.StartWebAuthnRegistrationInput{AccessToken: c.tokens.AccessToken})
	if err != nil {
		return failed(err)
	}
	options, err := started.CredentialCreationOptions.MarshalSmithyDocument()
	if err != nil {
		return failed(err)
	}
	var credential map[string]any
	if err := json.Unmarshal([]byte(c.passkey("create", "Creation", string(options))), &credential); err != nil {
		return failed(err)
	}
	if _, err := c.api.CompleteWebAuthnRegistration(ctx, &cip.CompleteWebAuthnRegistrationInput{
		AccessToken: c.tokens.AccessToken, Credential: document.NewLazyDocument(credential),
	}); err != nil {
		return failed(err)
	}
	return step{Done: true, Username: c.username, AccessToken: *c.tokens.AccessToken}
}
