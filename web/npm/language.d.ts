import type { Messages } from '../element.js';

/** Every text of the element in this language, for its property `messages`. */
declare const messages: Messages;
export default messages;
