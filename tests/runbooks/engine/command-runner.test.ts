import { printedBy } from '../../../runbooks/engine/command';
import { childProcesses } from '../../../runbooks/engine/command-runner';

const node = (script: string, more: object = {}) => ({ program: process.execPath, args: ['-e', script], ...more });
const within = { timeoutMs: 20_000 };

it('gives what a program printed, and feeds it', async () => {
  const cat = node('process.stdin.pipe(process.stdout); console.error(process.env.WORD)', {
    stdin: 'in',
    env: { WORD: 'w' },
  });
  expect(await childProcesses.run(cat, within)).toEqual({ exitCode: 0, stdout: 'in', stderr: 'w\n' });
});

it('puts what look-ups print into the words, without a shell', async () => {
  const command = {
    program: process.execPath,
    args: ['-e', 'console.log(process.argv[1])', 'is {name}; $(date)'],
    lookups: { name: node('console.log("seven")') },
  };
  expect(await printedBy(childProcesses, command, within)).toBe('is seven; $(date)\n');
  const nothing = { ...command, lookups: { name: node('console.log("None")') } };
  await expect(printedBy(childProcesses, nothing, within)).rejects.toMatchObject({
    code: 'COMMAND_FAILED',
    message: 'found nothing for {name}',
  });
});

it('says what a program said when it failed, and names one that is not there', async () => {
  const failing = node('console.error("no rights"); process.exit(7)');
  await expect(printedBy(childProcesses, failing, within)).rejects.toMatchObject({
    code: 'COMMAND_FAILED',
    message: 'exit code 7: no rights',
  });
  await expect(childProcesses.run({ program: 'no-such-program', args: [] }, within)).rejects.toMatchObject({
    code: 'COMMAND_MISSING',
  });
});

const stubborn = node("process.on('SIGINT', () => process.exit(0)); setInterval(() => {}, 1000)");

it('ends a program whose time is up, or whose run is stopped', async () => {
  await expect(childProcesses.run(stubborn, { timeoutMs: 300 })).rejects.toMatchObject({ code: 'STEP_TIMEOUT' });
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 200);
  await expect(childProcesses.run(stubborn, { ...within, signal: stop.signal })).rejects.toMatchObject({
    code: 'STOPPED',
  });
});
