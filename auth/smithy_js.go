package auth

// The browser build has no use for the SDK's types, and smithy-go imports fmt
// and math/big, whose initialisation is KBs of what a page loads. The methods
// of Error are the same.
type (
	apiError interface {
		error
		ErrorCode() string
		ErrorMessage() string
		ErrorFault() fault
	}
	fault int
)

const (
	faultUnknown fault = iota
	faultServer
	faultClient
)
