import { type Cloud, cloudFacts } from '../facts';
import { kubernetesSupport } from '../model/kubernetes-support';
import { cloudSites } from './regions';
import type { EnvironmentRule, RuleFinding } from './rule';

/** Versions that every cloud offers and still supported when its facts were looked up. */
function commonVersions(clouds: readonly Cloud[]): readonly string[] {
  const [first, ...others] = clouds.map((cloud) =>
    Object.keys(cloudFacts[cloud].kubernetesVersions).filter((version) => isSupported(cloud, version)),
  );
  return (first ?? []).filter((version) => others.every((offered) => offered.includes(version)));
}

/** A build reads no clock: the day is the one on which the facts of the cloud were looked up. */
function isSupported(cloud: Cloud, version: string): boolean {
  const facts = cloudFacts[cloud];
  const support = kubernetesSupport(facts, version);
  return support !== undefined && support.lastEnd > facts.asOf;
}

/** Every cloud of the environment offers the version, and none has stopped to support it. */
export const kubernetesVersionRule: EnvironmentRule = (environment) => {
  const version = environment.kubernetesVersion;
  if (version === undefined) return [];
  const clouds = [...new Set(cloudSites(environment).map(({ site }) => site.cloud))];
  const shared = {
    place: 'kubernetesVersion',
    value: version,
    allowed: commonVersions(clouds),
    fix: 'use a version that every cloud of the environment offers',
  };
  const missing = clouds.filter((cloud) => kubernetesSupport(cloudFacts[cloud], version) === undefined);
  const ended = clouds.filter((cloud) => !missing.includes(cloud) && !isSupported(cloud, version));
  return [
    ...(missing.length > 0
      ? [{ ...shared, code: 'KUBERNETES_VERSION' as const, message: `not offered by ${missing.join(', ')}` }]
      : []),
    ...ended.map((cloud): RuleFinding => {
      const { lastEnd = '' } = kubernetesSupport(cloudFacts[cloud], version) ?? {};
      return { ...shared, code: 'KUBERNETES_SUPPORT', message: `${cloud} supported it until ${lastEnd}` };
    }),
  ];
};
