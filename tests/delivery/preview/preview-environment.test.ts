import { previewBlock, previewEnvironment } from '../../../delivery/preview/preview-environment';
import { smallService } from '../../../delivery/preview/small-services';
import { rangesOverlap } from '../../../environments/model';
import { resolveEnvironment } from '../../../environments/model/resolve-environment';
import prod from '../../../environments/prod';
import staging from '../../../environments/staging';

const taken = ['10.0.0.0/10', '10.64.0.0/10', '10.128.0.0/10'];

const wish = {
  branch: 'feature/x',
  name: 'preview-d574zly4',
  expires: '2026-11-25',
  monthlyUsd: 2500,
  taken,
};

const previews = [
  ['prod on AWS', prod, 0, '222222222222'],
  ['prod on Google Cloud', prod, 1, 'acme-ml-preview/222222222222'],
  ['prod on Azure', prod, 2, '22222222-2222-4222-8222-222222222222'],
  ['staging on AWS', staging, 0, '222222222222'],
] as const;

describe.each(previews)('a preview of %s', (_, base, site, account) => {
  const environment = resolveEnvironment(previewEnvironment(base, { ...wish, site, account }));
  const { config } = environment;

  it('has one site, on an account and addresses of its own', () => {
    expect(environment.sites).toHaveLength(1);
    expect(JSON.stringify(environment.sites[0])).toContain(account.split('/')[0]);
    for (const other of taken) expect(rangesOverlap(other, config.addresses.supernet)).toBe(false);
  });

  it('can be taken away on its last day, and promises nothing', () => {
    expect(config).toMatchObject({ expires: '2026-11-25', deletionProtection: false, natGateways: 'single' });
    expect(config.recovery ?? config.edge ?? config.interconnect ?? config.ci).toBeUndefined();
    expect(config.budget?.monthlyUsd).toBe(2500);
  });

  it('answers by names of its own', () => expect(config.domain).toBe(`preview-d574zly4.${base.domain}`));

  it('makes nothing of its account that another preview there would make again', () =>
    expect(config.governance).toMatchObject({ detection: 'organisation', guardrails: 'organisation' }));
});

it('makes services as small as their schemas let them be', () => {
  expect(smallService('tracking', prod.services.tracking)).toMatchObject({
    replicas: 2,
    size: 'small',
    storageGiB: 20,
    highlyAvailable: false,
  });
  expect(smallService('featureStore', prod.services.featureStore)).toMatchObject({
    onlineStore: { highlyAvailable: false },
  });
});

it('leaves a service as it is in the base where a rule refuses it small', () => {
  const { services } = previewEnvironment(staging, { ...wish, site: 0, account: '222222222222' });
  expect(services.streaming).toEqual(staging.services.streaming);
  expect(services.tracking).not.toEqual(staging.services.tracking);
});

it('runs the services that are asked for', () => {
  const { services } = previewEnvironment(prod, { ...wish, site: 0, account: '222222222222', services: ['tracking'] });
  expect(Object.keys(services)).toEqual(['tracking']);
});

it('refuses a public cloud without an account of its own, and services that the base has not', () => {
  expect(() => previewEnvironment(prod, { ...wish, site: 0 })).toThrow('PREVIEW_ACCOUNT');
  expect(() => previewEnvironment(prod, { ...wish, site: 0, account: '222222222222', services: ['nothing'] })).toThrow(
    'PREVIEW_SERVICE',
  );
});

describe('the block of a branch', () => {
  it('stays while others come and go elsewhere', () =>
    expect(previewBlock('feature/x', taken)).toBe(previewBlock('feature/x', taken.slice(1))));

  it('is never one that somebody has', () => {
    const had: string[] = [...taken];
    for (let count = 0; count < 16; count++) {
      const block = previewBlock('feature/x', had);
      for (const other of had) expect(rangesOverlap(other, block)).toBe(false);
      had.push(block);
    }
    expect(() => previewBlock('feature/x', had)).toThrow('ADDRESS_SPACE');
  });
});
