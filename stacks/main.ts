import { App } from 'cdktf';
import { formatFinding, InputError } from '../environments/model';
import { chosenFiles } from '../environments/model/environment-files';
import { loadEnvironment } from '../environments/model/load-environment';
import { buildEnvironmentStacks } from './environment-stacks';
import { buildSite } from './platforms';
import { withoutCreationStacks } from './without-creation-stacks';

/**
 * The app of cdktf.json: every stack of every environment in `environments/`. `EVENKEEL_ENVIRONMENTS` (names, commas)
 * narrows it, so that planning one stack does not build the others.
 */
export async function main(app = new App({ stackTraces: false })): Promise<void> {
  const names = (process.env.EVENKEEL_ENVIRONMENTS ?? '').split(',').filter((name) => name !== '');
  await withoutCreationStacks(async () => {
    for (const file of chosenFiles(names)) {
      const { environment } = await loadEnvironment(file);
      for (const site of environment.sites) await buildSite(app, site);
      await buildEnvironmentStacks(app, environment);
    }
    app.synth();
  });
}

if (require.main === module) {
  main().catch((error: unknown) => {
    const wrongInput = error instanceof InputError;
    process.stderr.write(`${wrongInput ? error.findings.map(formatFinding).join('\n') : String(error)}\n`);
    process.exitCode = wrongInput ? 2 : 3;
  });
}
