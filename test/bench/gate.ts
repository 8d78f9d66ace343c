import { readFile } from 'node:fs/promises';
import { openEvaluationPool } from '../../src/flow/gate/evaluation-pool.ts';
import { judge } from '../../src/flow/gate/judge.ts';
import { readPack } from '../../src/flow/gate/read-pack.ts';
import { writtenSnapshot } from '../../src/flow/gate/written-snapshot.ts';
import type { Figure } from './figure.ts';

const WARM_UP = 10;
const RUNS = 40;
const PACK = new URL('../../manifests/cli/default.yaml', import.meta.url);

/** Judges a pull request of 20 files with the default pack, everything in memory. */
export async function benchGate(): Promise<Figure[]> {
  const read = readPack(await readFile(PACK, 'utf8'), 'default.yaml');
  if (!read.ok) throw new TypeError(read.error.map(({ message }) => message).join(' '));
  const { snapshot, change } = writtenSnapshot(twentyFiles());
  const input = { snapshot, change, packs: [read.value], now: 0, monotonicMs: () => performance.now() };
  const pool = openEvaluationPool();
  try {
    let result = await judge(input, pool);
    for (let run = 1; run < WARM_UP; run += 1) result = await judge(input, pool);
    const elapsed: number[] = [];
    const before = process.cpuUsage();
    for (let run = 0; run < RUNS; run += 1) elapsed.push((await judge(input, pool)).evaluation.elapsedMs);
    const { user, system } = process.cpuUsage(before);
    elapsed.sort((left, right) => left - right);
    const what = `${change.files.length} files, ${result.evaluation.comparators.length} comparators`;
    return [
      {
        name: `CPU of one verdict, warm (${what})`,
        value: (user + system) / RUNS / 1_000,
        unit: 'ms',
        aim: 'under 50',
      },
      { name: 'start to verdict, median', value: elapsed[RUNS / 2] ?? Number.NaN, unit: 'ms', aim: '-' },
    ];
  } finally {
    await pool.close();
  }
}

/** Code, pages, an API description and Terraform, all changed, beside 200 files that are not. */
function twentyFiles(): { base: Record<string, string>; head: Record<string, string> } {
  const still = Object.fromEntries(
    Array.from({ length: 200 }, (_, index) => [`src/still/${index}.ts`, 'export {};\n']),
  );
  const base: Record<string, string> = { ...still, LICENSE: 'Apache-2.0\n' };
  const head: Record<string, string> = { ...base };
  const put = (path: string, text: (edit: string) => string) => {
    base[path] = text('before');
    head[path] = text('after');
  };
  for (let index = 0; index < 12; index += 1)
    put(`src/module-${index}.ts`, (edit) => `export const n = '${edit}';\n`.repeat(50));
  for (let index = 0; index < 4; index += 1)
    put(
      `docs/page-${index}.md`,
      (edit) =>
        `# Page ${index}\n\n${`## Section ${edit}\n\nSee [next](page-${(index + 1) % 4}.md) and \`code\`.\n\n`.repeat(10)}`,
    );
  put('README.md', (edit) => `# Payments\n\nSee [docs](docs/page-0.md). ${edit}\n`);
  put('openapi.yaml', (edit) => openapi(edit));
  put('infra/main.tf', (edit) => terraform(edit));
  put('infra/README.md', (edit) => `# Infra\n\nSet \`size\` and \`name\`. ${edit}\n`);
  return { base, head };
}

function openapi(edit: string): string {
  const path = (index: number) =>
    `  /charges/${index}:\n    get:\n      summary: Charge ${edit}\n      parameters:\n        - { name: limit, in: query, schema: { type: integer } }\n      responses:\n        "200":\n          description: Fine\n          content:\n            application/json:\n              schema: { $ref: "#/components/schemas/Charge" }\n`;
  return `openapi: 3.0.3\ninfo: { title: Payments, version: 1.0.0 }\npaths:\n${Array.from({ length: 20 }, (_, index) => path(index)).join('')}components:\n  schemas:\n    Charge: { type: object, properties: { id: { type: string }, cents: { type: integer } } }\n`;
}

function terraform(edit: string): string {
  return `variable "size" {\n  type = number\n}\n\nvariable "name" {\n  description = "${edit}"\n}\n\nresource "aws_iam_policy" "p" {\n  policy = jsonencode({\n    Statement = [{ Effect = "Allow", Action = ["s3:GetObject"], Resource = "arn:aws:s3:::payments/*" }]\n  })\n}\n`;
}
