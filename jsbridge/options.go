package jsbridge

import "github.com/cognito-wasm/cognito-wasm/auth"

// readOptions reads the CallOptions under path; what is absent leaves the
// client's own.
func readOptions(p *packet, path string) func(*auth.CallOptions) {
	metadata := p.texts(path + separator + "clientMetadata")
	analytics := readAnalytics(p, path+separator+"analyticsMetadata")
	userContext := readUserContext(p, path+separator+"userContextData")
	return func(options *auth.CallOptions) {
		if metadata != nil {
			options.ClientMetadata = metadata
		}
		if analytics != nil {
			options.AnalyticsMetadata = analytics
		}
		if userContext != nil {
			options.UserContextData = userContext
		}
	}
}

func readAnalytics(p *packet, path string) *auth.AnalyticsMetadata {
	if !p.has(path) {
		return nil
	}
	return &auth.AnalyticsMetadata{AnalyticsEndpointID: p.text(path + separator + "AnalyticsEndpointId")}
}

func readUserContext(p *packet, path string) *auth.UserContextData {
	if !p.has(path) {
		return nil
	}
	return &auth.UserContextData{
		IPAddress:   p.text(path + separator + "IpAddress"),
		EncodedData: p.text(path + separator + "EncodedData"),
	}
}
