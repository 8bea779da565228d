import { withBase } from 'vitepress';
import { defineComponent, h, shallowRef } from 'vue';

/** Topology and matrix of each option of an exercise, to look at. */
export const ReachPages = defineComponent({
  props: { pages: { type: String, required: true }, label: { type: String, required: true } },
  setup({ pages, label }) {
    const choices = JSON.parse(decodeURIComponent(pages)) as readonly { title: string; link: string }[];
    const chosen = shallowRef(choices[0]);
    return () =>
      h('section', { class: 'reach', 'aria-label': decodeURIComponent(label) }, [
        h(
          'div',
          { class: 'options' },
          choices.map((choice) =>
            h(
              'button',
              { type: 'button', 'aria-pressed': choice === chosen.value, onClick: () => (chosen.value = choice) },
              choice.title,
            ),
          ),
        ),
        h('iframe', {
          src: withBase(chosen.value.link),
          title: `${decodeURIComponent(label)}: ${chosen.value.title}`,
          loading: 'lazy',
        }),
        h(
          'a',
          { href: withBase(chosen.value.link), target: '_blank' },
          `${decodeURIComponent(label)}: ${chosen.value.title} ↗`,
        ),
      ]);
  },
});
