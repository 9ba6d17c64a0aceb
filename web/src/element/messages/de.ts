import type { Messages } from './en';

export default { lang: 'de' } satisfies Messages;
