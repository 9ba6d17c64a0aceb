import type { Messages } from './en';

export default { lang: 'es' } satisfies Messages;
