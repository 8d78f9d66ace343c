import { appendEntry } from '../../src/ledger/append.ts';
import { openStores } from '../../src/store/open.ts';

/** Appends entries for ever, or `count` of them, and says the number of each once it is promised to be on disk. */
const [url = '', name = '', count = '0'] = process.argv.slice(2);
const stores = await openStores({ url, now: Date.now });
for (let n = 0; count === '0' || n < Number(count); n += 1) {
  const { seq } = await stores.transact((tx) =>
    appendEntry(tx.ledger, {
      type: 'gate.decided',
      actor: { type: 'cli', id: name },
      subject: `pr:acme/payments#${n}`,
      payload: { n, text: 'x'.repeat(n % 700) },
      at: n,
    }),
  );
  process.stdout.write(`${seq}\n`);
}
await stores.close();
