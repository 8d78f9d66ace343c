import { readFileSync } from 'node:fs';
import { describeConfig } from './config/describe.ts';
import { readConfig } from './config/read-config.ts';
import { scrubShapes } from './config/redact.ts';
import { LEDGER_NAME } from './ledger/name.ts';
import { messageOf } from './shared/errors.ts';
import { err, ok } from './shared/result.ts';
import { closest } from './shared/text.ts';

/** One command. Its code is loaded only when it is called, so that help costs nothing. */
type Command = { words: readonly string[]; usage: string; run(args: string[]): Promise<number> };

const out = (text: string) => void process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
const complain = (text: string) => void process.stderr.write(text.endsWith('\n') ? text : `${text}\n`);

const COMMANDS: readonly Command[] = [
  {
    words: ['start'],
    usage: 'countersign start',
    run: async (args) => {
      if (args.length > 0) throw new TypeError('countersign start takes no arguments; it reads the environment.');
      return (await import('./start.ts')).startCommand(untilStopped());
    },
  },
  {
    words: ['demo'],
    usage: 'countersign demo [--dir DIR] [--port PORT]',
    run: async (args) => (await import('./demo/command.ts')).demoCommand(args, untilStopped()),
  },
  {
    words: ['gate'],
    usage:
      'countersign gate --repo DIR --base REF --head REF [--pack FILE ...] [--label LABEL ...] [--format text|json|markdown|sarif]',
    run: runGateCommand,
  },
  {
    words: ['drift', 'scan'],
    usage:
      'countersign drift scan --repo DIR --base REF --head REF [--docs-at REF] [--docs GLOB] [--format text|json|patch]',
    run: runDriftCommand,
  },
  {
    words: ['semantic-diff', 'run'],
    usage:
      'countersign semantic-diff run --base REF|FILE --head REF|FILE [--repo DIR] [--path GLOB] [--format text|json|markdown|sarif] [--risk-threshold breaking|behavioral|cosmetic]',
    run: runSemanticDiffCommand,
  },
  { words: ['pack', 'validate'], usage: 'countersign pack validate FILE... [--format text|json]', run: runPackCommand },
  {
    words: ['ledger'],
    usage:
      'countersign ledger verify|checkpoint|prove SEQ|show [--db FILE] [--checkpoint FILE|-] [--key VERIFIER_KEY] [--format text|json]',
    run: runLedgerCommand,
  },
  { words: ['config'], usage: 'countersign config [--format text|json]', run: runConfigCommand },
];

/** Runs one command and answers its exit code: 0 good, 1 the answer is no, 2 it could not be done. */
export async function main(args: string[]): Promise<number> {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', forgiveClosedPipe);
  const command = COMMANDS.find(({ words }) => words.every((word, index) => args[index] === word));
  if (command === undefined) return help(args);
  try {
    const rest = args.slice(command.words.length);
    if (rest.some((one) => one === '--help' || one === '-h')) {
      out(`Usage:\n  ${command.usage}`);
      return 0;
    }
    return await command.run(rest);
  } catch (thrown) {
    complain(scrubShapes(messageOf(thrown)));
    return 2;
  }
}

/** Whoever reads only the first lines (`| head`) closes the pipe: the exit code still has to say how it went. */
function forgiveClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}

function help(args: readonly string[]): number {
  const usage = `Usage:\n${COMMANDS.map((command) => `  ${command.usage}`).join('\n')}`;
  if (args.length === 0 || ['help', '--help', '-h'].includes(args[0] ?? '')) {
    out(usage);
    return 0;
  }
  const asked = args.slice(0, 2).join(' ');
  const near = closest(
    asked,
    COMMANDS.map(({ words }) => words.join(' ')),
  );
  complain(`There is no command "${asked}"${near === null ? '' : `; did you mean "countersign ${near}"?`}\n\n${usage}`);
  return 2;
}

/** Resolves at the first SIGTERM or SIGINT; a second one ends the process at once. */
function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.once(signal, () => {
        process.once(signal, () => process.exit(130));
        resolve();
      });
    }
  });
}

