package guides

import (
	neturl "net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/browser"
	"github.com/cognito-wasm/cognito-wasm/e2e/internal/site"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/testrun"
)

const sessionGuide = "docs/session.md"

func init() {
	noteExecuted(sessionGuide, "TestSessionGuide", "One client for the page", "A route guard", identityPool)
	noteExecuted(sessionGuide, "TestStart", "Without a framework", "React", "Vue", "Svelte", "Next.js")
}

// recipes are files of a project as Vite's templates make it. The guide begins
// where it is there.
var recipes = map[string]string{
	"vite.config.js": `import { svelte } from '@sveltejs/vite-plugin-svelte';
		import vue from '@vitejs/plugin-vue';
		const pages = ['index', 'members', 'sign-in', 'routers', 'aws', 'element-react', 'element-vue', 'element-svelte', 'element-messages']
			.map((name) => name + '.html');
		export default { plugins: [vue({ template: { compilerOptions: { isCustomElement: (tag) => tag === 'cognito-sign-in' } } }), svelte()], build: { target: 'esnext', minify: false, rolldownOptions: { input: pages } } };`,
	"index.html": `<!doctype html><link rel="icon" href="data:,"><h1>Home</h1>`,
	"members.html": `<!doctype html><link rel="icon" href="data:,"><script type="module">
		import './members.js';
		import { client } from './auth.js';
		if (client.snapshot()) document.body.append(document.createElement('h2'));
		globalThis.client = client;</script>`,
	"sign-in.html": mounted(`import { signIn } from './auth.js';
		import { target } from './guard.js';
		globalThis.target = target;
		globalThis.enter = async () => {
			await signIn(new Map([['username', 'alice'], ['password', 'Local-Cognito-1']]));
			location.replace(target(location.search));
		};
		document.querySelector('main').append(document.createElement('h3'));`),
	"aws.html": mounted(`import { client } from './auth.js';
		import { credentialsOf } from './credentials.js';
		Object.assign(globalThis, { client, credentialsOf });`),
	"routers.html": mounted(`import { createElement } from 'react';
		import { createMemoryRouter } from 'react-router';
		import { createMemoryHistory, createRouter } from 'vue-router';
		import { client } from './auth.js';
		import { beforeEach } from './before-each.js';
		import { loader } from './loader.js';
		const page = { template: '' }, element = createElement('p');
		globalThis.client = client;
		globalThis.react = (to) => new Promise((resolve) => {
			const router = createMemoryRouter([{ path: '/members', loader, element }, { path: '/sign-in.html', element }], { initialEntries: [to] });
			const look = ({ initialized, location }) => { if (initialized) resolve(location.pathname + location.search); };
			router.subscribe(look);
			look(router.state);
		});
		globalThis.vue = async (to) => {
			const routes = [{ path: '/members', component: page }, { path: '/sign-in.html', component: page, meta: { open: true } }];
			const router = createRouter({ history: createMemoryHistory(), routes });
			router.beforeEach(beforeEach);
			await router.push(to);
			return router.currentRoute.value.fullPath;
		};`),
}

func mounted(script string) string {
	return `<!doctype html><link rel="icon" href="data:,"><main></main><script type="module">` + script + `</script>`
}

// What the guide says of frameworks is one site, built at once.
func TestSessionGuide(t *testing.T) {
	t.Parallel()
	cognito := testrun.Start(t, "", provision.User{Name: "alice"}, provision.User{Name: "bob"})
	r := newReader(t)
	r.endpoint = strings.TrimPrefix(cognito.Endpoint, "http://")
	const config = "clientConfig: { region: 'eu-west-1'"
	r.replace = strings.NewReplacer(elementClient, elementClient+` endpoint="`+cognito.Endpoint+`"`, config, config+", endpoint: "+quote(identities(t, cognito)))
	for name, text := range recipes {
		r.write(name, text)
	}
	r.hasElementRecipes()
	for _, section := range []string{"One client for the page", "A route guard"} {
		r.files(sessionGuide, section)
	}
	r.run("npm install cognito-wasm vite @vitejs/plugin-vue @sveltejs/vite-plugin-svelte react react-dom vue svelte react-router vue-router")
	r.follow(sessionGuide, identityPool)
	r.run("npx vite build")
	url := site.New(t, r.folder+"/dist").URL
	for name, title := range elementRecipes {
		t.Run("element in "+name, func(t *testing.T) { signsInByElement(t, url+"/element-"+name+".html", title) })
	}
	t.Run("guard", func(t *testing.T) { guards(t, url) })
	t.Run("routers", func(t *testing.T) { guardsRoutes(t, url+"/routers.html") })
	// It moves the clock, and comes last.
	t.Run("credentials", func(t *testing.T) { getsCredentials(t, cognito, url+"/aws.html") })
}

// guards comes to a page that is for users, is sent to sign in and back, and away
// again by a tab that signs out.
func guards(t *testing.T, url string) {
	t.Helper()
	page := chromium.LastingPage(t, 30*time.Second)
	page.Open(url + "/members.html?tab=2")
	page.Do(chromedp.WaitReady("h3"))
	if got, want := browser.Eval[string](page, `location.href`), url+"/sign-in.html?to=%2Fmembers.html%3Ftab%3D2"; got != want {
		t.Errorf("is sent to %s, want %s", got, want)
	}
	for to, want := range map[string]string{
		"/members.html?tab=2": url + "/members.html?tab=2", "https://elsewhere.example/": "/", "//elsewhere.example/": "/",
		"javascript:alert(1)": "/", url + "//elsewhere.example/": url + "//elsewhere.example/",
	} {
		if got := browser.Eval[string](page, `target('?'+ new URLSearchParams({ to: `+quote(to)+` }))`); got != want {
			t.Errorf("%q leads to %q, want %q", to, got, want)
		}
	}
	browser.Eval[any](page, `void enter()`)
	page.Do(chromedp.WaitReady("h2"))
	if got, want := browser.Eval[string](page, `location.href`), url+"/members.html?tab=2"; got != want {
		t.Errorf("is sent back to %s, want %s", got, want)
	}
	other := page.Sibling()
	other.Open(url + "/members.html")
	browser.Eval[any](other, `void client.signOut()`)
	for _, page := range []*browser.Page{page, other} {
		page.Do(chromedp.WaitReady("h1"))
	}
}

// guardsRoutes asks both routers where a route leads, for nobody and for a user.
func guardsRoutes(t *testing.T, url string) {
	t.Helper()
	page := chromium.LastingPage(t, 30*time.Second)
	page.Open(url)
	lead := func(want string) {
		t.Helper()
		for _, router := range []string{"react", "vue"} {
			got := browser.Eval[string](page, router+`('/members?tab=2')`)
			if decoded, err := neturl.PathUnescape(got); err != nil || decoded != want {
				t.Errorf("%s leads to %q, want %q", router, got, want)
			}
		}
	}
	lead("/sign-in.html?to=/members?tab=2")
	browser.Eval[any](page, `client.initiate({username: 'alice', password: 'Local-Cognito-1'}).then(() => 0)`)
	lead("/members?tab=2")
}
