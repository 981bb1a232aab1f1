import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { routesAllowed, siteGateway } from '../../constructs/kubernetes/gateway-names';
import type { Manifest } from '../../policies/site-output';
import { backendsOf, certificateSecrets, gatewayConfiguration, gatewayObjects, secretOf } from './gateway-objects';
import { platformObjects } from './platform-objects';
import { type RenderedSite, renderedSites } from './rendered-sites';
import { session } from './session';
import { proof, skippedByName, toolPath } from './skips';
import { type Certificates, makeCertificates } from './tools/certificates';
import { runCommand } from './tools/command';

interface Judged {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly status: object;
}

interface SignIn {
  readonly oidc?: { readonly provider: { readonly issuer: string }; readonly clientSecret: { readonly name: string } };
  readonly apiKeyAuth?: { readonly credentialRefs: readonly { readonly name: string }[] };
}

const manifestsOf = ({ waves }: RenderedSite): Manifest[] =>
  waves.flatMap(({ objects }) => objects.map(({ manifest }) => manifest));

/** With the addresses that the issuer would tell when it is asked. */
function discovered(object: Manifest): Manifest {
  const { oidc } = object.spec as SignIn;
  if (object.kind !== 'SecurityPolicy' || oidc === undefined) return object;
  const { issuer } = oidc.provider;
  const provider = { ...oidc.provider, authorizationEndpoint: `${issuer}/authorize`, tokenEndpoint: `${issuer}/token` };
  return { ...object, spec: { ...(object.spec as object), oidc: { ...oidc, provider } } } as Manifest;
}

/** The secrets that policies read. */
const signInSecrets = (objects: readonly Manifest[]) =>
  objects
    .filter(({ kind }) => kind === 'SecurityPolicy')
    .flatMap(({ metadata: { namespace = '' }, spec }) => {
      const { oidc, apiKeyAuth } = spec as SignIn;
      return [
        ...(oidc ? [secretOf(oidc.clientSecret.name, namespace, { 'client-secret': 'secret' })] : []),
        ...(apiKeyAuth?.credentialRefs ?? []).map(({ name }) => secretOf(name, namespace, { client: 'key' })),
      ];
    });

/** Namespaces with the labels that Terraform gives them; a site without Terraform lets every service attach routes. */
function namespacesOf({ stacks }: RenderedSite, objects: readonly Manifest[]): object[] {
  const made = stacks
    .flatMap((stack) => platformObjects(stack))
    .map(({ manifest }) => manifest as unknown as Manifest)
    .filter(({ kind }) => kind === 'Namespace');
  const known = new Set(made.map(({ metadata }) => metadata.name));
  const others = new Set(
    objects.flatMap(({ metadata }) => metadata.namespace ?? []).filter((name) => !known.has(name)),
  );
  return [
    ...made,
    ...[...others].map((name) => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name, labels: name === siteGateway.namespace ? {} : routesAllowed },
    })),
  ];
}

/** Sites with a gateway; of those whose gateways hold the same objects by kind and name, one. */
function differentGateways(): RenderedSite[] {
  const byObjects = new Map<string, RenderedSite>();
  for (const site of renderedSites()) {
    const objects = gatewayObjects(manifestsOf(site));
    if (!objects.some(({ kind }) => kind === 'Gateway')) continue;
    const places = objects.map(({ kind, metadata }) => `${kind}/${metadata.namespace}/${metadata.name}`);
    const key = places.sort().join();
    if (!byObjects.has(key)) byObjects.set(key, site);
  }
  return [...byObjects.values()];
}

proof('the gateways of all sites', ['gateway-translator'], () => {
  const sites = differentGateways();
  const folder = join(session().folder, 'gateway-policies');
  let certificates: Certificates;

  const judgedBy = async (site: RenderedSite, change: (object: Manifest) => Manifest): Promise<readonly Judged[]> => {
    const manifests = manifestsOf(site);
    const objects = gatewayObjects(manifests).filter(({ kind }) => kind !== 'EnvoyExtensionPolicy');
    const output = join(folder, `${site.environment}-${site.name}-told.json`);
    const input = join(folder, `${site.environment}-${site.name}.json`);
    writeFileSync(
      input,
      JSON.stringify({
        envoyGateway: gatewayConfiguration(manifests),
        objects: [
          ...objects.map(discovered).map(change),
          ...backendsOf(manifests, 8080),
          ...namespacesOf(site, objects),
          ...certificateSecrets(certificates),
          ...signInSecrets(objects),
        ],
        limiter: 'limiter.invalid:8081',
        output,
      }),
    );
    const { exitCode, stderr } = await runCommand(toolPath('gateway-translator') ?? '', [input], { timeoutMs: 60_000 });
    if (exitCode !== 0) throw new Error(stderr);
    return (JSON.parse(readFileSync(output, 'utf8')) as { judged: Judged[] }).judged;
  };
  const refused = (judged: readonly Judged[]) =>
    judged.filter(({ status }) => JSON.stringify(status).includes('"status":"False"'));
  /** Nobody has said a word about them: no gateway, no listener, no route of that label. */
  const unheard = (judged: readonly Judged[]) =>
    judged.filter(({ kind, status }) => kind !== 'Gateway' && !JSON.stringify(status).includes('"Accepted"'));

  beforeAll(async () => {
    mkdirSync(folder, { recursive: true });
    certificates = await makeCertificates(folder);
    const extended = sites.filter((site) => manifestsOf(site).some(({ kind }) => kind === 'EnvoyExtensionPolicy'));
    for (const { environment, name } of extended)
      skippedByName(`the firewall of ${environment}/${name} in its gateway`, 'the controller would fetch its image');
  });

  it('are there', () => {
    expect(sites).not.toHaveLength(0);
  });

  it.each(sites.map((site) => [`${site.environment}/${site.name}`, site] as const))('%s', async (_, site) => {
    const judged = await judgedBy(site, (object) => object);
    expect(judged.length).toBeGreaterThan(1);
    expect(refused(judged)).toEqual([]);
    expect(unheard(judged)).toEqual([]);
  });

  it('would be told of what is not taken', async () => {
    const [site] = sites;
    if (site === undefined) throw new Error('no site');
    const astray = (object: Manifest): Manifest =>
      object.kind === 'HTTPRoute' && object.metadata.namespace !== siteGateway.namespace
        ? ({ ...object, spec: { ...(object.spec as object), hostnames: ['elsewhere.invalid'] } } as Manifest)
        : object;
    expect(refused(await judgedBy(site, astray))).not.toEqual([]);
  });
});
