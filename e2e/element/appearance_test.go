package element

import (
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
)

// The states as people see them who have set their browsers or their pages so that
// they can: each is whole at 320 pixels, and axe-core has nothing to say.
func TestAppearances(t *testing.T) {
	for _, row := range []struct {
		name       string
		attributes object
		feature    [2]string
		prepare    string
		check      func(t *testing.T, v *visit, state string)
	}{
		// WCAG 2.2, 1.4.4.
		{name: "text of twice the size", prepare: `document.documentElement.style.fontSize = '200%'`},
		{name: "right to left", attributes: object{"lang": "ar"}, prepare: `(document.documentElement.dir = 'rtl', ` + load("/cognito-wasm.element.ar.js") + `)`, check: isMirrored},
		{name: "forced colours", feature: [2]string{"forced-colors", "active"}, check: hasEdges},
	} {
		t.Run(row.name, func(t *testing.T) {
			if row.feature[0] != "" && engine.Engine != browser.Chromium {
				engine.Skip(t, "a command for what its user prefers")
			}
			s := newStage(t)
			v := s.touring()
			if row.feature[0] != "" {
				v.prefers(row.feature[0], row.feature[1])
			}
			if row.prepare != "" {
				browser.Eval[any](v.Page, row.prepare)
			}
			s.tour(v, row.attributes, func(name string) {
				t.Helper()
				checkSizes(t, v.Page, name)
				if row.feature[0] == "" { // else the colours are the system's, and nothing else differs
					checkAxe(t, v.Page, name)
				}
				if row.check != nil {
					row.check(t, v, name)
				}
			})
		})
	}
}

// isMirrored sees that the form is in its language, and what begins a line at the
// right of it.
func isMirrored(t *testing.T, v *visit, state string) {
	t.Helper()
	if !browser.Eval[bool](v.Page, `(() => {
		if (form() === null) return element.dataset.state === 'signed-in';
		const text = document.createRange();
		text.selectNodeContents(form().querySelector('.cognito-heading'));
		return form().lang === 'ar' && form().dir === 'rtl' && text.getBoundingClientRect().right > form().getBoundingClientRect().right - 4;
	})()`) {
		t.Errorf("%s is not mirrored", state)
	}
}

// hasEdges sees that what can be used has an edge, whose colour is the system's, and
// that a QR code stays black on white.
func hasEdges(t *testing.T, v *visit, state string) {
	t.Helper()
	for _, wrong := range browser.Eval[[]string](v.Page, `(() => {
		const probe = document.createElement('p');
		document.body.append(probe);
		const system = (name) => (probe.style.color = name, getComputedStyle(probe).color);
		const canvas = system('Canvas');
		const wrong = [];
		for (const part of element.querySelectorAll('.cognito-input, .cognito-button, .cognito-choice')) {
			const {borderTopWidth, borderTopColor, borderTopStyle} = getComputedStyle(part);
			if (part.getClientRects().length > 0 && (borderTopWidth === '0px' || borderTopStyle === 'none' || borderTopColor === canvas || borderTopColor === 'rgba(0, 0, 0, 0)')) wrong.push(part.className + ' has the edge ' + [borderTopWidth, borderTopStyle, borderTopColor]);
		}
		for (const part of element.querySelectorAll('.cognito-choice')) {
			const {outlineStyle, outlineColor} = getComputedStyle(part);
			if (part.querySelector('input').checked !== (outlineStyle === 'solid' && outlineColor === system('Highlight'))) wrong.push('a choice is outlined ' + [outlineStyle, outlineColor]);
		}
		const qr = element.querySelector('.cognito-qr');
		if (qr && getComputedStyle(qr).forcedColorAdjust !== 'none') wrong.push('the QR code has the system\'s colours');
		probe.remove();
		return wrong;
	})()`) {
		t.Errorf("%s: %s", state, wrong)
	}
}

// Who wants less motion gets less of it while something is under way.
func TestReducedMotion(t *testing.T) {
	s := newStage(t)
	v := s.visit(t)
	v.Chromedp("a command for what its user prefers")
	for _, row := range []struct{ motion, turns string }{{"no-preference", "0.8s"}, {"reduce", "4s"}} {
		v.prefers("prefers-reduced-motion", row.motion)
		v.mount("", object{})
		got := browser.Eval[string](v.Page, `(type({username: 'nobody', password: 'wrong'}), press('submit'), getComputedStyle(form().querySelector('.cognito-primary'), '::after').animationDuration)`)
		if got != row.turns {
			t.Errorf("with the preference %s it turns in %s, want %s", row.motion, got, row.turns)
		}
		browser.Eval[any](v.Page, "settled()")
	}
}
