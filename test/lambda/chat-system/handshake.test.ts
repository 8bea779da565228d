import fc from 'fast-check';
import { isFromAllowedOrigin, offerOf } from '../../../lambda/chat-system/handshake';

describe('the subprotocols', () => {
  test.each([
    ['as browsers and ws write them', 'takehome.chat.v1, authorization.abc', { speaksChat: true, token: 'abc' }],
    ['without spaces', 'takehome.chat.v1,authorization.abc', { speaksChat: true, token: 'abc' }],
    ['in the other order', 'authorization.abc,takehome.chat.v1', { speaksChat: true, token: 'abc' }],
    ['with an empty token', 'takehome.chat.v1,authorization.', { speaksChat: true }],
    ['of another version', 'takehome.chat.v2,authorization.abc', { speaksChat: false, token: 'abc' }],
    ['none', undefined, { speaksChat: false }],
  ])('%s', (_, value, offer) => {
    expect(offerOf({ 'sEc-WebSocket-protocol': value })).toEqual(offer);
  });

  test('of whatever text offer a token only by its prefix', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { token } = offerOf({ 'Sec-WebSocket-Protocol': text });
        expect(token === undefined || text.includes(`authorization.${token}`)).toBe(true);
      }),
    );
  });
});

describe('the origin', () => {
  const allowed = ['https://chat.example.com'];

  test.each([
    ['of the web client', { Origin: 'https://chat.example.com' }, true],
    ['of no browser', {}, true],
    ['of another page', { origin: 'https://evil.example.com' }, false],
    ['that only begins so', { Origin: 'https://chat.example.com.evil.example.com' }, false],
    ['of a sandboxed frame', { Origin: 'null' }, false],
    ['that is empty', { Origin: '' }, false],
  ])('%s', (_, headers, expected) => {
    expect(isFromAllowedOrigin(headers, allowed)).toBe(expected);
  });
});
