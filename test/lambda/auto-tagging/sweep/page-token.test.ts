import { nextToken, positionOf } from '../../../../lambda/auto-tagging/sweep/page-token';

describe('positionOf', () => {
  it.each([
    [undefined, { region: 'eu-west-1' }],
    ['', { region: 'eu-west-1' }],
    ['abc', { region: 'eu-west-1', token: 'abc' }],
    ['global:', { region: 'global' }],
    ['global:abc', { region: 'global', token: 'abc' }],
  ])('reads %j', (token, expected) => {
    expect(positionOf(token, 'eu-west-1')).toEqual(expected);
  });
});

describe('nextToken', () => {
  it.each([
    ['eu-west-1', 'abc', 'abc'],
    ['eu-west-1', undefined, undefined],
    ['us-east-1', 'abc', 'abc'],
    ['us-east-1', undefined, 'global:'],
    ['global', 'abc', 'global:abc'],
    ['global', undefined, undefined],
  ])('goes on from %s with %s', (region, token, expected) => {
    expect(nextToken({ region }, token)).toBe(expected);
  });
});
