import { slackText } from '../../../lib/auto-tagging/slack-text';

describe('slackText', () => {
  test.each<[string, string, string]>([
    ['bold', 'Owner: *ana*\n*Tagged* (1)', 'Owner: ana\nTagged (1)'],
    ['links', 'see <https://console.aws.amazon.com/x?a=1|my-queue> there', 'see my-queue there'],
    ['entities', '&lt;b&gt; &amp;amp;', '<b> &amp;'],
    ['a label that looks like a link', '<https://a.b/|&lt;https://evil|x&gt;>', '<https://evil|x>'],
    ['stars within words', '2*3*4', '2*3*4'],
  ])('reads %s', (_, text, expected) => {
    expect(slackText({ blocks: [{ type: 'section', text: { type: 'mrkdwn', text } }] })).toBe(expected);
  });

  test('takes header, sections and context in their order, and plain text as it is', () => {
    const blocks = [
      { type: 'header', text: { type: 'plain_text', text: 'A *B* &amp;' } },
      { type: 'divider' },
      { type: 'section', text: { type: 'mrkdwn', text: 'C' } },
      {
        type: 'context',
        elements: [
          { type: 'mrkdwn', text: 'D' },
          { type: 'mrkdwn', text: 'E' },
        ],
      },
    ];
    expect(slackText({ text: 'not shown', blocks })).toBe('A *B* &amp;\nC\nD\nE');
  });

  test('falls back to the text of a message without blocks', () => {
    expect(slackText({ text: 'hello' })).toBe('hello');
    expect(slackText({})).toBe('');
  });
});
