import type { Router } from 'vitepress';
import { nextTick } from 'vue';

/** Headings that links lead to, in their order; a page and its translation have the same. */
const headings = (): readonly Element[] => [...document.querySelectorAll('.vp-doc :is(h2, h3)[id]')];

/** An address without its language. */
const page = (address: string): string => new URL(address, location.href).pathname.replace(/\/ko\//, '/');

/** Who changes the language stays where they are: at the heading that stands in the same place, under its other name. */
export function keepPlace(router: Router): void {
  let place = -1;
  router.onBeforeRouteChange = (to) => {
    const changesLanguage = to !== location.pathname && page(to) === page(location.href);
    const id = decodeURIComponent(location.hash.slice(1));
    place = changesLanguage ? headings().findIndex((heading) => heading.id === id) : -1;
  };
  router.onAfterRouteChange = async () => {
    await nextTick();
    const heading = headings()[place];
    if (heading === undefined) return;
    history.replaceState(history.state, '', `#${encodeURIComponent(heading.id)}`);
    heading.scrollIntoView();
  };
}
