import { useData } from 'vitepress';
import { defineComponent, h, onMounted, ref, watch } from 'vue';

let drawn = 0;

/** Draws Mermaid text in the colours of the page. */
export const Diagram = defineComponent({
  props: { text: { type: String, required: true }, label: { type: String, required: true } },
  setup({ text, label }) {
    const { isDark } = useData();
    const source = decodeURIComponent(text);
    const svg = ref('');
    const draw = async () => {
      const { default: mermaid } = await import('mermaid');
      mermaid.initialize({
        startOnLoad: false,
        theme: isDark.value ? 'dark' : 'neutral',
        fontFamily: 'inherit',
        securityLevel: 'strict',
      });
      svg.value = (await mermaid.render(`diagram-${++drawn}`, source)).svg;
    };
    onMounted(draw);
    watch(isDark, draw);
    // Who has no script reads the text.
    return () =>
      svg.value === ''
        ? h('pre', { class: 'diagram' }, source)
        : h('div', {
            class: 'diagram',
            role: 'img',
            tabindex: 0,
            'aria-label': decodeURIComponent(label),
            innerHTML: svg.value,
          });
  },
});
