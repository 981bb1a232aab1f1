import { siteOperators } from '../../charts/operators';
import { cloudFacts } from '../../environments/facts';
import { isSitePublicCloud, kebabCase, type Site } from '../../environments/model';
import { kubernetesSupport } from '../../environments/model/kubernetes-support';
import type { RuleFinding } from '../../environments/rules/rule';
import { operators } from '../../services';
import { unsupportedOperators } from '../operator-versions';
import { cloudUpgrades } from './cloud-upgrades';
import { drainBlockers } from './drain-blockers';
import { kubernetesOf, minorOf } from './minor';
import { apiChanges } from './removed-apis';
import { canaryFirst, isOthers, type PlannedPart, soakDays, type UpgradeInput } from './upgrade-input';
import type { UpgradeStep } from './upgrade-step';

const kind = 'kubernetes' as const;

const idOf = (...parts: string[]): string => parts.map((part) => part.replaceAll('.', '-')).join('-');

/** `<site>` and the like, as they stand in data. */
const filled = (text: string, site: Site): string =>
  text
    .replaceAll('<site>', site.name)
    .replaceAll('<region>', site.region)
    .replaceAll('<project>', 'projectId' in site ? site.projectId : '');

function backup(site: Site, to: string, after: readonly string[]): UpgradeStep {
  const name = idOf(site.name, 'before', to);
  return {
    id: idOf('backup', site.name, to),
    kind,
    site: site.name,
    title: `Back up the state of ${site.name}`,
    because: ['an API server of a later version writes what an earlier one cannot read'],
    commands: [`velero backup create ${name} --from-schedule ${site.name}-state --wait`],
    doneWhen: `velero backup get ${name} says Completed`,
    wayBack: 'nothing is to be taken back',
    after,
  };
}

function controlPlane(
  environment: string,
  site: Site,
  { from, to }: { readonly from: string; readonly to: string },
  after: readonly string[],
): UpgradeStep {
  const upgrade = isSitePublicCloud(site) ? cloudUpgrades[site.cloud].kubernetes : undefined;
  return {
    id: idOf('control-plane', site.name, to),
    kind,
    site: site.name,
    title: `Move the control plane of ${site.name} from ${from} to ${to}`,
    because: [
      'one minor version at a time: no cloud and no kubeadm skips one',
      'the control plane goes before its machines: a kubelet must never be newer than the API server',
      site.role === 'standby'
        ? 'a standby serves nobody: what breaks, breaks here'
        : 'the primary comes last, when every standby has run it',
    ],
    commands: isOthers(site)
      ? ['# the owner of the cluster does it']
      : [
          ...(upgrade?.look ?? []).map((one) => filled(one, site)),
          `evenkeel deploy ${environment} --site ${site.name} --stack cluster`,
        ],
    doneWhen: `kubectl version says ${to} of the server, and /readyz says ok`,
    wayBack: upgrade?.wayBack ?? 'by whoever owns the cluster',
    pointOfNoReturn: true,
    after,
    version: { from, to },
  };
}

function machines(site: Site, from: string, to: string): UpgradeStep {
  const upgrade = isSitePublicCloud(site) ? cloudUpgrades[site.cloud].kubernetes : undefined;
  return {
    id: idOf('machines', site.name, to),
    kind,
    site: site.name,
    title: `Move the machines of ${site.name} to ${to}`,
    because: [
      upgrade
        ? `machines may be ${upgrade.machinesBehind} minor versions behind here (kubelet n-3 elsewhere); they are moved each time all the same, so that the next minor version never waits`
        : 'machines may be three minor versions behind their control plane',
      ...(upgrade ? [filled(upgrade.machines, site), upgrade.addOns] : []),
    ],
    commands: ['kubectl get nodes --output custom-columns=NAME:.metadata.name,VERSION:.status.nodeInfo.kubeletVersion'],
    doneWhen: `every kubelet says v${to}, and every deployment has its replicas`,
    wayBack: `machines of ${from} may be made again beside these and the pods moved back: a kubelet may be older than its API server`,
    after: [idOf('control-plane', site.name, to)],
  };
}

