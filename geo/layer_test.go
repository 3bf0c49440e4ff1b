package geo

import "testing"

// These numbers are in published files: they must never change.
func TestFeatureNumber(t *testing.T) {
	for _, tt := range []struct {
		id   string
		want uint64
	}{
		{"", 5239054864098682},
		{"a", 1086646154029559},
		{"Şuşa", 1834534043540290},
		{"north-1", 8412278395509627},
	} {
		got := FeatureNumber(tt.id)
		if got != tt.want || got >= 1<<53 {
			t.Errorf("FeatureNumber(%q) = %d, want %d", tt.id, got, tt.want)
		}
	}
}
