// The site of the documents. They are read as they are in the repository, where their links have to work too.

import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, normalize, relative } from 'node:path';

import { groups, pages, root } from './pages.mjs';
import { searchBox } from './search_box.mjs';

const repository = 'https://github.com/cognito-wasm/cognito-wasm';
// Until relocate() replaces it by where the site really is.
const base = '/base-of-the-site/';

const require = createRequire(import.meta.url);

for (const path of pages.keys()) if (!existsSync(root + path)) throw new Error(`pages.mjs: there is no ${path}`);

export default {
  title: 'cognito-wasm',
  description: 'Sign-in for Amazon Cognito user pools',
  lang: 'en',
  base,
  srcDir: root,
  outDir: join(root, 'dist/docs'),
  srcExclude: readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory() && entry.name !== 'docs').map(({ name }) => `${name}/**`),
  rewrites: Object.fromEntries([...pages].map(([path, page]) => [path, `${page}.md`])),
  metaChunk: true,
  head: [
    ['link', { rel: 'icon', href: 'data:,' }],
    ['script', {}, 'globalThis.siteBase=new URL(".",location.href).pathname'],
  ],
  markdown: {
    anchor: { slugify },
    // Of languages that shiki does not know.
    languageAlias: { caddyfile: 'nginx' },
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    config(md) {
      md.core.ruler.push('repository_links', ({ tokens, env }) => tokens.forEach((token) => (token.children ?? []).forEach((child) => link(child, env))));
      // The corner of a table is no header.
      md.core.ruler.push('empty_headers', ({ tokens }) => tokens.forEach(({ type }, i) => {
        if (type === 'th_open' && tokens[i + 1].content === '') tokens[i].tag = tokens[i + 2].tag = 'td';
      }));
      const fence = md.renderer.rules.fence;
      md.renderer.rules.fence = (tokens, index, options, env, self) => {
        const { info, content } = tokens[index], { escapeHtml } = md.utils;
        if (env.searched) return `<pre>${escapeHtml(content)}</pre>`;
        const [, file] = info.split(' ');
        return (file ? `<p class="file-name">${escapeHtml(file)}</p>` : '') + fence(tokens, index, options, env, self);
      };
    },
  },
  // The pages are outside this folder, where nothing is installed.
  vite: { plugins: [searchBox], resolve: { alias: { vue: dirname(require.resolve('vue/package.json')) } } },
  themeConfig: {
    // Colours are for readers, and take as long again.
    search: { provider: 'local', options: { _render: (text, env, md) => md.render(text, { ...env, searched: true }) } },
    outline: { level: 2 },
    sidebar: groups.filter(([, entries]) => entries.length > 0).map(([text, entries]) => ({
      ...(text && { text }),
      items: entries.map(([title, path]) => ({ text: title, link: `/${pages.get(path)}.html` })),
    })),
    socialLinks: [{ icon: 'github', link: repository, ariaLabel: 'cognito-wasm on GitHub' }],
  },
  buildEnd: ({ outDir }) => relocate(outDir),
};

/** As GitHub makes anchors. */
function slugify(heading) {
  return heading.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-');
}

/** Leads a link to the page of a document, or to the file in the repository where it is of no document. */
function link(token, { realPath, path }) {
  const href = token.type === 'link_open' && token.attrGet('href');
  if (!href || /^[a-z]+:/.test(href) || href.startsWith('#')) return;
  const [target, anchor] = href.split('#');
  const file = normalize(join(dirname(relative(root, realPath ?? path)), decodeURI(target)));
  const hash = anchor === undefined ? '' : `#${anchor}`;
  token.attrSet('href', pages.has(file) ? `./${pages.get(file)}.md${hash}` : `${repository}/blob/main/${file}${hash}`);
}

/**
 * Makes every address of the site relative to the folder of its pages, so that it can be published under any path. VitePress has to be
 * told the path when it builds.
 */
function relocate(folder) {
  rmSync(join(folder, '404.html')); // it would be shown in any folder
  for (const name of readdirSync(folder, { recursive: true })) {
    const file = join(folder, name);
    const rewrite = rules.find(({ files }) => files.test(name))?.rewrite;
    if (!rewrite) continue;
    const text = rewrite(readFileSync(file, 'utf8'));
    if (text.replaceAll(`.replaceAll("${base}"`, '').includes(base) && !name.includes('localSearchIndex')) throw new Error(`${name}: ${base} is left`);
    writeFileSync(file, text);
  }
}

// Inside a string of JSON that is inside a string of a script.
const nested = (text) => text.replaceAll(`\\"${base}`, '\\""+siteBase+"');

const rules = [
  { files: /\.html$/, rewrite: (text) => nested(text).replaceAll(`"${base}`, '"./') },
  {
    files: /localSearchIndex.*\.js$/,
    rewrite: (text) => text.replace(/export\{(\w+) as default\}/, `const located=$1.replaceAll("${base}",siteBase);export{located as default}`),
  },
  { files: /\.js$/, rewrite: (text) => nested(text).replace(new RegExp(`(["'\`])${base}([^"'\`\\\\]*)\\1`, 'g'), '(siteBase+"$2")') },
  { files: /\.css$/, rewrite: (text) => text.replaceAll(`${base}assets/`, './') },
];
