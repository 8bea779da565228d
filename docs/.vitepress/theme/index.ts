import DefaultTheme from 'vitepress/theme-without-fonts';
import { Diagram } from './diagram';
import { ReachPages } from './reach-pages';
import './style.css';

export default {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    app.component('Diagram', Diagram);
    app.component('ReachPages', ReachPages);
  },
};
