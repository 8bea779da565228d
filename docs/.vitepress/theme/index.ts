import { inBrowser } from 'vitepress';
import DefaultTheme from 'vitepress/theme-without-fonts';
import { Diagram } from './diagram';
import { ReachPages } from './reach-pages';
import { keepPlace } from './same-place';
import './style.css';

export default {
  extends: DefaultTheme,
  enhanceApp({ app, router }) {
    if (inBrowser) keepPlace(router);
    app.component('Diagram', Diagram);
    app.component('ReachPages', ReachPages);
  },
};