function soak(site: Site, to: string): UpgradeStep {
  return {
    id: idOf('soak', site.name, to),
    kind,
    site: site.name,
    title: `Watch ${site.name} for ${soakDays} days`,
    because: ['leaks, webhooks and jobs of the week show later than pods do'],
    commands: [
      'kubectl get --raw /metrics | grep apiserver_requested_deprecated_apis',
      'kubectl get deployments --all-namespaces',
    ],
    doneWhen: 'no error budget burns, nobody asks for an API that goes, and no deployment lacks replicas',
    wayBack: 'nothing is to be taken back',
    after: [idOf('machines', site.name, to)],
  };
}

/** One minor version on all sites, one after the other. */
function hop(input: UpgradeInput, from: string, to: string, before: readonly string[]): UpgradeStep[] {
  const { name, sites } = input.environment;
  const edit: UpgradeStep = {
    id: idOf('state', to),
    kind,
    title: `Say ${to} in Git`,
    because: [
      'the file is what stacks and objects are made of: `evenkeel check` refuses a version that a cloud or an operator does not have',
      'kubectl and whatever else talks to the API server may be one minor version away from it, in both directions',
    ],
    commands: [
      `# environments/${name}.ts: kubernetesVersion: '${to}'`,
      `evenkeel check ${name}`,
      `evenkeel build ${name}`,
    ],
    doneWhen: 'the change is reviewed and merged',
    wayBack: 'revert the commit, as long as no control plane has moved',
    after: before,
  };
  let last = edit.id;
  const steps = canaryFirst(sites).flatMap((site) => {
    const kept = siteOperators(site).includes('velero') ? [backup(site, to, [last])] : [];
    const own = [
      ...kept,
      controlPlane(name, site, { from, to }, [last, ...kept.map(({ id }) => id)]),
      machines(site, from, to),
      soak(site, to),
    ];
    last = idOf('soak', site.name, to);
    return own;
  });
  return [edit, ...steps];
}

/** Operators whose release says nothing of the version: only their own pages know. */
const silentOperators = (sites: readonly Site[]): string[] => [
  ...new Set(
    sites
      .flatMap(siteOperators)
      .filter((name) => !('kubernetes' in operators[name]))
      .map((name) => `${name} ${operators[name].chart.version}`),
  ),
];

/** A version that a cloud does not have, or does not keep for long. */
function ofClouds(sites: readonly Site[], to: string, asOf: string): Pick<PlannedPart, 'findings' | 'warnings'> {
  const findings: RuleFinding[] = [];
  const warnings: string[] = [];
  for (const cloud of new Set(sites.filter(isSitePublicCloud).map((site) => site.cloud))) {
    const facts = cloudFacts[cloud];
    const support = kubernetesSupport(facts, to);
    const shared = {
      place: 'kubernetesVersion',
      value: to,
      allowed: Object.keys(facts.kubernetesVersions),
      fix: 'choose a version that every cloud of the environment has; a site alone cannot have another one',
    };
    if (!support) {
      findings.push({
        ...shared,
        code: 'KUBERNETES_VERSION',
        message: `not offered by ${cloud} on ${facts.asOf} (${facts.kubernetesSource})`,
      });
      continue;
    }
    if (support.lastEnd <= asOf) {
      findings.push({
        ...shared,
        code: 'KUBERNETES_SUPPORT',
        message: `${cloud} supported it until ${support.lastEnd}`,
      });
      continue;
    }
    const price = cloudUpgrades[cloud].kubernetes.extendedUsdPerClusterHour;
    const extended =
      price === undefined || support.lastEnd === support.standardEnd
        ? 'nothing can be bought after it'
        : `${facts.extendedSupport?.title} until about ${support.lastEnd} costs ${price.toFixed(2)} USD an hour and cluster more`;
    warnings.push(`${cloud} has ${to} in standard support until ${support.standardEnd}; ${extended}`);
  }
  return { findings, warnings };
}

