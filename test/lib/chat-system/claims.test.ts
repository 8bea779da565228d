import { claims } from '../../../lib/chat-system/claims';

const proofs = claims.flatMap(({ id, evidence }) => (evidence.kind === 'proved' ? [id] : []));

test('every claim has an id of its own, of this exercise', () => {
  expect(new Set(claims.map(({ id }) => id)).size).toBe(claims.length);
  for (const { id } of claims) expect(id).toMatch(/^chat-system\/[a-z-]+$/);
});

test.each(proofs)('%s has a proof', async (id) => {
  const name = id.replace('chat-system/', '');
  const loaded = (await import(`../../../lib/chat-system/proofs/${name}`)) as { readonly prove?: unknown };
  expect(loaded.prove).toBeInstanceOf(Function);
});
