import { useData } from 'vitepress';
import { defineComponent, h, onMounted, ref, watch } from 'vue';

/** A drawing, and how wide it is where nothing shrinks it, in CSS pixels. */
interface Drawing {
  readonly svg: string;
  readonly width: number;
}

let drawn = 0;

const draw = async (source: string, isDark: boolean): Promise<Drawing> => {
  const { default: mermaid } = await import('mermaid');
  mermaid.initialize({
    startOnLoad: false,
    theme: isDark ? 'dark' : 'neutral',
    // Words on a line stand on the page, not on a grey that they are hard to read on.
    themeVariables: { edgeLabelBackground: isDark ? '#1b1b1f' : '#ffffff' },
    fontFamily: 'inherit',
    securityLevel: 'strict',
  });
  const { svg } = await mermaid.render(`diagram-${++drawn}`, source);
  return { svg, width: Number(/viewBox="\S+ \S+ ([\d.]+)/.exec(svg)?.[1] ?? 0) };
};

/** Draws Mermaid text in the colours of the page; what is wider than the page goes down, not right, if it can. */
export const Diagram = defineComponent({
  props: { text: { type: String, required: true }, label: { type: String, required: true } },
  setup({ text, label }) {
    const { isDark } = useData();
    const source = decodeURIComponent(text);
    const turned = source.replace(/^(flowchart|graph) LR/m, '$1 TB');
    const place = ref<HTMLElement>();
    const drawing = ref<Drawing>();
    const failed = ref(false);
    const show = async () => {
      const room = place.value?.clientWidth ?? 0;
      const right = await draw(source, isDark.value);
      const down = right.width > room && turned !== source ? await draw(turned, isDark.value) : right;
      drawing.value = down.width < right.width ? down : right;
    };
    const showOrFail = () =>
      show().catch((error: unknown) => {
        failed.value = true;
        throw error;
      });
    onMounted(showOrFail);
    watch(isDark, showOrFail);
    // Who has no script reads the text.
    return () =>
      drawing.value === undefined
        ? h('pre', { class: ['diagram', { failed: failed.value }], ref: place }, source)
        : h('div', {
            class: 'diagram',
            ref: place,
            role: 'img',
            tabindex: 0,
            'aria-label': decodeURIComponent(label),
            style: `--drawn-width: ${drawing.value.width}px`,
            innerHTML: drawing.value.svg,
          });
  },
});
