import type { Block, HclFile } from '../../terraform/hcl.ts';
import { addressOf, type Policy } from './statements.ts';

/** Something that keeps rights small: a Deny, a permissions boundary, a block on public access. */
export type Guard = { id: string; file: HclFile; block: Block; words: string[]; what: string };

const PUBLIC_ACCESS = ['block_public_acls', 'block_public_policy', 'ignore_public_acls', 'restrict_public_buckets'];

export function guardsIn(file: HclFile, policies: readonly Policy[]): Guard[] {
  const denies = policies.flatMap(({ address, block, statements }) =>
    statements
      .filter(({ effect }) => effect === 'Deny')
      .map(({ actions, notActions }) => {
        const denied = [...actions, ...notActions.map((one) => `all but ${one}`)].sort().join(', ');
        return {
          id: `${address} deny ${denied}`,
          file,
          block,
          words: ['Deny'],
          what: `the denial of ${denied} in ${address}`,
        };
      }),
  );
  return [...denies, ...file.blocks.flatMap((block) => blockGuards(file, block))];
}

function blockGuards(file: HclFile, block: Block): Guard[] {
  if (block.kind !== 'resource') return [];
  const address = addressOf(block);
  const guards: Guard[] = [];
  if (block.body.permissions_boundary !== undefined) {
    const what = `the permissions boundary of ${address}`;
    guards.push({ id: `${address} boundary`, file, block, words: ['permissions_boundary'], what });
  }
  if (block.labels[0] !== 'aws_s3_bucket_public_access_block') return guards;
  for (const name of PUBLIC_ACCESS.filter((one) => block.body[one] === true))
    guards.push({ id: `${address} ${name}`, file, block, words: [name], what: `${name} of ${address}` });
  return guards;
}
