/** The style sheet of the page: light and dark, and a phone's width. */
export const STYLE = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif;
  --line: #8a8f98; --paper: #fff; --soft: #f3f5f8; --softer: #e8ecf2; --ink: #1b1f24; --mark: #0b5cad;
  --yes: #d3f0dc; --partly: #fdf0c8; --no: #fbdad6 }
@media (prefers-color-scheme: dark) {
  :root { --line: #7d8590; --paper: #14171b; --soft: #1d2127; --softer: #272c34; --ink: #e6e9ee; --mark: #6cb2ff;
    --yes: #17452a; --partly: #4d3f0d; --no: #57211c } }
body { margin: 0 auto; padding: 1rem; background: var(--paper); color: var(--ink) }
h1 { font-size: 1.4rem } h2 { font-size: 1.1rem }
.scroll { overflow: auto; max-height: 75vh; border: 1px solid var(--softer) }
table { border-collapse: collapse; font-size: .85rem }
caption { text-align: left; padding: .3rem .5rem }
th, td { border: 1px solid var(--softer) } th { background: var(--soft); padding: .3rem .5rem; font-weight: 500 }
th[scope=row] { position: sticky; left: 0; text-align: left; overflow-wrap: anywhere; min-width: 8rem; max-width: 16rem }
thead th { position: sticky; top: 0; overflow-wrap: anywhere; min-width: 6rem; max-width: 12rem; z-index: 1 }
td { padding: 0 } td button { font: inherit; color: inherit; background: none; border: 0; width: 100%; padding: .4rem;
  min-height: 2.2rem; cursor: pointer } button:focus-visible, .chosen { outline: 3px solid var(--mark); outline-offset: -3px }
.reachable { background: var(--yes) } .partly { background: var(--partly) } .blocked { background: var(--no) }
#answer { overflow-wrap: anywhere } #answer li { margin: .2rem 0 } #answer small { opacity: .8 }
svg { font-size: 11px; display: block } svg text { fill: var(--ink) }
svg rect { fill: var(--paper); stroke: var(--line) } svg .account rect { fill: var(--soft); stroke-dasharray: 4 }
svg .subnet rect { fill: var(--soft) } svg .between rect, svg .internet rect, svg .gateway rect { fill: var(--softer) }
svg .line { fill: none; stroke: var(--line); stroke-width: 1.5 }
svg .on rect { stroke: var(--mark); stroke-width: 3 } svg path.on { stroke: var(--mark); stroke-width: 4 }
svg .end rect { stroke-dasharray: 6 3 }
@media (max-width: 40rem) { body { padding: .5rem } th[scope=row] { min-width: 6rem; max-width: 7rem }
  .scroll { max-height: 60vh } }
`;
