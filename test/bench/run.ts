import { benchAck } from './ack.ts';
import type { Figure } from './figure.ts';
import { benchGate } from './gate.ts';
import { benchLedger } from './ledger.ts';
import { benchStart } from './start.ts';

const SUITES: Record<string, () => Promise<Figure[]>> = {
  ledger: benchLedger,
  gate: benchGate,
  ack: benchAck,
  start: benchStart,
};

const wanted = process.argv.slice(2);
for (const [name, suite] of Object.entries(SUITES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  process.stdout.write(`\n${name}\n`);
  for (const figure of await suite()) {
    const value = figure.value >= 100 ? Math.round(figure.value).toLocaleString('en') : figure.value.toFixed(2);
    process.stdout.write(
      `  ${figure.name.padEnd(58)} ${value.padStart(12)} ${figure.unit.padEnd(12)} aim: ${figure.aim}\n`,
    );
  }
}
process.exit(0);
