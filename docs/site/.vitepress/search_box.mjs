// VitePress calls its search a button with options, and hides what a link says. A screen reader gets a dialog with a list of links here.

const changes = [
  [/role="button"\s+:aria-owns="[^"]*"\s+aria-expanded="true"\s+aria-haspopup="listbox"\s+aria-labelledby="localsearch-label"/, 'role="dialog" aria-modal="true" :aria-label="buttonText"'],
  [/:aria-activedescendant="[^"]*"\s+aria-autocomplete="both"\s+:aria-controls="[^"]*"\s+aria-labelledby="localsearch-label"/, ':aria-label="buttonText"'],
  [/:role="results\?\.length \? 'listbox' : undefined"\s+:aria-labelledby="[^"]*"/, ':aria-label="results?.length ? buttonText : undefined"'],
  [/:aria-selected="[^"]*"\s+role="option"/, ''],
  [/:aria-label="\[\.\.\.p\.titles, p\.title\]\.join\(' > '\)"/, ''],
  [/<kbd :aria-label/g, '<kbd role="img" :aria-label'],
  [/<span class="title-icon">/, '<span class="title-icon" aria-hidden="true">'],
];

export const searchBox = {
  name: 'search-box',
  enforce: 'pre',
  transform(source, id) {
    if (!id.endsWith('/VPLocalSearchBox.vue')) return undefined;
    return changes.reduce((text, [from, to]) => {
      if (text.search(from) < 0) throw new Error(`VPLocalSearchBox.vue has changed: ${from}`);
      return text.replace(from, to);
    }, source);
  },
};
