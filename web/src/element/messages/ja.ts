import type { Messages } from './en';

export default { lang: 'ja' } satisfies Messages;
