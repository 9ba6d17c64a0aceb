package localcognito

type adminInitiateAuthInput struct {
	UserPoolID     string            `json:"UserPoolId" shape:"UserPoolIdType,required"`
	ClientID       string            `json:"ClientId" shape:"ClientIdType,required"`
	AuthFlow       string            `json:"AuthFlow" shape:"AuthFlowType,required"`
	AuthParameters map[string]string `json:"AuthParameters"`
	ClientMetadata map[string]string `json:"ClientMetadata"`
	ContextData    *contextData      `json:"ContextData"`
	Session        string            `json:"Session" shape:"SessionType"`
}

// contextData is the structure ContextDataType.
type contextData struct {
	IPAddress   string       `json:"IpAddress" shape:"StringType,required"`
	ServerName  string       `json:"ServerName" shape:"StringType,required"`
	ServerPath  string       `json:"ServerPath" shape:"StringType,required"`
	HTTPHeaders []httpHeader `json:"HttpHeaders" shape:"HttpHeader,required"`
	EncodedData string       `json:"EncodedData" shape:"StringType"`
}

type httpHeader struct {
	Name  string `json:"headerName" shape:"StringType"`
	Value string `json:"headerValue" shape:"StringType"`
}

// adminInitiateAuth is AdminInitiateAuth: the flows of InitiateAuth but for
// USER_PASSWORD_AUTH, and the ADMIN_ ones.
func adminInitiateAuth(c *call, in *adminInitiateAuthInput) (*authOutput, error) {
	client, err := c.findClientOf(in.UserPoolID, in.ClientID)
	if err != nil {
		return nil, err
	}
	f := c.s.flows[in.AuthFlow]
	if f.callers == publicCalls {
		return nil, fail(invalidParameter, "Initiate Auth method not supported.")
	}
	return c.initiate(f, &authRequest{client: client, params: in.AuthParameters, metadata: in.ClientMetadata, session: in.Session})
}

// findClientOf returns the client of a pool.
func (c *call) findClientOf(poolID, id string) (*appClient, error) {
	p, err := c.findPool(poolID)
	if err != nil {
		return nil, err
	}
	a, err := c.findClient(id)
	if err == nil && a.pool != p {
		err = fail(resourceNotFound, "User pool client %s does not exist.", id)
	}
	return a, err
}
