import type { Messages } from './en';

export default { lang: 'fr' } satisfies Messages;
