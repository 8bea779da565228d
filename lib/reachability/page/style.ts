/** The style sheet of the page: light and dark, and a phone's width. */
export const STYLE = `
:root { color-scheme: light dark; font: 15px/1.45 system-ui, sans-serif;
  --line: #8a8f98; --paper: #fff; --soft: #f3f5f8; --softer: #e4e9f0; --ink: #1b1f24; --faint: #59626e;
  --mark: #0b5cad; --marked: #dcebfb; --wrong: #c2321f;
  --yes: #d3f0dc; --partly: #fdf0c8; --no: #fbdad6 }
@media (prefers-color-scheme: dark) {
  :root { --line: #6b727c; --paper: #14171b; --soft: #1d2127; --softer: #2a3038; --ink: #e6e9ee; --faint: #a0a8b3;
    --mark: #6cb2ff; --marked: #17324f; --wrong: #ff8d7a; --yes: #17452a; --partly: #4d3f0d; --no: #57211c } }
* { box-sizing: border-box }
body { margin: 0; padding: 1rem; background: var(--paper); color: var(--ink) }
h1 { font-size: 1.3rem; margin: 0 0 .3rem } h2 { font-size: 1.05rem } h3 { font-size: 1rem } h4 { margin: .8rem 0 .2rem }
main { display: grid; grid-template-columns: minmax(0, 1fr) 25rem; gap: 0 1.2rem; align-items: start }
header { grid-column: 1 / -1 } header p { margin: 0 0 .8rem; color: var(--faint) } a { color: var(--mark) }
.scroll { overflow: auto; border: 1px solid var(--softer); border-radius: 6px } .matrix { max-height: 85vh }
#answer { position: sticky; top: 1rem; max-height: calc(100vh - 2rem); overflow: auto; overflow-wrap: anywhere;
  padding: .2rem 1rem 1rem; border: 1px solid var(--softer); border-radius: 6px; background: var(--soft); font-size: .9rem }
#answer h3 { padding: .15rem .5rem; border-radius: 4px }
#answer ol, #answer ul { margin: 0; padding-left: 1.6rem } #answer li { margin: .35rem 0 }
#answer small, #answer em { color: var(--faint) } #answer b { font-weight: 600 } #answer em { display: block }
#answer .packet { list-style: none; counter-increment: list-item 0; font: .8rem ui-monospace, monospace; color: var(--faint) }
#answer h2 { font-size: 1rem }
table { border-collapse: collapse; font-size: .82rem } caption { text-align: left; padding: .3rem .5rem; color: var(--faint) }
th, td { border: 1px solid var(--softer) } th { background: var(--soft); padding: .3rem .5rem; font-weight: 500 }
th small { color: var(--faint); font-weight: 400 }
th[scope=row] { position: sticky; left: 0; text-align: left; overflow-wrap: break-word; min-width: 14rem; max-width: 22rem }
thead th { position: sticky; top: 0; z-index: 1; vertical-align: bottom }
thead th:first-child { left: 0; z-index: 2; text-align: left }
thead th + th span { writing-mode: vertical-rl; transform: rotate(180deg); text-align: left; max-height: 17rem;
  overflow-wrap: break-word; margin: auto }
td { padding: 0; text-align: center; color: var(--faint) } td:not([class]) { font-size: .7rem }
td button { font: inherit; color: var(--ink); background: none; border: 0; width: 100%; min-width: 2.6rem; padding: .3rem;
  min-height: 2rem; cursor: pointer } td button:focus-visible, td.chosen { outline: 3px solid var(--mark); outline-offset: -3px }
.reachable { background: var(--yes) } .partly { background: var(--partly) } .blocked { background: var(--no) }
svg { font-size: 11px; display: block; margin: auto; width: 100% } svg text { fill: var(--ink) } svg .what, svg .zone text { fill: var(--faint) }
svg rect { fill: var(--paper); stroke: var(--line) } svg .account rect { fill: var(--soft); stroke-dasharray: 4 }
svg .account text, svg .vpc text, svg .between text:first-of-type { font-weight: 600 } svg .subnet rect { fill: var(--soft) }
svg .between rect, svg .internet rect, svg .gateway rect { fill: var(--softer) }
svg .interface path { stroke: #98a1ad; stroke-width: 4; stroke-linecap: round }
svg .load-balancer path { stroke: #8c4fff } svg .vpc-endpoint path, svg .resource-gateway path { stroke: #d1418c }
svg .nat-gateway path, svg .transit-gateway-attachment path { stroke: #3b7dd8 }
svg .ecs-service path, svg .eks-workload path, svg .instance path { stroke: #e07b1a }
svg .line { fill: none; stroke: var(--line); stroke-width: 1.5; stroke-linejoin: round }
svg .on > rect { stroke: var(--mark); stroke-width: 2 } svg path.on { stroke: var(--mark); stroke-width: 3.5 }
svg .interface.on > rect, svg .between.on > rect, svg .gateway.on > rect, svg .internet.on > rect { fill: var(--marked) }
svg .end > rect { stroke: var(--wrong); stroke-width: 2.5; stroke-dasharray: 6 3 }
@media (max-width: 70rem) { main { display: block }
  #answer { top: auto; bottom: 0; max-height: 45vh; margin: 1rem -.5rem 0; z-index: 3; border-color: var(--line) } }
@media (max-width: 40rem) { body { padding: .5rem } th[scope=row] { min-width: 7rem; max-width: 8rem } .matrix { max-height: 80vh }
  thead th + th span { max-height: 11rem } }
`;
