package guides

import (
	"strings"
	"testing"

	"github.com/cognito-wasm/cognito-wasm/e2e/internal/site"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/provision"
	"github.com/cognito-wasm/cognito-wasm/e2e/localcognito/testrun"
)

func init() {
	noteExecuted("docs/bundlers.md", "TestAngular", "Angular")
	noteExecuted("docs/bundlers.md", "TestWebpackWithRule", "webpack with a rule for WebAssembly")
}

// angularProject are the files of a project as "ng new --minimal" makes it, cut
// down to what a build needs. The guide begins where it is there. The cache is
// on as on a developer's machine, where the development server bundles packages
// before it serves them.
var angularProject = map[string]string{
	"package.json": `{ "private": true, "dependencies": {
		"@angular/build": "20.3.41", "@angular/cli": "20.3.43", "@angular/common": "20.3.32", "@angular/compiler": "20.3.32",
		"@angular/compiler-cli": "20.3.32", "@angular/core": "20.3.32", "@angular/platform-browser": "20.3.32", "rxjs": "7.8.2", "typescript": "5.9.3" } }`,
	"angular.json": `{ "version": 1, "cli": { "analytics": false, "cache": { "environment": "all" } }, "projects": { "app": {
		"projectType": "application", "root": "", "sourceRoot": "src", "architect": {
			"build": { "builder": "@angular/build:application", "options": { "browser": "src/main.ts", "tsConfig": "tsconfig.json", "assets": [ASSETS] } },
			"serve": { "builder": "@angular/build:dev-server", "options": { "buildTarget": "app:build" } } } } } }`,
	"tsconfig.json":  `{ "compilerOptions": { "strict": true, "target": "ES2022", "module": "preserve" }, "files": ["src/main.ts"] }`,
	"src/index.html": `<!doctype html><html lang="en"><head><title>app</title><base href="/"><link rel="icon" href="data:,"></head><body><app-root></app-root></body></html>`,
	"src/main.ts": `import { provideZonelessChangeDetection } from '@angular/core';
		import { bootstrapApplication } from '@angular/platform-browser';
		import { App } from './app/app';
		bootstrapApplication(App, { providers: [provideZonelessChangeDetection()] });`,
}

// What Angular's CLI builds signs in, and so does its development server.
func TestAngular(t *testing.T) {
	t.Parallel()
	cognito := testrun.Start(t, "", provision.User{Name: "alice"})
	r := newReader(t)
	r.endpoint = strings.TrimPrefix(cognito.Endpoint, "http://")
	r.run(`node -p 'const [major, minor] = process.versions.node.split("."); +major > 20 || +major === 20 && +minor >= 19'`)
	if strings.TrimSpace(r.output) != "true" {
		t.Skip("Angular 20 needs Node 20.19 or later")
	}
	guide := sectionOf(t, "docs/bundlers.md", "Angular")
	for name, text := range angularProject {
		r.write(name, strings.Replace(text, "ASSETS", guide[0].text, 1))
	}
	r.run("npm install cognito-wasm")
	r.write(guide[1].file, guide[1].text)
	for _, b := range guide[2:] {
		r.run(strings.TrimSpace(b.text))
		if b.text == "npx ng build\n" {
			r.address = site.New(t, r.folder+"/dist/app/browser").URL
		}
		signsIn(r)
	}
}

// webpack with a rule that takes every .wasm, and with the experiment alone,
// which takes none of ours.
func TestWebpackWithRule(t *testing.T) {
	t.Parallel()
	cognito := testrun.Start(t, "", provision.User{Name: "alice"})
	r := newReader(t)
	r.endpoint = strings.TrimPrefix(cognito.Endpoint, "http://")
	r.hasBundlers()
	r.files("docs/bundlers.md", "webpack 5")
	ours := "      { test: /cognito-auth\\.wasm$/, type: 'asset/resource' },\n"
	config := sectionOf(t, "docs/bundlers.md", "webpack with a rule for WebAssembly")[0].text
	r.write("webpack.config.js", replaced(t, config, ours, ""))
	r.run("npx webpack --mode development || true")
	printed("Can't resolve 'gojs'")(r)
	for text, mode := range map[string]string{config: "production", "module.exports = { experiments: { asyncWebAssembly: true } };": "development"} {
		r.write("webpack.config.js", text)
		r.run("npx webpack --mode " + mode)
		r.address = site.New(t, r.folder+"/dist").URL
		signsIn(r)
	}
}
