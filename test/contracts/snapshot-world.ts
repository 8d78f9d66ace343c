import { Buffer } from 'node:buffer';

/** The two commits every snapshot adapter must read alike: path -> bytes. */
export type SnapshotWorld = { base: Record<string, Buffer>; head: Record<string, Buffer> };

const LONG = Array.from({ length: 40 }, (_, line) => `line ${line}`).join('\n');

export const WORLD: SnapshotWorld = {
  base: {
    'README.md': Buffer.from('# payments\r\n\r\nSet `PAY_PORT`.\r\n'),
    'src/server.ts': Buffer.from("const port = process.env['PAY_PORT'];\n"),
    'src/old name.ts': Buffer.from(`${LONG}\n`),
    'docs/before.md': Buffer.from('moved as it is\n'),
    'src/gone.ts': Buffer.from('export const gone = 1;'),
    'docs/naïve "quoted"\ttab.md': Buffer.from('odd name\n'),
    'untouched.txt': Buffer.from('same\n'),
  },
  head: {
    'README.md': Buffer.from('# payments\r\n\r\nSet `PAY_PORT`.\r\n'),
    'src/server.ts': Buffer.from("const port = process.env['PAYMENTS_PORT'];\n"),
    'src/renamed name.ts': Buffer.from(`${LONG}\nmore\n`),
    'docs/naïve "quoted"\ttab.md': Buffer.from('odd name, changed\n'),
    'docs/after.md': Buffer.from('moved as it is\n'),
    'untouched.txt': Buffer.from('same\n'),
    'logo.png': Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x00, 0x01, 0x02]),
    'latin1.txt': Buffer.from([0x63, 0x61, 0x66, 0xe9, 0x0a]),
    'empty.txt': Buffer.alloc(0),
    'large.txt': Buffer.alloc(64 * 1024, 'x\n'),
    'bom.md': Buffer.from('\ufeff# marked\n'),
  },
};
