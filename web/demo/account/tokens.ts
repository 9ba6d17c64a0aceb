import { table } from '../claims';
import { h } from '../dom';
import { type Desk, head, type Panel } from './panel';

/** The three tokens, taken apart. */
export class TokensPanel implements Panel {
  readonly label = 'Tokens';

  show({ session: { tokens: { idToken, accessToken, refreshToken } } }: Desk): Node[] {
    return [
      head('Your tokens',
        'Decoded for reading, and not verified: a page has no use for that. Whoever receives a token verifies its signature with the pool’s public keys.'),
      h('div', { class: 'tokens' },
        ...(idToken === undefined ? [] : [table('ID token', 'For the page: who the user is.', idToken)]),
        table('Access token', 'For APIs: what its bearer may do.', accessToken),
        h('section', { class: 'opaque', 'aria-labelledby': 'refresh-token' },
          h('h4', { id: 'refresh-token' }, 'Refresh token'),
          h('p', { class: 'hint' }, refreshToken === undefined ? 'There is none.'
            : `Gets new tokens when these end. It is encrypted for Cognito alone, ${refreshToken.length.toLocaleString()} characters that say nothing to anybody else: there are no claims to show.`),
        ),
      ),
    ];
  }
}
