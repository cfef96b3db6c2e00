/** Dynalite brings no types; this is as much of it as our tests use. */
declare module 'dynalite' {
  import type { Server } from 'node:http';

  const dynalite: (options: { readonly createTableMs: number; readonly deleteTableMs: number }) => Server;
  // biome-ignore lint/style/noDefaultExport: the package is CommonJS, its one export is the default.
  export default dynalite;
}
