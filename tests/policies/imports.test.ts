import { addressesOf } from '../../policies/addresses';
import { unknownImports } from '../../policies/imports';
import { awsSite } from '../fixtures/sites';
import { type SynthesizedSite, synthesizeSite } from '../fixtures/synthesize';

let built: SynthesizedSite;
let address: string;
beforeAll(async () => {
  built = await synthesizeSite(awsSite());
  address = Object.keys(built.stacks.network?.resource?.aws_vpc ?? {}).map((name) => `aws_vpc.${name}`)[0] ?? '';
});

it('lists what stacks make by address, and by where in the code it is made', () => {
  const found = addressesOf(built.stacks.network ?? {});
  expect(found.find((one) => one.address === address)).toEqual({ address, path: 'network/vpc' });
  expect(found.map((one) => one.address)).toEqual([...found.map((one) => one.address)].sort());
});

it('takes an address that the stack has', () => {
  expect(unknownImports([{ stack: 'network', to: address, id: 'vpc-1' }], built.stacks)).toEqual([]);
});

it('refuses one that it does not have, with the nearest ones, the nearest first', () => {
  const [finding, ...rest] = unknownImports(
    [
      { stack: 'network', to: address, id: 'vpc-1' },
      { stack: 'network', to: 'aws_vpc.network_vpc_00000000', id: 'vpc-1' },
    ],
    built.stacks,
  );
  expect(rest).toEqual([]);
  expect(finding).toMatchObject({
    code: 'IMPORT_TARGET_UNKNOWN',
    place: 'import[1].to',
    value: 'aws_vpc.network_vpc_00000000',
  });
  expect(finding?.allowed?.[0]).toBe(address);
  expect(finding?.allowed).toHaveLength(5);
});

it('refuses an address of another stack', () => {
  expect(unknownImports([{ stack: 'data', to: address, id: 'vpc-1' }], built.stacks)).toHaveLength(1);
});

it("stands in the stack as Terraform's own import block", async () => {
  const { stacks } = await synthesizeSite(awsSite({ import: [{ stack: 'network', to: address, id: 'vpc-1' }] }));
  expect(stacks.network?.import).toEqual([{ to: address, id: 'vpc-1' }]);
  expect(stacks.data?.import).toBeUndefined();
});