const refused = (value: string, from: string, message: string, fix: string): PlannedPart => ({
  steps: [],
  findings: [
    {
      code: 'UPGRADE_DOWNGRADE',
      place: '--kubernetes',
      message,
      value,
      allowed: [`${kubernetesOf(minorOf(from) + 1)} or later`],
      fix,
    },
  ],
  warnings: [],
});

/** Clusters to a later minor version, one at a time. */
export function kubernetesPlan(input: UpgradeInput): PlannedPart {
  const { environment, wanted, earlier, objects, asOf } = input;
  const { sites } = environment;
  const to = wanted.kubernetes;
  const from = sites[0]?.kubernetesVersion;
  if (to === undefined || from === undefined || to === from) return { steps: [], findings: [], warnings: [] };
  if (minorOf(to) < minorOf(from)) {
    return refused(
      to,
      from,
      `clusters run ${from}, and no cloud takes a control plane back`,
      'for machines: a pool of the old version beside the new one; for the cluster: fail over to a site of the old version, and make this one anew there',
    );
  }
  const steps: UpgradeStep[] = [];
  let before = earlier.map(({ name }) => `tried-${kebabCase(name)}`);
  for (const { name } of earlier) {
    steps.push({
      id: `tried-${kebabCase(name)}`,
      kind,
      title: `Have ${name} run ${to} first`,
      because: ['what an upgrade breaks is found where it may break'],
      commands: [`evenkeel upgrade ${name} --kubernetes ${to}`],
      doneWhen: `${name} has run ${to} for ${soakDays} days, and its objectives hold`,
      wayBack: 'nothing is to be taken back',
      after: steps.map(({ id }) => id),
    });
  }
  for (let minor = minorOf(from); minor < minorOf(to); minor++) {
    const all = hop(input, kubernetesOf(minor), kubernetesOf(minor + 1), before);
    steps.push(...all);
    before = all.slice(-1).map(({ id }) => id);
  }
  const hops = Array.from({ length: minorOf(to) - minorOf(from) }, (_, index) =>
    kubernetesOf(minorOf(from) + index + 1),
  );
  const clouds = hops.map((one) => ofClouds(sites, one, asOf));
  const asked = new Set(wanted.operators.map(({ name, version }) => (version === undefined ? '' : name)));
  const unfit = hops.flatMap((one) =>
    sites
      .flatMap((site) => unsupportedOperators({ ...site, kubernetesVersion: one }))
      .filter(({ fix }) => ![...asked].some((name) => name !== '' && fix.includes(` ${name} `))),
  );
  const api = apiChanges(objects, to);
  const movesKafka = new Set(
    sites.filter((site) => siteOperators(site).includes('strimzi-drain-cleaner')).map(({ name }) => name),
  );
  const drains = drainBlockers(objects, movesKafka);
  const behind = earlier.filter(({ kubernetesVersion }) => minorOf(kubernetesVersion) < minorOf(to));
  const silent = silentOperators(sites);
  return {
    steps,
    findings: [
      ...clouds.flatMap(({ findings }) => findings),
      ...new Map(unfit.map((one) => [one.message, one])).values(),
      ...api.removed,
      ...drains.blocked,
      ...behind.map(
        ({ name, kubernetesVersion }): RuleFinding => ({
          code: 'UPGRADE_ORDER',
          place: 'kubernetesVersion',
          message: `${name} comes before this environment, and its file still says ${kubernetesVersion}`,
          value: to,
          fix: `upgrade ${name} first, and let it run for ${soakDays} days`,
        }),
      ),
    ],
    warnings: [
      ...clouds.flatMap(({ warnings }) => warnings),
      ...api.warnings,
      ...drains.warnings,
      ...(silent.length > 0
        ? [`Releases that say nothing of Kubernetes ${to}; look at their own pages: ${silent.join(', ')}`]
        : []),
      'Objects that Helm charts of operators make are not rendered here, so no API version of theirs was looked at: `helm template` them into a folder, and name it by --from',
      ...sites
        .filter((site) => !siteOperators(site).includes('velero'))
        .map(({ name }) => `${name} has no Velero: nothing backs up what exists in its cluster only`),
    ],
  };
}
