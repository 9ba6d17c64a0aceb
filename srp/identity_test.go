package srp

import (
	"strings"
	"testing"
)

func TestPoolName(t *testing.T) {
	tests := []struct{ id, want string }{
		{"eu-west-1_AbC123", "AbC123"},
		{"us-gov-west-1_EXAMPLE12", "EXAMPLE12"},
		{"local_a_b", "a_b"}, // after the first "_"
		{"r_x", "x"},
	}
	for _, tt := range tests {
		if got, err := PoolName(tt.id); err != nil || got != tt.want {
			t.Errorf("PoolName(%q) = %q, %v, want %q", tt.id, got, err, tt.want)
		}
	}
	for _, id := range []string{"", "_", "_AbC123", "eu-west-1_", "MARKER", "eu-west-1-AbC123"} {
		got, err := PoolName(id)
		if got != "" {
			t.Errorf("PoolName(%q) = %q", id, got)
		}
		wantParameterError(t, err, "UserPoolId")
	}
}

func FuzzPoolName(f *testing.F) {
	for _, id := range []string{"", "_", "a_b", "a_b_c", "eu-west-1_AbC123", "a＿b"} {
		f.Add(id)
	}
	f.Fuzz(func(t *testing.T, id string) {
		name, err := PoolName(id)
		at := strings.IndexByte(id, '_')
		if at < 1 || at == len(id)-1 {
			if name != "" {
				t.Errorf("PoolName(%q) = %q", id, name)
			}
			wantParameterError(t, err, "UserPoolId")
			return
		}
		if err != nil || id[:at]+"_"+name != id {
			t.Errorf("PoolName(%q) = %q, %v", id, name, err)
		}
	})
}

func TestIdentities(t *testing.T) {
	if got, want := UserIdentity("pool", "user"), (Identity{Group: "pool", Name: "user"}); got != want {
		t.Errorf("UserIdentity = %+v", got)
	}
	if got, want := DeviceIdentity("group", "device"), (Identity{Group: "group", Name: "device"}); got != want {
		t.Errorf("DeviceIdentity = %+v", got)
	}
}
