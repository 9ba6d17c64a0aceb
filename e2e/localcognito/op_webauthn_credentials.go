package localcognito

import (
	"encoding/base64"
	"slices"
)

type listWebAuthnCredentialsInput struct {
	accessTokenInput
	NextToken  string `json:"NextToken" shape:"PaginationKey"`
	MaxResults int    `json:"MaxResults" shape:"WebAuthnCredentialsQueryLimitType"`
}

type listWebAuthnCredentialsOutput struct {
	Credentials []webAuthnCredentialDescription `json:"Credentials"`
	NextToken   string                          `json:"NextToken,omitempty"`
}

// webAuthnCredentialDescription is the structure of that name.
type webAuthnCredentialDescription struct {
	CredentialID            string   `json:"CredentialId"` // base64url, as the browser has it
	FriendlyCredentialName  string   `json:"FriendlyCredentialName"`
	RelyingPartyID          string   `json:"RelyingPartyId"`
	AuthenticatorAttachment string   `json:"AuthenticatorAttachment,omitempty"`
	AuthenticatorTransports []string `json:"AuthenticatorTransports"`
	CreatedAt               epoch    `json:"CreatedAt"`
}

func (k *passkey) id() string { return base64.RawURLEncoding.EncodeToString(k.credential.ID) }

func (k *passkey) describe() webAuthnCredentialDescription {
	transports := []string{}
	for _, t := range k.credential.Transport {
		transports = append(transports, string(t))
	}
	return webAuthnCredentialDescription{
		CredentialID: k.id(), FriendlyCredentialName: "Passkey", RelyingPartyID: k.rpID,
		AuthenticatorAttachment: string(k.credential.Authenticator.Attachment), AuthenticatorTransports: transports, CreatedAt: epoch(k.created),
	}
}

// listWebAuthnCredentials is ListWebAuthnCredentials. NextToken is the id of
// the first credential of the next page.
func listWebAuthnCredentials(c *call, in *listWebAuthnCredentialsInput) (*listWebAuthnCredentialsOutput, error) {
	g, err := c.authorize(in.AccessToken)
	if err != nil {
		return nil, err
	}
	list := g.user.passkeys
	if in.NextToken != "" {
		i := slices.IndexFunc(list, func(k *passkey) bool { return k.id() == in.NextToken })
		if i < 0 {
			return nil, fail(invalidParameter, "Invalid pagination token.")
		}
		list = list[i:]
	}
	limit := in.MaxResults
	if limit == 0 {
		limit = maxPasskeys
	}
	out := &listWebAuthnCredentialsOutput{Credentials: []webAuthnCredentialDescription{}}
	for i, k := range list {
		if i == limit {
			out.NextToken = k.id()
			break
		}
		out.Credentials = append(out.Credentials, k.describe())
	}
	return out, nil
}

type deleteWebAuthnCredentialInput struct {
	accessTokenInput
	CredentialID string `json:"CredentialId" shape:"StringType,required"`
}

// deleteWebAuthnCredential is DeleteWebAuthnCredential.
func deleteWebAuthnCredential(c *call, in *deleteWebAuthnCredentialInput) (*empty, error) {
	g, err := c.authorize(in.AccessToken)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(g.user.passkeys, func(k *passkey) bool { return k.id() == in.CredentialID })
	if i < 0 {
		return nil, fail(resourceNotFound, "The credential does not exist.")
	}
	g.user.passkeys = slices.Delete(g.user.passkeys, i, i+1)
	return &empty{}, nil
}
