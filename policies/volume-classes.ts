import { cloudFacts } from '../environments/facts';
import { isSitePublicCloud, type Site } from '../environments/model';
import type { RuleFinding } from '../environments/rules/rule';
import { type ChosenVolume, fastVolume, type ServiceDefinition, type ServiceName, services } from '../services';

type Refusal = Pick<RuleFinding, 'message' | 'value' | 'allowed' | 'fix'>;

const standard = "'standard'";

function refusals(site: Site, { storageGiB, of }: ChosenVolume): Refusal[] {
  if (!isSitePublicCloud(site)) {
    return [
      {
        message: 'nothing says which disks of a cluster without a cloud are fast',
        value: 'fast',
        allowed: [standard],
        fix: "set storageClass: 'standard', and name a class of fast disks for the whole site: storageClass of the site",
      },
    ];
  }
  if (of && site.providers[of] === 'managed') {
    return [
      {
        message: 'the cloud runs it, on disks of its own choosing',
        value: 'fast',
        allowed: [standard],
        fix: "set storageClass: 'standard'; a larger size is faster",
      },
    ];
  }
  const { fastVolumes } = cloudFacts[site.cloud];
  // What keeps data runs in the general pool.
  const slow = site.pools.filter(
    ({ purpose, machineType }) => purpose === 'general' && !fastVolumes.machines.test(machineType),
  );
  return [
    ...(storageGiB < fastVolume.leastGiB
      ? [
          {
            message: `a fast volume has ${fastVolume.operationsPerSecond} operations a second, which takes ${fastVolume.leastGiB} GiB at 500 for each`,
            value: storageGiB,
            allowed: [`${fastVolume.leastGiB} GiB and more`, standard],
            fix: `ask for ${fastVolume.leastGiB} GiB, or set storageClass: 'standard'`,
          },
        ]
      : []),
    ...slow.map(({ purpose, machineType }) => ({
      message: `machines of pools.${purpose} cannot attach ${fastVolumes.title}`,
      value: machineType,
      allowed: [standard],
      fix: "give the pool machines that can, or set storageClass: 'standard'",
    })),
  ];
}

/** Volumes that are to be fast, and cannot be on a site: refused before a build. */
export const unmetByVolumes = (site: Site, siteIndex: number): RuleFinding[] =>
  (Object.keys(site.services) as ServiceName[]).flatMap((service) => {
    const definition: ServiceDefinition = services[service];
    const config = site.services[service] as Record<string, unknown>;
    return (definition.chosenVolumes?.(config) ?? [])
      .filter(({ storageClass }) => storageClass === 'fast')
      .flatMap((volume) =>
        refusals(site, volume).map(({ message, ...rest }) => ({
          code: 'NEED_UNMET' as const,
          place: `services.${service}.${volume.path}`,
          message: `${message}, on sites[${siteIndex}] (${site.name})`,
          ...rest,
        })),
      );
  });
