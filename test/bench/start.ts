import { readFile } from 'node:fs/promises';
import type { Figure } from './figure.ts';
import { openHouse } from './house.ts';

const RUNS = 5;

/** From the start of the process until /health/ready says yes, and what it holds in memory after 5 s of idling. */
export async function benchStart(): Promise<Figure[]> {
  const house = await openHouse();
  const times: number[] = [];
  let memory = Number.NaN;
  try {
    for (let run = 0; run < RUNS; run += 1) {
      const { child, readyMs } = await house.startApp();
      times.push(readyMs);
      if (run === RUNS - 1) {
        await new Promise((resolve) => setTimeout(resolve, 5_000));
        memory = await residentMegabytes(child.pid ?? 0);
      }
      child.kill('SIGTERM');
      await new Promise((resolve) => child.once('exit', resolve));
    }
  } finally {
    await house.close();
  }
  times.sort((left, right) => left - right);
  return [
    {
      name: `start to ready, median of ${RUNS}`,
      value: times[Math.floor(RUNS / 2)] ?? Number.NaN,
      unit: 'ms',
      aim: 'under 1,000',
    },
    { name: 'resident memory after 5 s idle', value: memory, unit: 'MB', aim: 'under 150' },
  ];
}

/** Linux only; elsewhere there is no /proc and the figure is not given. */
async function residentMegabytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024;
}
