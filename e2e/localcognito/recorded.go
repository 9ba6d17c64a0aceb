package localcognito

import (
	"maps"
	"slices"
	"time"
)

// Recorded is what a call said about the app and its user beside the request
// itself. The server does not act on any of it but ClientMetadata, which
// triggers see.
type Recorded struct {
	Time      time.Time // of the server's clock
	Operation string    // such as "InitiateAuth"
	ClientID  string    // app client id; "" where the call has an access token instead
	// AnalyticsEndpointID is AnalyticsMetadata's only member; "" without it.
	AnalyticsEndpointID string
	// UserContextData came with a public operation, ContextData with an
	// Admin one; nil where the call had none.
	UserContextData *UserContextData
	ContextData     *ContextData
	ClientMetadata  map[string]string // nil where the call had none
}

// UserContextData is the structure UserContextDataType.
type UserContextData struct {
	IPAddress   string `json:"IpAddress" shape:"StringType"`
	EncodedData string `json:"EncodedData" shape:"StringType"` // of AWS's threat protection script
}

// ContextData is the structure ContextDataType.
type ContextData struct {
	IPAddress   string       `json:"IpAddress" shape:"StringType,required"`
	ServerName  string       `json:"ServerName" shape:"StringType,required"`
	ServerPath  string       `json:"ServerPath" shape:"StringType,required"`
	HTTPHeaders []HTTPHeader `json:"HttpHeaders" shape:"HttpHeader,required"`
	EncodedData string       `json:"EncodedData" shape:"StringType"`
}

// HTTPHeader is the structure HttpHeader.
type HTTPHeader struct {
	Name  string `json:"headerName" shape:"StringType"`
	Value string `json:"headerValue" shape:"StringType"`
}

type analyticsMetadata struct {
	AnalyticsEndpointID string `json:"AnalyticsEndpointId" shape:"StringType"`
}

// clientInput is what public operations of an app client have in common.
type clientInput struct {
	ClientID          string             `json:"ClientId" shape:"ClientIdType,required"`
	AnalyticsMetadata *analyticsMetadata `json:"AnalyticsMetadata"`
	UserContextData   *UserContextData   `json:"UserContextData"`
	ClientMetadata    map[string]string  `json:"ClientMetadata"`
}

func (in *clientInput) recorded() Recorded {
	return Recorded{
		ClientID: in.ClientID, AnalyticsEndpointID: in.AnalyticsMetadata.endpoint(),
		UserContextData: in.UserContextData, ClientMetadata: in.ClientMetadata,
	}
}

// metadataInput is what operations by access token that send messages have in
// common.
type metadataInput struct {
	accessTokenInput
	ClientMetadata map[string]string `json:"ClientMetadata"`
}

func (in *metadataInput) recorded() Recorded { return Recorded{ClientMetadata: in.ClientMetadata} }

// adminClientInput is what the Admin forms of them have in common.
type adminClientInput struct {
	UserPoolID        string             `json:"UserPoolId" shape:"UserPoolIdType,required"`
	ClientID          string             `json:"ClientId" shape:"ClientIdType,required"`
	AnalyticsMetadata *analyticsMetadata `json:"AnalyticsMetadata"`
	ContextData       *ContextData       `json:"ContextData"`
	ClientMetadata    map[string]string  `json:"ClientMetadata"`
}

func (in *adminClientInput) recorded() Recorded {
	return Recorded{
		ClientID: in.ClientID, AnalyticsEndpointID: in.AnalyticsMetadata.endpoint(),
		ContextData: in.ContextData, ClientMetadata: in.ClientMetadata,
	}
}

func (in *getTokensFromRefreshTokenInput) recorded() Recorded {
	return Recorded{ClientID: in.ClientID, ClientMetadata: in.ClientMetadata}
}

func (a *analyticsMetadata) endpoint() string {
	if a == nil {
		return ""
	}
	return a.AnalyticsEndpointID
}

// recordedLimit is how many calls are kept; older ones are dropped.
const recordedLimit = 1000

// record keeps what a call says about itself, if it is of such an operation.
// Triggers get ClientMetadata as copies, so sharing the map is safe.
func (c *call) record(operation string, in any) {
	said, ok := in.(interface{ recorded() Recorded })
	if !ok {
		return
	}
	r := said.recorded()
	r.Time, r.Operation = c.now, operation
	c.said = r
	c.s.recorded = append(c.s.recorded, r)
	if n := len(c.s.recorded) - recordedLimit; n > 0 {
		c.s.recorded = slices.Delete(c.s.recorded, 0, n)
	}
}

// Recorded returns the last 1000 calls that can carry AnalyticsMetadata,
// UserContextData, ContextData or ClientMetadata, oldest first, those that
// were refused included.
func (s *Server) Recorded() []Recorded {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := slices.Clone(s.recorded)
	for i, r := range list {
		list[i].ClientMetadata = maps.Clone(r.ClientMetadata)
	}
	return list
}
