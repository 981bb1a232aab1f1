import { runtime } from '@pulumi/pulumi';
import { MockMonitor } from '@pulumi/pulumi/runtime/mocks';
import { setMockOptions } from '@pulumi/pulumi/runtime/settings';
import type { SiteProgramProps } from '../../../delivery/pulumi/site-program';
import { siteProgram } from '../../../delivery/pulumi/site-program';

/** One resource as the program registered it with the engine. */
export interface Registered {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly parent: string;
  readonly dependencies: readonly string[];
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  readonly deleteBeforeReplace: boolean;
  readonly ignoreChanges: readonly string[];
  readonly createTimeout?: string;
  readonly formerTypes: readonly string[];
}

type Monitor = InstanceType<typeof MockMonitor>;
type Register = Monitor['registerResource'];
/** The request of Pulumi's protocol; the package has no types for it. */
// biome-ignore lint/suspicious/noExplicitAny: generated without types
type Request = any;

/** Runs the program of a site against Pulumi's mocks, and writes down what the engine is asked for, in its order. */
export async function recordedProgram(props: SiteProgramProps): Promise<Registered[]> {
  const asked: Registered[] = [];
  const monitor = new MockMonitor({
    newResource: ({ name, inputs }) => ({ id: name, state: inputs }),
    call: ({ inputs }) => inputs,
  });
  const register = monitor.registerResource.bind(monitor) as Register;
  const recorder = Object.assign(monitor, {
    registerResource: (request: Request, callback: Parameters<Register>[1]) =>
      register(request, (error: unknown, response: Request) => {
        if (!error) {
          asked.push({
            urn: response.getUrn(),
            type: request.getType(),
            name: request.getName(),
            inputs: request.getObject().toJavaScript(),
            parent: request.getParent(),
            dependencies: request.getDependenciesList(),
            protect: request.getProtect() ?? false,
            retainOnDelete: request.getRetainondelete() ?? false,
            deleteBeforeReplace: request.getDeletebeforereplace(),
            ignoreChanges: request.getIgnorechangesList(),
            createTimeout: request.getCustomtimeouts()?.getCreate() || undefined,
            formerTypes: request.getAliasesList().map((alias: Request) => alias.getSpec()?.getType() ?? ''),
          });
        }
        callback(error as Error, response);
      }),
  });
  setMockOptions(recorder, 'evenkeel', props.site, false);
  await runtime.runInPulumiStack(siteProgram(props));
  await runtime.disconnect();
  return asked;
}
