/** The file of undici that has the pool alone; the package's own entry brings `fetch`, caches and mocks with it. */
declare module 'undici/lib/dispatcher/pool.js' {
  import { Pool } from 'undici';
  export default Pool;
}
