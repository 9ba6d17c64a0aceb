package localcognito

import "github.com/go-json-experiment/json"

// Unconfirm puts a user into the state that only a sign-up creates.
func (s *Server) Unconfirm(poolID, username string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pools[poolID].users[username].status = statusUnconfirmed
}

// SignAccessToken signs claims as the pool would sign an access token's.
func (s *Server) SignAccessToken(poolID string, claims map[string]any) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	keys, err := s.pools[poolID].keys()
	if err != nil {
		return "", err
	}
	payload, err := json.Marshal(claims)
	if err != nil {
		return "", err
	}
	return sign(keys.access, payload)
}

// AddPanic adds an operation that panics with a secret in its value.
func (s *Server) AddPanic(name, secret string) {
	s.operations[name] = operate(name, func(*call, *empty) (*empty, error) { panic(secret) })
}