async function runGateCommand(args: string[]): Promise<number> {
  const [{ runGate }, { openGitRepo }, { openEvaluationPool }, { systemClock }] = await Promise.all([
    import('./surfaces/cli/gate.ts'),
    import('./adapters/git/open-git-repo.ts'),
    import('./flow/gate/evaluation-pool.ts'),
    import('./adapters/system/clock.ts'),
  ]);
  return runGate(args, {
    openRepo: openGitRepo,
    openPool: openEvaluationPool,
    clock: systemClock,
    monotonicMs: () => performance.now(),
    out,
    complain,
    colour: process.stdout.isTTY === true && !process.env.NO_COLOR,
  });
}

async function runDriftCommand(args: string[]): Promise<number> {
  const [{ runDriftScan }, { openGitRepo }, { systemClock }] = await Promise.all([
    import('./surfaces/cli/drift-scan.ts'),
    import('./adapters/git/open-git-repo.ts'),
    import('./adapters/system/clock.ts'),
  ]);
  return runDriftScan(args, { openRepo: openGitRepo, clock: systemClock, out, complain });
}

async function runSemanticDiffCommand(args: string[]): Promise<number> {
  const [{ runSemanticDiff }, { openGitRepo }, { systemClock }] = await Promise.all([
    import('./surfaces/cli/semantic-diff.ts'),
    import('./adapters/git/open-git-repo.ts'),
    import('./adapters/system/clock.ts'),
  ]);
  return runSemanticDiff(args, {
    openRepo: openGitRepo,
    readFile: (path) => readFileSync(path, 'utf8'),
    clock: systemClock,
    out,
    complain,
  });
}

async function runPackCommand(args: string[]): Promise<number> {
  const [{ runPackValidate }, { readPack }] = await Promise.all([
    import('./surfaces/cli/pack-validate.ts'),
    import('./flow/gate/read-pack.ts'),
  ]);
  return runPackValidate(args, { readFile: (path) => readFileSync(path, 'utf8'), parse: readPack, out, complain });
}

async function runConfigCommand(args: string[]): Promise<number> {
  const { runConfig } = await import('./surfaces/cli/config.ts');
  return runConfig(args, {
    describe() {
      const read = readConfig(process.env, (path) => readFileSync(path, 'utf8'));
      return read.ok ? ok(describeConfig(read.value)) : err(read.error);
    },
    out,
    complain,
  });
}

/** Verification loads nothing that writes a ledger; the key is read only when a checkpoint is to be signed. */
async function runLedgerCommand(args: string[]): Promise<number> {
  const [{ runLedger }, { verifyLedgerFile }, { openLedgerFile }, { formatProof, proveEntry }] = await Promise.all([
    import('./surfaces/cli/ledger.ts'),
    import('./ledger/verify-file.ts'),
    import('./store/read-ledger.ts'),
    import('./ledger/prove.ts'),
  ]);
  const config = readConfig(process.env, (path) => readFileSync(path, 'utf8'));
  return runLedger(args, {
    databaseFile: config.ok ? config.value.database.file : null,
    openFile: openLedgerFile,
    verify: verifyLedgerFile,
    prove: proveEntry,
    formatProof,
    async sign(state, db) {
      const [{ signCheckpoint }, { keyPathBeside, loadLedgerKey }] = await Promise.all([
        import('./ledger/note.ts'),
        import('./ledger/key.ts'),
      ]);
      // The key belongs to the ledger, not to the rest of the configuration: it stands beside its database unless named.
      const path = process.env.COUNTERSIGN_LEDGER_KEY_FILE || keyPathBeside(db);
      const { key } = await loadLedgerKey({ path, create: false, name: LEDGER_NAME });
      return { text: signCheckpoint(state, key), verifierKey: key.verifierKey };
    },
    readText: async (path) => readFileSync(path === '-' ? 0 : path, 'utf8'),
    out,
    complain,
  });
}
