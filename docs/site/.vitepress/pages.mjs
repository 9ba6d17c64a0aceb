// What is in the site, in the order of its side bar. A document is named by its path from the root of the project.

import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';

export const root = new URL('../../../', import.meta.url).pathname;

const docs = (...names) => names.map(([title, name]) => [title, `docs/${name}.md`]);

/** All documents of a folder, called as their headings are. */
const folder = (path, first = []) => readdirSync(root + path)
  .filter((name) => name.endsWith('.md'))
  .sort((a, b) => rank(first, a) - rank(first, b) || a.localeCompare(b))
  .map((name) => [heading(`${path}/${name}`), `${path}/${name}`]);

const rank = (first, name) => (first.includes(name.slice(0, -3)) ? first.indexOf(name.slice(0, -3)) : first.length);

const heading = (path) => /^# (.+)$/m.exec(readFileSync(root + path, 'utf8'))[1].replaceAll('`', '');

export const groups = [
  ['', [['Overview', 'README.md']]],
  ['Start', folder('docs/start', ['README', 'element', 'script-tag', 'vite', 'react', 'nextjs', 'vue', 'svelte', 'angular', 'node', 'go'])],
  ['Guides', docs(
    ['The sign-in element', 'element'], ['Your own sign-in form', 'sign-in-form'], ['Challenges', 'challenges'], ['Passkeys', 'passkeys'],
    ['Second factors', 'second-factors'], ['Sign-up', 'sign-up'], ['Forgotten password', 'forgotten-password'], ['Attributes', 'attributes'],
    ['Staying signed in', 'session'], ['Devices', 'devices'], ['Password managers', 'password-managers'], ['Errors', 'errors'],
    ['Script tag', 'script-tag'], ['Bundlers and Node', 'bundlers'], ['Loading ahead', 'loading'], ['Requests', 'requests'],
    ['Security headers', 'csp'], ['Hosting', 'hosting'], ['Testing', 'testing'],
  )],
  ['Moving', docs(['From Amplify', 'from-amplify'], ['From amazon-cognito-identity-js', 'from-amazon-cognito-identity-js'])],
  ['Reference', [
    ...docs(['API', 'api']), ['Security', 'SECURITY.md'], ...docs(['Comparison', 'comparison'], ['Benchmarks', 'benchmarks'], ['Local Cognito', 'local-cognito']),
    ['Changelog', 'CHANGELOG.md'],
  ]],
  ['Project', [['Contributing', 'CONTRIBUTING.md'], ...docs(['Architecture', 'architecture']), ['Decisions', 'docs/decisions/README.md']]],
];

const listed = groups.flatMap(([, entries]) => entries.map(([, path]) => path));

/** The name of each document's page. All pages are in one folder, so that every link in the site can be relative. */
export const pages = new Map([...listed, ...folder('docs/decisions').map(([, path]) => path)].map((path) => [path, page(path)]));

function page(path) {
  if (path === 'README.md') return 'index';
  const inside = dirname(path).replace(/^(docs|\.)\/?/, '').replaceAll('/', '-');
  const name = basename(path, '.md');
  if (name === 'README') return inside;
  return `${inside && `${inside}-`}${name}`.toLowerCase();
}
