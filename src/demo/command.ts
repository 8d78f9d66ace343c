import { mkdir } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { choosePorts, rememberPorts } from './ports.ts';
import { startDemo } from './run.ts';
import { REPO } from './story.ts';

const DEFAULT_DIR = '.countersign/demo';

/** The page's TypeScript is stripped by Node itself, which calls that experimental; the person at the demo need not care. */
function silenceStripping(): void {
  const [printer] = process.listeners('warning');
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    if (!warning.message.startsWith('stripTypeScriptTypes')) printer?.(warning);
  });
}

/** `npm run demo`: everything on loopback until Ctrl+C; what happened is there again next time. */
export async function demoCommand(args: string[], stopped: Promise<void>): Promise<number> {
  silenceStripping();
  const { values } = parseArgs({
    args,
    strict: true,
    options: { dir: { type: 'string', default: DEFAULT_DIR }, port: { type: 'string' } },
  });
  await mkdir(values.dir, { recursive: true });
  const free = await choosePorts(values.dir);
  // A port that was asked for by name must not silently become another.
  const ports = values.port === undefined ? free : { ...free, page: Number(values.port) };
  await rememberPorts(values.dir, ports);
  const demo = await startDemo({ dir: values.dir, port: ports.page, githubPort: ports.github });
  process.stdout.write(
    [
      '',
      `  Countersign demo   ${demo.workspace.url}`,
      '',
      '  A pull request that breaks an API has just been judged, and a page became wrong.',
      '  Switch between Alice, Bob, Dana and Charlie at the top, press buttons, type /policy.',
      `  Emulated GitHub    ${demo.github.url}/${REPO}: see checks flip, push, merge.`,
      `  Everything is kept in ${values.dir}.`,
      '  Writing to documents is switched on here; it is off everywhere else until you say so.',
      '  Ctrl+C stops it.',
      '',
      '',
    ].join('\n'),
  );
  await stopped;
  await demo.stop();
  return 0;
}
