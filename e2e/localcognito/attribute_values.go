package localcognito

import (
	"fmt"
	"math/big"
	"regexp"
	"time"
	"unicode/utf8"
)

// stringAttributeConstraints is the structure StringAttributeConstraintsType:
// lengths in characters, in decimal; "" is no bound.
type stringAttributeConstraints struct {
	MinLength string `json:"MinLength,omitempty" shape:"StringType"`
	MaxLength string `json:"MaxLength,omitempty" shape:"StringType"`
}

// numberAttributeConstraints is the structure NumberAttributeConstraintsType:
// values in decimal; "" is no bound.
type numberAttributeConstraints struct {
	MinValue string `json:"MinValue,omitempty" shape:"StringType"`
	MaxValue string `json:"MaxValue,omitempty" shape:"StringType"`
}

func lengths(shortest, longest string) *stringAttributeConstraints {
	return &stringAttributeConstraints{shortest, longest}
}

var (
	// The exponents that big.Rat would read can make numbers of any size.
	decimalNumber = regexp.MustCompile(`\A-?[0-9]+(\.[0-9]+)?\z`)
	// largestBound is the greatest constraint (API reference,
	// StringAttributeConstraintsType): 2^1023, which has 308 digits.
	largestBound = new(big.Rat).SetInt(new(big.Int).Lsh(big.NewInt(1), 1023))
)

const boundDigits = 308

// bound reads a constraint; nil is none.
func bound(text string) (*big.Rat, bool) {
	if text == "" {
		return nil, true
	}
	if len(text) > boundDigits+1 || !decimalNumber.MatchString(text) {
		return nil, false
	}
	n, ok := new(big.Rat).SetString(text)
	return n, ok && n.Cmp(largestBound) <= 0
}

// checkConstraints refuses constraints that are no numbers, contradict each
// other, or belong to another data type.
func (a schemaAttribute) checkConstraints() error {
	s, n := a.StringAttributeConstraints, a.NumberAttributeConstraints
	if s != nil && a.AttributeDataType != "String" || n != nil && a.AttributeDataType != "Number" {
		return fail(invalidParameter, "The constraints of %s are for another AttributeDataType.", a.Name)
	}
	var low, high string
	if s != nil {
		low, high = s.MinLength, s.MaxLength
	}
	if n != nil {
		low, high = n.MinValue, n.MaxValue
	}
	least, okLeast := bound(low)
	most, okMost := bound(high)
	if !okLeast || !okMost || least != nil && most != nil && least.Cmp(most) > 0 {
		return fail(invalidParameter, "The constraints of %s must be two numbers up to 2^1023, the lower one first.", a.Name)
	}
	return nil
}

// valueFormats are standard attributes that have a format, and the messages
// that were seen of the service.
var valueFormats = map[string]string{
	"email":        "Invalid email address format.",
	"phone_number": "Invalid phone number format.",
}

// checkValue refuses a value that the attribute cannot have. An empty one is
// no value.
func (a schemaAttribute) checkValue(value string) error {
	if value == "" {
		return nil
	}
	if message, ok := valueFormats[a.Name]; ok && !nameFormats[a.Name].MatchString(value) {
		return fail(invalidParameter, "%s", message)
	}
	if problem := dataTypes[a.AttributeDataType](a, value); problem != "" {
		return fail(invalidParameter, "Attributes did not conform to the schema: %s: %s", a.Name, problem)
	}
	return nil
}

// dataTypes says what is wrong with a value of each AttributeDataType, or "".
var dataTypes = map[string]func(a schemaAttribute, value string) string{
	"String": func(a schemaAttribute, value string) string {
		if c := a.StringAttributeConstraints; c != nil {
			return outside(big.NewRat(int64(utf8.RuneCountInString(value)), 1), c.MinLength, c.MaxLength,
				"String must have at least %s characters", "String must have at most %s characters")
		}
		return ""
	},
	"Number": func(a schemaAttribute, value string) string {
		if !decimalNumber.MatchString(value) {
			return "Value is not a number"
		}
		number, _ := new(big.Rat).SetString(value)
		if c := a.NumberAttributeConstraints; c != nil {
			return outside(number, c.MinValue, c.MaxValue, "Number must be at least %s", "Number must be at most %s")
		}
		return ""
	},
	"Boolean": func(_ schemaAttribute, value string) string {
		if value != "true" && value != "false" {
			return "Value is not a boolean"
		}
		return ""
	},
	"DateTime": func(_ schemaAttribute, value string) string {
		for _, layout := range []string{time.RFC3339, time.DateOnly} {
			if _, err := time.Parse(layout, value); err == nil {
				return ""
			}
		}
		return "Value is not a date and time"
	},
}

// outside returns the message of the bound that n is beyond, or "".
func outside(n *big.Rat, low, high, tooLow, tooHigh string) string {
	if least, _ := bound(low); least != nil && n.Cmp(least) < 0 {
		return fmt.Sprintf(tooLow, low)
	}
	if most, _ := bound(high); most != nil && n.Cmp(most) > 0 {
		return fmt.Sprintf(tooHigh, high)
	}
	return ""
}
