import { bundleAll } from './bundle.ts';

const kib = (bytes: number): string => (bytes / 1024).toFixed(1).padStart(8);

const beganMs = performance.now();
const bundles = await bundleAll();
const rows = bundles.map(({ name, bytes, gzipBytes }) => `${name.padEnd(26)}${kib(bytes)} KiB${kib(gzipBytes)} KiB gzip`);
process.stdout.write(`${rows.join('\n')}\n${bundles.length} bundles in ${((performance.now() - beganMs) / 1000).toFixed(1)} s\n`);
