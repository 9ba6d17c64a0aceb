import type { Messages } from './en';

export default { lang: 'ar' } satisfies Messages;
