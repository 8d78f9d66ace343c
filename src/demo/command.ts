import { parseArgs } from 'node:util';
import { startDemo } from './run.ts';

const DEFAULT_DIR = '.countersign/demo';
const DEFAULT_PORT = 4100;

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
  const port = values.port === undefined ? DEFAULT_PORT : Number(values.port);
  const demo = await startDemo({ dir: values.dir, port }).catch((thrown: unknown) => {
    // The usual port may be taken; one that was asked for by name must not silently become another.
    if (values.port === undefined && thrown instanceof Error && 'code' in thrown && thrown.code === 'EADDRINUSE')
      return startDemo({ dir: values.dir, port: 0 });
    throw thrown;
  });
  process.stdout.write(
    [
      '',
      `  Countersign demo   ${demo.workspace.url}`,
      '',
      '  A pull request that breaks an API has just been judged, and a page became wrong.',
      '  Switch between Alice, Bob, Dana and Charlie at the top, press buttons, type /policy.',
      `  The emulated GitHub is at ${demo.github.url}; everything is kept in ${values.dir}.`,
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
