package localcognito

import "testing"

// The code looks flows and challenges up by names that the model's enums have
// let through.
func TestTablesCoverTheModel(t *testing.T) {
	for _, name := range constraints["AuthFlowType"].enum {
		if f := flowTable()[name]; f.start == nil {
			t.Errorf("no flow %s", name)
		}
	}
	for _, name := range constraints["ChallengeNameType"].enum {
		if ch := challengeTable()[name]; ch.answer == nil {
			t.Errorf("no challenge %s", name)
		}
	}
}
