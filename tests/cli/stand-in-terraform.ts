/**
 * In Terraform's place, with a world of files: `made/<stack>` what is applied, `plan/<stack>` a plan that is not empty,
 * `crash/<stack>` who is killed in the middle of an apply, `broken/<stack>` what it says of an apply that fails,
 * `locked/<stack>` what it says of a lock, `remote/<stack>` the state that is there, `cut/<stack>` the state that an apply
 * cannot write back, nor give back its lock, because it has no network any more.
 * @param folder of that world
 */
export const standInTerraform = (folder: string): string => `#!${process.execPath}
const { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { hostname, userInfo } = require('node:os');
const { basename, join } = require('node:path');
const at = (...names) => join(${JSON.stringify(folder)}, ...names);
const stack = basename(process.cwd());
const fail = (text) => { process.stderr.write(text); process.exit(1); };
const text = (path) => readFileSync(path, 'utf8');
const [command, second] = process.argv.slice(2);
const made = at('made', stack);
const makes = { address: 'aws_eip.one', type: 'aws_route', name: 'one', mode: 'managed', change: { actions: ['create'], before: null, after: {} } };
const ends = { ...makes, change: { actions: ['delete'], before: {}, after: null } };
const planned = () => {
  if (process.argv.includes('-destroy')) return { resource_changes: existsSync(made) ? [ends] : [] };
  if (existsSync(at('plan', stack))) return JSON.parse(text(at('plan', stack)));
  return { resource_changes: existsSync(made) ? [] : [makes] };
};
const calls = {
  version: () => console.log('{"terraform_version": "1.11.4"}'),
  init: () => {
    if (existsSync('.terraform/terraform.tfstate')) fail('Error: Failed to load state: unexpected end of JSON input');
    if (!existsSync(at('bucket'))) fail('Error: S3 bucket "x" does not exist.'); },
  state: () => {
    if (second === 'pull' && existsSync('cdk.tf.json')) {
      return process.stdout.write(existsSync(at('remote', stack)) ? text(at('remote', stack)) : '');
    }
    if (second === 'pull') {
      // In a folder that has nothing but the backend.
      const { key } = Object.values(JSON.parse(text('main.tf.json')).terraform.backend)[0];
      const resources = existsSync(at('made', key.replace('.tfstate', ''))) ? [{ mode: 'managed', instances: [{}] }] : [];
      return console.log(JSON.stringify({ version: 4, lineage: 'one', serial: 1, resources }));
    }
    if (existsSync(at('locked', stack))) fail(text(at('locked', stack)));
    appendFileSync(at('calls'), stack + ' push ' + text(process.argv.at(-1)) + '\\n');
  },
  'force-unlock': () => {
    appendFileSync(at('calls'), stack + ' unlock ' + process.argv.at(-1) + '\\n');
    rmSync(at('locked', stack));
  },
  plan: () => {
    appendFileSync(at('calls'), stack + ' plan\\n');
    if (existsSync(at('locked', stack)) && !process.argv.includes('-lock=false')) fail(text(at('locked', stack)));
    if (existsSync(at('absent', stack))) fail('Error: Unable to find remote state');
    const { resource_changes } = planned();
    writeFileSync('plan.tfplan', JSON.stringify(planned()));
    process.exit(resource_changes.length > 0 ? 2 : 0);
  },
  show: () => process.stdout.write(text('plan.tfplan')),
  apply: () => {
    appendFileSync(at('calls'), stack + ' apply\\n');
    console.log(JSON.stringify({ '@message': 'made it', type: 'apply_complete', hook: { action: 'create', id_value: 'r-1', resource: { addr: 'aws_eip.one' } } }));
    if (existsSync(at('crash', stack))) {
      const who = text(at('crash', stack));
      rmSync(at('crash', stack));
      process.kill(process.ppid, 'SIGKILL');
      if (who === 'both') process.kill(process.pid, 'SIGKILL');
    }
    const errs = (summary, detail = '') => console.log(JSON.stringify({ type: 'diagnostic', diagnostic: { severity: 'error', summary, detail } }));
    if (existsSync(at('cut', stack))) {
      writeFileSync('errored.tfstate', text(at('cut', stack)));
      rmSync(at('cut', stack));
      mkdirSync(at('locked'), { recursive: true });
      mkdirSync(at('made'), { recursive: true });
      writeFileSync(made, '');
      const since = new Date().toISOString().replace('T', ' ').replace('Z', '214 +0000 UTC');
      const who = userInfo().username + '@' + hostname();
      writeFileSync(at('locked', stack), 'Error: Error acquiring the state lock\\nLock Info:\\n  ID: 5f1c\\n  Path: b/k\\n  Operation: OperationTypeApply\\n  Who: ' + who + '\\n  Version: 1.11.4\\n  Created: ' + since + '\\n');
      errs('Failed to save state', 'request send failed, Head "http://s3": EOF');
      errs('Error releasing the state lock', 'Error message: EOF');
      process.exit(1);
    }
    if (existsSync(at('broken', stack))) {
      errs(text(at('broken', stack)));
      process.exit(1);
    }
    const isEnd = JSON.parse(text('plan.tfplan')).resource_changes.some(({ change }) => change.actions.join() === 'delete');
    if (isEnd) return rmSync(made);
    mkdirSync(at('made'), { recursive: true });
    writeFileSync(made, '');
    rmSync(at('plan', stack), { force: true });
  },
};
calls[command]();
`;
