package auth

// emailOTP asks for a code sent by email, as first or second factor.
var emailOTP = codeResponse(paramEmailOTPCode)
