#!/usr/bin/env node
// Plain JavaScript on purpose: an old Node must get as far as this sentence, and no further. On Node 20 the SQLite
// driver crashes the process without a word.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `Countersign needs Node 22.18 or newer and this is ${process.version}: run it as "npx countersign" in its checkout after "npm ci", which brings Node 24 along.\n`,
  );
  process.exit(2);
}
// Keeps what was compiled, types stripped, for the next start.
const { enableCompileCache } = await import('node:module');
enableCompileCache();
const { main } = await import('./main.ts');
process.exitCode = await main(process.argv.slice(2));
