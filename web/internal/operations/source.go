package operations

import (
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// source is what reflection does not tell: the comments.
type source struct {
	// methods are the comments of the client's methods, structs those of
	// structures, members those of their members, as "AttributeType.Name".
	methods, structs, members map[string]string
}

// readSource reads the comments in the SDK's two packages.
func readSource(ctx context.Context) (*source, error) {
	s := &source{map[string]string{}, map[string]string{}, map[string]string{}}
	for _, path := range []string{reflect.TypeFor[cognitoidentityprovider.Client]().PkgPath(), reflect.TypeFor[types.AttributeType]().PkgPath()} {
		folder, err := exec.CommandContext(ctx, "go", "list", "-f", "{{.Dir}}", path).Output()
		if err != nil {
			return nil, fmt.Errorf("go list %s: %w", path, err)
		}
		files, err := filepath.Glob(filepath.Join(strings.TrimSpace(string(folder)), "*.go"))
		if err != nil {
			return nil, err
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments|parser.SkipObjectResolution)
			if err != nil {
				return nil, err
			}
			for _, declaration := range file.Decls {
				s.add(declaration)
			}
		}
	}
	return s, nil
}

func (s *source) add(declaration ast.Decl) {
	switch declared := declaration.(type) {
	case *ast.FuncDecl:
		if declared.Recv == nil {
			return
		}
		if receiver, ok := declared.Recv.List[0].Type.(*ast.StarExpr); ok {
			if class, ok := receiver.X.(*ast.Ident); ok && class.Name == "Client" {
				s.methods[declared.Name.Name] = declared.Doc.Text()
			}
		}
	case *ast.GenDecl:
		for _, spec := range declared.Specs {
			named, ok := spec.(*ast.TypeSpec)
			if !ok {
				continue
			}
			structure, ok := named.Type.(*ast.StructType)
			if !ok {
				continue
			}
			s.structs[named.Name.Name] = declared.Doc.Text()
			for _, field := range structure.Fields.List {
				for _, name := range field.Names {
					s.members[named.Name.Name+"."+name.Name] = field.Doc.Text()
				}
			}
		}
	}
}

// shape describes a structure of the SDK's, given by a pointer or itself.
func (s *source) shape(t reflect.Type) Shape {
	t, _ = element(t)
	shape := Shape{Name: t.Name(), Doc: firstSentence(s.structs[t.Name()])}
	for i := range t.NumField() {
		field := t.Field(i)
		if !field.IsExported() || field.Name == "ResultMetadata" { // which is the SDK's, of the answer's transport
			continue
		}
		doc := s.members[t.Name()+"."+field.Name]
		shape.Members = append(shape.Members, Member{
			Name: field.Name, Doc: firstSentence(doc), Required: strings.Contains(doc, required), Type: field.Type,
		})
	}
	return shape
}

// required is what the SDK's comments say of a member that has to be there.
const required = "This member is required."
