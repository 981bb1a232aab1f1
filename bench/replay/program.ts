import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ApiObject, Chart, App as KubernetesApp } from 'cdk8s';
import {
  App,
  type AppConfig,
  AzurermBackend,
  GcsBackend,
  LocalBackend,
  S3Backend,
  TerraformDataSource,
  type TerraformElement,
  TerraformOutput,
  TerraformProvider,
  TerraformResource,
  TerraformStack,
} from 'cdktf';
import { stringify } from 'yaml';
import { addressOf, type JsonObject, type PlannedElement, type PlannedReference, type ReplayPlan } from './plan';
import { reviveReferences } from './references';

/** A class of a binding: all of them are made the same way. */
export type ElementClass = new (scope: TerraformStack, id: string, config: never) => TerraformElement;

/** Finds the class of an element: where from is what the ways of importing differ in. */
export type LoadClass = (element: PlannedElement) => ElementClass | undefined;

export interface StackReplay {
  readonly plan: ReplayPlan;
  readonly app: AppConfig;
  readonly load: LoadClass;
  /** The arguments of an element; default: what the plan says, with references as tokens. */
  readonly configOf?: (element: PlannedElement) => object;
}

const backends: Readonly<Record<string, new (scope: TerraformStack, props: never) => unknown>> = {
  s3: S3Backend,
  gcs: GcsBackend,
  azurerm: AzurermBackend,
  local: LocalBackend,
};

class UnboundProvider extends TerraformProvider {}

/** The engine's own class for elements no binding knows; everything they say is an override. */
function unbound(stack: TerraformStack, id: string, { block, type }: PlannedElement, config: object): TerraformElement {
  const terraformResourceType = type;
  if (block === 'provider') return new UnboundProvider(stack, id, { terraformResourceType });
  if (block === 'data') return new TerraformDataSource(stack, id, { ...config, terraformResourceType });
  return new TerraformResource(stack, id, { ...config, terraformResourceType });
}

interface Referable {
  getStringAttribute(attribute: string): string;
}

/** Creates every element of a plan with bare cdktf and synthesizes it. */
export function replayStacks({ plan, app: config, load, configOf }: StackReplay): void {
  const app = new App(config);
  const stacks = new Map(plan.stacks.map((name) => [name, new TerraformStack(app, name)]));
  const elements = new Map<string, TerraformElement>();
  const token = ([address, attribute]: PlannedReference): string =>
    (elements.get(address) as unknown as Referable).getStringAttribute(attribute);
  const revive = (value: JsonObject): object => reviveReferences(value, token) as object;
  const argumentsOf = configOf ?? (({ config }: PlannedElement) => revive(config));
  for (const element of plan.elements) {
    const { block, type, name } = element;
    const stack = stacks.get(element.stack);
    if (!stack) throw new Error(`no stack ${element.stack}`);
    if (block === 'backend') {
      const Backend = backends[type];
      if (!Backend) throw new Error(`no backend ${type}`);
      new Backend(stack, argumentsOf(element) as never);
      continue;
    }
    const id = block === 'provider' ? `${type}${name && `-${name}`}` : name;
    const free = stack.node.tryFindChild(id) === undefined;
    const unique = free ? id : `${block}-${type}-${id}`;
    const attributes = {
      ...(configOf ? {} : argumentsOf(element)),
      ...(element.dependsOn ? { dependsOn: element.dependsOn.map((at) => elements.get(at)) } : {}),
      ...(element.provider ? { provider: elements.get(`${element.stack}/provider.${element.provider}`) } : {}),
    };
    const whole = configOf ? withOwn(configOf(element), attributes) : attributes;
    const Binding = block === 'output' ? TerraformOutput : load(element);
    const made = Binding ? new Binding(stack, unique, whole as never) : unbound(stack, unique, element, attributes);
    if (!free || block === 'output') made.overrideLogicalId(name);
    for (const [key, value] of Object.entries(element.overrides)) {
      made.addOverride(key, reviveReferences(value, token));
    }
    elements.set(addressOf(element), made);
  }
  for (const [name, overrides] of Object.entries(plan.stackOverrides)) {
    for (const [path, value] of Object.entries(overrides)) stacks.get(name)?.addOverride(path, value);
  }
  app.synth();
}

/** An object whose own keys come first and all others from `config`, which may answer to keys it does not list. */
const withOwn = (config: object, own: object): object =>
  new Proxy(config, {
    get: (target, key, receiver) =>
      Object.hasOwn(own, key) ? Reflect.get(own, key) : Reflect.get(target, key, receiver),
  });

/** How a build writes YAML. */
const yamlOptions = { version: '1.1', sortMapEntries: true, lineWidth: 0, aliasDuplicateObjects: false } as const;

/** Creates every Kubernetes object of a plan with bare cdk8s and writes one YAML file each. */
export function replayObjects({ objects }: ReplayPlan, folder: string): void {
  const app = new KubernetesApp();
  const charts = new Map<string, Chart>();
  for (const { site, path, manifest } of objects) {
    const chart = charts.get(site) ?? new Chart(app, site);
    charts.set(site, chart);
    const object = new ApiObject(chart, path.replaceAll('/', '-'), manifest as never);
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, stringify(object.toJson(), yamlOptions));
  }
}
