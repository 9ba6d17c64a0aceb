// Package operations knows Cognito's operations that need no AWS signature, as the
// AWS SDK for Go has them, and writes their types for the page.
package operations

import (
	"context"
	"fmt"
	"reflect"
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	smithyauth "github.com/aws/smithy-go/auth"
)

//go:generate go run ./generate

// Generated is the file of the types, from the folder of this package.
const Generated = "../../src/operations.gen.ts"

// Operation is one operation of Cognito's.
type Operation struct {
	// Name is Cognito's, such as "SignUp".
	Name string
	// Doc is the first sentence of AWS's description, as plain text.
	Doc string
	// Input and Output are without a description, which an operation has for both.
	Input, Output Shape
}

// Shape is a structure of the API.
type Shape struct {
	// Name is the SDK's, such as "AttributeType".
	Name string
	// Doc is the first sentence of AWS's description, as plain text, or empty.
	Doc string
	// Members are in the order of the SDK.
	Members []Member
}

// Member is a member of a structure.
type Member struct {
	// Name is Cognito's, such as "ClientId".
	Name string
	// Doc is the first sentence of AWS's description, as plain text, or empty.
	Doc string
	// Required is whether AWS says that it has to be there.
	Required bool
	// Type is the SDK's: a pointer, a slice, a map or a plain value.
	Type reflect.Type
}

// Names gives the names of the members, in the order of the SDK.
func (s Shape) Names() []string {
	var names []string
	for _, member := range s.Members {
		names = append(names, member.Name)
	}
	return names
}

// member gives a member by its name.
func (s Shape) member(name string) (Member, bool) {
	i := slices.IndexFunc(s.Members, func(m Member) bool { return m.Name == name })
	if i < 0 {
		return Member{}, false
	}
	return s.Members[i], true
}

// API is what is known of the operations.
type API struct {
	// Operations are those that need no AWS signature, sorted by name.
	Operations []Operation
	source     *source
}

// Read reads the SDK that go.mod names: the types of the one that this program was
// built with, and the descriptions in its source, which it asks the go command for.
func Read(ctx context.Context) (*API, error) {
	source, err := readSource(ctx)
	if err != nil {
		return nil, err
	}
	api := &API{source: source}
	// Without credentials the SDK would offer every operation unsigned, as a last resort: what counts is its first choice.
	resolver := cognitoidentityprovider.New(cognitoidentityprovider.Options{}).Options().AuthSchemeResolver
	client := reflect.TypeFor[*cognitoidentityprovider.Client]()
	for i := range client.NumMethod() { // sorted by name
		method := client.Method(i)
		if !isOperation(method.Type) {
			continue
		}
		schemes, err := resolver.ResolveAuthSchemes(ctx, &cognitoidentityprovider.AuthResolverParameters{Operation: method.Name})
		if err != nil {
			return nil, err
		}
		if len(schemes) == 0 || schemes[0].SchemeID != smithyauth.SchemeIDAnonymous {
			continue
		}
		doc := source.methods[method.Name]
		if doc == "" {
			return nil, fmt.Errorf("operations: the SDK's source does not describe %s", method.Name)
		}
		api.Operations = append(api.Operations, Operation{
			Name: method.Name, Doc: firstSentence(doc),
			Input: source.shape(method.Type.In(2)), Output: source.shape(method.Type.Out(0)),
		})
	}
	if len(api.Operations) == 0 {
		return nil, fmt.Errorf("operations: the SDK has no operation without a signature")
	}
	return api, nil
}

// isOperation tells an operation from the client's other methods:
// func(*Client, context.Context, *XInput, ...func(*Options)) (*XOutput, error).
func isOperation(method reflect.Type) bool {
	return method.NumIn() == 4 && method.NumOut() == 2 &&
		method.In(1) == reflect.TypeFor[context.Context]() && method.In(2).Kind() == reflect.Pointer && method.Out(0).Kind() == reflect.Pointer
}

// element is a type without its pointers, and whether it was a list.
func element(t reflect.Type) (plain reflect.Type, list bool) {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice && t.Elem().Kind() != reflect.Uint8 {
		list = list || t.Kind() == reflect.Slice
		t = t.Elem()
	}
	return t, list
}
