import type { KnownBlock } from '@slack/types';
import type { StoredPack } from '../../../model/pack.ts';
import { countOf } from '../../../shared/text.ts';
import { context, header, section } from '../messages/blocks.ts';
import { code, escapeMrkdwn } from '../mrkdwn.ts';

const MODE_WORDS: Record<StoredPack['trackA']['enforcement']['mode'], string> = {
  warn_only: 'warns only',
  block_high_critical: 'blocks high and critical',
  block_all_critical: 'blocks critical',
};

/** One pack in one line of the list. */
export function packLine(pack: StoredPack): string {
  const tracks = [
    pack.trackA.enabled ? `gate (${MODE_WORDS[pack.trackA.enforcement.mode]})` : null,
    pack.trackB.enabled ? 'drift' : null,
  ].filter((track) => track !== null);
  return `*${escapeMrkdwn(pack.name)}* ${code(pack.id)} v${pack.version} · ${pack.status} · ${tracks.length === 0 ? 'both tracks off' : tracks.join(', ')} · ${escapeMrkdwn(scopeWords(pack))}`;
}

/** Everything a person asks of a pack: where, what, who, and which version. */
export function packBlocks(pack: StoredPack): KnownBlock[] {
  const on = pack.trackA.comparators.filter((comparator) => comparator.enabled);
  const { tiers, required, breakGlass } = pack.approvals;
  const tierLines = ([1, 2, 3] as const).map((tier) => {
    const { name, users, canOverride } = tiers[`tier${tier}`];
    return `*${tier} ${escapeMrkdwn(name)}*: ${users.length === 0 ? 'nobody' : users.map(escapeMrkdwn).join(', ')}${canOverride.length === 0 ? '' : ` · may answer ${canOverride.map((right) => right.replace('_', ' ')).join(', ')}`}`;
  });
  return [
    header(pack.name),
    ...(pack.description === undefined || pack.description.trim() === ''
      ? []
      : [section(escapeMrkdwn(pack.description))]),
    section(`*Where* ${escapeMrkdwn(scopeWords(pack))}\n*Status* ${pack.status}`),
    section(
      pack.trackA.enabled
        ? `*Gate* ${MODE_WORDS[pack.trackA.enforcement.mode]}, ${countOf(on.length, 'comparator')}\n${on.map((comparator) => `• ${code(comparator.type)}${comparator.severity === undefined ? '' : ` ${comparator.severity}`}`).join('\n')}`
        : '*Gate* off',
    ),
    section(
      pack.trackB.enabled
        ? `*Drift* on: ${pack.trackB.docGlobs.map((glob) => code(glob)).join(', ')}\ntold from ${pack.trackB.materiality.slackNotifyThreshold}, digest from ${pack.trackB.materiality.digestOnlyThreshold}, written as ${pack.trackB.writeback.method.replace('_', ' ')}`
        : '*Drift* off',
    ),
    section(
      `*Who may answer*\n${tierLines.join('\n')}\n${required.count === 0 ? 'No approval is required.' : `${countOf(required.count, 'approval')} from tier ${required.minTier} required.`} Break-glass is ${breakGlass.enabled ? 'on' : 'off'}.`,
    ),
    context(
      `version ${pack.version} · ${code(pack.versionHash.slice(0, 16))}${pack.parentId === undefined ? '' : ` · after ${code(pack.parentId.slice(0, 24))}`}`,
    ),
  ];
}

function scopeWords(pack: StoredPack): string {
  const { scope } = pack;
  const where = scope.type === 'workspace' ? 'every repository' : `${scope.type} ${scope.ref ?? '(unnamed)'}`;
  const only = scope.repoAllowlist === undefined ? '' : `, only ${scope.repoAllowlist.join(', ')}`;
  const paths = scope.pathGlobs === undefined ? '' : `, when ${scope.pathGlobs.join(', ')} change`;
  return `${where}${only}${paths}`;
}
