import { type CapabilityId, capabilities, requestsOf, serviceTenants } from '../../constructs/contracts';
import type { CloudSite } from '../../environments/model';
import { checkParity } from '../../policies/parity';
import { promises } from '../../policies/promises';
import { awsSite, azureSite, googleSite, withSharedFiles } from '../fixtures/sites';
import { type SynthesizedSite, synthesizeSite } from '../fixtures/synthesize';

const ids = (Object.keys(capabilities) as CapabilityId[]).filter((id) => id.startsWith('files.'));

interface Case {
  readonly site: () => CloudSite;
  /** Promises that the cloud openly does not make. */
  readonly absent: readonly CapabilityId[];
  /** Resource types of shared files in the `data` stack, with how many there are. */
  readonly made: Readonly<Record<string, number>>;
  readonly driver: string;
}

const clouds: [cloud: string, Case][] = [
  [
    'aws',
    {
      site: awsSite,
      absent: [],
      made: {
        aws_efs_access_point: 1,
        aws_efs_backup_policy: 1,
        aws_efs_file_system: 1,
        aws_efs_file_system_policy: 1,
        aws_efs_mount_target: 3,
      },
      driver: 'efs.csi.aws.com',
    },
  ],
  [
    'google',
    {
      site: googleSite,
      absent: ['files.tls-only'],
      made: { google_filestore_instance: 1 },
      driver: 'filestore.csi.storage.gke.io',
    },
  ],
  [
    'azure',
    { site: azureSite, absent: ['files.backups'], made: { azurerm_storage_share: 1 }, driver: 'file.csi.azure.com' },
  ],
];

interface Volume {
  readonly metadata: { readonly name: string };
  readonly spec: readonly {
    readonly access_modes: readonly string[];
    readonly claim_ref: object;
    readonly persistent_volume_reclaim_policy: string;
    readonly persistent_volume_source: { readonly csi: { readonly driver: string } };
  }[];
}

const isOfFiles = (type: string): boolean => /_efs_|filestore|storage_share$/.test(type);
const madeIn = ({ stacks }: SynthesizedSite) =>
  Object.fromEntries(
    Object.entries(stacks.data?.resource ?? {})
      .filter(([type]) => isOfFiles(type))
      .map(([type, found]) => [type, Object.keys(found).length]),
  );

describe.each(clouds)('shared files on %s', (_cloud, { site: makeSite, absent, made, driver }) => {
  const site = withSharedFiles(makeSite());
  let built: SynthesizedSite;
  beforeAll(async () => {
    built = await synthesizeSite(site);
  });

  it('keep every promise, or say openly that they do not', () => {
    const { stacks, manifests, model } = built;
    const results = checkParity({ stacks, manifests }, model.evidence, promises(site));
    expect(Object.fromEntries(results.map(({ capability, status }) => [capability, status]))).toMatchObject(
      Object.fromEntries(ids.map((id) => [id, absent.includes(id) ? 'absent' : 'kept'])),
    );
    expect(results.filter(({ status }) => status === 'broken')).toEqual([]);
  });

  it('are made of these', () => expect(madeIn(built)).toEqual(made));

  it('are one volume for the one claim that the service mounts, and stay when it goes', () => {
    const [request] = serviceTenants(site).flatMap((tenant) => requestsOf(site, tenant, 'files'));
    if (!request) throw new Error('nobody asks for files');
    const { claimName } = built.model.providerOf('files').bind(request);
    const volumes = Object.values(built.stacks.platform?.resource?.kubernetes_persistent_volume_v1 ?? {}) as Volume[];
    expect(volumes).toHaveLength(1);
    expect(volumes[0]).toMatchObject({
      metadata: { name: claimName },
      spec: [
        {
          access_modes: ['ReadWriteMany'],
          claim_ref: { namespace: 'workbench', name: claimName },
          persistent_volume_reclaim_policy: 'Retain',
          persistent_volume_source: { csi: { driver } },
        },
      ],
    });
  });

  it('let go of what deletion protection holds', async () => {
    const { stacks } = await synthesizeSite(withSharedFiles({ ...makeSite(), deletionProtection: false }));
    const text = JSON.stringify(Object.entries(stacks.data?.resource ?? {}).filter(([type]) => isOfFiles(type)));
    expect(text).not.toMatch(/"(prevent_destroy|deletion_protection_enabled)":true/);
  });

  it('are not there where nobody shares a folder', async () => {
    const without = await synthesizeSite(makeSite());
    expect(madeIn(without)).toEqual({});
    expect(without.text).not.toMatch(/persistent_volume|efs-csi|elasticfilesystem:Client|file\.googleapis\.com/);
    expect(without.text).not.toMatch(
      /"file_driver_enabled": true|"gcp_filestore_csi_driver_config": \{\s*"enabled": true/,
    );
  });
});
